import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import type { HandoffEvent } from '../domain/handoff-events.ts';
import type { HandoffState } from '../domain/handoff-state.ts';
import { phrase, type TextFragment, timeFragment, userFragment } from '../domain/text-fragments.ts';
import { HANDOFF_OUTCOME_LABELS } from './handoff-replies.ts';
import {
  customerRequestText,
  deliveryUnknownText,
  handoffPostErrorText,
  handoffSubjectText,
  literalFragment,
  salesTeamName,
  subscriptionNumbersText,
} from './handoff-text.ts';
import { observedChannelText } from './step-state-text.ts';

/** One thing that happened to a handoff, told to one person. */
export interface NotificationEvent {
  readonly handoff: Handoff;
  /** Place of the event among the handoff's. */
  readonly eventIndex: number;
  /** Slack user id. */
  readonly recipient: string;
}

/** What a note says: its first sentence is all that a notification shows, so nothing that anybody typed is in it. */
export interface NotificationText {
  readonly headline: TextFragment[];
  /** What to do, or what follows. */
  readonly details: TextFragment[];
}

export function handoffNotificationText(notification: NotificationEvent): NotificationText {
  const { handoff, eventIndex, recipient } = notification;
  const event = handoff.events[eventIndex];
  const stateAfter = (end: number) =>
    handoffStateOf({ ...handoff, events: handoff.events.slice(0, Math.max(1, end)) });
  const before = stateAfter(eventIndex);
  const after = stateAfter(eventIndex + 1);
  const { erased } = handoffStateOf(handoff);
  const about = handoffSubjectText({ ...after, erased });
  if (!event || erased)
    return { headline: [literalFragment('There was news of '), ...about, literalFragment('.')], details: [] };
  const [recipientHadClaim, recipientHadAsked] = [
    before.claim?.by === recipient,
    before.question?.by === recipient,
  ];
  return eventNotificationText(event, { about, before, after, recipientHadClaim, recipientHadAsked });
}

interface NotificationContext {
  readonly about: TextFragment[];
  readonly before: HandoffState;
  readonly after: HandoffState;
  /** The reader had claimed it. */
  readonly recipientHadClaim: boolean;
  /** The reader had asked something. */
  readonly recipientHadAsked: boolean;
}

function eventNotificationText(
  event: HandoffEvent,
  notificationContext: NotificationContext,
): NotificationText {
  const { about, before, after, recipientHadClaim, recipientHadAsked } = notificationContext;
  switch (event.kind) {
    case 'delivery-failed':
      return event.outcomeUnknown
        ? {
            headline: [literalFragment('I do not know whether this reached Sales: '), ...about],
            details: deliveryUnknownText(after.team),
          }
        : {
            headline: [literalFragment('Not sent to Sales: '), ...about],
            details: [
              literalFragment('Nothing is with Sales, and your draft is kept: '),
              ...handoffPostErrorText(event.error),
            ],
          };
    case 'claimed':
      return {
        headline: [...phrase`${userFragment(event.by)} of Sales has claimed your handoff: `, ...about],
        details: [literalFragment('They take care of it now; you are told when something comes of it.')],
      };
    case 'released':
      return {
        headline: [...phrase`${userFragment(event.by)} has released your handoff: `, ...about],
        details: phrase`It is open again, and anybody of ${salesTeamName(after.team)} can claim it.`,
      };
    case 'claim-expiring':
      return {
        headline: [literalFragment('Your claim lapses soon: '), ...about],
        details: before.claim
          ? phrase`It holds until ${timeFragment(before.claim.until)}. Is it still with you? Otherwise release it, so that somebody else can take it.`
          : [],
      };
    case 'claim-expired':
      return claimExpiredText(notificationContext);
    case 'question-asked':
      return {
        headline: [...phrase`${userFragment(event.by)} of Sales asks you something about `, ...about],
        details: [literalFragment('Your answer stands on the post in the Sales channel.')],
      };
    case 'question-answered':
      return {
        headline: [
          ...phrase`${userFragment(event.by)} has answered ${literalFragment(recipientHadAsked ? 'your' : "Sales'")} question about `,
          ...about,
        ],
        details: [],
      };
    case 'done':
      return {
        headline: [
          ...phrase`${userFragment(event.by)} of Sales is done: `,
          ...about,
          literalFragment(` · outcome: ${HANDOFF_OUTCOME_LABELS[event.outcome]}`),
        ],
        details: [
          literalFragment(
            'Tell the customer in the ticket who will get in touch. I ask you in two working days how it went.',
          ),
        ],
      };
    case 'declined':
      return {
        headline: [...phrase`${userFragment(event.by)} of Sales has declined your handoff: `, ...about],
        details: [
          literalFragment(
            'Nothing is with Sales any more. Wrong place: draft another handoff and choose the right one.',
          ),
        ],
      };
    case 'withdrawn':
      return {
        headline: [...phrase`${userFragment(event.by)} of Support has withdrawn the handoff: `, ...about],
        details: [
          literalFragment(
            recipientHadClaim ? 'There is nothing left to do for you.' : 'Nothing is with Sales any more.',
          ),
        ],
      };
    case 'reminded':
      return {
        headline: [literalFragment(`Sales has not answered yet (reminder ${event.round}): `), ...about],
        details: [literalFragment('I do not climb for you. What you can do now:')],
      };
    case 'follow-up':
      return {
        headline: [literalFragment('Please check with the customer: '), ...about],
        details: [literalFragment(followUpText(after))],
      };
    case 'login-checked':
      return {
        headline: [literalFragment('The login may be restored now: '), ...about],
        details: [
          ...phrase`Zuora, asked ${timeFragment(event.snapshot.asOf)}: `,
          ...observedChannelText(event.snapshot),
          literalFragment('. Press “Re-check” on the card; its guard decides.'),
        ],
      };
    case 'submitted':
    case 'posted':
    case 'post-missing':
    case 'reconfirmed':
    case 'link-added':
    case 'snoozed':
    case 'erased':
      return { headline: [literalFragment('There was news of '), ...about], details: [] };
  }
}

function claimExpiredText({
  about,
  before,
  after,
  recipientHadClaim,
}: NotificationContext): NotificationText {
  const open = phrase`It is open again, and anybody of ${salesTeamName(after.team)} can claim it.`;
  if (recipientHadClaim) {
    return {
      headline: [literalFragment('Your claim has lapsed: '), ...about],
      details: [...open, literalFragment(' Claim it again if you work on it.')],
    };
  }
  const whose = before.claim
    ? phrase`The claim of ${userFragment(before.claim.by)} has lapsed: `
    : [literalFragment('A claim has lapsed: ')];
  return { headline: [...whose, ...about], details: open };
}

function followUpText({ resolution: end }: HandoffState): string {
  const outcome = end?.outcome
    ? `Sales said two working days ago: ${HANDOFF_OUTCOME_LABELS[end.outcome]}. `
    : '';
  return `${outcome}Ask in the ticket whether somebody got in touch with them, and set the ticket to Pending.`;
}

/** Heads the reminder to a Sales channel; nothing is left of an old one once somebody has taken up each handoff. */
export function unclaimedReminderText(count: number): TextFragment[] {
  if (count === 0) return [literalFragment('Somebody has taken up every handoff that I named here.')];
  return count === 1
    ? [literalFragment('A handoff from Support waits for somebody to claim it.')]
    : [literalFragment(`${count} handoffs from Support wait for somebody to claim them.`)];
}

export function moreUnclaimedText(count: number): TextFragment[] {
  return [literalFragment(`…and ${count} more`)];
}

/** One line of the reminder: what it is about and since when it waits. */
export function unclaimedHandoffText(handoffState: HandoffState): TextFragment[] {
  const { content, erased, submitted, answerDueAt: answerBy } = handoffState;
  if (erased) return handoffSubjectText(handoffState);
  const numbers = subscriptionNumbersText(content.facts);
  return [
    ...customerRequestText(content.facts, 'channel'),
    ...(numbers.length === 0 ? [] : [literalFragment(' · '), ...numbers]),
    ...phrase` · since ${timeFragment(submitted.at)} · an answer was expected by ${timeFragment(answerBy)}`,
  ];
}
