import type { Button, KnownBlock } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { HandoffEvent } from '../../domain/handoff-events.ts';
import type { HandoffState } from '../../domain/handoff-state.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinLines, literalFragment, phrase, userFragment } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { escalationLevel, escalationLines, escalationRequestText } from '../../words/escalation-levels.ts';
import { handoffHistoryText, handoffNotificationText } from '../../words/handoff-event-text.ts';
import { handoffSubjectText } from '../../words/handoff-text.ts';
import { actions, BLOCK_KIT_LIMITS, button, context, section } from '../block-kit/blocks.ts';
import { toMrkdwn, toPlainText } from '../block-kit/mrkdwn.ts';
import { userText } from '../block-kit/untrusted-text.ts';
import { ACTIONS, METADATA_EVENT_TYPES } from '../ids.ts';
import { handoffUrls } from './format-handoff.ts';
import type { HandoffButtonName } from './handoff-buttons.ts';
import {
  accessibleHandoffName,
  addLinkButton,
  handoffButton,
  rejectedPostButtons,
  reopenDraftButton,
} from './handoff-buttons.ts';

/** An event of a handoff, and the user to notify of it. */
export interface NotificationMessageInput {
  readonly handoff: Handoff;
  /** Index of the event in the handoff's events. */
  readonly eventIndex: number;
  /** Slack user id. */
  readonly recipient: string;
  readonly notificationId: string;
  /** Id of the Slack channel for escalations to Sales; null or undefined when none is configured. */
  readonly escalationChannel?: string | null;
  /** Whether to mention the recipient, as needed in channels and threads. */
  readonly mention?: boolean;
}

export interface NotificationMessage {
  /** Text for notifications and screen readers. Contains no text that anybody typed. */
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: { readonly note_id: string; readonly handoff_id: string };
  };
}

const SUMMARY_TEXT_LIMIT = 990;
const MAX_QUOTE_LENGTH = 400;

/** Renders the notification of an event, with buttons for what the recipient can do next. */
export function renderHandoffNotification(
  notification: NotificationMessageInput,
  links: Links,
): NotificationMessage {
  const { handoff, notificationId } = notification;
  const { headline: eventText, details } = handoffNotificationText(notification);
  const headline = [
    ...(notification.mention ? phrase`${userFragment(notification.recipient)}: ` : []),
    ...eventText,
  ];
  const handoffState = handoffStateOf(handoff);
  const event = handoffState.erased ? undefined : handoff.events[notification.eventIndex];
  const quoted = event ? formatQuote(event) : [];
  const escalation = event?.kind === 'reminded' ? escalationOf(notification, event.round, links) : null;
  const bodyText = joinLines([quoted, details, escalation?.advice ?? []]);
  const buttons = event ? notificationButtons(event, notification, handoffState) : [];
  return {
    text: toMrkdwn(headline, SUMMARY_TEXT_LIMIT),
    blocks: [
      section([bold(headline)]),
      ...(bodyText.length === 0 ? [] : [section(bodyText)]),
      ...(escalation
        ? [context([literalFragment('Text to copy:')]), preformattedBlock(escalation.copy)]
        : []),
      ...(buttons.length === 0 ? [] : [actions(buttons)]),
    ],
    metadata: {
      event_type: METADATA_EVENT_TYPES.resellerNote,
      event_payload: { note_id: notificationId, handoff_id: handoff.id },
    },
  };
}

/** Quotes the text that the actor typed. */
function formatQuote(event: HandoffEvent): RichText {
  const text = handoffHistoryText(event).userText;
  return text === null ? [] : phrase`${userFragment(event.by)} wrote: “${userText(text, MAX_QUOTE_LENGTH)}”`;
}

/** Returns the suggested escalation for a reminder round, and a text to copy. */
function escalationOf(
  { handoff, escalationChannel = null }: NotificationMessageInput,
  round: number,
  links: Links,
): { advice: RichText; copy: string } {
  const handoffState = handoffStateOf(handoff);
  const { facts } = handoffState.content;
  const level = escalationLevel(round, facts.accountOwner?.kind ?? 'other');
  const { ticket } = handoffUrls(handoffState.content, links);
  const text = escalationRequestText({
    about: handoffSubjectText(handoffState),
    round,
    ticket,
    link: handoffState.salesforceLink,
  });
  return {
    advice: joinLines(
      escalationLines(level, escalationChannel).map((line) => [literalFragment('• '), ...line]),
    ),
    copy: toPlainText(text, BLOCK_KIT_LIMITS.section),
  };
}

/** Returns a block in which Slack does not interpret markup and whose text can be copied as a whole. */
function preformattedBlock(text: string): KnownBlock {
  const element = { type: 'rich_text_preformatted' as const, elements: [{ type: 'text' as const, text }] };
  return { type: 'rich_text', elements: [element] };
}

/** Returns the buttons that the current state still allows. */
function notificationButtons(
  event: HandoffEvent,
  { handoff, recipient }: NotificationMessageInput,
  handoffState: HandoffState,
): Button[] {
  const { id, caseId } = handoff;
  const { facts } = handoffState.content;
  const namedButton = (name: HandoffButtonName, primary = false) =>
    handoffButton(name, { id, facts, primary });
  const isClaimant = handoffState.claim?.by === recipient;
  const offers: Partial<Record<HandoffEvent['kind'], () => Button[]>> = {
    'delivery-failed': () => rejectedPostButtons(handoff, handoffState),
    'claim-expiring': () => (isClaimant ? [namedButton('still', true), namedButton('release')] : []),
    'claim-expired': () =>
      recipient !== handoffState.submitted.by && handoffState.status === 'open' ? [namedButton('claim')] : [],
    'question-asked': () => (handoffState.question ? [namedButton('answer', true)] : []),
    declined: () => [reopenDraftButton({ caseId, facts, text: 'Draft another handoff' })],
    reminded: () =>
      handoffState.status === 'open' ? [snoozeButton(id, 'unclaimed-reminder', handoffState)] : [],
    'link-reminded': () => (handoffState.salesforceLink === null ? [addLinkButton(id, facts)] : []),
    'follow-up': () => (handoffState.status === 'done' ? [snoozeButton(id, 'follow-up', handoffState)] : []),
  };
  return offers[event.kind]?.() ?? [];
}

function snoozeButton(
  handoffId: string,
  what: 'unclaimed-reminder' | 'follow-up',
  { content }: HandoffState,
): Button {
  const text = 'Snooze until next working morning';
  const label = `Snooze: ${accessibleHandoffName(content.facts)}`;
  return button({ text, actionId: ACTIONS.snooze, accessibilityLabel: label, value: { handoffId, what } });
}
