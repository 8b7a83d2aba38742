import type { DisputeEvent } from '../domain/case.ts';
import { UserError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import { caseNotFoundText } from '../words/replies.ts';
import { findUnerasedCase } from './find-case.ts';
import type { CaseAction } from './recheck-case.ts';
import { retryWhenStale } from './retry-when-stale.ts';

/** A statement that the verdict of a check is wrong. */
export type VerdictDispute = Pick<DisputeEvent, 'checkIndex' | 'expected' | 'reason'>;

/**
 * Records that a verdict is wrong, once for each person and check: a second statement of the same person changes nothing.
 * Returns the recorded one. Throws `UserError` when the case or the check is gone.
 */
export async function disputeVerdict(
  ports: Ports,
  { caseId, by }: Pick<CaseAction, 'caseId' | 'by'>,
  dispute: VerdictDispute,
): Promise<DisputeEvent> {
  const event: DisputeEvent = { kind: 'verdict-disputed', at: ports.now().toISOString(), by, ...dispute };
  const idempotencyKey = `dispute:${caseId}:${dispute.checkIndex}:${by}`;
  await retryWhenStale(async () => {
    const kase = await findUnerasedCase(ports, caseId);
    if (!kase.checks[dispute.checkIndex]) throw new UserError(caseNotFoundText());
    const result = await ports.cases.appendIfUnchanged(kase, [{ stepEvent: event, idempotencyKey }]);
    return result === 'erased' ? 'stale' : result;
  });
  const { events } = await findUnerasedCase(ports, caseId);
  const recorded = events.find(
    (one) => one.kind === 'verdict-disputed' && one.by === by && one.checkIndex === dispute.checkIndex,
  );
  return recorded?.kind === 'verdict-disputed' ? recorded : event;
}
