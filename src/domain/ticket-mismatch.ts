import { told } from './answer.ts';
import type { Told } from './case.ts';
import type { Evidence } from './evidence.ts';
import { isPartnerType } from './known-partners.ts';

/** A ticket beside a subscription that is not about it, as far as the ticket's own fields tell. */
export interface TicketMismatch {
  readonly ticketId: string;
  /** Numbers in the ticket's subscription field, none of which was checked; empty when only the organisation differs. */
  readonly numbers: readonly string[];
  /** The ticket's organisation, where that is another customer's. */
  readonly organisation: string | null;
  /** What was checked. */
  readonly checked: readonly string[];
  readonly customer: string | null;
  /** Names the difference by ids alone, so that a choice holds only as long as the same thing differs. */
  readonly key: string;
}

/** How the ticket differs from the subscription or account that was asked about; null when it fits, or nothing can be compared. */
export function ticketMismatch(evidence: Evidence): TicketMismatch | null {
  return evidence.subject.kind === 'ticket' ? null : differenceIn(evidence);
}

/** A ticket that was asked about and names a subscription of another customer than its own organisation; else null. */
export function foreignSubscription(evidence: Evidence): TicketMismatch | null {
  return evidence.subject.kind === 'ticket' ? differenceIn(evidence) : null;
}

function differenceIn(evidence: Evidence): TicketMismatch | null {
  const ticket = told(evidence.ticket);
  if (!ticket) return null;
  const { organisation, subscriptionNumbers } = ticket;
  const checked = checkedNumbers(evidence);
  const customers = crmIdsOf(evidence, 'account');
  const theirs = organisation?.salesforceId ?? null;
  const isSameCustomer = theirs !== null && customers.includes(theirs);
  const isOtherCustomer =
    theirs !== null &&
    customers.length > 0 &&
    !isSameCustomer &&
    !crmIdsOf(evidence, 'invoiceOwnerAccount').includes(theirs) &&
    !isPartnerType(organisation?.accountType ?? null);
  const isNamed = subscriptionNumbers.some((number) => checked.includes(number));
  // An account may hold more than was checked: what ended long ago.
  const isOtherNumber =
    subscriptionNumbers.length > 0 &&
    checked.length > 0 &&
    !isNamed &&
    (isOneSubscription(evidence) || !isSameCustomer);
  if (!isOtherNumber && !isOtherCustomer) return null;
  const numbers = isOtherNumber ? subscriptionNumbers : [];
  return {
    ticketId: ticket.id,
    numbers,
    organisation: isOtherCustomer ? (organisation?.name ?? null) : null,
    checked,
    customer: evidence.subscriptions.map((one) => told(one.account)?.name).find(Boolean) ?? null,
    key: [...numbers, ...(isOtherCustomer ? [theirs] : [])].join(' '),
  };
}

/** The difference that a person still has to decide about; null when there is none, or somebody said that the ticket belongs here. */
export function unresolvedMismatch(evidence: Evidence, { ticketKept }: Told): TicketMismatch | null {
  const mismatch = ticketMismatch(evidence);
  return mismatch && mismatch.key !== ticketKept ? mismatch : null;
}

/** The evidence that counts for the words of a card: without the ticket, as long as nobody said that it belongs here. */
export function effectiveEvidence(evidence: Evidence, said: Told): Evidence {
  return unresolvedMismatch(evidence, said) ? { ...evidence, ticket: null } : evidence;
}

function isOneSubscription({ subject }: Evidence): boolean {
  return subject.kind === 'subscription' || subject.kind === 'zuora-subscription';
}

function checkedNumbers({ subject, subscriptions }: Evidence): string[] {
  if (subject.kind === 'subscription') return [subject.number];
  return subscriptions.filter((one) => one.subscription.ok).map(({ number }) => number);
}

function crmIdsOf({ subject, subscriptions }: Evidence, whose: 'account' | 'invoiceOwnerAccount'): string[] {
  const ids = subscriptions.flatMap((one) => told(one[whose])?.crmId ?? []);
  return whose === 'account' && subject.kind === 'crm-account' ? [...ids, subject.id] : ids;
}
