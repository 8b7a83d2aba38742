import type { AccountSnapshot } from './case.ts';
import type { Evidence } from './evidence.ts';
import type { Judgement, Verdict } from './verdict.ts';

/** Reduces a fresh check of a whole account to the data that a guard evaluates. */
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
 * Returns true when every current subscription of the account has an allowed verdict, the channel "Non-Reseller" (exact
 * match) and, where the customer pays the invoice, a readable owner history. A login opens for the whole account, so one
 * exception or one gap denies it.
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
  { accounts, subscriptionCount }: Evidence,
  judgements: readonly Judgement[],
): AccountSnapshot['gap'] {
  if (!accounts?.ok) return 'account';
  if (!subscriptionCount?.ok) return 'subscriptions';
  const ownedByCustomer = judgements.filter(({ invoiceOwnerKind }) =>
    ['customer', 'customer-beside-resold'].includes(invoiceOwnerKind),
  );
  return ownedByCustomer.some(({ ownerHistory }) => ownerHistory === 'unknown') ? 'history' : null;
}
