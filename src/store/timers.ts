import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { TakenTimer, Timer, TimerKind, Timers } from '../ports.ts';
import { TIMER_KINDS } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { latestHold, leaseFrom, UNLEASED } from './leases.ts';
import { rangesOutside, repeatInBatches } from './pages.ts';
import { readRow, readRows, setAsideRows, storedMoment } from './set-aside.ts';
import type { Tables } from './tables.ts';

/** Things to be looked at, as rows with a due time and a lease. */
export function createTimers(desk: Desk): Timers {
  const { db } = desk;
  return {
    async set(timers) {
      await db()
        .transaction()
        .execute((transaction) => setTimers(transaction, timers));
    },
    async seed(timer) {
      await db()
        .insertInto('timers')
        .values(rowOf(timer))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    },
    take: async (kind, limit) => (limit < 1 ? [] : take(desk, kind, Math.floor(limit))),
    async done({ key, dueAt }) {
      await db().deleteFrom('timers').where('key', '=', key).where('due_at', '=', dueAt).execute();
    },
    async postpone({ key, dueAt }, until) {
      await db()
        .updateTable('timers')
        .set({ lease_owner: null, lease_until: until.toISOString(), held_at: desk.now().toISOString() })
        .where('key', '=', key)
        .where('due_at', '=', dueAt)
        .where('lease_owner', '=', desk.owner)
        .execute();
    },
    stop: async (keys) => stopTimers(db(), keys),
    setAside: ({ key }, reason) => setAsideRows(desk, 'timers', [new UnreadableRow('timers', key, reason)]),
    async handBack() {
      await free(desk, (row) => row('lease_owner', '=', desk.owner));
    },
    freeFutureHolds: () => free(desk, (row) => row('held_at', '>', latestHold(desk))),
    setAsideUnknown: async () => {
      await repeatInBatches((size) => setAsideUnknown(desk, size));
    },
  };
}

/** Releases leases. Returns how many rows it released. */
function free(
  { db }: Desk,
  which: (row: ExpressionBuilder<Tables, 'timers'>) => Expression<SqlBool>,
): Promise<number> {
  return repeatInBatches((size) =>
    db()
      .updateTable('timers')
      .set(UNLEASED)
      .where('key', 'in', (from) => from.selectFrom('timers').select('key').where(which).limit(size))
      .returning('key')
      .execute(),
  );
}

/** Sets aside timers of unknown kinds and those whose due time is invalid. */
async function setAsideUnknown(desk: Desk, size: number): Promise<readonly UnreadableRow[]> {
  const kinds = [...TIMER_KINDS].sort();
  const rows = await desk
    .db()
    .selectFrom('timers')
    .select(['key', 'kind'])
    .where((row) =>
      row.or([
        ...rangesOutside(kinds).map(([after, before]) =>
          row.and([row('kind', '>', after), ...(before === null ? [] : [row('kind', '<', before)])]),
        ),
        ...kinds.map((kind) => row.and([row('kind', '=', kind), row('due_at', '>', LAST_MOMENT)])),
      ]),
    )
    .limit(size)
    .execute();
  const unreadable = rows.map(
    ({ key, kind }) =>
      new UnreadableRow('timers', key, kinds.some((one) => one === kind) ? 'bad-time' : 'unknown-kind'),
  );
  await setAsideRows(desk, 'timers', unreadable);
  return unreadable;
}

/** Greater text is not a valid due time, and such a timer would never be due. */
const LAST_MOMENT = '9999-12-31T23:59:59.999Z';

export async function setTimers(db: Kysely<Tables>, timers: readonly Timer[]): Promise<void> {
  for (const timer of timers) {
    const { key, ...rest } = rowOf(timer);
    await db
      .insertInto('timers')
      .values({ key, ...rest })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(rest))
      .execute();
  }
}

export async function stopTimers(db: Kysely<Tables>, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db.deleteFrom('timers').where('key', 'in', keys).execute();
}

function rowOf({ key, kind, about, dueAt }: Timer): Tables['timers'] {
  return { key, kind, about, due_at: dueAt, attempts: 0, ...UNLEASED };
}

/** `isFree` stands twice, as for the inbox. */
async function take(desk: Desk, kind: TimerKind, limit: number): Promise<TakenTimer[]> {
  const isFree = freeAt(kind, desk.now().toISOString());
  const rows = await desk
    .db()
    .updateTable('timers')
    .set((row) => ({ ...leaseFrom(desk), attempts: row('attempts', '+', 1) }))
    .where('key', 'in', (from) =>
      from.selectFrom('timers').select('key').where(isFree).orderBy('due_at').orderBy('key').limit(limit),
    )
    .where(isFree)
    .returning(['key', 'kind', 'about', 'due_at', 'attempts'])
    .execute();
  const { read, unreadable } = readRows(rows, ({ key, about, due_at, attempts }) =>
    readRow('timers', key, () => ({ key, kind, about, dueAt: storedMoment(due_at), attempts })),
  );
  await setAsideRows(desk, 'timers', unreadable);
  return read.toSorted(byDue);
}

/** The statement picks the longest due but gives them back in any order. */
function byDue(one: Timer, other: Timer): number {
  const [a, b] = one.dueAt === other.dueAt ? [one.key, other.key] : [one.dueAt, other.dueAt];
  return a < b ? -1 : 1;
}

function freeAt(
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
