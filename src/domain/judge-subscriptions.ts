import type { ManagedServiceAnswer, ManagedServiceSign } from './classify-subscription.ts';
import { valueOrNull } from './connector-result.ts';
import type { CrmEvidence, Evidence, SubscriptionEvidence } from './evidence.ts';
import { isAllianceAccountType } from './known-partners.ts';
import { isCurrentSubscription } from './subscription-end.ts';
import { type Judgement, type JudgingContext, judgeSubscription } from './verdict.ts';

/** What verdicts depend on, besides the evidence. */
export interface JudgingFacts {
  /** The tenant's date, YYYY-MM-DD. */
  readonly today: string;
  /** The engineer's answer whether it is a managed service; undefined while nobody answered. */
  readonly managedService: ManagedServiceAnswer | undefined;
}

/** Judges every subscription of a check. */
export function judgeSubscriptions(evidence: Evidence, { today, managedService }: JudgingFacts): Judgement[] {
  const context: Omit<JudgingContext, 'resoldSibling'> = {
    today,
    isAllianceTicket: isAllianceAccountType(valueOrNull(evidence.ticket)?.organisation?.accountType ?? null),
    hasDirectDeal: isNewestDealDirect(evidence.crm),
    managedService: managedServiceSign(evidence.crm, managedService),
  };
  const siblings = valueOrNull(evidence.siblings ?? null) ?? evidence.subscriptions;
  return evidence.subscriptions.map((one) => {
    const resoldSibling = findResoldSibling(one, siblings, context);
    return judgeSubscription(one, { ...context, resoldSibling });
  });
}

/**
 * Returns true when the verdict depends on the account's other subscriptions: the customer is the invoice owner and always
 * was, and yet the channel is "Reseller".
 */
export function dependsOnSiblings(evidence: SubscriptionEvidence, today: string): boolean {
  const judgement = judgeSubscription(evidence, { ...NOTHING_KNOWN, today });
  return (
    judgement.invoiceOwnerKind === 'customer' &&
    judgement.channel === 'reseller' &&
    judgement.ownerHistory === 'always-own'
  );
}

const NOTHING_KNOWN = {
  isAllianceTicket: false,
  hasDirectDeal: false,
  managedService: 'unconfirmed',
  resoldSibling: null,
} as const;

/** Returns the number of another current subscription of the same account that is resold; null when none is known to be. */
function findResoldSibling(
  { number, subscription }: SubscriptionEvidence,
  siblings: readonly SubscriptionEvidence[],
  context: Omit<JudgingContext, 'resoldSibling'>,
): string | null {
  const owner = valueOrNull(subscription)?.subscriptionOwner.number;
  const resold = siblings.find((sibling) => {
    const known = valueOrNull(sibling.subscription);
    if (!known || sibling.number === number || known.subscriptionOwner.number !== owner) return false;
    const { verdict } = judgeSubscription(sibling, { ...context, resoldSibling: null });
    return isCurrentSubscription(known, context.today) && (verdict === 'reseller' || verdict === 'msp');
  });
  return resold?.number ?? null;
}

/** Salesforce finds the opportunities by the customer's account, so that account is the one they stand on. */
function managedServiceSign(
  crm: CrmEvidence | null,
  answer: ManagedServiceAnswer | undefined,
): ManagedServiceSign {
  const hasWonDeal = (valueOrNull(crm?.opportunities ?? null) ?? []).length > 0;
  if (hasWonDeal && valueOrNull(crm?.account ?? null)?.type === 'Partner') return 'opportunity';
  if (answer === undefined) return 'unconfirmed';
  return answer === 'yes' ? 'confirmed' : 'denied';
}

const DIRECT_DEAL_PATHS = ['Direct', 'Web Direct'];

/** Returns false for a deal that names a partner, whatever its path says. */
function isNewestDealDirect(crm: CrmEvidence | null): boolean {
  const [newest] = valueOrNull(crm?.opportunities ?? null) ?? [];
  if (!newest || newest.resalePartner !== null || newest.distributor !== null) return false;
  return DIRECT_DEAL_PATHS.includes(newest.dealPath ?? '');
}
