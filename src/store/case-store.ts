import type { Kysely, Selectable } from 'kysely';
import type { Case, Check } from '../domain/case.ts';
import { cardPostKey } from '../domain/case.ts';
import { caseReferences } from '../domain/open-case.ts';
import type { Cases, KeyedStepEvent, ListCasesOptions, NewCase } from '../ports/store.ts';
import { writeUnlessErased } from './case-lock.ts';
import {
  countCasesByPerson,
  countChecks,
  findCaseIdsByReference,
  findCaseIdsOpenedBy,
  findCaseIdsWithDisputes,
  findLastActivity,
  idsByLatestCheck,
} from './case-queries.ts';
import { createCachedCaseReader, readCase } from './case-reader.ts';
import { eraseCase, eraseFullEventBatches } from './erase-case.ts';
import { findLatestCase, recordLatestCase, rollBackWhenStale } from './latest-cases.ts';
import { enqueueMessages } from './outbox.ts';
import { newPostTimes, recordPostIntent } from './post-store.ts';
import { recordingUnreadableRow } from './quarantine.ts';
import type { RestoredMark } from './restored.ts';
import type { StoreContext } from './store-context.ts';
import type { StoredCaseEvent } from './stored-case.ts';
import { CHECKED_EVENT_KIND } from './stored-case.ts';
import type { Tables } from './tables.ts';
import { scheduleTimers } from './timer-store.ts';

/** Creates the store of cases, whose rows are only appended. `restored`: see `newPostTimes`. */
export function createCaseStore(context: StoreContext, restored: RestoredMark | null): Cases {
  const { db, transaction } = context;
  const reader = createCachedCaseReader(db);
  return {
    async open(newCase, timers = [], expected) {
      if (newCase.checks.length === 0) throw new Error('a case needs its first check');
      return rollBackWhenStale(transaction, async (trx) => {
        const outcome = await insertCase(trx, newCase);
        if (outcome === 'new') {
          await recordLatestCase(trx, newCase, expected);
          await scheduleTimers(trx, context, timers);
          const cardPost = { key: cardPostKey(newCase.id), ...newCase.location };
          await recordPostIntent(trx, context.clock, {
            ...cardPost,
            ...newPostTimes(context.now(), restored),
          });
        }
        return outcome;
      });
    },
    async appendCheck(caseId, check, idempotencyKey) {
      return writeUnlessErased(context, caseId, async (trx) => {
        await appendCheckEvent(trx, { caseId, idempotencyKey, check });
        return 'written' as const;
      });
    },
    async appendIfUnchanged(expected, stepEvents, messages = []) {
      return writeUnlessErased(context, expected.id, async (trx) => {
        const outcome = await appendIfUnchanged(trx, expected, stepEvents);
        if (outcome === 'written') await enqueueMessages(trx, context, messages);
        return outcome;
      });
    },
    findLatest: async (reference) => findLatestCase(db(), reference),
    listIdsByReference: async (reference, limit) => findCaseIdsByReference(db(), reference, limit),
    listIdsOpenedBy: async (user, limit) => findCaseIdsOpenedBy(db(), user, limit),
    countChecksBetween: async (since, before) => countChecks(db(), since, before),
    countCasesByPerson: async (since, before) => countCasesByPerson(db(), since, before),
    async erase(id, at, messages = []) {
      const lastErasedEventId = await eraseFullEventBatches(context, id);
      const outcome = await transaction(async (trx) => {
        const erased = await eraseCase(trx, { id, at, lastErasedEventId });
        if (erased === 'erased') await enqueueMessages(trx, context, messages);
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

/** Creates the queries that work on a read-only database. */
export function createReadOnlyCaseStore(
  db: StoreContext['db'],
): Pick<Cases, 'hasIdempotencyKey' | 'listIds' | 'listIdsWithDisputes' | 'find'> {
  return {
    hasIdempotencyKey: async (idempotencyKey) => hasCaseEvent(db(), idempotencyKey),
    listIds: async (options = {}) => listCaseIds(db(), options),
    listIdsWithDisputes: async (since) => findCaseIdsWithDisputes(db(), since),
    find: async (id) => readCase(db(), id),
  };
}

async function insertCase(
  db: Kysely<Tables>,
  { id, openedAt, openedBy, location, checks }: NewCase,
): Promise<'new' | 'exists'> {
  const inserted = await db
    .insertInto('cases')
    .values({ id, opened_at: openedAt, opened_by: openedBy, erased_at: null, ...location })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  if (inserted.length === 0) return 'exists';
  for (const [index, check] of checks.entries()) {
    await appendCheckEvent(db, { caseId: id, idempotencyKey: `case-opened:${id}:${index}`, check });
  }
  return 'new';
}

/** Appends a step event, unless its idempotency key exists. */
export async function appendStepEvent(
  db: Kysely<Tables>,
  caseId: string,
  { stepEvent, idempotencyKey }: KeyedStepEvent,
): Promise<void> {
  await appendEvent(db, { caseId, idempotencyKey, ...stepEventColumns(stepEvent) });
}

/** Appends a check and what it is about, unless its idempotency key exists. */
async function appendCheckEvent(
  db: Kysely<Tables>,
  { caseId, idempotencyKey, check }: { caseId: string; idempotencyKey: string; check: Check },
): Promise<void> {
  await appendEvent(db, { caseId, idempotencyKey, ...checkColumns(check) });
  const rows = caseReferences(check).map((reference) => ({ reference, case_id: caseId }));
  if (rows.length === 0) return;
  await db
    .insertInto('case_references')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['reference', 'case_id']).doNothing())
    .execute();
}

/** The columns of an event; those of a check are null for other events. */
type CaseEventColumns = StoredCaseEvent &
  Pick<Selectable<Tables['case_events']>, 'verdict' | 'topic' | 'trigger'>;

function checkColumns(check: Check): CaseEventColumns {
  const { at, by, verdict, topic, trigger } = check;
  return { at, by, kind: CHECKED_EVENT_KIND, verdict, topic, trigger, data: JSON.stringify(check) };
}

function stepEventColumns({ at, by, kind, ...data }: KeyedStepEvent['stepEvent']): CaseEventColumns {
  return { at, by, kind, verdict: null, topic: null, trigger: null, data: JSON.stringify(data) };
}

async function appendEvent(
  db: Kysely<Tables>,
  {
    caseId,
    idempotencyKey,
    ...row
  }: CaseEventColumns & { readonly caseId: string; readonly idempotencyKey: string },
): Promise<void> {
  await db
    .insertInto('case_events')
    .values({ case_id: caseId, event_key: idempotencyKey, ...row })
    .onConflict((conflict) => conflict.column('event_key').doNothing())
    .execute();
}

/** To be called while the case is locked, so that nothing is added between the count and the new events. */
async function appendIfUnchanged(
  db: Kysely<Tables>,
  { id, events }: Case,
  stepEvents: readonly KeyedStepEvent[],
): Promise<'written' | 'duplicate' | 'stale'> {
  const [first] = stepEvents;
  if (first && (await hasCaseEvent(db, first.idempotencyKey))) return 'duplicate';
  if ((await countCaseEvents(db, id)) !== events.length) return 'stale';
  for (const stepEvent of stepEvents) await appendStepEvent(db, id, stepEvent);
  return 'written';
}

export async function countCaseEvents(db: Kysely<Tables>, caseId: string): Promise<number> {
  const { event_count: count } = await db
    .selectFrom('case_events')
    .select(({ fn }) => fn.countAll<number>().as('event_count'))
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  return count;
}

async function hasCaseEvent(db: Kysely<Tables>, idempotencyKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('case_events')
    .select('id')
    .where('event_key', '=', idempotencyKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** Lists cases by the id of their first event, because several may have been opened in the same millisecond. */
async function listCaseIds(
  db: Kysely<Tables>,
  { limit, newestFirst = false, latestCheck }: ListCasesOptions,
): Promise<string[]> {
  const all = db
    .selectFrom('case_events')
    .select('case_id')
    .$if(latestCheck !== undefined, (query) =>
      query.where('case_id', 'in', idsByLatestCheck(db, latestCheck ?? {})),
    )
    .groupBy('case_id')
    .orderBy(({ fn }) => fn.min('id'), newestFirst ? 'desc' : 'asc');
  const rows = await (limit === undefined ? all : all.limit(limit)).execute();
  return rows.map(({ case_id }) => case_id);
}
