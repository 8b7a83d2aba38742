import type { Case } from '../domain/case.ts';
import { latestCheck } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import { caseReferences, isOpenCase } from '../domain/open-case.ts';
import type { Ports } from '../ports/ports.ts';
import { findReadableCase } from './find-case.ts';

/** An open case and its handoffs, oldest first. */
export interface OpenCase {
  readonly kase: Case;
  readonly handoffs: readonly Handoff[];
}

/** How many of the newest cases of a ticket or subscription are looked at. */
const MAX_CANDIDATES = 5;

/**
 * Returns the newest open case of a ticket or subscription, no matter who opened it; null when there is none.
 * `reference`: as `requestedCaseReference` returns it.
 */
export async function findOpenCase(ports: Ports, reference: string): Promise<OpenCase | null> {
  for (const id of await ports.cases.listIdsByReference(reference, MAX_CANDIDATES)) {
    // A case that cannot be read must not prevent a new check.
    const kase = await findReadableCase(ports, id);
    if (!kase) continue;
    const found = { kase, handoffs: await ports.handoffs.listByCase(id) };
    // A case may have been about something else before.
    const isSameSubject = caseReferences(latestCheck(found.kase)).includes(reference);
    if (isSameSubject && isOpenCase(found.kase, found.handoffs, ports.now())) return found;
  }
  return null;
}
