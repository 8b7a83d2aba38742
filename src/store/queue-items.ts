import type { Expression, ExpressionBuilder, Kysely, Selectable, SqlBool } from 'kysely';
import type { StoreContext } from './store-context.ts';
import type { QueueName, Tables } from './tables.ts';

export type QueueRow = Selectable<Tables['queue_items']>;
export type QueueExpression = ExpressionBuilder<Tables, 'queue_items'>;

/** An item to enqueue. Rows of a partition are claimed in the order of their due times, then of their insertion. */
export interface NewQueueItem {
  readonly key: string;
  readonly partition: string;
  readonly kind: string;
  readonly subjectId: string | null;
  /** ISO 8601, UTC; `DUE_AT_ONCE` for no due time. */
  readonly dueAt: string;
  /** JSON. */
  readonly payload: string;
  /** ISO 8601, UTC; now by default. */
  readonly enqueuedAt?: string;
  /** The version of a new row; 1 by default. */
  readonly firstVersion?: number;
}

/** Sorts before every moment, so that an item is due whatever the clock shows. */
export const DUE_AT_ONCE = '';

/** Column values of a row that is neither leased nor delayed. */
export const AVAILABLE = { lease_owner: null, available_at: null, unavailable_since: null };

/**
 * Inserts items. `existing: 'keep'` leaves a row of the same key as it is, whether done or not. `'replace'` makes it a new
 * item with the next version; a lease on it stays, so that it isn't processed twice at once. Such items are written in
 * the order of their keys, so that two processes that replace the same ones don't deadlock. Returns the new keys.
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
  const ordered = existing === 'replace' ? items.toSorted((a, b) => (a.key < b.key ? -1 : 1)) : items;
  const rows = ordered.map(
    ({ key, partition, kind, subjectId, dueAt, payload, enqueuedAt, firstVersion = 1 }) => ({
      queue,
      key,
      partition,
      kind,
      subject_id: subjectId,
      due_at: dueAt,
      payload,
      enqueued_at: enqueuedAt === undefined ? clock.now() : enqueuedAt,
      version: firstVersion,
      attempts: 0,
      done_at: null,
      ...AVAILABLE,
      ...lease,
    }),
  );
  const inserted = await db
    .insertInto('queue_items')
    .values(rows)
    .onConflict((conflict) => {
      const row = conflict.columns(['queue', 'key']);
      if (existing === 'keep') return row.doNothing();
      return row.doUpdateSet(({ ref, eb }) => {
        const unlessLeased = (column: 'available_at' | 'unavailable_since') =>
          eb
            .case()
            .when('queue_items.lease_owner', 'is', null)
            .then(null)
            .else(ref(`queue_items.${column}`))
            .end();
        return {
          partition: ref('excluded.partition'),
          kind: ref('excluded.kind'),
          subject_id: ref('excluded.subject_id'),
          due_at: ref('excluded.due_at'),
          payload: ref('excluded.payload'),
          enqueued_at: ref('excluded.enqueued_at'),
          version: eb('queue_items.version', '+', 1),
          attempts: 0,
          done_at: null,
          available_at: unlessLeased('available_at'),
          unavailable_since: unlessLeased('unavailable_since'),
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
  return { lease_owner: leaseOwner, available_at: clock.after(leaseMs), unavailable_since: clock.now() };
}

/** True for a row that may be claimed now. */
export function isClaimable(
  row: QueueExpression,
  { clock }: Pick<StoreContext, 'clock'>,
): Expression<SqlBool> {
  return row.and([
    row('queue_items.done_at', 'is', null),
    row('queue_items.due_at', '<=', clock.now()),
    row.or([row('queue_items.available_at', 'is', null), row('queue_items.available_at', '<=', clock.now())]),
  ]);
}

/** Selects the ids of the first claimable rows of a partition, of these kinds if given, in the order in which they are claimed. */
export function selectClaimable(
  db: Kysely<Tables>,
  context: Pick<StoreContext, 'clock'>,
  {
    queue,
    partition,
    limit,
    kinds,
  }: {
    readonly queue: QueueName;
    readonly partition: string;
    readonly limit: number;
    readonly kinds?: readonly string[];
  },
) {
  return db
    .selectFrom('queue_items')
    .select('queue_items.id')
    .where('queue_items.queue', '=', queue)
    .where('queue_items.partition', '=', partition)
    .$if(kinds !== undefined, (query) => query.where('queue_items.kind', 'in', kinds ?? []))
    .where((row) => isClaimable(row, context))
    .orderBy('queue_items.due_at')
    .orderBy('queue_items.id')
    .limit(limit);
}

/** Selects the partitions of a queue that have pending rows, walking the index from one partition to the next. */
export function withPendingPartitions(db: Kysely<Tables>, queue: QueueName) {
  const nextPartition = (from: Pick<QueueExpression, 'selectFrom'>) =>
    from
      .selectFrom('queue_items')
      .select('queue_items.partition')
      .where('queue_items.queue', '=', queue)
      .where('queue_items.done_at', 'is', null)
      .orderBy('queue_items.partition')
      .limit(1);
  return db.withRecursive('pending_partitions(partition)', (cte) =>
    cte
      .selectNoFrom((row) =>
        nextPartition(row as unknown as QueueExpression)
          .where('queue_items.partition', '>', '')
          .as('partition'),
      )
      .unionAll(
        cte
          .selectFrom('pending_partitions')
          .where('pending_partitions.partition', 'is not', null)
          .select((row) =>
            nextPartition(row as unknown as QueueExpression)
              .where('queue_items.partition', '>', row.ref('pending_partitions.partition') as never)
              .as('partition'),
          ),
      ),
  );
}

/** Returns since when the row that has been due longest waits. Reads only rows that are due. */
export async function oldestDueSince(
  { db, clock }: Pick<StoreContext, 'db' | 'clock'>,
  queue: QueueName,
): Promise<Date | null> {
  const selectOldest = (from: Pick<QueueExpression, 'selectFrom'>, partition: Expression<string> | string) =>
    from
      .selectFrom('queue_items')
      .select(({ fn, eb, ref }) =>
        fn
          .min<string>(
            eb
              .case()
              .when('due_at', '>', ref('enqueued_at'))
              .then(ref('due_at'))
              .else(ref('enqueued_at'))
              .end(),
          )
          .as('since'),
      )
      .where('queue', '=', queue)
      .where('partition', '=', partition)
      .where('done_at', 'is', null)
      .where('due_at', '<=', clock.now());
  const [withoutPartition, perPartition] = await Promise.all([
    selectOldest(db(), '').executeTakeFirstOrThrow(),
    withPendingPartitions(db(), queue)
      .selectFrom('pending_partitions')
      .where('partition', 'is not', null)
      .select((row) =>
        selectOldest(row, row.ref('pending_partitions.partition') as Expression<string>).as('since'),
      )
      .execute(),
  ]);
  const [since] = [withoutPartition, ...perPartition].flatMap((row) => row.since ?? []).sort();
  return since === undefined ? null : new Date(since);
}
