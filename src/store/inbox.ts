import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { Arrival, ArrivalKind, Inbox } from '../ports.ts';
import { ARRIVAL_KINDS } from '../ports.ts';
import { groupCommit } from './group-commit.ts';
import type { Desk } from './kysely-store.ts';
import { latestHold, leaseFrom, postponedTo, UNLEASED } from './leases.ts';
import { inBatches, pagesOf, rangesOutside, repeatInBatches } from './pages.ts';
import { readRow, readRows, setAsideRows, storedMoment, storedObject, storedWord } from './set-aside.ts';
import type { Tables } from './tables.ts';

/** Also writes, through `kysely`, what was accepted before the store was closed; `settled` waits for that. */
export function createInbox(desk: Desk, kysely: Kysely<Tables>): Inbox & { settled(): Promise<void> } {
  const arrivals = groupCommit((given: readonly Given[]) => insert(kysely, desk, given));
  return {
    async accept(arrival) {
      desk.db();
      return arrivals.add({ ...arrival, body: JSON.stringify(arrival.body) });
    },
    take: async (limit, kind) => (limit < 1 ? [] : take(desk, { limit: Math.floor(limit), kind })),
    async renew(keys) {
      await inBatches(keys, (piece) => ours(desk).set(leaseFrom(desk)).where('key', 'in', piece).execute());
    },
    done: (key) => done(desk, key),
    async postpone(key, until) {
      await ours(desk).set(postponedTo(desk, until)).where('key', '=', key).execute();
    },
    setAside: (key, reason) => setAsideRows(desk, 'inbox', [new UnreadableRow('inbox', key, reason)]),
    async handBack() {
      await arrivals.settled();
      await free(desk, (row) => row('lease_owner', '=', desk.owner));
    },
    freeFutureHolds: () => free(desk, (row) => row('held_at', '>', latestHold(desk))),
    setAsideUnknown: async () => {
      await repeatInBatches((size) => setAsideUnknown(desk, size));
    },
    pending: () => pending(desk),
    async forgetDone(before) {
      await repeatInBatches((size) =>
        desk
          .db()
          .deleteFrom('inbox')
          .where('key', 'in', (from) =>
            from.selectFrom('inbox').select('key').where('done_at', '<', before.toISOString()).limit(size),
          )
          .returning('key')
          .execute(),
      );
    },
    settled: () => arrivals.settled(),
  };
}

/** An arrival whose body is known to be JSON. */
type Given = Omit<Arrival, 'body'> & { readonly body: string };

/** One statement for all, so that it is one commit. What is there already stays as it is. */
async function insert(
  kysely: Kysely<Tables>,
  desk: Desk,
  given: readonly Given[],
): Promise<('new' | 'duplicate')[]> {
  const rows = given.map(({ key, kind, receivedAt, body }) => ({
    key,
    kind,
    received_at: receivedAt,
    body,
    attempts: 1,
    ...leaseFrom(desk),
  }));
  const written = await kysely
    .insertInto('inbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .execute();
  const unclaimed = new Set(written.map(({ key }) => key));
  return given.map(({ key }) => (unclaimed.delete(key) ? 'new' : 'duplicate'));
}

/**
 * `isFree` stands twice: a database that lets two writers in at once checks the outer one again on the row that
 * it waited for, the inner one not.
 */
async function take(
  desk: Desk,
  { limit, kind: wanted }: { readonly limit: number; readonly kind: ArrivalKind | undefined },
): Promise<(Arrival & { attempts: number })[]> {
  const isFree = freeAt(desk.now().toISOString(), wanted);
  const rows = await desk
    .db()
    .updateTable('inbox')
    .set((row) => ({ ...leaseFrom(desk), attempts: row('attempts', '+', 1) }))
    .where('key', 'in', (from) =>
      from.selectFrom('inbox').select('key').where(isFree).orderBy('received_at').orderBy('key').limit(limit),
    )
    .where(isFree)
    .returning(['key', 'kind', 'received_at', 'body', 'attempts'])
    .execute();
  const { read, unreadable } = readRows(rows, ({ key, kind, received_at, body, attempts }) =>
    readRow('inbox', key, () => ({
      key,
      kind: storedWord(ARRIVAL_KINDS, kind),
      receivedAt: storedMoment(received_at),
      body: storedObject(body),
      attempts,
    })),
  );
  await setAsideRows(desk, 'inbox', unreadable);
  return read.toSorted(byAge);
}

/** The statement picks the oldest but gives them back in any order. */
function byAge(one: Arrival, other: Arrival): number {
  const [a, b] =
    one.receivedAt === other.receivedAt ? [one.key, other.key] : [one.receivedAt, other.receivedAt];
  return a < b ? -1 : 1;
}

function freeAt(
  moment: string,
  kind: ArrivalKind | undefined,
): (row: ExpressionBuilder<Tables, 'inbox'>) => Expression<SqlBool> {
  return (row) =>
    row.and([
      row('done_at', 'is', null),
      ...(kind === undefined ? [] : [row('kind', '=', kind)]),
      row.or([row('lease_until', 'is', null), row('lease_until', '<=', moment)]),
      row.or([row('not_before', 'is', null), row('not_before', '<=', moment)]),
    ]);
}

/** Whoever holds it: the work was done. */
async function done({ db, now }: Desk, key: string): Promise<void> {
  await db()
    .updateTable('inbox')
    .set({ body: null, done_at: now().toISOString(), ...UNLEASED })
    .where('key', '=', key)
    .where('done_at', 'is', null)
    .execute();
}

/** What is done has no holder; that it is not done is said for the index. */
function ours({ db, owner }: Desk) {
  return db().updateTable('inbox').where('lease_owner', '=', owner).where('done_at', 'is', null);
}

async function pending({ db }: Desk): Promise<number> {
  let count = 0;
  for (const kind of ARRIVAL_KINDS) {
    const pages = pagesOf((last: { received_at: string; key: string } | undefined, size) =>
      db()
        .selectFrom('inbox')
        .select(['received_at', 'key'])
        .where('done_at', 'is', null)
        .where('kind', '=', kind)
        .where('received_at', '>=', last?.received_at ?? '')
        .$if(last !== undefined, (query) =>
          query.where((row) =>
            row.or([row('received_at', '>', last?.received_at ?? ''), row('key', '>', last?.key ?? '')]),
          ),
        )
        .orderBy('received_at')
        .orderBy('key')
        .limit(size)
        .execute(),
    );
    for await (const page of pages) count += page.length;
  }
  return count;
}

/** Releases leases and delays. Returns how many rows it released. */
function free(
  { db }: Desk,
  which: (row: ExpressionBuilder<Tables, 'inbox'>) => Expression<SqlBool>,
): Promise<number> {
  return repeatInBatches((size) =>
    db()
      .updateTable('inbox')
      .set({ ...UNLEASED, not_before: null })
      .where('key', 'in', (from) => from.selectFrom('inbox').select('key').where(which).limit(size))
      .returning('key')
      .execute(),
  );
}

/** Sets aside requests of unknown kinds. */
async function setAsideUnknown(desk: Desk, size: number): Promise<readonly UnreadableRow[]> {
  const rows = await desk
    .db()
    .selectFrom('inbox')
    .select('key')
    .where('done_at', 'is', null)
    .where((row) =>
      row.or(
        rangesOutside(ARRIVAL_KINDS).map(([after, before]) =>
          row.and([row('kind', '>', after), ...(before === null ? [] : [row('kind', '<', before)])]),
        ),
      ),
    )
    .limit(size)
    .execute();
  const unreadable = rows.map(({ key }) => new UnreadableRow('inbox', key, 'unknown-kind'));
  await setAsideRows(desk, 'inbox', unreadable);
  return unreadable;
}
