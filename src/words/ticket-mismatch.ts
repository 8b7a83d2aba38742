import type { GapKind } from '../domain/answer.ts';
import type { Ticket } from '../domain/records.ts';
import { listed, type Piece, say } from '../domain/text.ts';
import type { TicketMismatch } from '../domain/ticket-mismatch.ts';
import { GAP_WORDS } from './gaps.ts';

/** Of a name, enough to know it; the verdict has to fit in behind it. */
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

/** Stands above the verdict until somebody has chosen. */
export function sayMismatch(mismatch: TicketMismatch): Piece[] {
  return [
    ...difference(mismatch),
    ...say`This card leaves the ticket out until you choose what it is about.`,
  ];
}

/** Stands below the verdict once somebody has said that the ticket belongs to what was checked. */
export function sayMismatchKept(mismatch: TicketMismatch): Piece[] {
  return [...difference(mismatch), ...say`Somebody confirmed that it is about this case all the same.`];
}

/** The ticket itself was asked about; its field and its organisation do not belong together. */
export function sayForeignSubscription(mismatch: TicketMismatch): Piece[] {
  return [
    ...difference(mismatch),
    ...say`Make sure that its writer may speak for that subscription before you tell them anything about it.`,
  ];
}

/** Labels of the two buttons. */
export const MISMATCH_BUTTONS = {
  useTicket: "Work on the ticket's subscription",
  keep: 'Keep the one asked about',
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
  return say`The subscription field of ticket #${id} holds something that I cannot read as a subscription number. Look at the field before you rely on this card.`;
}
