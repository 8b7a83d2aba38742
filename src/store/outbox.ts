import type { Kysely } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { Errand, ErrandKind, Outbox, TakenErrand } from '../ports.ts';
import { DRAWINGS } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { latestHold, leaseFrom, postponedTo, UNLEASED } from './leases.ts';
import { takeOutbox } from './outbox-take.ts';
import { inBatches, pagesOf, repeatInBatches } from './pages.ts';
import { setAsideRows } from './set-aside.ts';
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
    take: async (limit) => (limit < 1 ? [] : takeOutbox(desk, Math.floor(limit))),
    async renew(keys) {
      await inBatches(keys, (piece) => held(desk).set(leaseFrom(desk)).where('key', 'in', piece).execute());
    },
    done: (taken) => done(desk, taken),
    async postpone(key, until) {
      await held(desk).set(postponedTo(desk, until)).where('key', '=', key).execute();
    },
    async returnUntried(key, until) {
      await held(desk)
        .set((row) => ({ ...postponedTo(desk, until), attempts: row('attempts', '-', 1) }))
        .where('key', '=', key)
        .execute();
    },
    setAside: (key, reason) => setAsideRows(desk, 'outbox', [new UnreadableRow('outbox', key, reason)]),
    async handBack() {
      await repeatInBatches((size) =>
        db()
          .updateTable('outbox')
          .set(UNLEASED)
          .where('id', 'in', (from) =>
            from.selectFrom('outbox').select('id').where('lease_owner', '=', desk.owner).limit(size),
          )
          .returning('id')
          .execute(),
      );
    },
    async freeFutureHolds() {
      const late = latestHold(desk);
      const rows = await repeatInBatches((size) =>
        db()
          .updateTable('outbox')
          .set({ ...UNLEASED, not_before: null })
          .where('id', 'in', (from) =>
            from.selectFrom('outbox').select('id').where('held_at', '>', late).limit(size),
          )
          .returning('id')
          .execute(),
      );
      const turns = await db()
        .deleteFrom('outbox_turns')
        .where('held_at', '>', late)
        .returning('channel')
        .execute();
      return rows + turns.length;
    },
    turn: (channel, paceMs) => turn(desk, channel, paceMs),
    hold: (channel, until) => hold(desk, channel, until),
    pending: () => pending(desk),
    async forgetDone(before) {
      await repeatInBatches((size) =>
        db()
          .deleteFrom('outbox')
          .where('id', 'in', (from) =>
            from.selectFrom('outbox').select('id').where('done_at', '<', before.toISOString()).limit(size),
          )
          .returning('id')
          .execute(),
      );
      await db().deleteFrom('outbox_turns').where('next_at', '<', now().toISOString()).execute();
    },
  };
}

async function pending({ db }: Desk): Promise<number> {
  let count = 0;
  const pages = pagesOf((last: { id: number } | undefined, size) =>
    db()
      .selectFrom('outbox')
      .select('id')
      .where('done_at', 'is', null)
      .where('id', '>', last?.id ?? 0)
      .orderBy('id')
      .limit(size)
      .execute(),
  );
  for await (const page of pages) count += page.length;
  return count;
}

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
      .values({ key, version: 1, ...row, ...UNLEASED })
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

/** What was asked for again since it was taken is only given back, unless somebody else has taken it by now. */
async function done(
  { db, now, owner }: Desk,
  { key, version }: Pick<TakenErrand, 'key' | 'version'>,
): Promise<void> {
  const finished = await db()
    .updateTable('outbox')
    .set({ data: '{}', done_at: now().toISOString(), ...UNLEASED })
    .where('key', '=', key)
    .where('version', '=', version)
    .where('done_at', 'is', null)
    .returning('key')
    .execute();
  if (finished.length > 0) return;
  await held({ db, owner }).set(UNLEASED).where('key', '=', key).execute();
}

/** One statement decides who has the turn: the row is changed only by whom it lets pass. */
async function turn({ db, now }: Desk, channel: string, paceMs: number): Promise<'now' | Date> {
  const at = now();
  const next = { next_at: new Date(at.getTime() + paceMs).toISOString(), held_at: at.toISOString() };
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

async function hold({ db, now }: Desk, channel: string, until: Date): Promise<void> {
  const next = { next_at: until.toISOString(), held_at: now().toISOString() };
  await db()
    .insertInto('outbox_turns')
    .values({ channel, ...next })
    .onConflict((conflict) =>
      conflict.column('channel').doUpdateSet(next).where('outbox_turns.next_at', '<', next.next_at),
    )
    .execute();
}
