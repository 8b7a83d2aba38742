import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { LeasedTimer, Timer, TimerKind, Timers } from '../ports/queues.ts';

import { TIMER_KINDS } from '../ports/queues.ts';

import { rangesExcluding, repeatInBatchesUntilDone } from './batching.ts';
import type { StoreContext } from './kysely-store.ts';
import { latestValidHeldAt, leaseColumns, UNLEASED_COLUMNS } from './leases.ts';
import { parseStoredTimestamp, quarantineRows, readRow, readRows } from './quarantine.ts';
import type { Tables } from './tables.ts';

/** Things to be looked at, as rows with a due time and a lease. */
export function createTimerStore(context: StoreContext): Timers {
  const { db } = context;
  return {
    async schedule(timers) {
      await db()
        .transaction()
        .execute((transaction) => setTimers(transaction, timers));
    },
    async scheduleIfAbsent(timer) {
      await db()
        .insertInto('timers')
        .values(timerColumns(timer))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    },
    lease: async (kind, limit) => (limit < 1 ? [] : leaseTimers(context, kind, Math.floor(limit))),
    async markDone({ key, dueAt }) {
      await db().deleteFrom('timers').where('key', '=', key).where('due_at', '=', dueAt).execute();
    },
    async postpone({ key, dueAt }, until) {
      await db()
        .updateTable('timers')
        .set({ lease_owner: null, lease_until: until.toISOString(), held_at: context.now().toISOString() })
        .where('key', '=', key)
        .where('due_at', '=', dueAt)
        .where('lease_owner', '=', context.leaseOwner)
        .execute();
    },
    cancel: async (keys) => cancelTimers(db(), keys),
    setAside: ({ key }, reason) =>
      quarantineRows(context, 'timers', [new UnreadableRow('timers', key, reason)]),
    async releaseLeases() {
      await releaseTimers(context, (row) => row('lease_owner', '=', context.leaseOwner));
    },
    releaseFutureLeases: () =>
      releaseTimers(context, (row) => row('held_at', '>', latestValidHeldAt(context))),
    setAsideUnknownKinds: async () => {
      await repeatInBatchesUntilDone((size) => quarantineInvalidTimers(context, size));
    },
  };
}

/** Releases leases. Returns how many rows it released. */
function releaseTimers(
  { db }: StoreContext,
  which: (row: ExpressionBuilder<Tables, 'timers'>) => Expression<SqlBool>,
): Promise<number> {
  return repeatInBatchesUntilDone((size) =>
    db()
      .updateTable('timers')
      .set(UNLEASED_COLUMNS)
      .where('key', 'in', (from) => from.selectFrom('timers').select('key').where(which).limit(size))
      .returning('key')
      .execute(),
  );
}

/** Sets aside timers of unknown kinds and those whose due time is invalid. */
async function quarantineInvalidTimers(
  context: StoreContext,
  size: number,
): Promise<readonly UnreadableRow[]> {
  const kinds = [...TIMER_KINDS].sort();
  const rows = await context
    .db()
    .selectFrom('timers')
    .select(['key', 'kind'])
    .where((row) =>
      row.or([
        ...rangesExcluding(kinds).map(([after, before]) =>
          row.and([row('kind', '>', after), ...(before === null ? [] : [row('kind', '<', before)])]),
        ),
        ...kinds.map((kind) => row.and([row('kind', '=', kind), row('due_at', '>', MAX_TIMESTAMP)])),
      ]),
    )
    .limit(size)
    .execute();
  const unreadable = rows.map(
    ({ key, kind }) =>
      new UnreadableRow('timers', key, kinds.some((one) => one === kind) ? 'bad-time' : 'unknown-kind'),
  );
  await quarantineRows(context, 'timers', unreadable);
  return unreadable;
}

/** Greater text is not a valid due time, and such a timer would never be due. */
const MAX_TIMESTAMP = '9999-12-31T23:59:59.999Z';

export async function setTimers(db: Kysely<Tables>, timers: readonly Timer[]): Promise<void> {
  for (const timer of timers) {
    const { key, ...columns } = timerColumns(timer);
    await db
      .insertInto('timers')
      .values({ key, ...columns })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(columns))
      .execute();
  }
}

export async function cancelTimers(db: Kysely<Tables>, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db.deleteFrom('timers').where('key', 'in', keys).execute();
}

function timerColumns({ key, kind, subjectId: about, dueAt }: Timer): Tables['timers'] {
  return { key, kind, about, due_at: dueAt, attempts: 0, ...UNLEASED_COLUMNS };
}

/** `isFree` stands twice, as for the inbox. */
async function leaseTimers(context: StoreContext, kind: TimerKind, limit: number): Promise<LeasedTimer[]> {
  const isAvailable = isAvailableAt(kind, context.now().toISOString());
  const rows = await context
    .db()
    .updateTable('timers')
    .set((row) => ({ ...leaseColumns(context), attempts: row('attempts', '+', 1) }))
    .where('key', 'in', (from) =>
      from
        .selectFrom('timers')
        .select('key')
        .where(isAvailable)
        .orderBy('due_at')
        .orderBy('key')
        .limit(limit),
    )
    .where(isAvailable)
    .returning(['key', 'kind', 'about', 'due_at', 'attempts'])
    .execute();
  const { read, unreadable } = readRows(rows, ({ key, about, due_at, attempts }) =>
    readRow('timers', key, () => ({
      key,
      kind,
      subjectId: about,
      dueAt: parseStoredTimestamp(due_at),
      attempts,
    })),
  );
  await quarantineRows(context, 'timers', unreadable);
  return read.toSorted(compareByDueTime);
}

/** The statement picks the longest due but gives them back in any order. */
function compareByDueTime(one: Timer, other: Timer): number {
  const [a, b] = one.dueAt === other.dueAt ? [one.key, other.key] : [one.dueAt, other.dueAt];
  return a < b ? -1 : 1;
}

function isAvailableAt(
  kind: TimerKind,
  moment: string,
): (row: ExpressionBuilder<Tables, 'timers'>) => Expression<SqlBool> {
  return (row) =>
    row.and([
      row('kind', '=', kind),
      row('due_at', '<=', moment),
      row.or([row('lease_until', 'is', null), row('lease_until', '<=', moment)]),
    ]);
}
