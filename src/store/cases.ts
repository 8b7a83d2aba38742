import type { Kysely } from 'kysely';
import type { Act, Case, Check } from '../domain/case.ts';
import { cardKeyOf } from '../domain/case.ts';
import type { Cases, KeyedAct, Opened, Timer } from '../ports.ts';
import { checksSince, lastActivity, openedBy } from './case-queries.ts';
import { createCaseReader, readCase } from './case-reader.ts';
import { eraseCase, prepareErasing } from './erase.ts';
import type { Desk } from './kysely-store.ts';
import { addErrands } from './outbox.ts';
import { intendPost } from './posts.ts';
import { notingUnreadable } from './set-aside.ts';
import type { StoredCaseEvent } from './stored-case.ts';
import { CHECKED } from './stored-case.ts';
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
        .execute(async (transaction) => {
          const outcome = await open(transaction, opened, timers);
          if (outcome === 'new')
            await intendPost(transaction, { key: cardKeyOf(opened.id), ...opened.place }, desk.now());
          return outcome;
        });
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
      const prepared = (await isErased(db(), id)) ? 0 : await prepareErasing(db(), id);
      const outcome = await db()
        .transaction()
        .execute(async (transaction) => {
          const erased = await eraseCase(transaction, { id, at, prepared });
          if (erased === 'erased') await addErrands(transaction, errands);
          return erased;
        });
      reader.forget(id);
      return outcome;
    },
    lastActivity: async (id) => lastActivity(db(), id),
    ...readingCases(db),
    find: (id) => notingUnreadable(desk, () => reader.find(id)),
  };
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
