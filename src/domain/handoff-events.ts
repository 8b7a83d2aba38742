import type { BusinessHours } from './business-calendar.ts';
import type { AccountSnapshot } from './case.ts';
import {
  claimNoticeAt,
  followUpAt,
  linkReminderAt,
  MAX_LINK_REMINDERS,
  MAX_REMINDER_ROUNDS,
  nextReminderAt,
} from './handoff-deadlines.ts';
import type {
  Attribution,
  HandoffContent,
  HandoffDestination,
  HandoffOutcome,
  HandoffState,
  HandoffStatus,
} from './handoff-state.ts';
import { BOT_ACTOR, endsLoginWatch, isActiveHandoff, needsLoginWatch } from './handoff-state.ts';

type NoData = Readonly<Record<never, never>>;

/** What an event of each kind records, besides who caused it and when. A new kind also needs a rule below. */
interface HandoffEventData {
  /** `answerDueAt`: when Sales is expected to answer, ISO 8601, UTC; null without a link to the Chatter post or Case. */
  submitted: { readonly content: HandoffContent; readonly answerDueAt: string | null } & HandoffDestination;
  /** The post is confirmed to be in the channel. */
  posted: NoData;
  /** Slack rejected the post. `outcomeUnknown`: an earlier attempt may have arrived, and the channel cannot be read. */
  'delivery-failed': { readonly error: string; readonly outcomeUnknown: boolean };
  /**
   * A person confirmed that the post whose outcome was unknown is not in the channel. `attemptedAt`: which attempt that was,
   * as `Messenger.lastHandoffAttempt` returns it.
   */
  'post-missing': { readonly attemptedAt: string | null };
  claimed: { readonly until: string };
  reconfirmed: { readonly until: string };
  released: NoData;
  /** The claim expires soon; its owner was asked whether it still holds. */
  'claim-expiring': NoData;
  'claim-expired': NoData;
  'question-asked': { readonly question: string };
  'question-answered': { readonly answer: string };
  done: { readonly outcome: HandoffOutcome; readonly note: string | null };
  declined: { readonly reason: string };
  withdrawn: { readonly reason: string };
  /** The Chatter post or Case was linked, which starts the clock. `answerDueAt`: as in `submitted`. */
  'link-added': { readonly link: string; readonly answerDueAt: string | null };
  /** The engineer was asked for that link, for the `round`th time. */
  'link-reminded': { readonly round: number };
  /** Nobody has claimed the handoff. `batchAt`: when the Sales channel is reminded of the handoff, together with others. */
  reminded: { readonly round: number; readonly batchAt: string };
  snoozed: { readonly until: string };
  /** The engineer was asked to check with the customer. */
  'follow-up': NoData;
  /** The account was read to find out whether the login may be restored. */
  'login-checked': { readonly loginAllowed: boolean; readonly snapshot: AccountSnapshot };
  erased: NoData;
}

export type HandoffEventKind = keyof HandoffEventData;

/** An event of the kind, or of any of the kinds. */
export type HandoffEventOf<K extends HandoffEventKind> = { readonly kind: K } & HandoffEventData[K] &
  Attribution;

/** An event in the history of a handoff. Append-only. */
export type HandoffEvent = { [K in HandoffEventKind]: HandoffEventOf<K> }[HandoffEventKind];

/** An event without who caused it and when. */
export type HandoffEventDetails = {
  [K in HandoffEventKind]: { readonly kind: K } & HandoffEventData[K];
}[HandoffEventKind];

/** An event, with the state of the handoff before and after it. */
export interface HandoffTransition<K extends HandoffEventKind = HandoffEventKind> {
  readonly handoffId: string;
  readonly event: HandoffEventOf<K>;
  /** Index of the event in the handoff's events. */
  readonly index: number;
  /** How many events of the same kind came before. */
  readonly ordinal: number;
  /** Null before the submission. */
  readonly before: HandoffState | null;
  readonly after: HandoffState;
}

/**
 * Timers of a handoff: `link-reminder` asks the engineer for the link to the Chatter post or Case, `unclaimed-reminder`
 * sends reminders while nobody has claimed the handoff, `claim-expiry` ends a claim, `follow-up` asks the engineer to check with the customer, and `login-watch` checks daily whether the login may be
 * restored.
 */
export const HANDOFF_TIMER_KINDS = [
  'link-reminder',
  'unclaimed-reminder',
  'claim-expiry',
  'follow-up',
  'login-watch',
] as const;
export type HandoffTimerKind = (typeof HANDOFF_TIMER_KINDS)[number];

/** The timers that an event changes. */
export interface HandoffTimerChanges {
  /** Due times (ISO 8601, UTC) of timers to start. A running timer of that kind is moved. */
  readonly start?: Partial<Readonly<Record<HandoffTimerKind, string>>>;
  readonly cancel?: readonly HandoffTimerKind[];
}

/** What has happened since an event. */
export interface LaterState {
  readonly state: HandoffState;
  readonly laterKinds: readonly HandoffEventKind[];
  readonly now: Date;
}

/** What an event of one kind means. Its wording is in `words/handoff-event-text.ts`. */
export interface HandoffEventRule<K extends HandoffEventKind> {
  /** Returns the state after the event. */
  readonly apply: (state: HandoffState, event: HandoffEventOf<K>) => HandoffState;
  /** Returns whom to notify, in addition to updating the post and the card. The actor is not notified. */
  readonly recipients: (transition: HandoffTransition<K>) => readonly (string | undefined)[];
  /** True when the actor is notified too. */
  readonly notifiesActor?: true;
  /** True when notifications of an event that the bot caused wait until the recipient is at work. */
  readonly waitsForWorkingHours?: true;
  /** Returns the moment (ISO 8601, UTC) at which the Sales channel is reminded. */
  readonly channelReminderAt?: (event: HandoffEventOf<K>) => string;
  readonly timers: (transition: HandoffTransition<K>, calendar: BusinessHours) => HandoffTimerChanges;
  /** True when the post in the Sales channel shows the event. */
  readonly isShownOnPost: boolean;
  /** Later events after which the buttons of this event's notification no longer apply, so that it is updated. */
  readonly supersededBy?: readonly HandoffEventKind[];
  /** Returns true when the event no longer matters, so that nobody is notified of it any more. */
  readonly isObsolete?: (later: LaterState) => boolean;
}

const nobody = () => [];
const engineer = ({ after }: HandoffTransition) => [after.submitted.by];
const claimer = ({ before }: HandoffTransition) => [before?.claim?.by];
const questioner = ({ before }: HandoffTransition) => [before?.question?.by];

const noTimers = () => ({});
const CANCEL_ALL_TIMERS: HandoffTimerChanges = { cancel: HANDOFF_TIMER_KINDS };

const RESOLVING_KINDS = ['done', 'declined', 'withdrawn'] as const;

/** One rule for each kind of event. */
const RULES: { readonly [K in HandoffEventKind]: HandoffEventRule<K> } = {
  submitted: {
    apply: ({ salesforceLink }, event) => {
      const state = stateAfterSubmission(event);
      return { ...state, salesforceLink: state.salesforceLink ?? salesforceLink };
    },
    recipients: nobody,
    timers: (transition, calendar) => ({
      start: {
        ...reminderStart(transition, calendar),
        ...linkReminderStart(transition, calendar),
        ...loginWatchStart(transition, calendar),
      },
    }),
    isShownOnPost: true,
  },
  posted: {
    apply: (state) => ({ ...state, delivery: 'posted', deliveryFailure: null }),
    recipients: nobody,
    // An earlier `delivery-failed` event may have cancelled these timers.
    timers: (transition, calendar) => ({
      start: { ...linkReminderStart(transition, calendar), ...loginWatchStart(transition, calendar) },
    }),
    isShownOnPost: false,
  },
  'delivery-failed': {
    apply: (state, { error, outcomeUnknown }) => ({
      ...state,
      delivery: 'failed',
      deliveryFailure: { error, outcomeUnknown },
    }),
    recipients: engineer,
    timers: () => CANCEL_ALL_TIMERS,
    isShownOnPost: false,
    supersededBy: ['submitted', 'posted', 'post-missing', ...RESOLVING_KINDS],
    isObsolete: ({ state, laterKinds }) =>
      state.resolution !== null || includesAny(laterKinds, ['submitted', 'posted']),
  },
  'post-missing': {
    apply: (state) => ({
      ...state,
      deliveryFailure: state.deliveryFailure && { ...state.deliveryFailure, outcomeUnknown: false },
    }),
    recipients: nobody,
    timers: noTimers,
    isShownOnPost: true,
  },
  claimed: {
    apply: claimState,
    recipients: engineer,
    timers: claimTimers,
    isShownOnPost: true,
  },
  reconfirmed: {
    apply: claimState,
    recipients: nobody,
    timers: claimTimers,
    isShownOnPost: true,
  },
  released: {
    apply: (state) => ({ ...state, status: 'open', claim: null }),
    recipients: engineer,
    timers: unclaimedTimers,
    isShownOnPost: true,
  },
  'claim-expiring': {
    apply: (state) => state,
    recipients: claimer,
    waitsForWorkingHours: true,
    timers: ({ after }) => (after.claim ? { start: { 'claim-expiry': after.claim.until } } : {}),
    isShownOnPost: false,
    supersededBy: ['released', 'claim-expired', ...RESOLVING_KINDS],
    isObsolete: ({ state: { status, claim }, laterKinds, now }) =>
      status !== 'claimed' ||
      includesAny(laterKinds, ['reconfirmed', 'released', 'claim-expired']) ||
      (claim !== null && Date.parse(claim.until) <= now.getTime()),
  },
  'claim-expired': {
    apply: (state) => ({ ...state, status: 'open', claim: null }),
    recipients: (transition) => [...engineer(transition), ...claimer(transition)],
    waitsForWorkingHours: true,
    timers: unclaimedTimers,
    isShownOnPost: true,
    supersededBy: ['claimed', ...RESOLVING_KINDS],
    isObsolete: ({ state }) => state.status !== 'open',
  },
  'question-asked': {
    apply: (state, { by, at, question }) => ({ ...state, question: { by, at, text: question } }),
    recipients: engineer,
    timers: () => ({ cancel: ['unclaimed-reminder'] }),
    isShownOnPost: true,
    supersededBy: ['question-answered', ...RESOLVING_KINDS],
  },
  'question-answered': {
    apply: (state, { by, at, answer }) => ({
      ...state,
      question: null,
      answer: {
        by,
        at,
        text: answer,
        question: state.question?.text ?? '',
        askedBy: state.question?.by ?? BOT_ACTOR,
      },
    }),
    recipients: (transition) => [...questioner(transition), ...engineer(transition)],
    timers: (transition, calendar) =>
      transition.after.status === 'open' ? { start: reminderStart(transition, calendar) } : {},
    isShownOnPost: true,
  },
  done: {
    apply: (state, { by, at, outcome, note }) => resolvedState(state, 'done', { by, at, outcome, note }),
    recipients: engineer,
    timers: ({ event }, calendar) => ({
      start: { 'follow-up': followUpAt(calendar, new Date(event.at)) },
      cancel: [
        'link-reminder',
        'unclaimed-reminder',
        'claim-expiry',
        ...(endsLoginWatch(event.outcome) ? (['login-watch'] as const) : []),
      ],
    }),
    isShownOnPost: true,
  },
  declined: {
    apply: (state, { by, at, reason }) =>
      resolvedState(state, 'declined', { by, at, outcome: null, note: reason }),
    recipients: engineer,
    timers: () => CANCEL_ALL_TIMERS,
    isShownOnPost: true,
  },
  withdrawn: {
    apply: (state, { by, at, reason }) =>
      resolvedState(state, 'withdrawn', { by, at, outcome: null, note: reason }),
    recipients: (transition) => [...engineer(transition), ...claimer(transition), ...questioner(transition)],
    timers: () => CANCEL_ALL_TIMERS,
    isShownOnPost: true,
  },
  'link-added': {
    apply: (state, { link, answerDueAt }) => ({ ...state, salesforceLink: link, answerDueAt }),
    recipients: nobody,
    timers: (transition, calendar) => ({
      start: startsClock(transition) ? reminderStart(transition, calendar) : {},
      cancel: ['link-reminder'],
    }),
    isShownOnPost: true,
  },
  'link-reminded': {
    apply: (state) => state,
    recipients: engineer,
    waitsForWorkingHours: true,
    timers: (transition, calendar) =>
      transition.event.round < MAX_LINK_REMINDERS ? { start: linkReminderStart(transition, calendar) } : {},
    isShownOnPost: false,
    supersededBy: ['link-added', ...RESOLVING_KINDS],
    isObsolete: ({ state, laterKinds }) =>
      state.salesforceLink !== null ||
      state.resolution !== null ||
      includesAny(laterKinds, ['link-reminded', 'delivery-failed']),
  },
  reminded: {
    apply: (state, { round, at }) => ({
      ...state,
      reminderRounds: round,
      remindedAt: at,
      snoozedUntil: null,
    }),
    recipients: engineer,
    waitsForWorkingHours: true,
    channelReminderAt: ({ batchAt }) => batchAt,
    timers: (transition, calendar) =>
      transition.event.round < MAX_REMINDER_ROUNDS ? { start: reminderStart(transition, calendar) } : {},
    // The post then says that the answer is overdue, and how many days are left by now.
    isShownOnPost: true,
    supersededBy: [
      'claimed',
      'released',
      'claim-expired',
      'question-asked',
      'question-answered',
      ...RESOLVING_KINDS,
    ],
    isObsolete: ({ state, laterKinds }) =>
      state.status !== 'open' || state.question !== null || includesAny(laterKinds, ['reminded']),
  },
  snoozed: {
    apply: (state, { until }) => ({ ...state, snoozedUntil: until }),
    recipients: nobody,
    timers: ({ event, after }) => ({
      start: { [after.status === 'done' ? 'follow-up' : 'unclaimed-reminder']: event.until },
    }),
    isShownOnPost: false,
  },
  'follow-up': {
    apply: (state) => state,
    recipients: engineer,
    waitsForWorkingHours: true,
    timers: noTimers,
    isShownOnPost: false,
  },
  'login-checked': {
    apply: (state, { loginAllowed }) => ({ ...state, loginAllowed: state.loginAllowed || loginAllowed }),
    recipients: (transition) => {
      const { loginAllowed, by } = transition.event;
      if (!loginAllowed) return [];
      return by === BOT_ACTOR ? engineer(transition) : [...engineer(transition), by];
    },
    notifiesActor: true,
    waitsForWorkingHours: true,
    timers: noTimers,
    isShownOnPost: false,
  },
  erased: {
    apply: (state) => ({ ...state, erased: true }),
    recipients: nobody,
    timers: () => CANCEL_ALL_TIMERS,
    isShownOnPost: true,
  },
};

export const HANDOFF_EVENT_KINDS = Object.keys(RULES) as readonly HandoffEventKind[];

/** Returns the rule for events of that kind. */
export function handoffEventRule<K extends HandoffEventKind>({
  kind,
}: Pick<HandoffEventOf<K>, 'kind'>): HandoffEventRule<K> {
  return RULES[kind];
}

/** Returns the state of a handoff that has just been submitted for the first time. */
export function stateAfterSubmission({
  at,
  by,
  channel,
  team,
  content,
  answerDueAt,
}: HandoffEventOf<'submitted'>): HandoffState {
  return {
    status: 'open',
    channel,
    team,
    content,
    answerDueAt,
    submitted: { at, by },
    delivery: 'sending',
    deliveryFailure: null,
    claim: null,
    question: null,
    answer: null,
    resolution: null,
    salesforceLink: content.input.salesforceLink,
    reminderRounds: 0,
    remindedAt: null,
    snoozedUntil: null,
    loginAllowed: false,
    erased: false,
  };
}

type ClaimEventKind = 'claimed' | 'reconfirmed';

function claimState(state: HandoffState, { by, at, until }: HandoffEventOf<ClaimEventKind>): HandoffState {
  return { ...state, status: 'claimed', claim: { ...(state.claim ?? { by, at }), until } };
}

function resolvedState(
  state: HandoffState,
  status: HandoffStatus,
  resolution: NonNullable<HandoffState['resolution']>,
): HandoffState {
  return { ...state, status, resolution, question: null };
}

function claimTimers(
  { event, after }: HandoffTransition<ClaimEventKind>,
  calendar: BusinessHours,
): HandoffTimerChanges {
  const noticeAt = claimNoticeAt(calendar, after.team, { from: new Date(event.at), until: event.until });
  return { start: { 'claim-expiry': noticeAt }, cancel: ['unclaimed-reminder'] };
}

function unclaimedTimers(transition: HandoffTransition, calendar: BusinessHours): HandoffTimerChanges {
  return {
    start: transition.after.question ? {} : reminderStart(transition, calendar),
    cancel: ['claim-expiry'],
  };
}

type EventAndStateAfter = Pick<HandoffTransition, 'event' | 'after'>;

function reminderStart(
  { event, after }: EventAndStateAfter,
  calendar: BusinessHours,
): NonNullable<HandoffTimerChanges['start']> {
  const dueAt = nextReminderAt(calendar, after, new Date(event.at));
  return dueAt === null ? {} : { 'unclaimed-reminder': dueAt };
}

/** Returns true when the event added the first link of an open handoff that Sales is expected to answer. */
function startsClock({ before, after }: HandoffTransition): boolean {
  return before?.answerDueAt === null && isActiveHandoff(after) && after.status === 'open' && !after.question;
}

function linkReminderStart({ event, after }: EventAndStateAfter, calendar: BusinessHours) {
  if (after.salesforceLink !== null) return {};
  return { 'link-reminder': linkReminderAt(calendar, new Date(event.at), event.kind === 'link-reminded') };
}

function loginWatchStart({ event, after }: EventAndStateAfter, calendar: BusinessHours) {
  return needsLoginWatch(after.content.facts)
    ? { 'login-watch': calendar.nextWorkingMorning('support', new Date(event.at)).toISOString() }
    : {};
}

function includesAny(all: readonly HandoffEventKind[], wanted: readonly HandoffEventKind[]): boolean {
  return all.some((kind) => wanted.includes(kind));
}
