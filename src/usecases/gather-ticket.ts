import type { ConnectorResult } from '../domain/connector-result.ts';
import { valueOrNull } from '../domain/connector-result.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { TicketReference } from '../domain/reference.ts';
import { resellerSignal } from '../domain/requester.ts';
import type { Ticket } from '../domain/upstream-records.ts';
import { SubscriptionNeededError } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { LookupOptions } from '../ports/systems.ts';
import { partnerAsksText } from '../words/requester-text.ts';

/** A ticket that is itself the subject of a check. */
export interface CheckedTicket extends Pick<Evidence, 'ticket' | 'requesterAccount'> {
  readonly subject: TicketReference;
}

/** Returns null when the request names no ticket. */
export function readTicket(
  { helpdesk }: Ports,
  reference: TicketReference | null,
  options: LookupOptions,
): Promise<ConnectorResult<Ticket> | null> {
  return reference ? helpdesk.ticket(reference.id, options) : Promise.resolve(null);
}

/** Reads the Salesforce account of the ticket's organisation, which tells whether it is a partner. */
export async function readRequesterAccount(
  { crm }: Ports,
  ticket: ConnectorResult<Ticket> | null,
  options: LookupOptions,
): Promise<Pick<Evidence, 'requesterAccount'>> {
  const crmId = valueOrNull(ticket)?.organisation?.salesforceId;
  return crmId ? { requesterAccount: await crm.account(crmId, options) } : {};
}

/**
 * Throws when a reseller's ticket names no subscription. The only account that it leads to is the reseller's own, which
 * says nothing about the customer that the reseller asks for.
 */
export function requireEndCustomer(checked: CheckedTicket): void {
  const ticket = valueOrNull(checked.ticket);
  if (!ticket || ticket.subscriptionNumbers.length > 0) return;
  const signal = resellerSignal({ ...checked, subscriptions: [], crm: null });
  if (signal)
    throw new SubscriptionNeededError(partnerAsksText(ticket.id, signal), { ticket: checked.subject });
}
