import type { ConnectorResult, GapKind } from './connector-result.ts';
import { daysBetween } from './dates.ts';
import type { SubscriptionEvidence } from './evidence.ts';
import { isAllianceName, isFreeMailDomain, isMarketplaceName } from './known-partners.ts';
import { type SubscriptionTerms, subscriptionTermsOn, UNKNOWN_TERMS } from './subscription-terms.ts';
import type { Account, AccountRef, OwnerVersion, Subscription } from './upstream-records.ts';

/** Incremented when the same evidence could get a different verdict. */
export const RULE_VERSION = 1;

/** Days after its end during which a subscription still counts as current. */
export const SUBSCRIPTION_GRACE_DAYS = 30;

export const VERDICTS = [
  'unknown',
  'marketplace',
  'alliance',
  'conflict',
  'msp',
  'former-reseller',
  'reseller',
  'transition-pending',
  'transition-complete',
  'direct',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The kind of account that the invoice goes to. */
export type InvoiceOwnerKind =
  | 'customer'
  | 'blank'
  | 'partner'
  | 'partner-ended'
  | 'msp'
  | 'related-account'
  | 'marketplace'
  | 'alliance'
  | 'unknown';
export type AccountChannel = 'reseller' | 'non-reseller' | 'unknown';
/** Whether another account was the invoice owner before. */
export type OwnerHistoryKind = 'other-before' | 'always-own' | 'unknown';

const forEveryHistory = (verdict: Verdict): Record<OwnerHistoryKind, Verdict> => ({
  'other-before': verdict,
  'always-own': verdict,
  unknown: verdict,
});

/** Who sold a subscription, by invoice owner, channel of the account, and history of the invoice owner. */
export const VERDICT_TABLE: Record<
  InvoiceOwnerKind,
  Record<AccountChannel, Record<OwnerHistoryKind, Verdict>>
> = {
  customer: {
    reseller: forEveryHistory('transition-pending'),
    'non-reseller': { 'other-before': 'transition-complete', 'always-own': 'direct', unknown: 'direct' },
    unknown: forEveryHistory('unknown'),
  },
  blank: {
    reseller: forEveryHistory('transition-pending'),
    'non-reseller': forEveryHistory('unknown'),
    unknown: forEveryHistory('unknown'),
  },
  partner: {
    reseller: forEveryHistory('reseller'),
    'non-reseller': forEveryHistory('conflict'),
    unknown: forEveryHistory('unknown'),
  },
  'partner-ended': {
    reseller: forEveryHistory('former-reseller'),
    'non-reseller': forEveryHistory('conflict'),
    unknown: forEveryHistory('unknown'),
  },
  msp: {
    reseller: forEveryHistory('msp'),
    'non-reseller': forEveryHistory('conflict'),
    unknown: forEveryHistory('unknown'),
  },
  'related-account': {
    reseller: forEveryHistory('conflict'),
    'non-reseller': forEveryHistory('conflict'),
    unknown: forEveryHistory('conflict'),
  },
  marketplace: {
    reseller: forEveryHistory('marketplace'),
    'non-reseller': forEveryHistory('marketplace'),
    unknown: forEveryHistory('marketplace'),
  },
  alliance: {
    reseller: forEveryHistory('alliance'),
    'non-reseller': forEveryHistory('alliance'),
    unknown: forEveryHistory('alliance'),
  },
  unknown: {
    reseller: forEveryHistory('unknown'),
    'non-reseller': forEveryHistory('unknown'),
    unknown: forEveryHistory('unknown'),
  },
};

/** Why a verdict is `unknown`. */
export interface VerdictObstacle {
  readonly field: 'subscription' | 'invoice owner' | 'invoice owner account' | 'channel';
  /** A gap, or the problem with the value: blank, missing field, or undefined value. */
  readonly reason: GapKind | 'blank' | 'no-field' | 'other-value';
}

export interface Judgement {
  readonly number: string;
  readonly verdict: Verdict;
  readonly invoiceOwnerKind: InvoiceOwnerKind;
  readonly channel: AccountChannel;
  readonly ownerHistory: OwnerHistoryKind;
  /** Why the verdict is `unknown`; null for every other verdict. */
  readonly obstacle: VerdictObstacle | null;
  readonly customer: AccountRef | null;
  readonly invoiceOwner: AccountRef | null;
  /** The channel field of the account, unchanged. */
  readonly channelValue: string | null;
  readonly status: Subscription['status'] | null;
  /** First day that is not covered, YYYY-MM-DD. */
  readonly endsOn: string | null;
  /** Days since the end; null while the subscription runs or without an end. */
  readonly endedDaysAgo: number | null;
  /** Name of the marketplace; null for other verdicts. */
  readonly marketplace: string | null;
  /** Name of the last invoice owner other than the customer; null when there was none or it has no name. */
  readonly earlierOwner: string | null;
  readonly terms: SubscriptionTerms;
}

export interface JudgingContext {
  /** The tenant's date, YYYY-MM-DD. */
  readonly today: string;
  /** True when the ticket's organisation is an alliance or OEM partner. */
  readonly isAllianceTicket: boolean;
}

/** Judges one subscription. Missing and unexpected answers give `unknown`, never `direct`. */
export function judgeSubscription(evidence: SubscriptionEvidence, context: JudgingContext): Judgement {
  const { subscription } = evidence;
  const known = subscription.ok ? subscription.value : null;
  const channel = classifyChannel(evidence.account, known);
  const owner = subscription.ok
    ? classifyOwner(subscription.value, evidence, context)
    : { kind: 'unknown' as const, obstacle: { field: 'subscription' as const, reason: subscription.gap } };
  const history = classifyHistory(evidence.ownerHistory, known?.subscriptionOwner ?? null);
  const verdict = VERDICT_TABLE[owner.kind][channel.kind][history.kind];
  return {
    number: evidence.number,
    verdict,
    invoiceOwnerKind: owner.kind,
    channel: channel.kind,
    ownerHistory: history.kind,
    obstacle: verdict === 'unknown' ? (owner.obstacle ?? channel.obstacle ?? BLANK_OWNER_OBSTACLE) : null,
    customer: known?.subscriptionOwner ?? null,
    invoiceOwner: known?.invoiceOwner ?? null,
    channelValue: channel.value,
    status: known?.status ?? null,
    endsOn: known?.endsOn ?? null,
    endedDaysAgo: known ? endedDaysAgo(known, context.today) : null,
    marketplace:
      owner.kind === 'marketplace' ? (known?.marketplace ?? known?.invoiceOwner?.name ?? null) : null,
    earlierOwner: history.earlierOwner,
    terms: known ? subscriptionTermsOn(known, context.today) : UNKNOWN_TERMS,
  };
}

const BLANK_OWNER_OBSTACLE: VerdictObstacle = { field: 'invoice owner', reason: 'blank' };

/** Returns the days since the end of the subscription; null while it runs or without an end. */
export function endedDaysAgo({ endsOn }: Subscription, today: string): number | null {
  if (endsOn === null) return null;
  const days = daysBetween(endsOn, today);
  return days >= 0 ? days : null;
}

/** Returns true while the subscription runs (a cancelled one runs until its end) and during the grace period after its end. */
export function isCurrentSubscription(subscription: Subscription, today: string): boolean {
  if (subscription.endsOn === null)
    return subscription.status !== 'Cancelled' && subscription.status !== 'Expired';
  return (endedDaysAgo(subscription, today) ?? 0) <= SUBSCRIPTION_GRACE_DAYS;
}

interface OwnerReading {
  readonly kind: InvoiceOwnerKind;
  readonly obstacle?: VerdictObstacle;
}

function classifyOwner(
  subscription: Subscription,
  evidence: SubscriptionEvidence,
  context: JudgingContext,
): OwnerReading {
  const { invoiceOwner, subscriptionOwner } = subscription;
  const isOtherOwner = invoiceOwner !== null && invoiceOwner.number !== subscriptionOwner.number;
  if (subscription.marketplace !== null) return { kind: 'marketplace' };
  if (isOtherOwner && isMarketplaceName(invoiceOwner.name)) return { kind: 'marketplace' };
  if (context.isAllianceTicket || (isOtherOwner && isAllianceName(invoiceOwner.name)))
    return { kind: 'alliance' };
  if (invoiceOwner === null) return { kind: 'blank' };
  if (!isOtherOwner) return { kind: 'customer' };
  return classifyPartnerOwner(subscription, evidence, context);
}

function classifyPartnerOwner(
  subscription: Subscription,
  { account, invoiceOwnerAccount }: SubscriptionEvidence,
  { today }: JudgingContext,
): OwnerReading {
  const field = 'invoice owner account';
  if (!invoiceOwnerAccount) return { kind: 'unknown', obstacle: { field, reason: 'unavailable' } };
  if (!invoiceOwnerAccount.ok)
    return { kind: 'unknown', obstacle: { field, reason: invoiceOwnerAccount.gap } };
  const owner = invoiceOwnerAccount.value;
  const isParentOfCustomer =
    account.ok && account.value.parentId !== null && account.value.parentId === owner.id;
  if (isParentOfCustomer || owner.parentId === subscription.subscriptionOwner.id)
    return { kind: 'related-account' };
  if (isSoldToOf(owner, subscription.soldToDomain)) return { kind: 'msp' };
  const daysSinceEnd = endedDaysAgo(subscription, today);
  return {
    kind: daysSinceEnd !== null && daysSinceEnd > SUBSCRIPTION_GRACE_DAYS ? 'partner-ended' : 'partner',
  };
}

function isSoldToOf(owner: Account, domain: string | null): boolean {
  return domain !== null && !isFreeMailDomain(domain) && owner.contactDomains.includes(domain);
}

interface ChannelReading {
  readonly kind: AccountChannel;
  readonly value: string | null;
  readonly obstacle?: VerdictObstacle;
}

/** Compares the exact value, because "Non-Reseller" contains "Reseller". */
function classifyChannel(
  account: ConnectorResult<Account>,
  subscription: Subscription | null,
): ChannelReading {
  const unknownChannel = (
    reason: VerdictObstacle['reason'],
    value: string | null = null,
  ): ChannelReading => ({
    kind: 'unknown',
    value,
    obstacle: { field: 'channel', reason },
  });
  if (!account.ok) return unknownChannel(account.gap);
  if (subscription && account.value.number !== subscription.subscriptionOwner.number)
    return unknownChannel('invalid-response');
  const value = account.value.channel;
  if (value === undefined) return unknownChannel('no-field');
  if (value === null) return unknownChannel('blank');
  if (value === 'Reseller') return { kind: 'reseller', value };
  if (value === 'Non-Reseller') return { kind: 'non-reseller', value };
  return unknownChannel('other-value', value);
}

interface HistoryReading {
  readonly kind: OwnerHistoryKind;
  readonly earlierOwner: string | null;
}

function classifyHistory(
  history: ConnectorResult<readonly OwnerVersion[]>,
  customer: AccountRef | null,
): HistoryReading {
  if (!history.ok || history.value.length === 0 || !customer) return { kind: 'unknown', earlierOwner: null };
  const others = history.value.filter(({ owner }) => isOtherAccount(owner, customer));
  if (others.length === 0) return { kind: 'always-own', earlierOwner: null };
  return { kind: 'other-before', earlierOwner: others.at(-1)?.owner.name ?? null };
}

function isOtherAccount(owner: OwnerVersion['owner'], customer: AccountRef): boolean {
  if (owner.number !== null) return owner.number !== customer.number;
  if (owner.id !== null) return owner.id !== customer.id;
  return true;
}
