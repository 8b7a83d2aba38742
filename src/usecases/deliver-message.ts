import { isChannelId } from '../domain/case.ts';
import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf, isEventObsolete } from '../domain/handoff.ts';
import type { HandoffEventDetails } from '../domain/handoff-events.ts';
import { BOT_ACTOR, hasPostToRender } from '../domain/handoff-state.ts';
import { isOverrideWaiting } from '../domain/step-progress.ts';
import type { UserPreferences } from '../domain/user-preferences.ts';
import { quietHoursEnd } from '../domain/user-preferences.ts';
import { PermanentSlackError, UserError } from '../errors.ts';
import type { WeeklyDigest } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';
import type { OutboxMessage } from '../ports/queues.ts';
import { decideHandoff } from './decide-handoff.ts';
import { earliestNotificationAt } from './handoff-effects.ts';
import { gatherHomeTab } from './home-tab.ts';
import { overrideRequestKey, overrideUndelivered } from './override-messages.ts';
import type { ClaimedMessage, ReminderPayload } from './update-after-post.ts';
import { deliverThenUpdateIfChanged, unclaimedInBatch } from './update-after-post.ts';

/** `Date`: not yet, try again then. An error: Slack rejects the message for good, and there is nobody to tell. */
type DeliveryOutcome = 'done' | Date | PermanentSlackError | UserError;

/**
 * Posts or updates one message of the outbox. Idempotent: a message that was posted before is found, not posted again.
 * Returns when to try again if it is too early. Reports a message that Slack rejects to `onFault`. Throws `RetryLater`
 * when the outcome is unknown.
 */
export async function deliverMessage(
  ports: Ports,
  message: ClaimedMessage,
  onFault: (what: string, error: unknown) => void,
): Promise<'done' | Date> {
  const outcome = await deliverThenUpdateIfChanged(ports, message, () => deliverByKind(ports, message));
  if (!(outcome instanceof Error)) return outcome;
  onFault(`${message.kind} rejected by Slack`, outcome);
  return 'done';
}

async function deliverByKind(ports: Ports, message: OutboxMessage): Promise<DeliveryOutcome> {
  const { messenger } = ports;
  const { key, kind, channel, payload } = message;
  switch (kind) {
    case 'handoff-post':
      return deliverHandoffPost(ports, String(payload['handoffId']));
    case 'case-card': {
      const kase = await ports.cases.find(String(payload['caseId']));
      return kase ? catchRejection(() => messenger.publishCaseCard(kase)) : 'done';
    }
    case 'home-tab':
      return catchRejection(async () =>
        messenger.publishHomeTab(await gatherHomeTab(ports, String(payload['user']))),
      );
    case 'notification':
      return deliverNotification(ports, message);
    case 'reminder':
      return deliverReminder(ports, message);
    case 'notification-update':
      return updateNotification(ports, message);
    case 'reminder-update':
      return updateReminder(ports, message);
    case 'override-request':
    case 'override-update':
    case 'override-undelivered':
      return deliverOverrideRequest(ports, message);
    case 'digest': {
      const digest = payload['digest'] as unknown as WeeklyDigest;
      return catchRejection(() => messenger.postWeeklyDigest(key, channel ?? '', digest));
    }
  }
}

/** Posts or updates the post and records the outcome. After a rejected first post the engineer may send it again. */
async function deliverHandoffPost(ports: Ports, id: string): Promise<DeliveryOutcome> {
  const handoff = await ports.handoffs.find(id);
  if (!handoff) return 'done';
  const state = handoffStateOf(handoff);
  if (!hasPostToRender(state)) return 'done';
  const isFirstPost = state.delivery === 'sending';
  try {
    await ports.messenger.publishHandoffPost(handoff);
    if (isFirstPost) await recordPostOutcome(ports, handoff, { kind: 'posted' });
  } catch (error) {
    if (!(error instanceof PermanentSlackError)) throw error;
    // A post that exists but can no longer be updated is no reason to post again.
    if (!isFirstPost) return error;
    const { slackError, outcomeUnknown } = error;
    await recordPostOutcome(ports, handoff, { kind: 'delivery-failed', error: slackError, outcomeUnknown });
  }
  return 'done';
}

/** Appends the event once for each submission, unless the handoff has ended. */
function recordPostOutcome(
  ports: Ports,
  { id, events }: Handoff,
  event: Extract<HandoffEventDetails, { kind: 'posted' | 'delivery-failed' }>,
): Promise<void> {
  const submissionCount = events.filter(({ kind }) => kind === 'submitted').length;
  const action = { handoffId: id, by: BOT_ACTOR, idempotencyKey: `${event.kind}:${id}:${submissionCount}` };
  return decideHandoff(ports, action, ({ delivery, resolution }) =>
    delivery === 'sending' && !resolution ? [event] : [],
  );
}

interface NotificationPayload {
  readonly handoffId: string;
  readonly eventIndex: number;
  readonly recipient: string;
}

async function deliverNotification(ports: Ports, { key, payload }: OutboxMessage): Promise<DeliveryOutcome> {
  const { handoffId, eventIndex, recipient } = payload as unknown as NotificationPayload;
  const handoff = await ports.handoffs.find(handoffId);
  const event = handoff?.events[eventIndex];
  const now = ports.now();
  if (!handoff || !event || isEventObsolete(handoff, eventIndex, now)) return 'done';
  const preferences = await ports.users.preferences(recipient);
  const state = handoffStateOf(handoff);
  // Checked again because the message may be delivered long after it was due.
  const workingTimeFrom = (from: Date) =>
    earliestNotificationAt(ports, event, { recipient, state, from }) ?? from;
  const notifyAt = nextNotificationTime(preferences, now, workingTimeFrom);
  if (notifyAt > now) return notifyAt;
  const thread = await cardThreadFor(ports, handoff, preferences);
  return catchRejection(() => ports.messenger.notify({ key, recipient, handoff, eventIndex, thread }));
}

/** Working hours and quiet hours that never overlap today do not overlap tomorrow either. */
const MAX_SCHEDULING_STEPS = 5;

/** Returns the next moment in working hours and out of quiet hours; if there is none, the end of the quiet hours. */
function nextNotificationTime(
  preferences: UserPreferences,
  now: Date,
  workingTimeFrom: (from: Date) => Date,
): Date {
  let moment = now;
  for (let step = 0; step < MAX_SCHEDULING_STEPS; step += 1) {
    const workingTime = workingTimeFrom(moment);
    moment = quietHoursEnd(preferences, workingTime) ?? workingTime;
    if (workingTimeFrom(moment) <= moment) return moment;
  }
  return quietHoursEnd(preferences, now) ?? now;
}

/** Returns the thread of the case's card for a user who prefers mentions, if the card is in a channel; else null. */
async function cardThreadFor(ports: Ports, { caseId }: Handoff, { notifyBy }: UserPreferences) {
  if (notifyBy !== 'mention') return null;
  const kase = await ports.cases.find(caseId);
  const channel = kase?.location.channel ?? '';
  return isChannelId(channel) ? { caseId, channel } : null;
}

/** Updates a notification: its buttons may no longer apply, or its names may have been erased. */
async function updateNotification(ports: Ports, { payload }: OutboxMessage): Promise<DeliveryOutcome> {
  const { notificationKey, handoffId, eventIndex, recipient } = payload as unknown as NotificationPayload & {
    readonly notificationKey: string;
  };
  const handoff = await ports.handoffs.find(handoffId);
  if (!handoff) return 'done';
  return catchRejection(() =>
    ports.messenger.updateNotification({ key: notificationKey, recipient, handoff, eventIndex }),
  );
}

/**
 * Posts or updates the request to approve an override, or reports that Slack rejected it. A request that has ended meanwhile
 * is not posted.
 */
async function deliverOverrideRequest(
  ports: Ports,
  { kind, payload }: OutboxMessage,
): Promise<DeliveryOutcome> {
  const { cases, messenger, now } = ports;
  const eventIndex = Number(payload['eventIndex']);
  const kase = await cases.find(String(payload['caseId']));
  if (!kase) return 'done';
  const key = overrideRequestKey(kase, eventIndex);
  const request = { kase, eventIndex };
  if (kind === 'override-update') return catchRejection(() => messenger.updateOverrideRequest(key, request));
  if (!isOverrideWaiting(request, now())) return 'done';
  const undelivered = overrideUndelivered(kase, eventIndex);
  if (kind === 'override-undelivered')
    return catchRejection(() => messenger.reportOverrideUndelivered(undelivered.key, request));
  const outcome = await catchRejection(() => messenger.postOverrideRequest(key, request));
  if (outcome instanceof Error) await ports.outbox.enqueue([undelivered]);
  return outcome;
}

async function deliverReminder(ports: Ports, { key, payload }: OutboxMessage): Promise<DeliveryOutcome> {
  const { channel, batchAt } = payload as unknown as ReminderPayload;
  const unclaimed = await unclaimedInBatch(ports, channel, batchAt);
  const [first] = unclaimed;
  if (!first) return 'done';
  const now = ports.now();
  const workingTime = ports.businessHours.nextWorkingTime(handoffStateOf(first).team, now);
  if (workingTime > now) return workingTime;
  return catchRejection(() => ports.messenger.postReminder(key, channel, unclaimed));
}

async function updateReminder(ports: Ports, { payload }: OutboxMessage): Promise<DeliveryOutcome> {
  const { reminderKey, channel, batchAt } = payload as unknown as ReminderPayload & {
    readonly reminderKey: string;
  };
  const unclaimed = await unclaimedInBatch(ports, channel, batchAt);
  return catchRejection(() => ports.messenger.updateReminder(reminderKey, channel, unclaimed));
}

async function catchRejection(work: () => Promise<unknown>): Promise<DeliveryOutcome> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof PermanentSlackError || error instanceof UserError) return error;
    throw error;
  }
}
