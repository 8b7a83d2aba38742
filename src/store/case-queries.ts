import type { Kysely } from 'kysely';
import type { CaseEvent } from '../domain/case.ts';
import type { HandoffEvent } from '../domain/handoff-events.ts';
import { BOT_ACTOR } from '../domain/handoff-state.ts';
import type { CasesOfPerson, Lookup } from '../domain/lookups.ts';
import type { ListCasesOptions, LookupFilter } from '../ports/store.ts';
import { CHECKED_EVENT_KIND } from './stored-case.ts';
import type { Tables } from './tables.ts';

/**
 * Returns when something last happened to a case or its handoffs, and whether a handoff is active; null for an unknown
 * case. A look at the case is nothing that happens to it. Reads the last event only.
 */
export async function findLastActivity(
  db: Kysely<Tables>,
  id: string,
): Promise<{ at: string; hasActiveHandoff: boolean } | null> {
  const kase = await db.selectFrom('cases').select('opened_at').where('id', '=', id).executeTakeFirst();
  if (!kase) return null;
  const lastEvent = await db
    .selectFrom('case_events')
    .select('at')
    .where('case_id', '=', id)
    .where('kind', '<>', SHOWN_EVENT_KIND)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const handoffs = await db
    .selectFrom('handoffs')
    .select((row) => [
      'is_active',
      row
        .selectFrom('handoff_events')
        .select('handoff_events.at')
        .whereRef('handoff_events.handoff_id', '=', 'handoffs.id')
        .orderBy('handoff_events.id', 'desc')
        .limit(1)
        .as('last_event_at'),
    ])
    .where('case_id', '=', id)
    .execute();
  const timestamps = [kase.opened_at, lastEvent?.at, ...handoffs.map((one) => one.last_event_at)];
  return {
    at: timestamps.filter((at) => typeof at === 'string').reduce((one, other) => (one > other ? one : other)),
    hasActiveHandoff: handoffs.some(({ is_active }) => is_active === 1),
  };
}

export async function findCaseIdsOpenedBy(
  db: Kysely<Tables>,
  user: string,
  limit: number,
): Promise<string[]> {
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

export async function findCaseIdsWithDisputes(db: Kysely<Tables>, since: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('case_events')
    .select('case_id')
    .where('at', '>=', since.toISOString())
    .where('kind', '=', DISPUTED_EVENT_KIND)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return [...new Set(rows.map(({ case_id }) => case_id))];
}

const DISPUTED_EVENT_KIND: CaseEvent['kind'] = 'verdict-disputed';
const SHOWN_EVENT_KIND: CaseEvent['kind'] = 'case-shown';

export async function findCaseIdsByReference(
  db: Kysely<Tables>,
  reference: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('case_references')
    .innerJoin('cases', 'cases.id', 'case_references.case_id')
    .select('cases.id')
    .where('case_references.reference', '=', reference)
    .where('cases.erased_at', 'is', null)
    .orderBy('cases.opened_at', 'desc')
    .orderBy('cases.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Returns a query of the checks that read the systems, without those that only changed facts by hand. */
function readings(db: Kysely<Tables>) {
  return db.selectFrom('case_events').where('kind', '=', CHECKED_EVENT_KIND).where('trigger', '<>', 'manual');
}

/** Events of a case at which a person is shown what the systems say of its customer. */
const LOOKUP_KINDS: readonly CaseEvent['kind'][] = [CHECKED_EVENT_KIND, 'guard-checked', SHOWN_EVENT_KIND];
const LOGIN_CHECKED_KIND: HandoffEvent['kind'] = 'login-checked';

/** Returns queries of the events at which a person was shown what the systems say of the customer of a case. */
function lookupQueries(db: Kysely<Tables>) {
  const ofCases = db
    .selectFrom('case_events')
    .select(['id', 'at', 'by', 'case_id'])
    .where('kind', 'in', LOOKUP_KINDS)
    .where((row) => row.or([row('trigger', 'is', null), row('trigger', '<>', 'manual')]));
  const ofHandoffs = db
    .selectFrom('handoff_events')
    .innerJoin('handoffs', 'handoffs.id', 'handoff_events.handoff_id')
    .select(['handoff_events.id', 'handoff_events.at', 'handoff_events.by', 'handoffs.case_id'])
    .where('handoff_events.kind', '=', LOGIN_CHECKED_KIND)
    .where('handoff_events.by', '<>', BOT_ACTOR);
  return [db.selectFrom(ofCases.as('lookups')), db.selectFrom(ofHandoffs.as('lookups'))];
}

/** Counts the checks of the period that read the systems. */
export async function countChecks(
  db: Kysely<Tables>,
  since: Date,
  before: Date,
): Promise<{ verdict: string; topic: string; count: number }[]> {
  const rows = await readings(db)
    .select(['verdict', 'topic'])
    .select(({ fn }) => fn.countAll<number>().as('check_count'))
    .where('at', '>=', since.toISOString())
    .where('at', '<', before.toISOString())
    .groupBy(['verdict', 'topic'])
    .orderBy('verdict')
    .orderBy('topic')
    .execute();
  return rows.map(({ verdict, topic, check_count: count }) => ({
    verdict: verdict ?? '',
    topic: topic ?? '',
    count,
  }));
}

/** Returns a query of the ids of cases whose latest check has these values. */
export function idsByLatestCheck(
  db: Kysely<Tables>,
  { verdict, topic, since }: NonNullable<ListCasesOptions['latestCheck']>,
) {
  return db
    .selectFrom('case_events as latest')
    .select('latest.case_id')
    .where('latest.kind', '=', CHECKED_EVENT_KIND)
    .$if(verdict !== undefined, (query) => query.where('latest.verdict', '=', verdict ?? ''))
    .$if(topic !== undefined, (query) => query.where('latest.topic', '=', topic ?? ''))
    .$if(since !== undefined, (query) => query.where('latest.at', '>=', since?.toISOString() ?? ''))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('case_events as later')
            .select('later.id')
            .whereRef('later.case_id', '=', 'latest.case_id')
            .whereRef('later.id', '>', 'latest.id')
            .where('later.kind', '=', CHECKED_EVENT_KIND),
        ),
      ),
    );
}

/** Counts the cases whose customer each person looked up in the period, most first. */
export async function countCasesByPerson(
  db: Kysely<Tables>,
  since: Date,
  before: Date,
): Promise<CasesOfPerson[]> {
  const rows = await Promise.all(
    lookupQueries(db).map((query) =>
      query
        .select(['by', 'case_id'])
        .distinct()
        .where('at', '>=', since.toISOString())
        .where('at', '<', before.toISOString())
        .execute(),
    ),
  );
  const casesByPerson = new Map<string, Set<string>>();
  for (const { by, case_id: caseId } of rows.flat())
    casesByPerson.set(by, (casesByPerson.get(by) ?? new Set()).add(caseId));
  return [...casesByPerson]
    .map(([by, cases]) => ({ by, cases: cases.size }))
    .toSorted((one, other) => other.cases - one.cases || one.by.localeCompare(other.by));
}

/**
 * Returns the newest lookups first. Scans the tables of events, or that of references: for audits only. `number` must be
 * free of wildcards.
 */
export async function findLookups(
  db: Kysely<Tables>,
  filter: LookupFilter,
  limit: number,
): Promise<Lookup[]> {
  const rows = await Promise.all(
    lookupQueries(db).map((query) =>
      query
        .select(['at', 'by', 'case_id'])
        .where((row) =>
          'by' in filter
            ? row('by', '=', filter.by)
            : row('case_id', 'in', idsByNumber(db, filter.number.toLowerCase())),
        )
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    ),
  );
  const newest = rows
    .flat()
    .toSorted((one, other) => other.at.localeCompare(one.at))
    .slice(0, limit);
  const records: Lookup[] = [];
  for (const { at, by, case_id: caseId } of newest) {
    const found = await db
      .selectFrom('case_references')
      .select('reference')
      .where('case_id', '=', caseId)
      .orderBy('reference')
      .execute();
    records.push({ at, by, caseId, references: found.map(({ reference }) => reference) });
  }
  return records;
}

/** Returns a query of the ids of cases about this number. `like` ignores case in SQLite, but not in PostgreSQL. */
function idsByNumber(db: Kysely<Tables>, lowerCaseNumber: string) {
  return db
    .selectFrom('case_references')
    .select('case_id')
    .where(({ eb, fn }) => eb(fn<string>('lower', ['reference']), 'like', `% ${lowerCaseNumber}`));
}
