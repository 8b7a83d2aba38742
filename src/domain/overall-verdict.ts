import type { Evidence } from './evidence.ts';
import type { Judgement, Verdict } from './verdict.ts';

export const OVERALL_ONLY_VERDICTS = ['not-found', 'ambiguous', 'mixed'] as const;

/** What a whole check comes to. A refused one never becomes a case, so it is not among them. */
export type OverallVerdict = Verdict | (typeof OVERALL_ONLY_VERDICTS)[number];

/** One word for the whole check. What could not be read outweighs what was not found. */
export function overallVerdict(evidence: Evidence, judgements: readonly Judgement[]): OverallVerdict {
  const { accounts, subscriptionCount: listing, ticket } = evidence;
  const entryLookups = [ticket, accounts, listing];
  if (judgements.length === 0) {
    if (entryLookups.some((answer) => answer && !answer.ok && answer.gap !== 'not-found')) return 'unknown';
    if (accounts?.ok && accounts.value.length > 1) return 'ambiguous';
    return 'not-found';
  }
  if (listing && !listing.ok) return 'unknown';
  const [only] = evidence.subscriptions;
  if (judgements.length === 1 && only && !only.subscription.ok && only.subscription.gap === 'not-found') {
    return 'not-found';
  }
  const [first, ...rest] = new Set(judgements.map(({ verdict }) => verdict));
  return first === undefined || rest.length > 0 ? 'mixed' : first;
}
