import type { Kysely } from 'kysely';
import type { Case, Check, StepEvent } from '../domain/case.ts';
import { cardPostKey } from '../domain/case.ts';
import type { Timer } from '../ports/queues.ts';
import type { Cases, KeyedStepEvent, NewCase } from '../ports/store.ts';
import { findCaseIdsOpenedBy, findChecksSince, findLastActivity } from './case-queries.ts';
import { createCachedCaseReader, readCase } from './case-reader.ts';
import { eraseCase, eraseFullEventBatches } from './erase-case.ts';
import type { StoreContext } from './kysely-store.ts';
import { addOutboxMessages } from './outbox.ts';
import { recordPostIntent } from './post-store.ts';
import { recordingUnreadableRow } from './quarantine.ts';
import type { StoredCaseEvent } from './stored-case.ts';
import { CHECKED_EVENT_KIND } from './stored-case.ts';
import type { Tables } from './tables.ts';
import { setTimers } from './timer-store.ts';

/** Cases as rows that are only ever added. */
export function createCaseStore(context: StoreContext): Cases {
  const { db } = context;
  const reader = createCachedCaseReader(db);
  return {
    async open(opened, timers = []) {
      if (opened.checks.length === 0) throw new Error('a case needs its first check');
      return db()
        .transaction()
        .execute(async (transaction) => {
          const outcome = await insertCase(transaction, opened, timers);
          if (outcome === 'new')
            await recordPostIntent(
              transaction,
              { key: cardPostKey(opened.id), ...opened.location },
              context.now(),
            );
          return outcome;
        });
    },
    async appendCheck(caseId, check, idempotencyKey) {
      return writeUnlessErased(db(), caseId, async (transaction) => {
        await appendEvent(transaction, { caseId, idempotencyKey, ...checkColumns(check) });
        return 'written' as const;
      });
    },
    appendStepEvent: async (caseId, act, idempotencyKey) =>
      appendStepEvent(db(), caseId, { stepEvent: act, idempotencyKey }),
    async appendIfUnchanged(read, acts) {
      return writeUnlessErased(db(), read.id, (transaction) => appendIfUnchanged(transaction, read, acts));
    },
    listIdsOpenedBy: async (user, limit) => findCaseIdsOpenedBy(db(), user, limit),
    listChecksBetween: async (moment, before) => findChecksSince(context, moment, before),
    async erase(id, at, messages = []) {
      const lastErasedEventId = (await isCaseErased(db(), id)) ? 0 : await eraseFullEventBatches(db(), id);
      const outcome = await db()
        .transaction()
        .execute(async (transaction) => {
          const erased = await eraseCase(transaction, { id, at, prepared: lastErasedEventId });
          if (erased === 'erased') await addOutboxMessages(transaction, messages);
          return erased;
        });
      reader.evict(id);
      return outcome;
    },
    lastActivity: async (id) => findLastActivity(db(), id),
    ...createReadOnlyCaseStore(db),
    find: (id) => recordingUnreadableRow(context, () => reader.find(id)),
  };
}

/** What needs no right to write. */
export function createReadOnlyCaseStore(
  db: StoreContext['db'],
): Pick<Cases, 'hasIdempotencyKey' | 'listIds' | 'find'> {
  return {
    hasIdempotencyKey: async (idempotencyKey) => hasCaseEvent(db(), idempotencyKey),
    listIds: async (options = {}) => listCaseIds(db(), options),
    find: async (id) => readCase(db(), id),
  };
}

/** In one transaction with the look at the case: who was slow keeps nothing of what was erased meanwhile. */
export function writeUnlessErased<T>(
  db: Kysely<Tables>,
  caseId: string,
  write: (transaction: Kysely<Tables>) => Promise<T>,
): Promise<T | 'erased'> {
  return db
    .transaction()
    .execute(async (transaction) =>
      (await isCaseErased(transaction, caseId)) ? 'erased' : write(transaction),
    );
}

export async function isCaseErased(db: Kysely<Tables>, caseId: string): Promise<boolean> {
  const kase = await db
    .selectFrom('cases')
    .select('id')
    .where('id', '=', caseId)
    .where('erased_at', 'is not', null)
    .executeTakeFirst();
  return kase !== undefined;
}

async function insertCase(
  db: Kysely<Tables>,
  { id, openedAt, openedBy, location: place, checks }: NewCase,
  timers: readonly Timer[],
): Promise<'new' | 'exists'> {
  const inserted = await db
    .insertInto('cases')
    .values({ id, opened_at: openedAt, opened_by: openedBy, erased_at: null, ...place })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  if (inserted.length === 0) return 'exists';
  for (const [index, check] of checks.entries()) {
    await appendEvent(db, {
      caseId: id,
      idempotencyKey: `case-opened:${id}:${index}`,
      ...checkColumns(check),
    });
  }
  await setTimers(db, timers);
  return 'new';
}

/** Writing the same key twice does one thing. */
export async function appendStepEvent(
  db: Kysely<Tables>,
  caseId: string,
  { stepEvent: act, idempotencyKey }: KeyedStepEvent,
): Promise<void> {
  await appendEvent(db, { caseId, idempotencyKey, ...stepEventColumns(act) });
}

type EventColumns = StoredCaseEvent;

function checkColumns(check: Check): EventColumns {
  return { at: check.at, by: check.by, kind: CHECKED_EVENT_KIND, data: JSON.stringify(check) };
}

function stepEventColumns({ at, by, kind, ...data }: StepEvent): EventColumns {
  return { at, by, kind, data: JSON.stringify(data) };
}

async function appendEvent(
  db: Kysely<Tables>,
  {
    caseId,
    idempotencyKey,
    ...row
  }: EventColumns & { readonly caseId: string; readonly idempotencyKey: string },
): Promise<void> {
  await db
    .insertInto('case_events')
    .values({ case_id: caseId, event_key: idempotencyKey, ...row })
    .onConflict((conflict) => conflict.column('event_key').doNothing())
    .execute();
}

/** In a transaction: nobody adds to the case between the count and what is appended. */
async function appendIfUnchanged(
  db: Kysely<Tables>,
  { id, events }: Case,
  acts: readonly KeyedStepEvent[],
): Promise<'written' | 'known' | 'stale'> {
  const [first] = acts;
  if (first && (await hasCaseEvent(db, first.idempotencyKey))) return 'known';
  const { there: eventCount } = await db
    .selectFrom('case_events')
    .select(({ fn }) => fn.countAll<number>().as('there'))
    .where('case_id', '=', id)
    .executeTakeFirstOrThrow();
  if (Number(eventCount) !== events.length) return 'stale';
  for (const stepEvent of acts) await appendStepEvent(db, id, stepEvent);
  return 'written';
}

async function hasCaseEvent(db: Kysely<Tables>, idempotencyKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('case_events')
    .select('id')
    .where('event_key', '=', idempotencyKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** By the event that opened each, because cases have no number and their moments may be the same. */
async function listCaseIds(
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
