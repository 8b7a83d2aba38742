import type { Expression, SelectQueryBuilder, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { Completion, Leased, LeaseQueue, QueueItemRef } from '../ports/queues.ts';
import { repeatInBatchesUntilDone, writeInBatches } from './batching.ts';
import { untilByDatabaseClock } from './database-clock.ts';
import { quarantineRows } from './quarantine.ts';
import type { QueueExpression, QueueRow } from './queue-items.ts';
import {
  AVAILABLE,
  isClaimable,
  leaseColumns,
  oldestDueSince,
  selectClaimable,
  withPendingPartitions,
} from './queue-items.ts';
import type { StoreContext } from './store-context.ts';
import { readRow, readRows } from './stored-values.ts';
import type { QueueName, Tables } from './tables.ts';

/** A greater text is not a valid due time, and such a row would never be due. */
const MAX_TIMESTAMP = '9999-12-31T23:59:59.999Z';

/** A lease written further ahead of the clock than this was written before the clock was set back. */
export const FUTURE_LEASE_TOLERANCE_MS = 10_000;

/** For how long a due row of an unknown kind is left to a copy of a newer version, as in a rolling upgrade. */
const MAX_UNKNOWN_KIND_MS = 24 * 60 * 60_000;

export interface LeaseQueueOptions<Item> {
  readonly queue: QueueName;
  /** All partitions, where each is a kind. Rows of others are not claimed, because a copy of a newer version wrote them. */
  readonly partitions?: readonly string[];
  /** All kinds, where a partition has rows of several. Rows of other kinds are not claimed either. */
  readonly kinds?: readonly string[];
  /** Keeps completed rows without their payload, so that a key that is enqueued again is recognized. */
  readonly keepsCompleted: boolean;
  /** A stale render must not complete a newer one. Work of other kinds may be completed after its lease has expired. */
  readonly kindsCompletedByLeaseOwnerOnly?: readonly string[];
  /** Throws `InvalidStoredValue` for a row that cannot be read. */
  readItem(row: QueueRow): Item;
}

/** Creates the operations that the inbox, the outbox and the timers share. */
export function createLeaseQueue<Item extends { readonly key: string }, Kind extends string>(
  context: StoreContext,
  options: LeaseQueueOptions<Item>,
): LeaseQueue<Item, Kind> {
  const { db, clock } = context;
  const { queue, partitions = [] } = options;
  const releaseWhere = (which: (row: QueueExpression) => Expression<SqlBool>) =>
    repeatInBatchesUntilDone((size) =>
      db()
        .updateTable('queue_items')
        .set(AVAILABLE)
        .where('id', 'in', (from) =>
          from.selectFrom('queue_items').select('id').where('queue', '=', queue).where(which).limit(size),
        )
        .returning('id')
        .execute(),
    );
  return {
    async claim(limit, kind) {
      const claimed: Leased<Item>[] = [];
      for (const partition of kind === undefined ? partitions : [kind]) {
        const capacity = Math.floor(limit) - claimed.length;
        if (capacity > 0)
          claimed.push(...(await claimPartition(context, options, { partition, limit: capacity })));
      }
      return claimed;
    },
    async renewLeases(keys) {
      await writeInBatches(keys, (batch) =>
        updateOwnLeases(context, queue).set(leaseColumns(context)).where('key', 'in', batch).execute(),
      );
    },
    complete: (item) => completeItem(context, options, item),
    retryAt: (item, until) => retryItem(context, queue, { item, until, uncounted: 0 }),
    retryUncountedAt: (item, until) => retryItem(context, queue, { item, until, uncounted: 1 }),
    quarantine: ({ key, version }, reason) =>
      quarantineRows(context, [new UnreadableRow(queue, key, reason)], version),
    quarantineUnclaimable: () => quarantineUnclaimable(context, options),
    async releaseLeases() {
      await releaseWhere((row) => row('lease_owner', '=', context.leaseOwner));
    },
    releaseFutureLeases: () =>
      releaseWhere((row) => row('unavailable_since', '>', clock.after(FUTURE_LEASE_TOLERANCE_MS))),
    async countPending() {
      const { pending } = await db()
        .selectFrom('queue_items')
        .select(({ fn }) => fn.countAll<number>().as('pending'))
        .where('queue', '=', queue)
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      return pending;
    },
    oldestDueSince: () => oldestDueSince(context, queue),
    async deleteCompleted(before) {
      await repeatInBatchesUntilDone((size) =>
        db()
          .deleteFrom('queue_items')
          .where('id', 'in', (from) =>
            from
              .selectFrom('queue_items')
              .select('id')
              .where('queue', '=', queue)
              .where('done_at', '<', before.toISOString())
              .limit(size),
          )
          .returning('id')
          .execute(),
      );
    },
  };
}

function claimPartition<Item>(
  context: StoreContext,
  options: LeaseQueueOptions<Item>,
  { partition, limit }: { readonly partition: string; readonly limit: number },
): Promise<Leased<Item>[]> {
  const { queue } = options;
  return claimRows(context, options, selectClaimable(context.db(), context, { queue, partition, limit }));
}

/**
 * Leases the rows of `candidates` that may still be claimed, passing over rows that another process is claiming, and
 * quarantines those that cannot be read.
 */
export async function claimRows<Item>(
  context: StoreContext,
  { queue, readItem }: LeaseQueueOptions<Item>,
  candidates: SelectQueryBuilder<Tables, 'queue_items', { id: number }>,
): Promise<Leased<Item>[]> {
  const rows = await context
    .db()
    // A common table expression is evaluated once. A subquery could be evaluated again and claim more than its limit.
    .with('candidates', () => candidates.forUpdate().skipLocked())
    .updateTable('queue_items')
    .set((row) => ({ ...leaseColumns(context), attempts: row('attempts', '+', 1) }))
    .where('id', 'in', (from) => from.selectFrom('candidates').select('candidates.id'))
    .where((row) => isClaimable(row as unknown as QueueExpression, context))
    .returningAll()
    .execute();
  // The statement returns the rows in any order.
  rows.sort((one, other) =>
    one.due_at === other.due_at ? one.id - other.id : one.due_at < other.due_at ? -1 : 1,
  );
  const { read, unreadable } = readRows(rows, (row) =>
    readRow(queue, row.key, () => ({ ...readItem(row), attempts: row.attempts, version: row.version })),
  );
  await quarantineRows(context, unreadable);
  return [...read];
}

function updateOwnLeases({ db, leaseOwner }: Pick<StoreContext, 'db' | 'leaseOwner'>, queue: QueueName) {
  return db()
    .updateTable('queue_items')
    .where('queue', '=', queue)
    .where('lease_owner', '=', leaseOwner)
    .where('done_at', 'is', null);
}

/** Completes a row even if another process has leased it since, unless only the owner of the lease may complete its kind. */
async function completeItem<Item>(
  context: StoreContext,
  { queue, keepsCompleted, kindsCompletedByLeaseOwnerOnly: ownerOnly = [] }: LeaseQueueOptions<Item>,
  { key, version }: QueueItemRef,
): Promise<Completion> {
  const { db, clock, leaseOwner } = context;
  const isCurrent = (row: QueueExpression) =>
    row.and([
      row('queue', '=', queue),
      row('key', '=', key),
      row('done_at', 'is', null),
      ...(version === undefined ? [] : [row('version', '=', version)]),
      ...(ownerOnly.length === 0
        ? []
        : [row.or([row('lease_owner', '=', leaseOwner), row('kind', 'not in', ownerOnly)])]),
    ]);
  const completed = keepsCompleted
    ? await db()
        .updateTable('queue_items')
        .set({ payload: '{}', done_at: clock.now(), ...AVAILABLE })
        .where(isCurrent)
        .returning('id')
        .execute()
    : await db().deleteFrom('queue_items').where(isCurrent).returning('id').execute();
  if (completed.length > 0) return 'completed';
  if (await releaseItem(context, queue, key)) return 'enqueued-again';
  return (await isOfKind(context, { queue, key, kinds: ownerOnly })) ? 'lease-lost' : 'completed';
}

async function isOfKind(
  { db }: Pick<StoreContext, 'db'>,
  {
    queue,
    key,
    kinds,
  }: { readonly queue: QueueName; readonly key: string; readonly kinds: readonly string[] },
): Promise<boolean> {
  if (kinds.length === 0) return false;
  const row = await db()
    .selectFrom('queue_items')
    .select('id')
    .where('queue', '=', queue)
    .where('key', '=', key)
    .where('kind', 'in', kinds)
    .executeTakeFirst();
  return row !== undefined;
}

/** Releases an item that was enqueued again. Returns false when another process has leased it since. */
async function releaseItem(
  context: Pick<StoreContext, 'db' | 'leaseOwner'>,
  queue: QueueName,
  key: string,
): Promise<boolean> {
  const released = await updateOwnLeases(context, queue)
    .set(AVAILABLE)
    .where('key', '=', key)
    .returning('id')
    .execute();
  return released.length > 0;
}

async function retryItem(
  context: StoreContext,
  queue: QueueName,
  {
    item: { key, version },
    until,
    uncounted,
  }: { readonly item: QueueItemRef; readonly until: Date; readonly uncounted: 0 | 1 },
): Promise<void> {
  const delayed = await updateOwnLeases(context, queue)
    .set((row) => ({
      lease_owner: null,
      available_at: untilByDatabaseClock(context, until),
      unavailable_since: context.clock.now(),
      attempts: row('attempts', '-', uncounted),
    }))
    .where('key', '=', key)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .returning('id')
    .execute();
  if (delayed.length === 0) await releaseItem(context, queue, key);
}

async function quarantineUnclaimable<Item>(
  context: StoreContext,
  { queue, partitions, kinds }: LeaseQueueOptions<Item>,
): Promise<void> {
  const pending = await withPendingPartitions(context.db(), queue)
    .selectFrom('pending_partitions')
    .select('partition')
    .where('partition', 'is not', null)
    .execute();
  const dayAgo = context.clock.after(-MAX_UNKNOWN_KIND_MS);
  for (const partition of ['', ...pending.map((row) => row.partition ?? '')]) {
    const isUnknown = partitions !== undefined && !partitions.includes(partition);
    const isUnclaimable = (row: QueueExpression) => {
      const isOld = row.and([row('due_at', '<', dayAgo), row('enqueued_at', '<', dayAgo)]);
      return row.or([
        row('due_at', '>', MAX_TIMESTAMP),
        ...(isUnknown ? [isOld] : []),
        ...(kinds ? [row.and([isOld, row('kind', 'not in', kinds)])] : []),
      ]);
    };
    await repeatInBatchesUntilDone(async (size) => {
      const rows = await context
        .db()
        .selectFrom('queue_items')
        .select(['key', 'due_at'])
        .where('queue', '=', queue)
        .where('partition', '=', partition)
        .where('done_at', 'is', null)
        .where(isUnclaimable)
        .limit(size)
        .execute();
      const unreadable = rows.map(({ key, due_at }) => {
        const reason = due_at > MAX_TIMESTAMP ? 'invalid-timestamp' : 'unknown-kind';
        return new UnreadableRow(queue, key, reason);
      });
      await quarantineRows(context, unreadable);
      return unreadable;
    });
  }
}
