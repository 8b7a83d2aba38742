import { told } from '../../domain/answer.ts';
import type { Case, Check } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import {
  effectiveEvidence,
  foreignSubscription,
  ticketMismatch,
  unresolvedMismatch,
} from '../../domain/ticket-mismatch.ts';
import {
  MISMATCH_BUTTONS,
  sayFieldUnreadable,
  sayForeignSubscription,
  sayMismatch,
  sayMismatchKept,
  sayTicketGone,
  sayTicketUnread,
} from '../../words/ticket-mismatch.ts';
import { ACTIONS } from '../ids.ts';
import type { Drawn } from '../limits.ts';
import { actions, button, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, join } from '../mrkdwn.ts';
import { drawnId } from './case-facts.ts';

/** Returns the warning that the ticket is about another subscription, with a button for each of the two choices. */
export function mismatchBlocks(kase: Case): Drawn[] {
  const { evidence, told: said } = latest(kase);
  const mismatch = unresolvedMismatch(evidence, said);
  if (!mismatch) return [];
  const { useTicket, keep } = MISMATCH_BUTTONS;
  const caseId = kase.id;
  const buttons = [
    button({
      text: useTicket,
      label: `${useTicket}: ticket ${mismatch.ticketId}`,
      actionId: ACTIONS.useTicket,
      value: { caseId },
    }),
    button({
      text: keep,
      label: `${keep}; ticket ${mismatch.ticketId} is about it`,
      actionId: ACTIONS.keepTicket,
      value: { caseId, ticketKept: mismatch.key },
    }),
  ];
  return [
    { block: section(mismatchWords(latest(kase))), importance: 99 },
    { block: actions(buttons, drawnId('ticket', kase)), importance: 98 },
  ];
}

/** Returns the warning as text; empty when there is nothing to choose. */
export function mismatchWords({ evidence, told: said }: Check): Rich {
  const mismatch = unresolvedMismatch(evidence, said);
  return mismatch ? [bold(fromPieces(sayMismatch(mismatch)))] : [];
}

/** Returns notes about the ticket: another customer's subscription, the choice that was made, an unreadable field. */
export function ticketNotes({ evidence, told: said }: Check): Rich {
  const mismatch = ticketMismatch(evidence);
  const ticket = told(evidence.ticket);
  const foreign = foreignSubscription(evidence);
  const { ticketBeside } = evidence;
  const gap = evidence.ticket && !evidence.ticket.ok ? evidence.ticket.gap : null;
  const gone = told(effectiveEvidence(evidence, said).ticket);
  const notes = [
    ...(gone?.gone ? [fromPieces(sayTicketGone(gone.id, gone.gone))] : []),
    ...(ticketBeside && gap ? [fromPieces(sayTicketUnread(ticketBeside.id, gap))] : []),
    ...(foreign ? [fromPieces(sayForeignSubscription(foreign))] : []),
    ...(mismatch && !unresolvedMismatch(evidence, said) ? [fromPieces(sayMismatchKept(mismatch))] : []),
    ...(ticket?.subscriptionFieldUnreadable ? [fromPieces(sayFieldUnreadable(ticket.id))] : []),
  ];
  return join(notes, ' ');
}
