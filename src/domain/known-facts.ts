import { type Candidate, findNewPurchase } from './candidates.ts';
import type { VerdictObstacle } from './classify-subscription.ts';
import { PAID_BY_CUSTOMER } from './classify-subscription.ts';
import { valueOrNull } from './connector-result.ts';
import { resellerOfDistributor } from './discrepancies.ts';
import type { CrmEvidence, Evidence } from './evidence.ts';
import { isFromInvoiceOwner } from './requester.ts';
import { requesterIsSoldTo } from './requester-is-sold-to.ts';
import { SUBSCRIPTION_GRACE_DAYS } from './subscription-end.ts';
import type { CrmOpportunity } from './upstream-records.ts';
import type { Judgement } from './verdict.ts';

/**
 * What the systems have established about a case, besides the facts that select its scenario. Steps and sentences of a
 * scenario may depend on them. Nothing is established by a system that did not answer: where neither a fact nor its
 * opposite is known, the question is open.
 */
export const KNOWN_FACTS = [
  /** The customer's account exists in Salesforce. */
  'crm-account-found',
  /** Salesforce has no account with the id that Zuora names. */
  'crm-account-missing',
  /** The customer's Salesforce account belongs to the SMB pool, which takes a Case instead of a Chatter post. */
  'smb-pool',
  /** Salesforce lists a partner, or a won deal has one. */
  'crm-lists-partner',
  /** Salesforce lists no partner, and no won deal has one. It proves nothing about the reseller. */
  'crm-lists-no-partner',
  /** The newest won deal in Salesforce is a direct one. */
  'direct-deal-known',
  /** The newest won deal in Salesforce is a purchase on our website, which no person processes. */
  'web-direct-deal-known',
  /** The newest won deal in Salesforce went through a partner. */
  'partner-deal-known',
  /** The invoice owner is a distributor, and Salesforce names the reseller behind it. */
  'distributor-known',
  /** No verdict is possible because Zuora did not answer in time or at all; another check may. */
  'zuora-silent',
  /** No verdict is possible because a field in Zuora is blank, missing or has an unexpected value. */
  'zuora-field-unclear',
  /** Every subscription is invoiced to a parent or child account of the customer. */
  'owner-is-related',
  /** The channel "Reseller" is that of another, resold subscription of the account. */
  'channel-of-sibling',
  /** The Sold-To contact belongs to the partner, and nobody has said whether it is a managed service. */
  'managed-service-open',
  /** Every subscription was bought on the AWS Marketplace. */
  'marketplace-aws',
  /** Every subscription was bought on the Google Cloud Marketplace. */
  'marketplace-google',
  /** Of several matching accounts, one has only a resold subscription that ended, and another one a direct subscription. */
  'new-purchase-on-other-account',
  /** The history of the invoice owners of every subscription was read. */
  'owner-history-read',
  /** Every subscription was always invoiced to the customer. */
  'no-earlier-owner',
  /** Every subscription is invoiced to the customer, and its history shows that it was invoiced to somebody else before. */
  'owner-change-seen',
  /** The history of a subscription shows an invoice owner other than the customer, who may still be the invoice owner. */
  'earlier-owner-known',
  /** The products of every subscription are known. */
  'plan-known',
  /** The check is about one subscription, and its number of seats is known. */
  'seats-known',
  /** The end date of every subscription is known. */
  'end-known',
  /** The account's list was read, and it has no other current subscription than the one on the card. */
  'one-subscription',
  /** Every subscription has ended, the last one at most `SUBSCRIPTION_GRACE_DAYS` days ago. */
  'ended-recently',
  /** Every subscription has ended, the last one more than `SUBSCRIPTION_GRACE_DAYS` days ago. */
  'ended-long-ago',
  /** The author of the ticket is the current Sold-To contact. */
  'requester-is-sold-to',
  /** The author of the ticket is not the current Sold-To contact. */
  'requester-is-not-sold-to',
  /** The author of the ticket works for the company that owns the invoices. */
  'requester-is-invoice-owner',
  /** The author of the ticket works for another company than the one that owns the invoices. */
  'requester-is-not-invoice-owner',
  /** The number of the ticket is known. */
  'ticket-known',
] as const;
export type KnownFact = (typeof KNOWN_FACTS)[number];

/** Returns the facts that the evidence establishes. */
export function knownFactsOf(
  evidence: Evidence,
  judgements: readonly Judgement[],
  candidates: readonly Candidate[] = [],
): ReadonlySet<KnownFact> {
  // Not one object of all, because spreading so many properties takes longer than everything else here.
  const groups = [
    crmFacts(evidence),
    dealFacts(evidence.crm, judgements),
    obstacleFacts(judgements),
    historyFacts(judgements),
    purchaseFacts(judgements),
    termFacts(judgements),
    endFacts(judgements),
    requestFacts(evidence, { judgements, candidates }),
  ] satisfies readonly Partial<Record<KnownFact, boolean>>[];
  return new Set(groups.flatMap(establishedFacts));
}

function establishedFacts(group: Partial<Record<KnownFact, boolean>>): KnownFact[] {
  return (Object.keys(group) as KnownFact[]).filter((fact) => group[fact]);
}

function requestFacts(
  evidence: Evidence,
  {
    judgements,
    candidates,
  }: { readonly judgements: readonly Judgement[]; readonly candidates: readonly Candidate[] },
) {
  const isSoldTo = requesterIsSoldTo(evidence);
  const fromInvoiceOwner = isFromInvoiceOwner(evidence);
  return {
    'new-purchase-on-other-account': findNewPurchase(candidates) !== null,
    'one-subscription': evidence.subscriptionCount?.ok === true && judgements.length === 1,
    'requester-is-sold-to': isSoldTo === 'yes',
    'requester-is-not-sold-to': isSoldTo === 'no',
    'requester-is-invoice-owner': fromInvoiceOwner === true,
    'requester-is-not-invoice-owner': fromInvoiceOwner === false,
    'ticket-known': evidence.subject.kind === 'ticket' || evidence.ticket?.ok === true,
  };
}

function crmFacts({ crm }: Evidence) {
  const account = valueOrNull(crm?.account ?? null);
  return {
    'crm-account-found': account !== null,
    'crm-account-missing': crm?.account.ok === false && crm.account.gap === 'not-found',
    'smb-pool': account?.owner.kind === 'smb-pool',
  };
}

function dealFacts(crm: CrmEvidence | null, judgements: readonly Judgement[]) {
  const partners = valueOrNull(crm?.partners ?? null);
  const deals = valueOrNull(crm?.opportunities ?? null);
  const newest = deals?.[0] ?? null;
  const path = newest?.dealPath?.trim().toLowerCase() ?? null;
  const isThroughPartner = newest !== null && (path === 'partner' || hasPartner(newest));
  return {
    'crm-lists-partner': (partners ?? []).length > 0 || (deals ?? []).some(hasPartner),
    'crm-lists-no-partner': partners?.length === 0 && deals !== null && !deals.some(hasPartner),
    'direct-deal-known': judgements.some(({ hasDirectDeal }) => hasDirectDeal),
    'web-direct-deal-known': path === 'web direct' && !isThroughPartner,
    'partner-deal-known': isThroughPartner,
    'distributor-known': judgements.some(
      ({ invoiceOwner }) => invoiceOwner !== null && resellerOfDistributor(invoiceOwner.name, crm) !== null,
    ),
  };
}

function hasPartner({ resalePartner, distributor }: CrmOpportunity): boolean {
  return resalePartner !== null || distributor !== null;
}

const FIELD_PROBLEMS: readonly VerdictObstacle['reason'][] = ['blank', 'no-field', 'other-value'];
const PASSING_GAPS: readonly VerdictObstacle['reason'][] = [
  'timeout',
  'queue-timeout',
  'rate-limited',
  'unavailable',
];

function obstacleFacts(judgements: readonly Judgement[]) {
  const reasons = judgements.flatMap(({ obstacle }) => obstacle?.reason ?? []);
  return {
    'zuora-silent': reasons.length > 0 && reasons.every((reason) => PASSING_GAPS.includes(reason)),
    'zuora-field-unclear': reasons.length > 0 && reasons.every((reason) => FIELD_PROBLEMS.includes(reason)),
  };
}

function historyFacts(judgements: readonly Judgement[]) {
  const isKnown = judgements.length > 0;
  const isChanged = ({ invoiceOwnerKind, ownerHistory }: Judgement) =>
    PAID_BY_CUSTOMER.includes(invoiceOwnerKind) && ownerHistory === 'other-before';
  return {
    'owner-history-read': isKnown && judgements.every(({ ownerHistory }) => ownerHistory !== 'unknown'),
    'no-earlier-owner': isKnown && judgements.every(({ ownerHistory }) => ownerHistory === 'always-own'),
    'owner-change-seen': isKnown && judgements.every(isChanged),
    'earlier-owner-known': judgements.some(({ ownerHistory }) => ownerHistory === 'other-before'),
  };
}

function purchaseFacts(judgements: readonly Judgement[]) {
  const isBoughtOn = (place: Judgement['marketplace']) =>
    judgements.length > 0 && judgements.every(({ marketplace }) => marketplace === place);
  return {
    'owner-is-related':
      judgements.length > 0 &&
      judgements.every(({ invoiceOwnerKind }) => invoiceOwnerKind === 'related-account'),
    'channel-of-sibling': judgements.some(({ resoldSibling }) => resoldSibling !== null),
    'managed-service-open': judgements.some(({ managedService }) => managedService === 'unconfirmed'),
    'marketplace-aws': isBoughtOn('aws'),
    'marketplace-google': isBoughtOn('google'),
  };
}

function termFacts(judgements: readonly Judgement[]) {
  const isKnown = judgements.length > 0;
  return {
    'plan-known': isKnown && judgements.every(({ terms }) => terms.products.length > 0),
    'seats-known': judgements.length === 1 && judgements.every(({ terms }) => terms.seats !== null),
    'end-known': isKnown && judgements.every(({ endsOn }) => endsOn !== null),
  };
}

function endFacts(judgements: readonly Judgement[]) {
  const daysAgo = judgements.map(({ endedDaysAgo }) => endedDaysAgo);
  const ended = daysAgo.filter((days) => days !== null);
  const haveAllEnded = ended.length > 0 && ended.length === daysAgo.length;
  const isRecent = Math.min(...ended) <= SUBSCRIPTION_GRACE_DAYS;
  return { 'ended-recently': haveAllEnded && isRecent, 'ended-long-ago': haveAllEnded && !isRecent };
}
