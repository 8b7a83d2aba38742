import {
  type AccountChannel,
  classifyChannel,
  classifyHistory,
  classifyOwner,
  type InvoiceOwnerKind,
  type ManagedServiceSign,
  type OwnerContext,
  type OwnerHistoryKind,
  type VerdictObstacle,
} from './classify-subscription.ts';
import type { SubscriptionEvidence } from './evidence.ts';
import { type Marketplace, marketplaceOf } from './known-partners.ts';
import { endedDaysAgo } from './subscription-end.ts';
import { type SubscriptionTerms, subscriptionTermsOn, UNKNOWN_TERMS } from './subscription-terms.ts';
import type { AccountRef, Subscription } from './upstream-records.ts';

/** Incremented when the same evidence could get a different verdict. */
export const RULE_VERSION = 2;

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
  'customer-beside-resold': {
    reseller: { ...forEveryHistory('transition-pending'), 'always-own': 'direct' },
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
  /** The cloud marketplace; null for other verdicts. */
  readonly marketplace: Marketplace | null;
  /** Name of the last invoice owner other than the customer; null when there was none or it has no name. */
  readonly earlierOwner: string | null;
  readonly terms: SubscriptionTerms;
  /** True when the newest won opportunity in Salesforce is a direct one. */
  readonly hasDirectDeal: boolean;
  /**
   * Number of a current, resold subscription of the same account, which the channel follows. Set only where the customer is
   * the invoice owner.
   */
  readonly resoldSibling: string | null;
  /** Whether it is a managed service. Set only for a resold subscription whose Sold-To contact belongs to the invoice owner. */
  readonly managedService: ManagedServiceSign | null;
}

/** What a verdict depends on, besides Zuora's answers about the subscription. */
export interface JudgingContext extends OwnerContext {
  readonly hasDirectDeal: boolean;
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
    marketplace: owner.kind === 'marketplace' ? marketplaceOf(known) : null,
    earlierOwner: history.earlierOwner,
    terms: known ? subscriptionTermsOn(known, context.today) : UNKNOWN_TERMS,
    hasDirectDeal: context.hasDirectDeal,
    resoldSibling: owner.kind === 'customer-beside-resold' ? context.resoldSibling : null,
    managedService: owner.hasSoldTo && SOLD_TO_VERDICTS.has(verdict) ? context.managedService : null,
  };
}

const BLANK_OWNER_OBSTACLE: VerdictObstacle = { field: 'invoice owner', reason: 'blank' };

/** Verdicts between which the question of the managed service decides when the Sold-To contact is at the partner. */
const SOLD_TO_VERDICTS: ReadonlySet<Verdict> = new Set(['msp', 'reseller', 'former-reseller']);
