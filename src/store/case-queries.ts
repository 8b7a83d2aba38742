import type { Kysely } from 'kysely';
import type { CasesOfPerson, Lookup } from '../domain/lookups.ts';
import type { ListCasesOptions, LookupFilter } from '../ports/store.ts';
import { CHECKED_EVENT_KIND } from './stored-case.ts';
import type { Tables } from './tables.ts';

/**
 * Returns when something last happened to a case or its handoffs, and whether a handoff is open; null for an unknown
 * case. Reads the last event only.
 */
export async function findLastActivity(
  db: Kysely<Tables>,
  id: string,
): Promise<{ at: string; isOpen: boolean } | null> {
  const kase = await db.selectFrom('cases').select('opened_at').where('id', '=', id).executeTakeFirst();
  if (!kase) return null;
  const lastEvent = await db
    .selectFrom('case_events')
    .select('at')
    .where('case_id', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const handoffs = await db
    .selectFrom('handoffs')
    .select((row) => [
      'is_live',
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
    isOpen: handoffs.some(({ is_live }) => is_live === 1),
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

const DISPUTED_EVENT_KIND = 'verdict-disputed';

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

/** Counts the cases of which each person had the systems read in the period, most first. */
export async function countCasesByPerson(
  db: Kysely<Tables>,
  since: Date,
  before: Date,
): Promise<CasesOfPerson[]> {
  const rows = await readings(db)
    .select('by')
    .select(({ fn }) => fn.count<number>('case_id').distinct().as('case_count'))
    .where('at', '>=', since.toISOString())
    .where('at', '<', before.toISOString())
    .groupBy('by')
    .orderBy('case_count', 'desc')
    .orderBy('by')
    .execute();
  return rows.map(({ by, case_count: count }) => ({ by, cases: count }));
}

/**
 * Returns the newest lookups first. Scans the table of events, or that of references: for audits only. `number` must be free
 * of wildcards.
 */
export async function findLookups(
  db: Kysely<Tables>,
  filter: LookupFilter,
  limit: number,
): Promise<Lookup[]> {
  const rows = await readings(db)
    .select(['at', 'by', 'case_id'])
    .where((row) =>
      'by' in filter
        ? row('by', '=', filter.by)
        : row('case_id', 'in', idsByNumber(db, filter.number.toLowerCase())),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  const records: Lookup[] = [];
  for (const { at, by, case_id: caseId } of rows) {
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
