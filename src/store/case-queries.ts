import type { Kysely, Selectable } from 'kysely';
import type { Desk } from './kysely-store.ts';
import { pagesOf } from './pages.ts';
import { noteUnreadable, readRow, readRows } from './set-aside.ts';
import { CHECKED } from './stored-case.ts';
import { readCheck } from './stored-check.ts';
import type { Tables } from './tables.ts';

/**
 * Returns when something last happened to a case or its handoffs, and whether a handoff is open; null for an unknown
 * case. Reads the last event only.
 */
export async function lastActivity(
  db: Kysely<Tables>,
  id: string,
): Promise<{ at: string; isOpen: boolean } | null> {
  const kase = await db.selectFrom('cases').select('opened_at').where('id', '=', id).executeTakeFirst();
  if (!kase) return null;
  const last = await db
    .selectFrom('case_events')
    .select('at')
    .where('case_id', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const handoffs = await db
    .selectFrom('handoffs')
    .select((row) => [
      'live',
      row
        .selectFrom('handoff_events')
        .select('handoff_events.at')
        .whereRef('handoff_events.handoff_id', '=', 'handoffs.id')
        .orderBy('handoff_events.id', 'desc')
        .limit(1)
        .as('last'),
    ])
    .where('case_id', '=', id)
    .execute();
  const moments = [kase.opened_at, last?.at, ...handoffs.map((one) => one.last)];
  return {
    at: moments.filter((at) => typeof at === 'string').reduce((one, other) => (one > other ? one : other)),
    isOpen: handoffs.some(({ live }) => live === 1),
  };
}

export async function openedBy(db: Kysely<Tables>, user: string, limit: number): Promise<string[]> {
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

/**
 * Returns the checks that read the systems since `moment`. Leaves out those that only changed the topic, requester or
 * proof (`told`), and those that cannot be read.
 */
export async function checksSince(
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
    CHECKS_PER_PAGE,
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

/** A check takes about ten kilobytes. */
const CHECKS_PER_PAGE = 50;
