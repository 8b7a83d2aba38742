import type { Kysely } from 'kysely';
import type { Case, Check } from '../domain/case.ts';
import type { Cases } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import type { Tables } from './tables.ts';

/** Cases as rows that are only ever added. */
export function createCases({ db }: Desk): Cases {
  return {
    async open(opened) {
      if (opened.checks.length === 0) throw new Error('a case needs its first check');
      return db()
        .transaction()
        .execute((transaction) => open(transaction, opened));
    },
    async addCheck(caseId, check, eventKey) {
      await append(db(), { caseId, check, eventKey });
    },
    find: async (id) => find(db(), id),
  };
}

async function open(
  db: Kysely<Tables>,
  { id, openedAt, openedBy, place, checks }: Case,
): Promise<'new' | 'exists'> {
  const written = await db
    .insertInto('cases')
    .values({ id, opened_at: openedAt, opened_by: openedBy, ...place })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  if (written.length === 0) return 'exists';
  for (const [index, check] of checks.entries()) {
    await append(db, { caseId: id, check, eventKey: `case-opened:${id}:${index}` });
  }
  return 'new';
}

const CHECKED = 'checked';

async function append(
  db: Kysely<Tables>,
  { caseId, check, eventKey }: { caseId: string; check: Check; eventKey: string },
): Promise<void> {
  const event = { at: check.at, by: check.by, kind: CHECKED, data: JSON.stringify(check) };
  await db
    .insertInto('case_events')
    .values({ case_id: caseId, event_key: eventKey, ...event })
    .onConflict((conflict) => conflict.column('event_key').doNothing())
    .execute();
}

async function find(db: Kysely<Tables>, id: string): Promise<Case | null> {
  const opened = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
  if (!opened) return null;
  const events = await db
    .selectFrom('case_events')
    .select(['kind', 'data'])
    .where('case_id', '=', id)
    .orderBy('id')
    .execute();
  return {
    id: opened.id,
    openedAt: opened.opened_at,
    openedBy: opened.opened_by,
    place: { channel: opened.channel, thread: opened.thread },
    checks: events.filter(({ kind }) => kind === CHECKED).map(({ data }) => JSON.parse(data) as Check),
  };
}
