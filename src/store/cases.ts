import type { Kysely, Selectable } from 'kysely';
import type { Act, Case, Check } from '../domain/case.ts';
import { UnreadableRow } from '../errors.ts';
import type { Cases, KeyedAct, Opened, Timer } from '../ports.ts';
import { createCaseReader, readCase } from './case-reader.ts';
import { eraseCase } from './erase.ts';
import type { Desk } from './kysely-store.ts';
import { addErrands } from './outbox.ts';
import { pagesOf } from './pages.ts';
import { noteUnreadable, readRow, readRows } from './set-aside.ts';
import type { StoredCaseEvent } from './stored-case.ts';
import { CHECKED } from './stored-case.ts';
import { readCheck } from './stored-check.ts';
import type { Tables } from './tables.ts';
import { setTimers } from './timers.ts';

/** Cases as rows that are only ever added. */
export function createCases(desk: Desk): Cases {
  const { db } = desk;
  const reader = createCaseReader(db);
  return {
    async open(opened, timers = []) {
      if (opened.checks.length === 0) throw new Error('a case needs its first check');
      return db()
        .transaction()
        .execute((transaction) => open(transaction, opened, timers));
    },
    async addCheck(caseId, check, eventKey) {
      return unlessErased(db(), caseId, async (transaction) => {
        await append(transaction, { caseId, eventKey, ...ofCheck(check) });
        return 'written' as const;
      });
    },
    addAct: async (caseId, act, eventKey) => appendAct(db(), caseId, { act, eventKey }),
    async addDecided(read, acts) {
      return unlessErased(db(), read.id, (transaction) => addDecided(transaction, read, acts));
    },
    openedBy: async (user, limit) => openedBy(db(), user, limit),
    checksSince: async (moment, before) => checksSince(desk, moment, before),
    async erase(id, at, errands = []) {
      const outcome = await db()
        .transaction()
        .execute(async (transaction) => {
          const erased = await eraseCase(transaction, id, at);
          if (erased === 'erased') await addErrands(transaction, errands);
          return erased;
        });
      reader.forget(id);
      return outcome;
    },
    ...readingCases(db),
    find: (id) => noting(desk, () => reader.find(id)),
  };
}

async function noting<T>(desk: Desk, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableRow) await noteUnreadable(desk, [error]);
    throw error;
  }
}

/** What needs no right to write. */
export function readingCases(db: Desk['db']): Pick<Cases, 'knows' | 'ids' | 'find'> {
  return {
    knows: async (eventKey) => knows(db(), eventKey),
    ids: async (options = {}) => ids(db(), options),
    find: async (id) => readCase(db(), id),
  };
}

/** In one transaction with the look at the case: who was slow keeps nothing of what was erased meanwhile. */
export function unlessErased<T>(
  db: Kysely<Tables>,
  caseId: string,
  write: (transaction: Kysely<Tables>) => Promise<T>,
): Promise<T | 'erased'> {
  return db
    .transaction()
    .execute(async (transaction) => ((await isErased(transaction, caseId)) ? 'erased' : write(transaction)));
}

export async function isErased(db: Kysely<Tables>, caseId: string): Promise<boolean> {
  const kase = await db
    .selectFrom('cases')
    .select('id')
    .where('id', '=', caseId)
    .where('erased_at', 'is not', null)
    .executeTakeFirst();
  return kase !== undefined;
}

async function open(
  db: Kysely<Tables>,
  { id, openedAt, openedBy, place, checks }: Opened,
  timers: readonly Timer[],
): Promise<'new' | 'exists'> {
  const written = await db
    .insertInto('cases')
    .values({ id, opened_at: openedAt, opened_by: openedBy, erased_at: null, ...place })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  if (written.length === 0) return 'exists';
  for (const [index, check] of checks.entries()) {
    await append(db, { caseId: id, eventKey: `case-opened:${id}:${index}`, ...ofCheck(check) });
  }
  await setTimers(db, timers);
  return 'new';
}

/** Writing the same key twice does one thing. */
export async function appendAct(
  db: Kysely<Tables>,
  caseId: string,
  { act, eventKey }: KeyedAct,
): Promise<void> {
  await append(db, { caseId, eventKey, ...ofAct(act) });
}

async function openedBy(db: Kysely<Tables>, user: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('cases')
    .select('id')
    .where('opened_by', '=', user)
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** What only the words of changed is no look at the systems. One that cannot be read is left out. */
async function checksSince(
  desk: Desk,
  moment: Date,
  before?: Date,
): Promise<{ verdict: string; topic: string }[]> {
  const found: { verdict: string; topic: string }[] = [];
  const pages = pagesOf(
    (last: Pick<Selectable<Tables['case_events']>, 'id' | 'at' | 'case_id' | 'data'> | undefined, size) =>
      desk
        .db()
        .selectFrom('case_events')
        .select(['id', 'case_id', 'at', 'data'])
        .where('at', '>=', last?.at ?? moment.toISOString())
        .$if(before !== undefined, (query) => query.where('at', '<', before?.toISOString() ?? ''))
        .$if(last !== undefined, (query) =>
          query.where((row) => row.or([row('at', '>', last?.at ?? ''), row('id', '>', last?.id ?? 0)])),
        )
        .where('kind', '=', CHECKED)
        .orderBy('at')
        .orderBy('id')
        .limit(size)
        .execute(),
    CHECKS_TOGETHER,
  );
  for await (const page of pages) {
    const { read, unreadable } = readRows(page, ({ case_id, data }) =>
      readRow('cases', case_id, () => readCheck(data)),
    );
    await noteUnreadable(desk, unreadable);
    const checks = read.filter(({ because }) => because !== 'told');
    found.push(...checks.map(({ verdict, topic }) => ({ verdict, topic })));
  }
  return found;
}

/** Each may be some ten kilobytes. */
const CHECKS_TOGETHER = 50;

type Row = StoredCaseEvent;

function ofCheck(check: Check): Row {
  return { at: check.at, by: check.by, kind: CHECKED, data: JSON.stringify(check) };
}

function ofAct({ at, by, kind, ...data }: Act): Row {
  return { at, by, kind, data: JSON.stringify(data) };
}

async function append(
  db: Kysely<Tables>,
  { caseId, eventKey, ...row }: Row & { readonly caseId: string; readonly eventKey: string },
): Promise<void> {
  await db
    .insertInto('case_events')
    .values({ case_id: caseId, event_key: eventKey, ...row })
    .onConflict((conflict) => conflict.column('event_key').doNothing())
    .execute();
}

/** In a transaction: nobody adds to the case between the count and what is appended. */
async function addDecided(
  db: Kysely<Tables>,
  { id, events }: Case,
  acts: readonly KeyedAct[],
): Promise<'written' | 'known' | 'stale'> {
  const [first] = acts;
  if (first && (await knows(db, first.eventKey))) return 'known';
  const { there } = await db
    .selectFrom('case_events')
    .select(({ fn }) => fn.countAll<number>().as('there'))
    .where('case_id', '=', id)
    .executeTakeFirstOrThrow();
  if (Number(there) !== events.length) return 'stale';
  for (const keyed of acts) await appendAct(db, id, keyed);
  return 'written';
}

async function knows(db: Kysely<Tables>, eventKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('case_events')
    .select('id')
    .where('event_key', '=', eventKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** By the event that opened each, because cases have no number and their moments may be the same. */
async function ids(
  db: Kysely<Tables>,
  { limit, newestFirst = false }: { readonly limit?: number; readonly newestFirst?: boolean },
): Promise<string[]> {
  const all = db
    .selectFrom('case_events')
    .select('case_id')
    .groupBy('case_id')
    .orderBy(({ fn }) => fn.min('id'), newestFirst ? 'desc' : 'asc');
  const rows = await (limit === undefined ? all : all.limit(limit)).execute();
  return rows.map(({ case_id }) => case_id);
}
