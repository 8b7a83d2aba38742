import type { Evidence } from './evidence.ts';
import type { Judgement, Verdict } from './verdict.ts';

export const OVERALL_ONLY_VERDICTS = ['not-found', 'ambiguous', 'mixed'] as const;

/** The verdict of a whole check. A refused request never becomes a case, so it has none. */
export type OverallVerdict = Verdict | (typeof OVERALL_ONLY_VERDICTS)[number];

/** Combines the verdicts of all subscriptions. An unreadable record takes precedence over one that does not exist. */
export function overallVerdict(evidence: Evidence, judgements: readonly Judgement[]): OverallVerdict {
  const { accounts, subscriptionCount, ticket } = evidence;
  const entryLookups = [ticket, accounts, subscriptionCount];
  if (judgements.length === 0) {
    if (entryLookups.some((result) => result && !result.ok && result.gap !== 'not-found')) return 'unknown';
    if (accounts?.ok && accounts.value.length > 1) return 'ambiguous';
    return 'not-found';
  }
  if (subscriptionCount && !subscriptionCount.ok) return 'unknown';
  const [only] = evidence.subscriptions;
  if (judgements.length === 1 && only && !only.subscription.ok && only.subscription.gap === 'not-found') {
    return 'not-found';
  }
  const [first, ...rest] = new Set(judgements.map(({ verdict }) => verdict));
  return first === undefined || rest.length > 0 ? 'mixed' : first;
}
