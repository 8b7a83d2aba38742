import type { Case, Check } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { valueOrNull } from '../../domain/connector-result.ts';
import { isPartnersOwnAccount } from '../../domain/requester.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinFragments } from '../../domain/text-fragments.ts';
import {
  effectiveEvidence,
  ticketMismatch,
  ticketOrganisationMismatch,
  unresolvedMismatch,
} from '../../domain/ticket-mismatch.ts';
import { partnersOwnAccountText } from '../../words/requester-text.ts';
import {
  foreignSubscriptionText,
  inactiveTicketText,
  subscriptionFieldUnreadableText,
  TICKET_MISMATCH_BUTTONS,
  ticketMismatchConfirmedText,
  ticketMismatchText,
  ticketUnreadableText,
} from '../../words/ticket-mismatch-text.ts';
import type { RankedBlock } from '../block-kit/blocks.ts';
import { actions, button, section } from '../block-kit/blocks.ts';
import { ACTIONS } from '../ids.ts';
import { blockIdForCheck } from './case-facts.ts';
import { cutNames } from './format-case.ts';

/** Returns the warning that the ticket is about another subscription, with a button for each of the two choices. */
export function ticketMismatchBlocks(kase: Case): RankedBlock[] {
  const { evidence, manualFacts } = latestCheck(kase);
  const mismatch = unresolvedMismatch(evidence, manualFacts);
  if (!mismatch) return [];
  const { useTicket, keep } = TICKET_MISMATCH_BUTTONS;
  const caseId = kase.id;
  const buttons = [
    button({
      text: useTicket,
      accessibilityLabel: `${useTicket}: ticket ${mismatch.ticketId}`,
      actionId: ACTIONS.checkTicketSubscription,
      value: { caseId },
    }),
    button({
      text: keep,
      accessibilityLabel: `${keep}; ticket ${mismatch.ticketId} is about it`,
      actionId: ACTIONS.dismissTicketMismatch,
      value: { caseId, ticketKept: mismatch.key },
    }),
  ];
  return [
    { block: section(formatTicketMismatch(latestCheck(kase))), importance: 99 },
    { block: actions(buttons, blockIdForCheck('ticket', kase)), importance: 98 },
  ];
}

/** Returns the warning as text; empty when there is nothing to choose. */
export function formatTicketMismatch({ evidence, manualFacts }: Check): RichText {
  const mismatch = unresolvedMismatch(evidence, manualFacts);
  return mismatch ? [bold(ticketMismatchText(mismatch))] : [];
}

/**
 * Returns notes about the ticket: another customer's subscription, the choice that was made, an unreadable field; and whether
 * the account may be that of a partner who asks for somebody else.
 */
export function formatTicketNotes({ evidence, manualFacts, verdict }: Check): RichText {
  const mismatch = ticketMismatch(evidence);
  const ticket = valueOrNull(evidence.ticket);
  const foreign = ticketOrganisationMismatch(evidence);
  const { accompanyingTicket: ticketBeside } = evidence;
  const gap = evidence.ticket && !evidence.ticket.ok ? evidence.ticket.gap : null;
  const gone = valueOrNull(effectiveEvidence(evidence, manualFacts).ticket);
  const notes = [
    ...(gone?.gone ? [inactiveTicketText(gone.id, gone.gone)] : []),
    ...(ticketBeside && gap ? [ticketUnreadableText(ticketBeside.id, gap)] : []),
    ...(foreign ? [foreignSubscriptionText(foreign)] : []),
    ...(mismatch && !unresolvedMismatch(evidence, manualFacts)
      ? [ticketMismatchConfirmedText(mismatch)]
      : []),
    ...(verdict === 'direct' && isPartnersOwnAccount(evidence)
      ? [partnersOwnAccountText(valueOrNull(evidence.crm?.account ?? null)?.name ?? '')]
      : []),
    ...(ticket?.subscriptionFieldUnreadable ? [subscriptionFieldUnreadableText(ticket.id)] : []),
  ];
  return cutNames(joinFragments(notes, ' '));
}
