import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf, transitionsOf } from '../domain/handoff.ts';
import type { HandoffEvent, HandoffEventKind, HandoffEventOf } from '../domain/handoff-events.ts';
import type { HandoffState } from '../domain/handoff-state.ts';
import { BOT_ACTOR } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import {
  channelFragment,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
} from '../domain/text-fragments.ts';
import { HANDOFF_OUTCOME_LABELS } from './handoff-replies.ts';
import {
  deliveryUnknownText,
  handoffPostErrorText,
  handoffSubjectText,
  notHandedOverText,
  salesTeamName,
} from './handoff-text.ts';
import { observedChannelText } from './step-state-text.ts';
import { quoteForTerminal, snapshotLines } from './terminal-text.ts';

/** An entry in the history of a case: a summary of the event, and the text that the actor typed, if any. */
export interface HistoryEntryText {
  readonly summary: readonly TextFragment[];
  readonly userText: string | null;
}

/** A notification. Phones show only the headline, so it contains no text that anybody typed. */
export interface NotificationText {
  readonly headline: TextFragment[];
  /** What to do, or what happens next. */
  readonly details: TextFragment[];
}

interface NotificationContext<K extends HandoffEventKind> {
  readonly event: HandoffEventOf<K>;
  readonly before: HandoffState;
  readonly after: HandoffState;
  /** Customer and subscriptions. */
  readonly about: readonly TextFragment[];
  /** Slack user id. */
  readonly recipient: string;
}

/** The texts for one kind of event. The effect of each event is defined in `domain/handoff-events.ts`. */
interface HandoffEventText<K extends HandoffEventKind> {
  readonly history: (event: HandoffEventOf<K>) => HistoryEntryText;
  /** Null when nobody is notified of events of this kind. */
  readonly notification: ((context: NotificationContext<K>) => NotificationText) | null;
  /** Lines for a terminal: a title, then details. */
  readonly audit: (event: HandoffEventOf<K>) => string[];
}

/** Texts for each kind of event. */
const TEXTS: { readonly [K in HandoffEventKind]: HandoffEventText<K> } = {
  submitted: {
    history: ({ channel, content }) => ({
      summary: [literalFragment('Handed to Sales in '), channelFragment(channel)],
      userText: content.input.ask,
    }),
    notification: null,
    audit: ({ channel, team, content: { facts, input }, answerDueAt }) => [
      `submitted to ${channel} (${team}), topic ${facts.topic}`,
      ...facts.subscriptions.map(({ number, verdict }) => `about     ${number}  ${verdict}`),
      `asks      ${quoteForTerminal(input.ask)}`,
      ...answerDueLines(answerDueAt),
    ],
  },
  posted: { history: () => entry('Posted'), notification: null, audit: kindOnly },
  'delivery-failed': {
    history: ({ error }) => ({
      summary: [literalFragment('Not posted: '), ...handoffPostErrorText(error)],
      userText: null,
    }),
    notification: ({ event, about, after }) =>
      event.outcomeUnknown
        ? {
            headline: [literalFragment("Slack didn't say whether this reached Sales: "), ...about],
            details: deliveryUnknownText(after.team),
          }
        : {
            headline: [literalFragment('Not sent to Sales: '), ...about],
            details: [
              literalFragment('Sales does not have it, and your draft is kept: '),
              ...handoffPostErrorText(event.error),
            ],
          },
    audit: ({ error, outcomeUnknown }) => [
      `rejected by Slack: ${error}${outcomeUnknown ? ', but an earlier attempt may have arrived' : ''}`,
    ],
  },
  'post-missing': {
    history: () => entry('Confirmed that the post is not in the channel'),
    notification: null,
    audit: kindOnly,
  },
  claimed: {
    history: ({ until }) => ({ summary: phrase`Claimed until ${timeFragment(until)}`, userText: null }),
    notification: ({ event, about }) => ({
      headline: [...phrase`${userFragment(event.by)} (Sales) has claimed your handoff: `, ...about],
      details: [literalFragment("They're on it. I'll tell you when there's news.")],
    }),
    audit: kindAndEnd,
  },
  reconfirmed: {
    history: ({ until }) => ({
      summary: phrase`Claim reconfirmed until ${timeFragment(until)}`,
      userText: null,
    }),
    notification: null,
    audit: kindAndEnd,
  },
  released: {
    history: () => entry('Claim released'),
    notification: ({ event, about, after }) => ({
      headline: [...phrase`${userFragment(event.by)} has released your handoff: `, ...about],
      details: openAgainText(after),
    }),
    audit: kindOnly,
  },
  'claim-expiring': {
    history: () => entry('Asked to reconfirm the claim'),
    notification: ({ about, before }) => ({
      headline: [literalFragment('Your claim expires soon: '), ...about],
      details: before.claim
        ? phrase`It holds until ${timeFragment(before.claim.until)}. Still on it? If not, release it, so that somebody else can claim it.`
        : [],
    }),
    audit: kindOnly,
  },
  'claim-expired': {
    history: () => entry('Claim expired'),
    notification: claimExpiredText,
    audit: kindOnly,
  },
  'question-asked': {
    history: ({ question }) => entry('Question from Sales', question),
    notification: ({ event, about }) => ({
      headline: [...phrase`${userFragment(event.by)} (Sales) has a question about `, ...about],
      details: [literalFragment('Your answer will be shown on the post in the Sales channel.')],
    }),
    audit: ({ kind, question }) => [kind, quoteForTerminal(question)],
  },
  'question-answered': {
    history: ({ answer }) => entry('Answer to Sales', answer),
    notification: ({ event, about, before, recipient }) => {
      const whose = literalFragment(before.question?.by === recipient ? 'your' : "Sales'");
      return {
        headline: [...phrase`${userFragment(event.by)} has answered ${whose} question about `, ...about],
        details: [],
      };
    },
    audit: ({ kind, answer }) => [kind, quoteForTerminal(answer)],
  },
  done: {
    history: ({ outcome, note }) => entry(`Closed: ${HANDOFF_OUTCOME_LABELS[outcome]}`, note),
    notification: ({ event, about }) => ({
      headline: [
        ...phrase`${userFragment(event.by)} (Sales) closed `,
        ...about,
        literalFragment(`: ${HANDOFF_OUTCOME_LABELS[event.outcome]}`),
      ],
      details: [
        literalFragment(
          "Tell the customer in the ticket who will get in touch. I'll check back with you in two working days.",
        ),
      ],
    }),
    audit: ({ outcome, note }) => [`done: ${outcome}`, ...(note === null ? [] : [quoteForTerminal(note)])],
  },
  declined: {
    history: ({ reason }) => entry('Declined', reason),
    notification: ({ event, about }) => ({
      headline: [...phrase`${userFragment(event.by)} (Sales) has declined your handoff: `, ...about],
      details: [
        literalFragment(
          'Sales no longer has it. If it went to the wrong team, draft another handoff and choose the right one.',
        ),
      ],
    }),
    audit: kindAndReason,
  },
  withdrawn: {
    history: ({ reason }) => entry('Withdrawn', reason),
    notification: ({ event, about, before, recipient }) => ({
      headline: [...phrase`${userFragment(event.by)} (Support) has withdrawn the handoff: `, ...about],
      details: [
        literalFragment(
          before.claim?.by === recipient ? 'There is nothing left for you to do.' : 'Sales no longer has it.',
        ),
      ],
    }),
    audit: kindAndReason,
  },
  'link-added': {
    history: () => entry('Salesforce link added'),
    notification: null,
    audit: ({ kind, link, answerDueAt }) => [kind, quoteForTerminal(link), ...answerDueLines(answerDueAt)],
  },
  'link-reminded': {
    history: ({ round }) => entry(`Reminder ${round}: the link to the Chatter post or Case is missing`),
    notification: ({ about }) => ({
      headline: [literalFragment('Please link the Chatter post or Case: '), ...about],
      details: [
        ...notHandedOverText(),
        literalFragment(
          ' The time for an answer starts with the link. The text for Salesforce is in the menu of the handoff on the card.',
        ),
      ],
    }),
    audit: ({ round }) => [`link missing, reminder ${round}`],
  },
  reminded: {
    history: ({ round }) => entry(`Reminder ${round}: nobody has claimed it`),
    notification: ({ event, about }) => ({
      headline: [literalFragment(`Sales has not answered yet (reminder ${event.round}): `), ...about],
      details: [literalFragment("I don't escalate automatically. What you can do next:")],
    }),
    audit: ({ round, batchAt }) => [`reminder ${round}, channel reminded at ${batchAt}`],
  },
  snoozed: {
    history: ({ until }) => ({ summary: phrase`Snoozed until ${timeFragment(until)}`, userText: null }),
    notification: null,
    audit: kindAndEnd,
  },
  'follow-up': {
    history: () => entry('Asked to check with the customer'),
    notification: ({ about, after }) => ({
      headline: [literalFragment('Please check with the customer: '), ...about],
      details: [literalFragment(followUpText(after))],
    }),
    audit: kindOnly,
  },
  'login-checked': {
    history: ({ loginAllowed, snapshot }) => ({
      summary: [
        literalFragment(loginAllowed ? 'The login may be restored: ' : 'The login must stay disabled: '),
        ...observedChannelText(snapshot),
      ],
      userText: null,
    }),
    notification: ({ event, about }) => ({
      headline: [literalFragment('The login can be restored now: '), ...about],
      details: [
        ...phrase`Zuora at ${timeFragment(event.snapshot.asOf)}: `,
        ...observedChannelText(event.snapshot),
        literalFragment(
          '. Press “Re-check” under Evidence on the card and follow its steps: “Check now” unlocks the login.',
        ),
      ],
    }),
    audit: ({ loginAllowed, snapshot }) => [
      `checked whether the login may be restored: ${loginAllowed ? 'yes' : 'no'}`,
      ...snapshotLines(snapshot),
    ],
  },
  erased: { history: () => entry('Personal data erased'), notification: null, audit: kindOnly },
};

function textOf<K extends HandoffEventKind>({ kind }: Pick<HandoffEventOf<K>, 'kind'>): HandoffEventText<K> {
  return TEXTS[kind];
}

/** Returns the event as an entry in the history of its case. */
export function handoffHistoryText(event: HandoffEvent): HistoryEntryText {
  return textOf(event).history(event);
}

/** Returns the event as lines for a terminal: a title, then details. */
export function handoffAuditText(event: HandoffEvent): string[] {
  return textOf(event).audit(event);
}

/** Names the actor of an event. */
export function actorText({ by }: HandoffEvent): TextFragment[] {
  return [by === BOT_ACTOR ? literalFragment('Reseller Check') : userFragment(by)];
}

/** An event of a handoff, for one recipient. */
export interface NotificationEvent {
  readonly handoff: Handoff;
  /** Index of the event in the handoff's events. */
  readonly eventIndex: number;
  /** Slack user id. */
  readonly recipient: string;
}

/** Returns the notification of an event; a neutral one when the handoff's data was erased. */
export function handoffNotificationText({
  handoff,
  eventIndex,
  recipient,
}: NotificationEvent): NotificationText {
  const current = handoffStateOf(handoff);
  const transition = current.erased ? undefined : transitionsOf(handoff)[eventIndex];
  const notification = transition && textOf(transition.event).notification;
  if (!notification)
    return {
      headline: [literalFragment('There is news about '), ...handoffSubjectText(current)],
      details: [],
    };
  const { event, after } = transition;
  return notification({
    event,
    before: transition.before ?? after,
    after,
    about: handoffSubjectText(after),
    recipient,
  });
}

function entry(summary: string, userText: string | null = null): HistoryEntryText {
  return { summary: [literalFragment(summary)], userText };
}

function kindOnly({ kind }: { readonly kind: HandoffEventKind }): string[] {
  return [kind];
}

function kindAndEnd({ kind, until }: { readonly kind: HandoffEventKind; readonly until: string }): string[] {
  return [`${kind} until ${until}`];
}

function kindAndReason({
  kind,
  reason,
}: {
  readonly kind: HandoffEventKind;
  readonly reason: string;
}): string[] {
  return [kind, `because ${quoteForTerminal(reason)}`];
}

function answerDueLines(answerDueAt: string | null): string[] {
  return [answerDueAt === null ? 'no Chatter post or Case linked' : `answer by ${answerDueAt}`];
}

function openAgainText({ team }: HandoffState): TextFragment[] {
  return phrase`It is open again: anybody in ${salesTeamName(team)} can claim it.`;
}

function claimExpiredText({
  about,
  before,
  after,
  recipient,
}: NotificationContext<'claim-expired'>): NotificationText {
  if (before.claim?.by === recipient) {
    return {
      headline: [literalFragment('Your claim has expired: '), ...about],
      details: [...openAgainText(after), literalFragment(' Claim it again if you are working on it.')],
    };
  }
  const whose = before.claim
    ? phrase`The claim of ${userFragment(before.claim.by)} has expired: `
    : [literalFragment('A claim has expired: ')];
  return { headline: [...whose, ...about], details: openAgainText(after) };
}

function followUpText({ resolution }: HandoffState): string {
  const outcome = resolution?.outcome
    ? `Sales closed it two working days ago: ${HANDOFF_OUTCOME_LABELS[resolution.outcome]}. `
    : '';
  return `${outcome}Ask in the ticket whether someone has contacted them, and set the ticket to Pending.`;
}
