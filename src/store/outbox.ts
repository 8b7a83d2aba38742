import type { Expression, ExpressionBuilder, Kysely, Selectable, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { Errand, ErrandKind, Outbox, TakenErrand } from '../ports.ts';
import { DRAWINGS, SAYINGS } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { readRow, readRows, setAsideRows, storedObject, storedWord } from './set-aside.ts';
import type { Tables } from './tables.ts';

/** What is to be said in Slack, as rows with a lease. */
export function createOutbox(desk: Desk): Outbox {
  const { db, now } = desk;
  return {
    async add(errands) {
      await db()
        .transaction()
        .execute((transaction) => addErrands(transaction, errands));
    },
    take: (limit) => take(desk, limit),
    async renew(keys) {
      if (keys.length > 0) await held(desk).set(leaseFrom(desk)).where('key', 'in', keys).execute();
    },
    done: (taken) => done(desk, taken),
    async postpone(key, until) {
      const later = { not_before: until.toISOString(), ...NOBODY };
      await held(desk).set(later).where('key', '=', key).execute();
    },
    setAside: (key, reason) => setAsideRows(desk, 'outbox', [new UnreadableRow('outbox', key, reason)]),
    async handBack() {
      await held(desk).set(NOBODY).execute();
    },
    turn: (channel, paceMs) => turn(desk, channel, paceMs),
    hold: (channel, until) => hold(desk, channel, until),
    async pending() {
      const { rows } = await db()
        .selectFrom('outbox')
        .select((row) => row.fn.countAll().as('rows'))
        .where('done_at', 'is', null)
        .executeTakeFirstOrThrow();
      return Number(rows);
    },
    async forgetDone(before) {
      await db().deleteFrom('outbox').where('done_at', '<', before.toISOString()).execute();
      await db().deleteFrom('outbox_turns').where('next_at', '<', now().toISOString()).execute();
    },
  };
}

const NOBODY = { lease_owner: null, lease_until: null };

function held({ db, owner }: Pick<Desk, 'db' | 'owner'>) {
  return db().updateTable('outbox').where('lease_owner', '=', owner).where('done_at', 'is', null);
}

/** A drawing that is asked for again is drawn again; what was said, or is about to be, is said once. */
export async function addErrands(db: Kysely<Tables>, errands: readonly Errand[]): Promise<void> {
  for (const { key, kind, channel, data, notBefore } of errands) {
    const row = {
      kind,
      channel,
      about: aboutOf(data),
      data: JSON.stringify(data),
      not_before: notBefore,
      attempts: 0,
      done_at: null,
    };
    await db
      .insertInto('outbox')
      .values({ key, version: 1, ...row, ...NOBODY })
      .onConflict((conflict) => {
        const known = conflict.column('key');
        return isDrawing(kind)
          ? known.doUpdateSet((set) => ({ ...row, version: set('outbox.version', '+', 1) }))
          : known.doNothing();
      })
      .execute();
  }
}

function isDrawing(kind: ErrandKind): boolean {
  return (DRAWINGS as readonly string[]).includes(kind);
}

function aboutOf({ handoffId, caseId }: Errand['data']): string | null {
  if (typeof handoffId === 'string') return handoffId;
  return typeof caseId === 'string' ? caseId : null;
}

function leaseFrom({ now, owner, leaseMs }: Desk): { lease_owner: string; lease_until: string } {
  return { lease_owner: owner, lease_until: new Date(now().getTime() + leaseMs).toISOString() };
}

/** `isFree` stands twice, as for the inbox: two writers at once must not both have a row. */
async function take(desk: Desk, limit: number): Promise<TakenErrand[]> {
  if (limit < 1) return [];
  const isFree = freeAt(desk.now().toISOString());
  const rows = await desk
    .db()
    .updateTable('outbox')
    .set((row) => ({ ...leaseFrom(desk), attempts: row('attempts', '+', 1) }))
    .where('id', 'in', (from) =>
      from.selectFrom('outbox').select('id').where(isFree).orderBy('id').limit(Math.floor(limit)),
    )
    .where(isFree)
    .returningAll()
    .execute();
  const { read, unreadable } = readRows(
    rows.sort((a, b) => a.id - b.id),
    toErrand,
  );
  await setAsideRows(desk, 'outbox', unreadable);
  return [...read];
}

function toErrand(row: Selectable<Tables['outbox']>): TakenErrand {
  const { key, kind, channel, data, not_before, version, attempts } = row;
  return readRow('outbox', key, () => ({
    key,
    kind: storedWord([...DRAWINGS, ...SAYINGS], kind),
    channel,
    data: storedObject(data),
    notBefore: not_before,
    version,
    attempts,
  }));
}

function freeAt(moment: string): (row: ExpressionBuilder<Tables, 'outbox'>) => Expression<SqlBool> {
  return (row) =>
    row.and([
      row('done_at', 'is', null),
      row.or([row('lease_until', 'is', null), row('lease_until', '<=', moment)]),
      row.or([row('not_before', 'is', null), row('not_before', '<=', moment)]),
    ]);
}

/** What was asked for again since it was taken is only given back, unless somebody else has taken it by now. */
async function done(
  { db, now, owner }: Desk,
  { key, version }: Pick<TakenErrand, 'key' | 'version'>,
): Promise<void> {
  const finished = await db()
    .updateTable('outbox')
    .set({ data: '{}', done_at: now().toISOString(), ...NOBODY })
    .where('key', '=', key)
    .where('version', '=', version)
    .where('done_at', 'is', null)
    .returning('key')
    .execute();
  if (finished.length > 0) return;
  await held({ db, owner }).set(NOBODY).where('key', '=', key).execute();
}

/** One statement decides who has the turn: the row is changed only by whom it lets pass. */
async function turn({ db, now }: Desk, channel: string, paceMs: number): Promise<'now' | Date> {
  const at = now();
  const next = { next_at: new Date(at.getTime() + paceMs).toISOString() };
  const [passed] = await db()
    .insertInto('outbox_turns')
    .values({ channel, ...next })
    .onConflict((conflict) =>
      conflict.column('channel').doUpdateSet(next).where('outbox_turns.next_at', '<=', at.toISOString()),
    )
    .returning('channel')
    .execute();
  if (passed) return 'now';
  const row = await db()
    .selectFrom('outbox_turns')
    .select('next_at')
    .where('channel', '=', channel)
    .executeTakeFirst();
  return new Date(row?.next_at ?? at);
}

async function hold({ db }: Desk, channel: string, until: Date): Promise<void> {
  const next = { next_at: until.toISOString() };
  await db()
    .insertInto('outbox_turns')
    .values({ channel, ...next })
    .onConflict((conflict) =>
      conflict.column('channel').doUpdateSet(next).where('outbox_turns.next_at', '<', next.next_at),
    )
    .execute();
}
