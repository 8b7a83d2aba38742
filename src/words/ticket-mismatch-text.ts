import type { GapKind } from '../domain/connector-result.ts';
import { maskEmailsIn } from '../domain/email-address.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';
import type { TicketMismatch } from '../domain/ticket-mismatch.ts';
import type { Ticket } from '../domain/upstream-records.ts';
import { GAP_PHRASES } from './finding-text.ts';

/** Notes about merged and deleted tickets. Shown after the ticket number. */
export const INACTIVE_TICKET_NOTES: Record<NonNullable<Ticket['gone']>, string> = {
  merged: ' (merged into another ticket: continue there)',
  deleted: ' (deleted in Zendesk)',
};

/** Longer names are cut, so that the verdict below stays visible. */
const MAX_NAME_LENGTH = 80;

function truncateName(name: string): string {
  const masked = maskEmailsIn(name);
  return masked.length > MAX_NAME_LENGTH ? `${masked.slice(0, MAX_NAME_LENGTH - 1)}…` : masked;
}

/** Describes in one sentence how the ticket differs from what was checked. */
function mismatchDescription({
  ticketId,
  numbers,
  organisation,
  checkedNumbers: checked,
  customer,
}: TicketMismatch): TextFragment[] {
  const checkedText = checked.length === 0 ? 'what was asked about' : joinWithAnd(checked);
  if (numbers.length === 0) {
    return phrase`Ticket #${ticketId} belongs to ${truncateName(organisation ?? 'another customer')}, but ${checkedText} belongs to ${truncateName(customer ?? 'somebody else')}. `;
  }
  const from = organisation === null ? [] : phrase` and belongs to ${truncateName(organisation)}`;
  return [
    ...phrase`Ticket #${ticketId} names ${joinWithAnd(numbers)}`,
    ...from,
    ...phrase`, not ${checkedText}. `,
  ];
}

/** Shown above the verdict until someone has chosen. */
export function ticketMismatchText(mismatch: TicketMismatch): TextFragment[] {
  return [...mismatchDescription(mismatch), ...phrase`This card ignores the ticket until you choose below.`];
}

/** Shown below the verdict once someone has confirmed that the ticket belongs to what was checked. */
export function ticketMismatchConfirmedText(mismatch: TicketMismatch): TextFragment[] {
  return [
    ...mismatchDescription(mismatch),
    ...phrase`Someone confirmed that the ticket belongs to this case.`,
  ];
}

/** Shown when the ticket itself was checked and its subscription belongs to another customer than its organisation. */
export function foreignSubscriptionText(mismatch: TicketMismatch): TextFragment[] {
  return [
    ...mismatchDescription(mismatch),
    ...phrase`Make sure that the requester is authorized for that subscription before you tell them anything about it.`,
  ];
}

/** Labels of the two buttons. */
export const TICKET_MISMATCH_BUTTONS = {
  useTicket: "Check the ticket's customer",
  keep: 'The ticket belongs to this check',
} as const;

/** Warns that the ticket named in the steps was merged or deleted. `id`: without "#". */
export function inactiveTicketText(id: string, gone: NonNullable<Ticket['gone']>): TextFragment[] {
  return gone === 'merged'
    ? phrase`Ticket #${id} was merged into another one. Do the steps in the ticket that is still open.`
    : phrase`Ticket #${id} was deleted. Do the steps only if the customer has another ticket, and do them there.`;
}

/** Shown when a ticket was given together with a number, and Zendesk did not return it. `id`: without "#". */
export function ticketUnreadableText(id: string, gap: GapKind): TextFragment[] {
  return [
    ...phrase`Couldn't read ticket #${id}: Zendesk `,
    { kind: 'text', text: `${GAP_PHRASES[gap]}. ` },
    ...phrase`Before you use this card for the ticket, make sure that the ticket is about the same subscription.`,
  ];
}

/** Shown when the subscription field of the ticket contains no subscription number. `id`: without "#". */
export function subscriptionFieldUnreadableText(id: string): TextFragment[] {
  return phrase`The subscription field of ticket #${id} is filled in, but not with a subscription number. Check the field before you rely on this card.`;
}
