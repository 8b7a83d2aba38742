import type { Case, DisputeEvent } from './case.ts';
import type { OverallVerdict } from './overall-verdict.ts';

/** The longest reason, in characters. */
export const MAX_DISPUTE_REASON_LENGTH = 150;

/** A person's statement that a verdict is wrong. */
export interface Dispute {
  readonly event: DisputeEvent;
  /** The disputed verdict. */
  readonly verdict: OverallVerdict;
  /** When the systems were read: ISO 8601, UTC. Identifies the look-up, also for checks that only changed manual facts. */
  readonly lookedUpAt: string;
}

/** Returns the disputes of a case, oldest first. */
export function disputesOf({ events, checks }: Case): Dispute[] {
  return events.flatMap((event) => {
    const check = event.kind === 'verdict-disputed' ? checks[event.checkIndex] : undefined;
    if (event.kind !== 'verdict-disputed' || !check) return [];
    return [{ event, verdict: check.verdict, lookedUpAt: check.lookedUpAt }];
  });
}

/** Returns the verdict of each look-up of the period that at least one person disputes. */
export function disputedVerdicts(kase: Case, from: Date, to: Date): OverallVerdict[] {
  const inPeriod = disputesOf(kase).filter(
    ({ lookedUpAt }) => lookedUpAt >= from.toISOString() && lookedUpAt < to.toISOString(),
  );
  return [...new Map(inPeriod.map(({ lookedUpAt, verdict }) => [lookedUpAt, verdict])).values()];
}
