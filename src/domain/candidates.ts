import { valueOrNull } from './connector-result.ts';
import type { Evidence } from './evidence.ts';
import { type JudgingFacts, judgeSubscriptions } from './judge-subscriptions.ts';
import { type OverallVerdict, overallVerdict } from './overall-verdict.ts';
import type { AccountRef } from './upstream-records.ts';
import type { Judgement } from './verdict.ts';

/** One of several accounts that match. */
export interface Candidate {
  readonly account: AccountRef;
  /** Null for an account that was not read, or not completely, because there are too many or too many subscriptions. */
  readonly verdict: OverallVerdict | null;
  readonly judgements: readonly Judgement[];
}

/** Returns the accounts that match when there are several, each with its verdict; otherwise none. */
export function judgeCandidates(evidence: Evidence, facts: JudgingFacts): Candidate[] {
  const accounts = valueOrNull(evidence.accounts) ?? [];
  if (accounts.length < 2) return [];
  return accounts.map((account, index) => {
    const read = evidence.candidates?.[index];
    if (!read) return { account, verdict: null, judgements: [] };
    const { unreadCount, ...own } = read;
    const alone = { ...evidence, ...own, crm: null };
    const judgements = judgeSubscriptions(alone, facts);
    return { account, verdict: unreadCount > 0 ? null : overallVerdict(alone, judgements), judgements };
  });
}

/**
 * Returns the accounts of a customer who first bought through a reseller, which has ended, and then anew and directly on
 * another account: a new purchase and not a renewal (rule R10). Null when the accounts do not show that.
 */
export function findNewPurchase(
  candidates: readonly Candidate[],
): { readonly ended: Candidate; readonly direct: Candidate } | null {
  const ended = candidates.find(
    ({ verdict, judgements }) => verdict !== null && judgements.length > 0 && judgements.every(isEndedResale),
  );
  const direct = candidates.find(
    ({ verdict, judgements }) =>
      verdict === 'direct' && judgements.every(({ endedDaysAgo }) => endedDaysAgo === null),
  );
  return ended && direct ? { ended, direct } : null;
}

function isEndedResale({ verdict, endedDaysAgo }: Judgement): boolean {
  return verdict === 'former-reseller' || (verdict === 'reseller' && endedDaysAgo !== null);
}
