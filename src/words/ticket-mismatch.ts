import type { GapKind } from '../domain/answer.ts';
import type { Ticket } from '../domain/records.ts';
import { listed, type Piece, say } from '../domain/text.ts';
import type { TicketMismatch } from '../domain/ticket-mismatch.ts';
import { GAP_WORDS } from './gaps.ts';

/** Longer names are cut, so that the verdict below stays visible. */
const MAX_NAME_LENGTH = 80;

function short(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH - 1)}…` : name;
}

/** How the ticket differs from what was checked, in one sentence. */
function difference({ ticketId, numbers, organisation, checked, customer }: TicketMismatch): Piece[] {
  const here = checked.length === 0 ? 'what was asked about' : listed(checked);
  if (numbers.length === 0) {
    return say`Ticket #${ticketId} belongs to ${short(organisation ?? 'another customer')}, but ${here} belongs to ${short(customer ?? 'somebody else')}. `;
  }
  const from = organisation === null ? [] : say` and belongs to ${short(organisation)}`;
  return [...say`Ticket #${ticketId} names ${listed(numbers)}`, ...from, ...say`, not ${here}. `];
}

/** Shown above the verdict until someone has chosen. */
export function sayMismatch(mismatch: TicketMismatch): Piece[] {
  return [...difference(mismatch), ...say`This card ignores the ticket until you choose below.`];
}

/** Shown below the verdict once someone has confirmed that the ticket belongs to what was checked. */
export function sayMismatchKept(mismatch: TicketMismatch): Piece[] {
  return [...difference(mismatch), ...say`Someone confirmed that the ticket belongs to this case.`];
}

/** Shown when the ticket itself was checked and its subscription belongs to another customer than its organisation. */
export function sayForeignSubscription(mismatch: TicketMismatch): Piece[] {
  return [
    ...difference(mismatch),
    ...say`Make sure that the requester is authorized for that subscription before you tell them anything about it.`,
  ];
}

/** Labels of the two buttons. */
export const MISMATCH_BUTTONS = {
  useTicket: "Check the ticket's customer",
  keep: 'The ticket belongs to this check',
} as const;

/** The steps name the ticket, and nobody works in it any more. `id` without "#". */
export function sayTicketGone(id: string, gone: NonNullable<Ticket['gone']>): Piece[] {
  return gone === 'merged'
    ? say`Ticket #${id} was merged into another one. Do the steps in the ticket that is still open.`
    : say`Ticket #${id} was deleted. Do the steps only if the customer has another ticket, and do them there.`;
}

/** The ticket stood beside a number, and Zendesk did not show it. `id` without "#". */
export function sayTicketUnread(id: string, gap: GapKind): Piece[] {
  return [
    ...say`Couldn't read ticket #${id}: Zendesk `,
    { kind: 'text', text: `${GAP_WORDS[gap]}. ` },
    ...say`Before you use this card for the ticket, make sure that the ticket is about the same subscription.`,
  ];
}

/** `id` without "#". */
export function sayFieldUnreadable(id: string): Piece[] {
  return say`The subscription field of ticket #${id} is filled in, but not with a subscription number. Look at the field before you rely on this card.`;
}
