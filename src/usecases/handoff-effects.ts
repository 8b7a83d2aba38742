import type { Case } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf, transitionsOf } from '../domain/handoff.ts';
import type { HandoffEvent, HandoffTimerKind, HandoffTransition } from '../domain/handoff-events.ts';
import { HANDOFF_EVENT_KINDS, handoffEventRule } from '../domain/handoff-events.ts';
import type { HandoffState } from '../domain/handoff-state.ts';
import { BOT_ACTOR, hasPostToRender } from '../domain/handoff-state.ts';
import { UnreadableRow } from '../errors.ts';
import type { Ports } from '../ports/ports.ts';
import type { OutboxMessage, Timer, TimerKind } from '../ports/queues.ts';
import type { HandoffChange } from '../ports/store.ts';
import { overrideUpdates } from './override-messages.ts';

export type HandoffEffects = Required<Pick<HandoffChange, 'messages' | 'timers' | 'cancelTimers'>>;

/**
 * Returns the messages and timer changes that follow from the handoff's last `count` events, as the rules in
 * `domain/handoff-events.ts` say.
 */
export async function handoffEffects(
  ports: Ports,
  { handoff, count }: { readonly handoff: Handoff; readonly count: number },
  kase: Case,
): Promise<HandoffEffects> {
  const firstNew = handoff.events.length - count;
  const all = transitionsOf(handoff);
  const transitions = all.slice(firstNew);
  const timerChanges = transitions.map((transition) =>
    handoffEventRule(transition.event).timers(transition, ports.businessHours),
  );
  return {
    messages: [
      ...postAndCardMessages(transitions, kase),
      ...transitions.flatMap((transition) => notificationsFor(ports, transition)),
      ...supersededTransitions(all.slice(0, firstNew), transitions).flatMap(notificationUpdates),
      ...(await homeTabMessages(ports.users, transitions, kase)),
    ],
    timers: timerChanges.flatMap(({ start = {} }) =>
      Object.entries(start).map(([kind, dueAt]): Timer => {
        const timerKind = kind as HandoffTimerKind;
        return { key: timerKey(timerKind, handoff.id), kind: timerKind, subjectId: handoff.id, dueAt };
      }),
    ),
    cancelTimers: timerChanges.flatMap(({ cancel = [] }) => cancel.map((kind) => timerKey(kind, handoff.id))),
  };
}

export function timerKey(kind: TimerKind, subjectId: string): string {
  return `${kind}:${subjectId}`;
}

/** Returns the message that posts the handoff to Sales, or updates its post. */
export function handoffPostMessage(id: string, { channel }: Pick<HandoffState, 'channel'>): OutboxMessage {
  return {
    key: `update:handoff-post:${id}`,
    kind: 'handoff-post',
    channel,
    payload: { handoffId: id },
    notBefore: null,
  };
}

/** Returns the message that posts the case's card or updates it. */
export function caseCardMessage({ id, location: { channel } }: Pick<Case, 'id' | 'location'>): OutboxMessage {
  return {
    key: `update:case-card:${id}`,
    kind: 'case-card',
    channel,
    payload: { caseId: id },
    notBefore: null,
  };
}

/** Returns the message that publishes the user's Home tab. */
export function homeTabMessage(user: string): OutboxMessage {
  return {
    key: `update:home-tab:${user}`,
    kind: 'home-tab',
    channel: null,
    payload: { user },
    notBefore: null,
  };
}

/** Returns requests to render everything in Slack that shows the case; none when the case cannot be read. */
export async function caseUpdatesById(
  { cases, handoffs, users }: Pick<Ports, 'cases' | 'handoffs' | 'users'>,
  id: string,
): Promise<OutboxMessage[]> {
  try {
    const kase = await cases.find(id);
    return kase ? await caseUpdates(users, kase, await handoffs.listByCase(id)) : [];
  } catch (error) {
    // An unreadable case can still be erased.
    if (error instanceof UnreadableRow) return [];
    throw error;
  }
}

async function caseUpdates(
  users: Ports['users'],
  kase: Case,
  handoffs: readonly Handoff[],
): Promise<OutboxMessage[]> {
  const transitions = handoffs.flatMap(transitionsOf);
  return [
    caseCardMessage(kase),
    ...overrideUpdates(kase),
    ...handoffs.map((handoff) => handoffPostMessage(handoff.id, handoffStateOf(handoff))),
    ...transitions.flatMap(notificationUpdates),
    ...(await homeTabMessages(users, transitions, kase)),
  ];
}

function postAndCardMessages(transitions: readonly HandoffTransition[], kase: Case): OutboxMessage[] {
  const last = transitions.at(-1);
  if (!last) return [];
  const changesPost =
    hasPostToRender(last.after) && transitions.some(({ event }) => handoffEventRule(event).isShownOnPost);
  return [...(changesPost ? [handoffPostMessage(last.handoffId, last.after)] : []), caseCardMessage(kase)];
}

async function homeTabMessages(
  users: Ports['users'],
  transitions: readonly HandoffTransition[],
  kase: Case,
): Promise<OutboxMessage[]> {
  const concerned = [
    kase.openedBy,
    ...transitions.flatMap(({ event, before, after }) => [
      after.submitted.by,
      event.by,
      before?.claim?.by,
      after.claim?.by,
    ]),
  ];
  const people = [...new Set(concerned)].filter((user) => user !== undefined && user !== BOT_ACTOR);
  return (await users.filterHomeTabOpened(people as string[])).map(homeTabMessage);
}

function notificationsFor(ports: Ports, transition: HandoffTransition): OutboxMessage[] {
  const { event, index, after, handoffId } = transition;
  const notifications = recipientsOf(transition).map((user): OutboxMessage => {
    const earliest = earliestNotificationAt(ports, event, {
      recipient: user,
      state: after,
      from: new Date(event.at),
    });
    return {
      key: notificationKey(transition, user),
      kind: 'notification',
      channel: user,
      payload: { handoffId, eventIndex: index, recipient: user },
      notBefore: earliest?.toISOString() ?? null,
    };
  });
  const batchAt = handoffEventRule(event).channelReminderAt?.(event);
  return batchAt === undefined ? notifications : [...notifications, channelReminder(after.channel, batchAt)];
}

function recipientsOf(transition: HandoffTransition): string[] {
  const { event } = transition;
  const rule = handoffEventRule(event);
  const recipients = rule.recipients(transition).filter((user) => user !== undefined);
  return [...new Set(recipients)].filter((user) => rule.notifiesActor || user !== event.by);
}

/**
 * Returns the earliest time at which the recipient may be notified of the event, not before `from`; null: any time.
 * What the bot noticed waits until the recipient is at work.
 */
export function earliestNotificationAt(
  { businessHours }: Pick<Ports, 'businessHours'>,
  event: Pick<HandoffEvent, 'kind' | 'by'>,
  {
    recipient,
    state,
    from,
  }: { readonly recipient: string; readonly state: HandoffState; readonly from: Date },
): Date | null {
  if (event.by !== BOT_ACTOR || !handoffEventRule(event).waitsForWorkingHours) return null;
  return businessHours.nextWorkingTime(recipient === state.submitted.by ? 'support' : state.team, from);
}

/**
 * What the bot noticed has the same key when it is noticed again after a restore, in whatever order, and is then found where
 * it was posted. What a person does again is news.
 */
function notificationKey({ handoffId, event, ordinal }: HandoffTransition, user: string): string {
  const { kind, by, at } = event;
  const occurrence = by === BOT_ACTOR ? ordinal : Date.parse(at);
  return `notification:${handoffId}:${kind}:${occurrence}:${user}`;
}

/** Returns the one reminder for all handoffs of the channel whose `reminded` events name the same batch. */
function channelReminder(channel: string, batchAt: string): OutboxMessage {
  return {
    key: reminderKey(channel, batchAt),
    kind: 'reminder',
    channel,
    payload: { channel, batchAt },
    notBefore: batchAt,
  };
}

function reminderKey(channel: string, batchAt: string): string {
  return `reminder:${channel}:${batchAt}`;
}

/** Returns the last earlier event of each kind that one of the new events supersedes. */
function supersededTransitions(
  earlier: readonly HandoffTransition[],
  added: readonly HandoffTransition[],
): HandoffTransition[] {
  return HANDOFF_EVENT_KINDS.flatMap((kind) => {
    const { supersededBy = [] } = handoffEventRule({ kind });
    const last = earlier.findLast(({ event }) => event.kind === kind);
    return last && added.some(({ event }) => supersededBy.includes(event.kind)) ? [last] : [];
  });
}

/** Returns requests to render the messages about an event again, where they were posted. */
function notificationUpdates(transition: HandoffTransition): OutboxMessage[] {
  const { handoffId, event, index, after } = transition;
  const updates = recipientsOf(transition).map((user): OutboxMessage => {
    const key = notificationKey(transition, user);
    const payload = { notificationKey: key, handoffId, eventIndex: index, recipient: user };
    return { key: `update:${key}`, kind: 'notification-update', channel: user, payload, notBefore: null };
  });
  const batchAt = handoffEventRule(event).channelReminderAt?.(event);
  if (batchAt === undefined) return updates;
  const { channel } = after;
  const key = reminderKey(channel, batchAt);
  const payload = { reminderKey: key, channel, batchAt };
  return [...updates, { key: `update:${key}`, kind: 'reminder-update', channel, payload, notBefore: null }];
}
