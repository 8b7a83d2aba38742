import type { Answer, GapKind } from './answer.ts';
import { daysBetween } from './calendar.ts';
import type { SubscriptionEvidence } from './evidence.ts';
import { isAlliance, isFreeMail, isMarketplace } from './known-partners.ts';
import type { Account, AccountRef, OwnerVersion, Subscription } from './records.ts';

/** Raised whenever a judgement could come out differently on the same evidence. */
export const RULE_VERSION = 1;

/** Days that a resold subscription still counts as such after its end. */
const STILL_RESOLD_DAYS = 30;

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

/** Whom the invoice goes to. */
export type Owner =
  | 'customer'
  | 'blank'
  | 'partner'
  | 'partner-ended'
  | 'msp'
  | 'family'
  | 'marketplace'
  | 'alliance'
  | 'unknown';
export type Channel = 'reseller' | 'non-reseller' | 'unknown';
/** Whether somebody else was the invoice owner before. */
export type History = 'other-before' | 'always-own' | 'unknown';

const whatever = (verdict: Verdict): Record<History, Verdict> => ({
  'other-before': verdict,
  'always-own': verdict,
  unknown: verdict,
});

/** Who sold it: down, whom the invoice goes to; across, the account's channel; then the invoice owner's history. */
export const VERDICT_TABLE: Record<Owner, Record<Channel, Record<History, Verdict>>> = {
  customer: {
    reseller: whatever('transition-pending'),
    'non-reseller': { 'other-before': 'transition-complete', 'always-own': 'direct', unknown: 'direct' },
    unknown: whatever('unknown'),
  },
  blank: {
    reseller: whatever('transition-pending'),
    'non-reseller': whatever('unknown'),
    unknown: whatever('unknown'),
  },
  partner: {
    reseller: whatever('reseller'),
    'non-reseller': whatever('conflict'),
    unknown: whatever('unknown'),
  },
  'partner-ended': {
    reseller: whatever('former-reseller'),
    'non-reseller': whatever('conflict'),
    unknown: whatever('unknown'),
  },
  msp: { reseller: whatever('msp'), 'non-reseller': whatever('conflict'), unknown: whatever('unknown') },
  family: {
    reseller: whatever('conflict'),
    'non-reseller': whatever('conflict'),
    unknown: whatever('conflict'),
  },
  marketplace: {
    reseller: whatever('marketplace'),
    'non-reseller': whatever('marketplace'),
    unknown: whatever('marketplace'),
  },
  alliance: {
    reseller: whatever('alliance'),
    'non-reseller': whatever('alliance'),
    unknown: whatever('alliance'),
  },
  unknown: {
    reseller: whatever('unknown'),
    'non-reseller': whatever('unknown'),
    unknown: whatever('unknown'),
  },
};

/** What kept us from an answer. */
export interface Obstacle {
  readonly about: 'subscription' | 'invoice owner' | 'invoice owner account' | 'channel';
  /** A gap, or what was wrong with the answer: blank, no such field, or a value that nobody defined. */
  readonly why: GapKind | 'blank' | 'no-field' | 'other-value';
}

export interface Judgement {
  readonly number: string;
  readonly verdict: Verdict;
  readonly owner: Owner;
  readonly channel: Channel;
  readonly history: History;
  /** The first thing that kept us from an answer; null when nothing did. */
  readonly obstacle: Obstacle | null;
  readonly customer: AccountRef | null;
  readonly invoiceOwner: AccountRef | null;
  /** As the account says it, to the letter. */
  readonly channelValue: string | null;
  readonly status: Subscription['status'] | null;
  /** First day not covered, YYYY-MM-DD. */
  readonly endsOn: string | null;
  /** Days since the end; null while it runs or when there is no end. */
  readonly endedDaysAgo: number | null;
  /** Which marketplace, when it is one. */
  readonly marketplace: string | null;
  /** Who was the invoice owner before, when that was somebody else and has a name. */
  readonly earlierOwner: string | null;
}

export interface JudgingContext {
  /** The tenant's date, YYYY-MM-DD. */
  readonly today: string;
  /** The ticket's organisation is an alliance or OEM partner. */
  readonly allianceTicket: boolean;
}

/** One subscription's verdict. Silence and odd answers come out as `unknown`, never as `direct`. */
export function judge(evidence: SubscriptionEvidence, context: JudgingContext): Judgement {
  const { subscription } = evidence;
  const known = subscription.ok ? subscription.value : null;
  const channel = readChannel(evidence.account, known);
  const owner = subscription.ok
    ? readOwner(subscription.value, evidence, context)
    : { kind: 'unknown' as const, obstacle: { about: 'subscription' as const, why: subscription.gap } };
  const history = readHistory(evidence.ownerHistory, known?.subscriptionOwner ?? null);
  const verdict = VERDICT_TABLE[owner.kind][channel.kind][history.kind];
  return {
    number: evidence.number,
    verdict,
    owner: owner.kind,
    channel: channel.kind,
    history: history.kind,
    obstacle: verdict === 'unknown' ? (owner.obstacle ?? channel.obstacle ?? blankOwner) : null,
    customer: known?.subscriptionOwner ?? null,
    invoiceOwner: known?.invoiceOwner ?? null,
    channelValue: channel.value,
    status: known?.status ?? null,
    endsOn: known?.endsOn ?? null,
    endedDaysAgo: known ? endedDaysAgo(known, context.today) : null,
    marketplace:
      owner.kind === 'marketplace' ? (known?.marketplace ?? known?.invoiceOwner?.name ?? null) : null,
    earlierOwner: history.earlierOwner,
  };
}

const blankOwner: Obstacle = { about: 'invoice owner', why: 'blank' };

/** Days since the end of the subscription; null while it runs or when no end is known. */
export function endedDaysAgo({ endsOn }: Subscription, today: string): number | null {
  if (endsOn === null) return null;
  const days = daysBetween(endsOn, today);
  return days >= 0 ? days : null;
}

/** Still runs (a cancelled one does until its end), or ended so recently that a resold one still counts. */
export function isCurrent(subscription: Subscription, today: string): boolean {
  if (subscription.endsOn === null)
    return subscription.status !== 'Cancelled' && subscription.status !== 'Expired';
  return (endedDaysAgo(subscription, today) ?? 0) <= STILL_RESOLD_DAYS;
}

interface ReadOwner {
  readonly kind: Owner;
  readonly obstacle?: Obstacle;
}

function readOwner(
  subscription: Subscription,
  evidence: SubscriptionEvidence,
  context: JudgingContext,
): ReadOwner {
  const { invoiceOwner, subscriptionOwner } = subscription;
  const another = invoiceOwner !== null && invoiceOwner.number !== subscriptionOwner.number;
  if (subscription.marketplace !== null) return { kind: 'marketplace' };
  if (another && isMarketplace(invoiceOwner.name)) return { kind: 'marketplace' };
  if (context.allianceTicket || (another && isAlliance(invoiceOwner.name))) return { kind: 'alliance' };
  if (invoiceOwner === null) return { kind: 'blank' };
  if (!another) return { kind: 'customer' };
  return readPartner(subscription, evidence, context);
}

function readPartner(
  subscription: Subscription,
  { account, invoiceOwnerAccount }: SubscriptionEvidence,
  { today }: JudgingContext,
): ReadOwner {
  const about = 'invoice owner account';
  if (!invoiceOwnerAccount) return { kind: 'unknown', obstacle: { about, why: 'unavailable' } };
  if (!invoiceOwnerAccount.ok) return { kind: 'unknown', obstacle: { about, why: invoiceOwnerAccount.gap } };
  const owner = invoiceOwnerAccount.value;
  const parentOfCustomer =
    account.ok && account.value.parentId !== null && account.value.parentId === owner.id;
  if (parentOfCustomer || owner.parentId === subscription.subscriptionOwner.id) return { kind: 'family' };
  if (soldToBelongsTo(owner, subscription.soldToDomain)) return { kind: 'msp' };
  const ended = endedDaysAgo(subscription, today);
  return { kind: ended !== null && ended > STILL_RESOLD_DAYS ? 'partner-ended' : 'partner' };
}

function soldToBelongsTo(owner: Account, domain: string | null): boolean {
  return domain !== null && !isFreeMail(domain) && owner.contactDomains.includes(domain);
}

interface ReadChannel {
  readonly kind: Channel;
  readonly value: string | null;
  readonly obstacle?: Obstacle;
}

/** To the letter: "Non-Reseller" contains "Reseller". */
function readChannel(account: Answer<Account>, subscription: Subscription | null): ReadChannel {
  const stuck = (why: Obstacle['why'], value: string | null = null): ReadChannel => ({
    kind: 'unknown',
    value,
    obstacle: { about: 'channel', why },
  });
  if (!account.ok) return stuck(account.gap);
  if (subscription && account.value.number !== subscription.subscriptionOwner.number)
    return stuck('bad-shape');
  const value = account.value.channel;
  if (value === undefined) return stuck('no-field');
  if (value === null) return stuck('blank');
  if (value === 'Reseller') return { kind: 'reseller', value };
  if (value === 'Non-Reseller') return { kind: 'non-reseller', value };
  return stuck('other-value', value);
}

interface ReadHistory {
  readonly kind: History;
  readonly earlierOwner: string | null;
}

function readHistory(history: Answer<readonly OwnerVersion[]>, customer: AccountRef | null): ReadHistory {
  if (!history.ok || history.value.length === 0 || !customer) return { kind: 'unknown', earlierOwner: null };
  const others = history.value.filter(({ owner }) => isSomebodyElse(owner, customer));
  if (others.length === 0) return { kind: 'always-own', earlierOwner: null };
  return { kind: 'other-before', earlierOwner: others.at(-1)?.owner.name ?? null };
}

function isSomebodyElse(owner: OwnerVersion['owner'], customer: AccountRef): boolean {
  if (owner.number !== null) return owner.number !== customer.number;
  if (owner.id !== null) return owner.id !== customer.id;
  return true;
}
