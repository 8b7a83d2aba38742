import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import type { Ports } from '../ports/ports.ts';
import type { Lease, OutboxMessage } from '../ports/queues.ts';

/** The updates of the messages that are posted once. */
const UPDATE_KINDS: Readonly<Partial<Record<OutboxMessage['kind'], OutboxMessage['kind']>>> = {
  notification: 'notification-update',
  reminder: 'reminder-update',
  'override-request': 'override-update',
};

/** A message of the outbox, and how often it was claimed. */
export type ClaimedMessage = OutboxMessage & Partial<Pick<Lease, 'attempts'>>;

/**
 * Delivers a message, and enqueues its update when what it shows changed meanwhile. The update that such a change causes may
 * be delivered by another process just before the post, where it finds nothing to update. Enqueues the update also when an
 * earlier attempt may have posted the message and ended before it saw a change.
 */
export async function deliverThenUpdateIfChanged<T>(
  ports: Ports,
  message: ClaimedMessage,
  deliver: () => Promise<T>,
): Promise<T> {
  const updateKind = UPDATE_KINDS[message.kind];
  if (updateKind === undefined) return deliver();
  const before = await stateOf(ports, message);
  const outcome = await deliver();
  const { attempts = 1, ...posted } = message;
  const isRedelivered = attempts > 1 && outcome === 'done';
  if (isRedelivered || (await stateOf(ports, message)) !== before) {
    const { key, kind, payload } = posted;
    const post = kind === 'reminder' ? { reminderKey: key } : { notificationKey: key };
    const update = { ...posted, kind: updateKind, payload: { ...payload, ...post }, notBefore: null };
    await ports.outbox.enqueue([{ ...update, key: `update:${key}` }]);
    ports.wakeOutbox();
  }
  return outcome;
}

/** Returns a text that changes with what the message shows. */
async function stateOf(ports: Ports, { kind, payload }: OutboxMessage): Promise<string> {
  if (kind === 'reminder') {
    const { channel, batchAt } = payload as unknown as ReminderPayload;
    return (await unclaimedInBatch(ports, channel, batchAt)).map(({ id }) => id).join();
  }
  const subject =
    kind === 'notification'
      ? await ports.handoffs.find(String(payload['handoffId']))
      : await ports.cases.find(String(payload['caseId']));
  return String(subject?.events.length);
}

export interface ReminderPayload {
  readonly channel: string;
  readonly batchAt: string;
}

/** Returns the channel's unclaimed handoffs whose last reminder belongs to that batch. */
export async function unclaimedInBatch(
  { handoffs }: Ports,
  channel: string,
  batchAt: string,
): Promise<readonly Handoff[]> {
  return (await handoffs.listActive({ channel })).filter((handoff) => {
    const { status, question } = handoffStateOf(handoff);
    const lastReminder = handoff.events.findLast(({ kind }) => kind === 'reminded');
    const isInBatch = lastReminder?.kind === 'reminded' && lastReminder.batchAt === batchAt;
    return status === 'open' && question === null && isInBatch;
  });
}
