import type { Case } from '../domain/case.ts';
import type { Handoff, HandoffEvent, HandoffState } from '../domain/handoff.ts';
import { BOT_ACTOR, handoffStateOf, hasPostToRender } from '../domain/handoff.ts';
import { UnreadableRow } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { OutboxMessage } from '../ports/queues.ts';
import type { TimerChanges } from './handoff-timers.ts';
import { timerChangesAfter } from './handoff-timers.ts';

/** What is to be said, drawn and looked at later because of what happened. */
export interface HandoffEffects extends TimerChanges {
  readonly messages: readonly OutboxMessage[];
}

/** A handoff to which something has just happened. */
interface IndexedTransition {
  readonly event: HandoffEvent;
  /** Its place among the handoff's events. */
  readonly index: number;
  readonly stateBefore: HandoffState | null;
  readonly stateAfter: HandoffState;
  readonly handoffId: string;
}

/** What follows from the newest events of a handoff; `count` of them are new. Asks who has a Home tab, nothing else. */
export async function handoffEffects(
  ports: Ports,
  { handoff, count }: { readonly handoff: Handoff; readonly count: number },
  kase: Case,
): Promise<HandoffEffects> {
  const firstNew = handoff.events.length - count;
  const all = transitionsOf(handoff);
  const transitions = all.slice(firstNew);
  const timerChanges = transitions.map((transition) => timerChangesAfter(ports, transition));
  return {
    messages: [
      ...postAndCardUpdates(transitions, kase),
      ...transitions.flatMap((transition) => notificationsFor(ports, transition)),
      ...supersededTransitions(all.slice(0, firstNew), transitions).flatMap(notificationUpdates),
      ...(await homeTabUpdates(ports, transitions, kase)),
    ],
    timers: timerChanges.flatMap(({ timers }) => timers),
    cancelTimers: timerChanges.flatMap(({ cancelTimers: stop }) => stop),
  };
}

/** All that has happened to a handoff, with how it stood before and after. */
function transitionsOf({ id, caseId, events }: Handoff): IndexedTransition[] {
  const stateUpTo = (end: number) => handoffStateOf({ id, caseId, events: events.slice(0, end) });
  return events.map((event, index) => ({
    handoffId: id,
    event,
    index,
    stateBefore: index === 0 ? null : stateUpTo(index),
    stateAfter: stateUpTo(index + 1),
  }));
}

/** The same for every request to draw that handoff's post, a case's card, or somebody's Home. */
export function handoffPostUpdate(id: string, { channel }: Pick<HandoffState, 'channel'>): OutboxMessage {
  return { key: `draw:handoff:${id}`, kind: 'handoff', channel, payload: { handoffId: id }, notBefore: null };
}

function caseCardUpdate({ id, location: place }: Case): OutboxMessage {
  return {
    key: `draw:case:${id}`,
    kind: 'case',
    channel: place.channel,
    payload: { caseId: id },
    notBefore: null,
  };
}

/** Everything in Slack that shows the case, to be drawn anew. */
export function caseUpdates(kase: Case, handoffs: readonly Handoff[]): OutboxMessage[] {
  return [
    caseCardUpdate(kase),
    ...handoffs.flatMap((handoff) => [
      handoffPostUpdate(handoff.id, handoffStateOf(handoff)),
      ...transitionsOf(handoff).flatMap(notificationUpdates),
    ]),
  ];
}

/** Returns the redrawings of a case by its id; none when it cannot be read, so that it can still be erased. */
export async function caseUpdatesById(
  { cases, handoffs }: Pick<Ports, 'cases' | 'handoffs'>,
  id: string,
): Promise<OutboxMessage[]> {
  try {
    const kase = await cases.find(id);
    return kase ? caseUpdates(kase, await handoffs.listByCase(id)) : [];
  } catch (error) {
    if (error instanceof UnreadableRow) return [];
    throw error;
  }
}

export function homeTabUpdate(user: string): OutboxMessage {
  return { key: `draw:home:${user}`, kind: 'home', channel: null, payload: { user }, notBefore: null };
}

/** Nothing on the post itself says these. */
const EVENTS_NOT_SHOWN_ON_POST: readonly HandoffEvent['kind'][] = [
  'posted',
  'refused',
  'lapse-near',
  'reminded',
  'snoozed',
  'follow-up',
  'watched',
];

function postAndCardUpdates(transitions: readonly IndexedTransition[], kase: Case): OutboxMessage[] {
  const last = transitions.at(-1);
  if (!last) return [];
  const isVisible =
    hasPostToRender(last.stateAfter) &&
    transitions.some(({ event }) => !EVENTS_NOT_SHOWN_ON_POST.includes(event.kind));
  return [...(isVisible ? [handoffPostUpdate(last.handoffId, last.stateAfter)] : []), caseCardUpdate(kase)];
}

async function homeTabUpdates(
  { users: people }: Ports,
  transitions: readonly IndexedTransition[],
  kase: Case,
): Promise<OutboxMessage[]> {
  const users = transitions.flatMap(({ event, stateBefore, stateAfter }) => [
    kase.openedBy,
    stateAfter.submitted.by,
    event.by,
    stateBefore?.claim?.by,
    stateAfter.claim?.by,
  ]);
  const recipients = [...new Set(users)].filter((user) => user !== undefined && user !== BOT_ACTOR);
  return (await people.filterHomeTabOpened(recipients as string[])).map(homeTabUpdate);
}

/** Who is told, besides the post and the cards; nobody is told of what they did themselves, only of what they found. */
function notificationsFor(ports: Ports, transition: IndexedTransition): OutboxMessage[] {
  const { event, index, stateAfter, handoffId } = transition;
  const notifications = recipientsOf(transition).map(
    (user): OutboxMessage => ({
      key: notificationKey(transition, user),
      kind: 'note',
      channel: user,
      payload: { handoffId, event: index, to: user },
      notBefore:
        earliestNotificationAt(ports, event, {
          to: user,
          now: stateAfter,
          moment: new Date(event.at),
        })?.toISOString() ?? null,
    }),
  );
  return event.kind === 'reminded'
    ? [...notifications, channelReminder(stateAfter.channel, event.batchAt)]
    : notifications;
}

function recipientsOf(transition: IndexedTransition): string[] {
  const { event } = transition;
  const concerned = RECIPIENT_RULES[event.kind](transition).filter((user) => user !== undefined);
  return [...new Set(concerned)].filter((user) => user !== event.by || event.kind === 'watched');
}

function notificationKey({ handoffId, index }: IndexedTransition, user: string): string {
  return `note:${handoffId}:${index}:${user}`;
}

/** One for all handoffs of a channel that fall due in the same slot: each says in its own event which slot that is. */
function channelReminder(channel: string, slot: string): OutboxMessage {
  return {
    key: reminderKey(channel, slot),
    kind: 'reminder',
    channel,
    payload: { channel, slot },
    notBefore: slot,
  };
}

function reminderKey(channel: string, slot: string): string {
  return `remind:${channel}:${slot}`;
}

const END_EVENTS = ['done', 'declined', 'withdrawn'] as const;

/** What was said that offers something to press, and what makes another offer of it. */
const SUPERSEDED_BY: Partial<Record<HandoffEvent['kind'], readonly HandoffEvent['kind'][]>> = {
  refused: ['submitted', 'posted', 'not-there', ...END_EVENTS],
  'lapse-near': ['released', 'lapsed', ...END_EVENTS],
  lapsed: ['claimed', ...END_EVENTS],
  asked: ['answered', ...END_EVENTS],
  reminded: ['claimed', 'released', 'lapsed', 'asked', 'answered', ...END_EVENTS],
};

/** The last of each kind: those before it were outdated by it, or by what led to it. */
function supersededTransitions(
  earlier: readonly IndexedTransition[],
  transitions: readonly IndexedTransition[],
): IndexedTransition[] {
  const kinds = transitions.map(({ event }) => event.kind);
  return Object.entries(SUPERSEDED_BY).flatMap(([kind, supersedingKinds]) => {
    const last = earlier.findLast(({ event }) => event.kind === kind);
    return last && supersedingKinds.some((one) => kinds.includes(one)) ? [last] : [];
  });
}

/** What was said of it, to be drawn anew where it stands. */
function notificationUpdates(transition: IndexedTransition): OutboxMessage[] {
  const { handoffId, event, index, stateAfter } = transition;
  const notes = recipientsOf(transition).map((user): OutboxMessage => {
    const note = notificationKey(transition, user);
    const data = { note, handoffId, event: index, to: user };
    return { key: `draw:${note}`, kind: 'old-note', channel: user, payload: data, notBefore: null };
  });
  if (event.kind !== 'reminded') return notes;
  const { channel } = stateAfter;
  const reminder = reminderKey(channel, event.batchAt);
  const data = { reminder, channel, slot: event.batchAt };
  return [
    ...notes,
    { key: `draw:${reminder}`, kind: 'old-reminder', channel, payload: data, notBefore: null },
  ];
}

type RecipientRule = (happened: IndexedTransition) => readonly (string | undefined)[];

const noRecipients: RecipientRule = () => [];
const engineer: RecipientRule = ({ stateAfter: now }) => [now.submitted.by];
const claimer: RecipientRule = ({ stateBefore: before }) => [before?.claim?.by];

/** Whom each event concerns, besides those who see it on the post and on the card. */
const RECIPIENT_RULES: Record<HandoffEvent['kind'], RecipientRule> = {
  submitted: noRecipients,
  posted: noRecipients,
  refused: engineer,
  'not-there': noRecipients,
  claimed: engineer,
  reconfirmed: noRecipients,
  released: engineer,
  'lapse-near': claimer,
  lapsed: (happened) => [...engineer(happened), ...claimer(happened)],
  asked: engineer,
  answered: (happened) => [happened.stateBefore?.question?.by, ...engineer(happened)],
  done: engineer,
  declined: engineer,
  withdrawn: (happened) => [...engineer(happened), ...claimer(happened), happened.stateBefore?.question?.by],
  linked: noRecipients,
  reminded: engineer,
  snoozed: noRecipients,
  'follow-up': engineer,
  watched: (happened) => {
    const { event } = happened;
    if (event.kind !== 'watched' || !event.loginAllowed) return [];
    return event.by === BOT_ACTOR ? engineer(happened) : [...engineer(happened), event.by];
  },
  erased: noRecipients,
};

/** What the clock and not a person brought up waits until those whom it concerns are at work. */
const WORKING_HOURS_EVENTS: readonly HandoffEvent['kind'][] = [
  'reminded',
  'follow-up',
  'watched',
  'lapse-near',
  'lapsed',
];

/** When that person may be told of it at the earliest; null: at any time. */
export function earliestNotificationAt(
  { businessHours: calendars }: Pick<Ports, 'businessHours'>,
  { kind, by }: HandoffEvent,
  {
    to: recipient,
    now: state,
    moment,
  }: { readonly to: string; readonly now: HandoffState; readonly moment: Date },
): Date | null {
  if (by !== BOT_ACTOR || !WORKING_HOURS_EVENTS.includes(kind)) return null;
  return calendars.nextWorkingTime(recipient === state.submitted.by ? 'support' : state.team, moment);
}
