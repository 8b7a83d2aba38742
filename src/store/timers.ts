import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { Timer, TimerKind, Timers } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { readRow, readRows, setAsideRows, storedMoment } from './set-aside.ts';
import type { Tables } from './tables.ts';

/** Things to be looked at, as rows with a due time and a lease. */
export function createTimers(desk: Desk): Timers {
  const { db, owner } = desk;
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
    stop: async (keys) => stopTimers(db(), keys),
    setAside: ({ key }, reason) => setAsideRows(desk, 'timers', [new UnreadableRow('timers', key, reason)]),
    async handBack() {
      await db().updateTable('timers').set(NOBODY).where('lease_owner', '=', owner).execute();
    },
  };
}

const NOBODY = { lease_owner: null, lease_until: null };

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
  return { key, kind, about, due_at: dueAt, held_at: null, ...NOBODY };
}

/** `isFree` stands twice, as for the inbox. */
async function take(desk: Desk, kind: TimerKind, limit: number): Promise<Timer[]> {
  const { db, now, owner, leaseMs } = desk;
  const at = now();
  const isFree = freeAt(kind, at.toISOString());
  const rows = await db()
    .updateTable('timers')
    .set({ lease_owner: owner, lease_until: new Date(at.getTime() + leaseMs).toISOString() })
    .where('key', 'in', (from) =>
      from.selectFrom('timers').select('key').where(isFree).orderBy('due_at').orderBy('key').limit(limit),
    )
    .where(isFree)
    .returning(['key', 'kind', 'about', 'due_at'])
    .execute();
  const { read, unreadable } = readRows(rows, ({ key, about, due_at }) =>
    readRow('timers', key, () => ({ key, kind, about, dueAt: storedMoment(due_at) })),
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
