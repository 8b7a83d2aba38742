import type { Cases, KeyedStepEvent } from '../../src/ports/store.ts';

/** Appends an event to a case, whatever else is appended meanwhile, unless its key exists. */
export async function appendStepEvent(
  cases: Cases,
  caseId: string,
  stepEvent: KeyedStepEvent['stepEvent'],
  idempotencyKey: string,
): Promise<void> {
  for (;;) {
    const kase = await cases.find(caseId);
    if (!kase) throw new Error(`no case ${caseId}`);
    const outcome = await cases.appendIfUnchanged(kase, [{ stepEvent, idempotencyKey }]);
    if (outcome === 'erased') throw new Error(`${caseId} was erased`);
    if (outcome !== 'stale') return;
  }
}
