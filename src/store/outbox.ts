import type { Expression, Kysely } from 'kysely';
import type { Leased, Outbox, OutboxMessage, OutboxMessageKind } from '../ports/queues.ts';
import { OUTBOX_EVENT_KINDS, OUTBOX_STATE_KINDS } from '../ports/queues.ts';
import { PAGE_SIZE } from './batching.ts';
import { untilByDatabaseClock } from './database-clock.ts';
import type { LeaseQueueOptions } from './lease-queue.ts';
import { claimRows, createLeaseQueue, FUTURE_LEASE_TOLERANCE_MS } from './lease-queue.ts';
import type { NewQueueItem } from './queue-items.ts';
import {
  DUE_AT_ONCE,
  enqueueItems,
  isClaimable,
  selectClaimable,
  withPendingPartitions,
} from './queue-items.ts';
import type { StoreContext } from './store-context.ts';
import { parseStoredLiteral, parseStoredObject } from './stored-values.ts';
import type { Tables } from './tables.ts';

/** The partition of messages that are not posted to a channel and so have no rate limit. */
const NO_CHANNEL = '';

const KINDS: readonly OutboxMessageKind[] = [...OUTBOX_STATE_KINDS, ...OUTBOX_EVENT_KINDS];

const OPTIONS: LeaseQueueOptions<OutboxMessage> = {
  queue: 'outbox',
  kinds: KINDS,
  keepsCompleted: true,
  kindsCompletedByLeaseOwnerOnly: OUTBOX_STATE_KINDS,
  readItem: ({ key, kind, partition, payload, due_at }) => ({
    key,
    kind: parseStoredLiteral(KINDS, kind),
    channel: partition === NO_CHANNEL ? null : partition,
    payload: parseStoredObject(payload),
    notBefore: due_at === DUE_AT_ONCE ? null : due_at,
  }),
};

/** Creates the outbox: a lease queue with one partition and one rate limit per Slack channel. */
export function createOutbox(context: StoreContext): Outbox {
  const { db, transaction, clock } = context;
  const queue = createLeaseQueue<OutboxMessage, never>(context, OPTIONS);
  return {
    ...queue,
    async enqueue(messages) {
      await transaction((trx) => enqueueMessages(trx, context, messages));
    },
    async enqueueAndClaim(message) {
      await enqueueMessages(db(), context, [message]);
      const row = db()
        .selectFrom('queue_items')
        .select('queue_items.id')
        .where('queue_items.queue', '=', 'outbox')
        .where('queue_items.key', '=', message.key);
      const [claimed = null] = await claimRows(context, OPTIONS, row);
      return claimed;
    },
    claim: async (limit) => (limit < 1 ? [] : claimMessages(context, Math.floor(limit))),
    async releaseFutureLeases() {
      const released = await queue.releaseFutureLeases();
      const slots = await db()
        .deleteFrom('channel_rate_limits')
        .where('updated_at', '>', clock.after(FUTURE_LEASE_TOLERANCE_MS))
        .returning('channel')
        .execute();
      return released + slots.length;
    },
    acquireSlot: (channel, rateLimitMs) => acquireSlot(context, channel, rateLimitMs),
    backOff: (channel, until) => backOffChannel(context, channel, until),
    async deleteCompleted(before) {
      await queue.deleteCompleted(before);
      await db().deleteFrom('channel_rate_limits').where('next_slot_at', '<', clock.now()).execute();
    },
  };
}

/** Enqueues messages. To be called in the transaction of the decision that requires them. */
export async function enqueueMessages(
  db: Kysely<Tables>,
  context: Pick<StoreContext, 'clock'>,
  messages: readonly OutboxMessage[],
): Promise<void> {
  for (const batch of batchesByKind(messages)) {
    const existing = batch.some(({ kind }) => isStateKind(kind)) ? 'replace' : 'keep';
    await enqueueItems(db, context, { queue: 'outbox', items: batch.map(toQueueItem), existing });
  }
}

/** Divides messages, in their order, into batches of state kinds or of event kinds without a key twice: each is one statement. */
function batchesByKind(messages: readonly OutboxMessage[]): OutboxMessage[][] {
  const batches: OutboxMessage[][] = [];
  for (const message of messages) {
    const last = batches.at(-1);
    const fits =
      last !== undefined &&
      last.length < PAGE_SIZE &&
      last.every(({ key, kind }) => key !== message.key && isStateKind(kind) === isStateKind(message.kind));
    if (fits) last.push(message);
    else batches.push([message]);
  }
  return batches;
}

function toQueueItem({ key, kind, channel, payload, notBefore }: OutboxMessage): NewQueueItem {
  return {
    key,
    kind,
    partition: channel ?? NO_CHANNEL,
    subjectId: subjectIdOf(payload),
    dueAt: notBefore ?? DUE_AT_ONCE,
    payload: JSON.stringify(payload),
  };
}

function isStateKind(kind: OutboxMessageKind): boolean {
  return (OUTBOX_STATE_KINDS as readonly string[]).includes(kind);
}

function subjectIdOf({ handoffId, caseId }: OutboxMessage['payload']): string | null {
  if (typeof handoffId === 'string') return handoffId;
  return typeof caseId === 'string' ? caseId : null;
}

/**
 * Claims the first message of each channel that may be posted to, and messages without a channel. Reads only the first
 * rows of each channel, so a backlog in one does not slow down the others.
 */
async function claimMessages(context: StoreContext, limit: number): Promise<Leased<OutboxMessage>[]> {
  const ids = [
    ...(await firstIdPerFreeChannel(context)),
    ...(
      await selectClaimable(context.db(), context, {
        queue: 'outbox',
        partition: NO_CHANNEL,
        limit,
        kinds: KINDS,
      }).execute()
    ).map(({ id }) => id),
  ];
  if (ids.length === 0) return [];
  const candidates = context
    .db()
    .selectFrom('queue_items')
    .select('queue_items.id')
    .where('queue_items.id', 'in', ids)
    .where((row) => isClaimable(row, context))
    .orderBy('queue_items.due_at')
    .orderBy('queue_items.id')
    .limit(limit);
  return claimRows(context, OPTIONS, candidates);
}

async function firstIdPerFreeChannel(context: StoreContext): Promise<number[]> {
  const { db, clock } = context;
  const rows = await withPendingPartitions(db(), 'outbox')
    .selectFrom('pending_partitions')
    .leftJoin('channel_rate_limits', 'channel_rate_limits.channel', 'pending_partitions.partition')
    .where('pending_partitions.partition', 'is not', null)
    .where((row) =>
      row.or([
        row('channel_rate_limits.next_slot_at', 'is', null),
        row('channel_rate_limits.next_slot_at', '<=', clock.now()),
      ]),
    )
    .select((row) =>
      row
        .selectFrom('queue_items')
        .select('queue_items.id')
        .where('queue_items.queue', '=', 'outbox')
        .where('queue_items.partition', '=', row.ref('pending_partitions.partition') as Expression<string>)
        .where('queue_items.kind', 'in', KINDS)
        .where((inner) => isClaimable(inner, context))
        .orderBy('queue_items.due_at')
        .orderBy('queue_items.id')
        .limit(1)
        .as('id'),
    )
    .execute();
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

/** Takes a slot in one statement, which changes the row of the channel only when the slot is free. */
async function acquireSlot(
  { db, clock, now }: StoreContext,
  channel: string,
  rateLimitMs: number,
): Promise<'now' | Date> {
  const slot = { next_slot_at: clock.after(rateLimitMs), updated_at: clock.now() };
  const [acquired] = await db()
    .insertInto('channel_rate_limits')
    .values({ channel, ...slot })
    .onConflict((conflict) =>
      conflict
        .column('channel')
        .doUpdateSet(slot)
        .where('channel_rate_limits.next_slot_at', '<=', clock.now()),
    )
    .returning('channel')
    .execute();
  if (acquired) return 'now';
  const row = await db()
    .selectFrom('channel_rate_limits')
    .select(['next_slot_at', clock.now().as('database_now')])
    .where('channel', '=', channel)
    .executeTakeFirst();
  const waitMs = row ? Date.parse(row.next_slot_at) - Date.parse(row.database_now) : 0;
  return new Date(now().getTime() + waitMs);
}

async function backOffChannel(context: StoreContext, channel: string, until: Date): Promise<void> {
  const { db, clock } = context;
  const slot = { next_slot_at: untilByDatabaseClock(context, until), updated_at: clock.now() };
  await db()
    .insertInto('channel_rate_limits')
    .values({ channel, ...slot })
    .onConflict((conflict) =>
      conflict
        .column('channel')
        .doUpdateSet(slot)
        .where('channel_rate_limits.next_slot_at', '<', slot.next_slot_at),
    )
    .execute();
}
