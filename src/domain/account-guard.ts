import type { AccountSnapshot } from './case.ts';
import type { Evidence } from './evidence.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** What a fresh look at a whole account saw, as far as a guard cares. */
export function accountSnapshotOf(
  evidence: Evidence,
  judgements: readonly Judgement[],
  asOf: string,
): AccountSnapshot {
  return {
    asOf,
    subscriptions: judgements.map(({ number, verdict, channelValue }) => ({
      number,
      verdict,
      channel: channelValue,
    })),
    gap: accountGapOf(evidence, judgements),
  };
}

/**
 * A login opens for the whole account, so every subscription that counts must fit, each with a channel of exactly
 * "Non-Reseller" and with its earlier invoice owners read. What could not be read is a no.
 */
export function guardAllows(snapshot: AccountSnapshot, allowedVerdicts: readonly Verdict[]): boolean {
  return (
    snapshot.gap === null &&
    snapshot.subscriptions.length > 0 &&
    snapshot.subscriptions.every(
      ({ verdict, channel }) => channel === 'Non-Reseller' && allowedVerdicts.includes(verdict),
    )
  );
}

function accountGapOf(
  { accounts, subscriptionCount: listing }: Evidence,
  judgements: readonly Judgement[],
): AccountSnapshot['gap'] {
  if (!accounts?.ok) return 'account';
  if (!listing?.ok) return 'subscriptions';
  const direct = judgements.filter(({ invoiceOwnerKind: owner }) => owner === 'customer');
  return direct.some(({ ownerHistory: history }) => history === 'unknown') ? 'history' : null;
}
