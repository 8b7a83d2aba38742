import type { ConnectorResult, GapKind } from './connector-result.ts';
import type { SubscriptionEvidence } from './evidence.ts';
import { isAllianceName, isFreeMailDomain, isMarketplaceName } from './known-partners.ts';
import { endedDaysAgo, isPastGracePeriod } from './subscription-end.ts';
import type { Account, AccountRef, OwnerVersion, Subscription } from './upstream-records.ts';

/** The kind of account that the invoice goes to. `customer-beside-resold`: the customer, who also has a resold subscription. */
export type InvoiceOwnerKind =
  | 'customer'
  | 'customer-beside-resold'
  | 'blank'
  | 'partner'
  | 'partner-ended'
  | 'msp'
  | 'related-account'
  | 'marketplace'
  | 'alliance'
  | 'unknown';
/** Kinds of a subscription that the customer pays for. */
export const PAID_BY_CUSTOMER: readonly InvoiceOwnerKind[] = ['customer', 'customer-beside-resold'];
export type AccountChannel = 'reseller' | 'non-reseller' | 'unknown';
/** Whether another account was the invoice owner before. */
export type OwnerHistoryKind = 'other-before' | 'always-own' | 'unknown';

/**
 * What shows that the partner runs the subscription as a managed service: the newest won opportunity is on a partner
 * account, or the engineer confirmed it. `denied`: the engineer said it is none. `unconfirmed`: nobody knows.
 */
export type ManagedServiceSign = 'opportunity' | 'confirmed' | 'denied' | 'unconfirmed';

/** What a person says about it where the systems leave it open. */
export type ManagedServiceAnswer = 'yes' | 'no';

/** Why a verdict is `unknown`. */
export interface VerdictObstacle {
  readonly field: 'subscription' | 'invoice owner' | 'invoice owner account' | 'channel';
  /** A gap, or the problem with the value: blank, missing field, or undefined value. */
  readonly reason: GapKind | 'blank' | 'no-field' | 'other-value';
}

/** What the kind of the invoice owner depends on, besides the subscription and its accounts. */
export interface OwnerContext {
  /** The tenant's date, YYYY-MM-DD. */
  readonly today: string;
  /** True when the ticket's organisation is an alliance or OEM partner. */
  readonly isAllianceTicket: boolean;
  readonly managedService: ManagedServiceSign;
  /** Number of another current subscription of the account that is resold; null when none is known. */
  readonly resoldSibling: string | null;
}

interface OwnerReading {
  readonly kind: InvoiceOwnerKind;
  /** True when the Sold-To contact belongs to the invoice owner, which is another account. */
  readonly hasSoldTo?: boolean;
  readonly obstacle?: VerdictObstacle;
}

/** Classifies the account that the invoice goes to. */
export function classifyOwner(
  subscription: Subscription,
  evidence: SubscriptionEvidence,
  context: OwnerContext,
): OwnerReading {
  const { invoiceOwner, subscriptionOwner } = subscription;
  const isOtherOwner = invoiceOwner !== null && invoiceOwner.number !== subscriptionOwner.number;
  if (subscription.marketplace !== null) return { kind: 'marketplace' };
  if (isOtherOwner && isMarketplaceName(invoiceOwner.name)) return { kind: 'marketplace' };
  if (context.isAllianceTicket || (isOtherOwner && isAllianceName(invoiceOwner.name)))
    return { kind: 'alliance' };
  if (invoiceOwner === null) return { kind: 'blank' };
  if (!isOtherOwner) return { kind: context.resoldSibling === null ? 'customer' : 'customer-beside-resold' };
  return classifyPartnerOwner(subscription, evidence, context);
}

function classifyPartnerOwner(
  subscription: Subscription,
  { account, invoiceOwnerAccount }: SubscriptionEvidence,
  { today, managedService }: OwnerContext,
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
  const hasSoldTo = isSoldToOf(owner, subscription.soldToDomain);
  if (hasSoldTo && (managedService === 'opportunity' || managedService === 'confirmed'))
    return { kind: 'msp', hasSoldTo };
  const isFormer = isPastGracePeriod(endedDaysAgo(subscription, today));
  return { kind: isFormer ? 'partner-ended' : 'partner', hasSoldTo };
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
export function classifyChannel(
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

/** Classifies the earlier invoice owners. An empty history counts as unreadable. */
export function classifyHistory(
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
