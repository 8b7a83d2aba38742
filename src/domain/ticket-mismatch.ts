import type { ManualFacts } from './case.ts';
import { valueOrNull } from './connector-result.ts';
import type { Evidence } from './evidence.ts';
import { isAllianceAccountType } from './known-partners.ts';
import { partnerOrganisationSignal } from './requester.ts';

/** A ticket whose fields name another subscription or customer than the one that was checked. */
export interface TicketMismatch {
  readonly ticketId: string;
  /** Numbers in the ticket's subscription field; empty when only the organisation differs. */
  readonly numbers: readonly string[];
  /** The ticket's organisation if it is another customer, otherwise null. */
  readonly organisation: string | null;
  /** Numbers of the subscriptions that were checked. */
  readonly checkedNumbers: readonly string[];
  readonly customer: string | null;
  /** Identifies the mismatch by ids, so that dismissing it does not dismiss a different one later. */
  readonly key: string;
}

/** Compares the ticket with the checked subscription or account. Returns null when they match or cannot be compared. */
export function ticketMismatch(evidence: Evidence): TicketMismatch | null {
  return evidence.subject.kind === 'ticket' ? null : compareTicket(evidence);
}

/** Returns a mismatch within a checked ticket: its subscription belongs to another customer than its organisation. */
export function ticketOrganisationMismatch(evidence: Evidence): TicketMismatch | null {
  return evidence.subject.kind === 'ticket' ? compareTicket(evidence) : null;
}

function compareTicket(evidence: Evidence): TicketMismatch | null {
  const ticket = valueOrNull(evidence.ticket);
  if (!ticket) return null;
  const { organisation, subscriptionNumbers } = ticket;
  const checked = checkedNumbers(evidence);
  const customers = crmIdsOf(evidence, 'account');
  const organisationCrmId = organisation?.salesforceId ?? null;
  const isSameCustomer = organisationCrmId !== null && customers.includes(organisationCrmId);
  const isOtherCustomer =
    organisationCrmId !== null &&
    customers.length > 0 &&
    !isSameCustomer &&
    !crmIdsOf(evidence, 'invoiceOwnerAccount').includes(organisationCrmId) &&
    !isAllianceAccountType(organisation?.accountType ?? null) &&
    partnerOrganisationSignal(evidence) === null;
  const isNamed = subscriptionNumbers.some((number) => checked.includes(number));
  // The check of an account skips subscriptions that ended long ago, so a missing number is no mismatch there.
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
    checkedNumbers: checked,
    customer: evidence.subscriptions.map((one) => valueOrNull(one.account)?.name).find(Boolean) ?? null,
    key: [...numbers, ...(isOtherCustomer ? [organisationCrmId] : [])].join(' '),
  };
}

/** Returns the mismatch that is not yet dismissed; null when there is none. */
export function unresolvedMismatch(
  evidence: Evidence,
  { dismissedMismatchKey }: ManualFacts,
): TicketMismatch | null {
  const mismatch = ticketMismatch(evidence);
  return mismatch && mismatch.key !== dismissedMismatchKey ? mismatch : null;
}

/** Returns the evidence without the ticket while its mismatch is unresolved, otherwise unchanged. */
export function effectiveEvidence(evidence: Evidence, manualFacts: ManualFacts): Evidence {
  return unresolvedMismatch(evidence, manualFacts) ? { ...evidence, ticket: null } : evidence;
}

function isOneSubscription({ subject }: Evidence): boolean {
  return subject.kind === 'subscription' || subject.kind === 'zuora-subscription';
}

function checkedNumbers({ subject, subscriptions }: Evidence): string[] {
  if (subject.kind === 'subscription') return [subject.number];
  return subscriptions.filter((one) => one.subscription.ok).map(({ number }) => number);
}

function crmIdsOf({ subject, subscriptions }: Evidence, whose: 'account' | 'invoiceOwnerAccount'): string[] {
  const ids = subscriptions.flatMap((one) => valueOrNull(one[whose])?.crmId ?? []);
  return whose === 'account' && subject.kind === 'crm-account' ? [...ids, subject.id] : ids;
}
