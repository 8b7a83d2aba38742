import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf, isEventObsolete } from '../domain/handoff.ts';
import { BOT_ACTOR, hasPostToRender } from '../domain/handoff-state.ts';
import type { UserPreferences } from '../domain/user-preferences.ts';
import { quietHoursEnd } from '../domain/user-preferences.ts';
import { PermanentSlackError, UserError } from '../errors.ts';
import type { WeeklyDigest } from '../ports/messenger.ts';
import type { Ports } from '../ports/ports.ts';
import type { OutboxMessage } from '../ports/queues.ts';
import { decideHandoff } from './decide-handoff.ts';
import { earliestNotificationAt } from './handoff-effects.ts';
import { gatherHomeTab } from './home-tab.ts';

/**
 * Says or draws one thing from the outbox. Doing it again draws the same, or finds what was said. Answers when to try
 * again if this is not the time for it. Throws `RetryLater` when Slack did not settle it. `onFault` hears of what Slack
 * takes nowhere.
 */
export async function deliverMessage(
  ports: Ports,
  message: OutboxMessage,
  onFault: (what: string, error: unknown) => void,
): Promise<'done' | Date> {
  const outcome = await deliverByKind(ports, message);
  if (!(outcome instanceof Error)) return outcome;
  onFault(`${message.kind} not taken`, outcome);
  return 'done';
}

/** What came of it; a refusal when it is of no use to try again, and nobody pressed who could be told. */
type DeliveryOutcome = 'done' | Date | PermanentSlackError | UserError;

async function deliverByKind(ports: Ports, message: OutboxMessage): Promise<DeliveryOutcome> {
  switch (message.kind) {
    case 'handoff':
      await deliverHandoffPost(ports, String(message.payload['handoffId']));
      return 'done';
    case 'case': {
      const kase = await ports.cases.find(String(message.payload['caseId']));
      return kase ? catchPermanentRefusal(() => ports.messenger.publishCaseCard(kase)) : 'done';
    }
    case 'home':
      return catchPermanentRefusal(async () =>
        ports.messenger.publishHomeTab(await gatherHomeTab(ports, String(message.payload['user']))),
      );
    case 'note':
      return deliverNotification(ports, message);
    case 'reminder':
      return deliverReminder(ports, message);
    case 'old-note':
      return updateNotification(ports, message);
    case 'old-reminder':
      return updateReminder(ports, message);
    case 'digest':
      return catchPermanentRefusal(() =>
        ports.messenger.postWeeklyDigest(
          message.key,
          message.channel ?? '',
          message.payload['digest'] as unknown as WeeklyDigest,
        ),
      );
  }
}

/** Posts it or brings it up to date, and writes down whether Slack has it. What was not sent goes back to the engineer. */
async function deliverHandoffPost(ports: Ports, id: string): Promise<void> {
  const handoff = await ports.handoffs.find(id);
  if (!handoff) return;
  const standing = handoffStateOf(handoff);
  const { delivery } = standing;
  if (!hasPostToRender(standing)) return;
  const record = (fact: Parameters<typeof recordPostOutcome>[2]) => recordPostOutcome(ports, handoff, fact);
  try {
    await ports.messenger.publishHandoffPost(handoff);
    if (delivery === 'sending') await record({ kind: 'posted' });
  } catch (error) {
    if (!(error instanceof PermanentSlackError)) throw error;
    // A post that is there and cannot be changed any more is no reason to tell Sales again.
    if (delivery === 'sending')
      await record({ kind: 'refused', error: error.slackError, outcomeUnknown: error.outcomeUnknown });
  }
}

/** Once for each submission, and not when it has ended before that. */
function recordPostOutcome(
  ports: Ports,
  { id, events }: Handoff,
  event:
    | { readonly kind: 'posted' }
    | { readonly kind: 'refused'; readonly error: string; readonly outcomeUnknown: boolean },
): Promise<void> {
  const submissionCount = events.filter(({ kind }) => kind === 'submitted').length;
  const action = { handoffId: id, by: BOT_ACTOR, idempotencyKey: `${event.kind}:${id}:${submissionCount}` };
  return decideHandoff(ports, action, ({ delivery, resolution: end }) =>
    delivery === 'sending' && !end ? [event] : [],
  );
}

async function deliverNotification(
  ports: Ports,
  { key, payload: data }: OutboxMessage,
): Promise<DeliveryOutcome> {
  const {
    handoffId,
    event: eventIndex,
    to: recipient,
  } = data as { handoffId: string; event: number; to: string };
  const handoff = await ports.handoffs.find(handoffId);
  const notifiedEvent = handoff?.events[eventIndex];
  const now = ports.now();
  if (!handoff || !notifiedEvent || isEventObsolete(handoff, eventIndex, now)) return 'done';
  const preferences = await ports.users.preferences(recipient);
  // Its time may have come while nobody was there to say it.
  const workingTimeFrom = (moment: Date) =>
    earliestNotificationAt(ports, notifiedEvent, {
      recipient,
      state: handoffStateOf(handoff),
      from: moment,
    }) ?? moment;
  const notifyAt = nextNotificationTime(preferences, now, workingTimeFrom);
  if (notifyAt > now) return notifyAt;
  const thread = await cardThreadFor(ports, handoff, preferences);
  return catchPermanentRefusal(() => ports.messenger.notify({ key, recipient, handoff, eventIndex, thread }));
}

/** Working hours and quiet hours that never leave a moment do not do so tomorrow either. */
const MAX_SCHEDULING_STEPS = 5;

/** At work and not in quiet hours; for whom there is no such moment, as soon as it is not quiet. */
function nextNotificationTime(
  preferences: UserPreferences,
  now: Date,
  workingTimeFrom: (moment: Date) => Date,
): Date {
  let moment = now;
  for (let step = 0; step < MAX_SCHEDULING_STEPS; step += 1) {
    const workingTime = workingTimeFrom(moment);
    moment = quietHoursEnd(preferences, workingTime) ?? workingTime;
    if (workingTimeFrom(moment) <= moment) return moment;
  }
  return quietHoursEnd(preferences, now) ?? now;
}

/** The card's own thread, for who wants to be mentioned there and where the card is in a channel. */
async function cardThreadFor(
  ports: Ports,
  { caseId }: Handoff,
  { notifyBy: channelPreference }: UserPreferences,
) {
  if (channelPreference !== 'mention') return null;
  const kase = await ports.cases.find(caseId);
  const channel = kase?.location.channel ?? '';
  return /^[CG]/.test(channel) ? { caseId, channel } : null;
}

async function deliverReminder(
  ports: Ports,
  { key, payload: data }: OutboxMessage,
): Promise<DeliveryOutcome> {
  const { channel, slot } = data as { channel: string; slot: string };
  const live = await ports.handoffs.listLive({ channel });
  const due = live.filter((handoff) => isInReminderSlot(handoff, slot));
  const [first] = due;
  if (!first) return 'done';
  const now = ports.now();
  const workingTime = ports.businessHours.nextWorkingTime(handoffStateOf(first).team, now);
  if (workingTime > now) return workingTime;
  return catchPermanentRefusal(() => ports.messenger.postReminder(key, channel, due));
}

/** As things stand now; it may have lost its buttons, or its names. */
async function updateNotification(ports: Ports, { payload: data }: OutboxMessage): Promise<DeliveryOutcome> {
  const {
    note: key,
    handoffId,
    event: eventIndex,
    to: recipient,
  } = data as {
    note: string;
    handoffId: string;
    event: number;
    to: string;
  };
  const handoff = await ports.handoffs.find(handoffId);
  return handoff
    ? catchPermanentRefusal(() => ports.messenger.updateNotification({ key, recipient, handoff, eventIndex }))
    : 'done';
}

async function updateReminder(ports: Ports, { payload: data }: OutboxMessage): Promise<DeliveryOutcome> {
  const { reminder: key, channel, slot } = data as { reminder: string; channel: string; slot: string };
  const due = (await ports.handoffs.listLive({ channel })).filter((handoff) =>
    isInReminderSlot(handoff, slot),
  );
  return catchPermanentRefusal(() => ports.messenger.updateReminder(key, channel, due));
}

/** Nobody has claimed it, and its last reminder belongs to that slot. */
function isInReminderSlot(handoff: Handoff, slot: string): boolean {
  const reminded = handoff.events.findLast(({ kind }) => kind === 'reminded');
  const { status: state, question } = handoffStateOf(handoff);
  return state === 'open' && question === null && reminded?.kind === 'reminded' && reminded.batchAt === slot;
}

async function catchPermanentRefusal(work: () => Promise<unknown>): Promise<DeliveryOutcome> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof PermanentSlackError || error instanceof UserError) return error;
    throw error;
  }
}
