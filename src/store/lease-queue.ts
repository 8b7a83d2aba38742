import type { Expression, ExpressionBuilder, Kysely, Selectable, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { Leased, LeaseQueue, QueueItemRef } from '../ports/queues.ts';
import { repeatInBatchesUntilDone, writeInBatches } from './batching.ts';
import { quarantineRows } from './quarantine.ts';
import type { StoreContext } from './store-context.ts';
import { readRow, readRows } from './stored-values.ts';
import type { QueueName, Tables } from './tables.ts';

export type QueueRow = Selectable<Tables['queue_items']>;
type QueueExpression = ExpressionBuilder<Tables, 'queue_items'>;

/** An item to enqueue. Rows of a lane are claimed in the order of their due times, then of their insertion. */
export interface NewQueueItem {
  readonly key: string;
  readonly lane: string;
  readonly kind: string;
  readonly subjectId: string | null;
  /** ISO 8601, UTC; `DUE_AT_ONCE` for no due time. */
  readonly dueAt: string;
  /** JSON. */
  readonly payload: string;
  /** ISO 8601, UTC; now by default. */
  readonly enqueuedAt?: string;
}

/** Sorts before every moment, so that an item is due whatever the clock shows. */
export const DUE_AT_ONCE = '';

/** A greater text is not a valid due time, and such a row would never be due. */
const MAX_TIMESTAMP = '9999-12-31T23:59:59.999Z';

/** How far the clocks of two processes may differ. */
export const MAX_CLOCK_SKEW_MS = 10_000;

/** Column values of a row that is neither leased nor delayed. */
const UNHELD = { lease_owner: null, held_until: null, held_at: null };

export interface LeaseQueueOptions<Item> {
  readonly queue: QueueName;
  /** All lanes, where they are known. Rows of other lanes cannot be claimed. */
  readonly lanes?: readonly string[];
  /** Keeps the keys of completed rows, so that enqueuing one again has no effect, or a known one. */
  readonly keepsCompleted: boolean;
  /** Throws `InvalidStoredValue` for a row that cannot be read. */
  readItem(row: QueueRow): Item;
}

/** Creates the operations that the inbox, the outbox and the timers share. */
export function createLeaseQueue<Item extends { readonly key: string }, Lane extends string>(
  context: StoreContext,
  options: LeaseQueueOptions<Item>,
): LeaseQueue<Item, Lane> {
  const { db, clock } = context;
  const { queue, lanes = [] } = options;
  const releaseWhere = (which: (row: QueueExpression) => Expression<SqlBool>) =>
    repeatInBatchesUntilDone((size) =>
      db()
        .updateTable('queue_items')
        .set(UNHELD)
        .where('id', 'in', (from) =>
          from.selectFrom('queue_items').select('id').where('queue', '=', queue).where(which).limit(size),
        )
        .returning('id')
        .execute(),
    );
  return {
    async claim(limit, lane) {
      const claimed: Leased<Item>[] = [];
      for (const one of lane === undefined ? lanes : [lane]) {
        const capacity = Math.floor(limit) - claimed.length;
        if (capacity > 0)
          claimed.push(...(await claimLane(context, options, { lane: one, limit: capacity })));
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
    quarantine: ({ key }, reason) => quarantineRows(context, [new UnreadableRow(queue, key, reason)]),
    quarantineUnclaimable: () => quarantineUnclaimable(context, options),
    async releaseLeases() {
      await releaseWhere((row) => row('lease_owner', '=', context.leaseOwner));
    },
    releaseFutureLeases: () => releaseWhere((row) => row('held_at', '>', clock.after(MAX_CLOCK_SKEW_MS))),
    async countPending() {
      const { pending } = await db()
        .selectFrom('queue_items')
        .select(({ fn }) => fn.countAll<number>().as('pending'))
        .where('queue', '=', queue)
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(pending);
    },
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

/**
 * Inserts items. `existing: 'keep'` leaves a row of the same key as it is, whether done or not. `'replace'` makes it a new
 * item with the next version; a lease on it stays, so that no two processes work it at once. Returns the new keys.
 */
export async function enqueueItems(
  db: Kysely<Tables>,
  { clock }: Pick<StoreContext, 'clock'>,
  {
    queue,
    items,
    existing,
    lease = {},
  }: {
    readonly queue: QueueName;
    readonly items: readonly NewQueueItem[];
    readonly existing: 'keep' | 'replace';
    /** The columns of rows that are leased at once. */
    readonly lease?: Partial<ReturnType<typeof leaseColumns>> & { readonly attempts?: number };
  },
): Promise<Set<string>> {
  if (items.length === 0) return new Set();
  const rows = items.map(({ key, lane, kind, subjectId, dueAt, payload, enqueuedAt }) => ({
    queue,
    key,
    lane,
    kind,
    subject_id: subjectId,
    due_at: dueAt,
    payload,
    enqueued_at: enqueuedAt === undefined ? clock.now() : enqueuedAt,
    version: 1,
    attempts: 0,
    done_at: null,
    ...UNHELD,
    ...lease,
  }));
  const inserted = await db
    .insertInto('queue_items')
    .values(rows)
    .onConflict((conflict) => {
      const row = conflict.columns(['queue', 'key']);
      if (existing === 'keep') return row.doNothing();
      return row.doUpdateSet(({ ref, eb }) => {
        const unlessLeased = (column: 'held_until' | 'held_at') =>
          eb
            .case()
            .when('queue_items.lease_owner', 'is', null)
            .then(null)
            .else(ref(`queue_items.${column}`))
            .end();
        return {
          lane: ref('excluded.lane'),
          kind: ref('excluded.kind'),
          subject_id: ref('excluded.subject_id'),
          due_at: ref('excluded.due_at'),
          payload: ref('excluded.payload'),
          enqueued_at: ref('excluded.enqueued_at'),
          version: eb('queue_items.version', '+', 1),
          attempts: 0,
          done_at: null,
          held_until: unlessLeased('held_until'),
          held_at: unlessLeased('held_at'),
        };
      });
    })
    .returning(['key', 'version'])
    .execute();
  return new Set(inserted.map(({ key }) => key));
}

/** Deletes rows that are no longer wanted. */
export async function cancelItems(
  db: Kysely<Tables>,
  queue: QueueName,
  keys: readonly string[],
): Promise<void> {
  if (keys.length > 0)
    await db.deleteFrom('queue_items').where('queue', '=', queue).where('key', 'in', keys).execute();
}

/** Returns the column values of a row that this process leases now. */
export function leaseColumns({
  clock,
  leaseOwner,
  leaseMs,
}: Pick<StoreContext, 'clock' | 'leaseOwner' | 'leaseMs'>) {
  return { lease_owner: leaseOwner, held_until: clock.after(leaseMs), held_at: clock.now() };
}

/** True for a row that may be claimed now. */
export function isClaimable(
  row: QueueExpression,
  { clock }: Pick<StoreContext, 'clock'>,
): Expression<SqlBool> {
  return row.and([
    row('queue_items.done_at', 'is', null),
    row('queue_items.due_at', '<=', clock.now()),
    row.or([row('queue_items.held_until', 'is', null), row('queue_items.held_until', '<=', clock.now())]),
  ]);
}

/** Selects the ids of the first claimable rows of a lane, in the order in which they are claimed. */
export function selectClaimable(
  from: Pick<QueueExpression, 'selectFrom'>,
  context: Pick<StoreContext, 'clock'>,
  { queue, lane, limit }: { readonly queue: QueueName; readonly lane: string; readonly limit: number },
) {
  return from
    .selectFrom('queue_items')
    .select('queue_items.id')
    .where('queue_items.queue', '=', queue)
    .where('queue_items.lane', '=', lane)
    .where((row) => isClaimable(row, context))
    .orderBy('queue_items.due_at')
    .orderBy('queue_items.id')
    .limit(limit);
}

function claimLane<Item>(
  context: StoreContext,
  options: LeaseQueueOptions<Item>,
  { lane, limit }: { readonly lane: string; readonly limit: number },
): Promise<Leased<Item>[]> {
  return claimRows(context, options, (row) =>
    row('id', 'in', selectClaimable(row, context, { queue: options.queue, lane, limit })),
  );
}

/**
 * Leases the rows of `candidates` that may be claimed, and quarantines those that cannot be read. Checks again that they
 * may be claimed: a database that admits several writers repeats only the outer condition on a row that it waited for.
 */
export async function claimRows<Item>(
  context: StoreContext,
  { queue, readItem }: LeaseQueueOptions<Item>,
  candidates: (row: QueueExpression) => Expression<SqlBool>,
): Promise<Leased<Item>[]> {
  const rows = await context
    .db()
    .updateTable('queue_items')
    .set((row) => ({ ...leaseColumns(context), attempts: row('attempts', '+', 1) }))
    .where(candidates)
    .where((row) => isClaimable(row, context))
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

/** Completes a row even if another process holds it by now, because the work was done. */
async function completeItem<Item>(
  context: StoreContext,
  { queue, keepsCompleted }: LeaseQueueOptions<Item>,
  { key, version }: QueueItemRef,
): Promise<void> {
  const { db, clock } = context;
  const isCurrent = (row: QueueExpression) =>
    row.and([
      row('queue', '=', queue),
      row('key', '=', key),
      row('done_at', 'is', null),
      ...(version === undefined ? [] : [row('version', '=', version)]),
    ]);
  const completed = keepsCompleted
    ? await db()
        .updateTable('queue_items')
        .set({ payload: '{}', done_at: clock.now(), ...UNHELD })
        .where(isCurrent)
        .returning('id')
        .execute()
    : await db().deleteFrom('queue_items').where(isCurrent).returning('id').execute();
  if (completed.length === 0) await releaseItem(context, queue, key);
}

/** Releases an item that was enqueued again, unless another process holds it by now. */
async function releaseItem(
  context: Pick<StoreContext, 'db' | 'leaseOwner'>,
  queue: QueueName,
  key: string,
): Promise<void> {
  await updateOwnLeases(context, queue).set(UNHELD).where('key', '=', key).execute();
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
      held_until: until.toISOString(),
      held_at: context.clock.now(),
      attempts: row('attempts', '-', uncounted),
    }))
    .where('key', '=', key)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .returning('id')
    .execute();
  if (delayed.length === 0) await releaseItem(context, queue, key);
}

/** Selects the lanes of a queue that have pending rows, walking the index from one lane to the next. */
export function withPendingLanes(db: Kysely<Tables>, queue: QueueName) {
  const nextLane = (from: Pick<QueueExpression, 'selectFrom'>) =>
    from
      .selectFrom('queue_items')
      .select('queue_items.lane')
      .where('queue_items.queue', '=', queue)
      .where('queue_items.done_at', 'is', null)
      .orderBy('queue_items.lane')
      .limit(1);
  return db.withRecursive('pending_lanes(lane)', (cte) =>
    cte
      .selectNoFrom((row) =>
        nextLane(row as unknown as QueueExpression)
          .where('queue_items.lane', '>', '')
          .as('lane'),
      )
      .unionAll(
        cte
          .selectFrom('pending_lanes')
          .where('pending_lanes.lane', 'is not', null)
          .select((row) =>
            nextLane(row as unknown as QueueExpression)
              .where('queue_items.lane', '>', row.ref('pending_lanes.lane') as never)
              .as('lane'),
          ),
      ),
  );
}

async function quarantineUnclaimable<Item>(
  context: StoreContext,
  { queue, lanes }: LeaseQueueOptions<Item>,
): Promise<void> {
  const pending = await withPendingLanes(context.db(), queue)
    .selectFrom('pending_lanes')
    .select('lane')
    .where('lane', 'is not', null)
    .execute();
  for (const { lane } of pending) {
    const isKnown = !lanes || lanes.some((one) => one === lane);
    await repeatInBatchesUntilDone(async (size) => {
      const rows = await context
        .db()
        .selectFrom('queue_items')
        .select('key')
        .where('queue', '=', queue)
        .where('lane', '=', lane)
        .where('done_at', 'is', null)
        .$if(isKnown, (query) => query.where('due_at', '>', MAX_TIMESTAMP))
        .limit(size)
        .execute();
      const reason = isKnown ? 'invalid-timestamp' : 'unknown-kind';
      const unreadable = rows.map(({ key }) => new UnreadableRow(queue, key, reason));
      await quarantineRows(context, unreadable);
      return unreadable;
    });
  }
}
