import type { Kysely } from 'kysely';
import type { Act, Case, CaseEvent, Check } from '../domain/case.ts';
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
      await append(db(), { caseId, eventKey, ...ofCheck(check) });
    },
    async addAct(caseId, act, eventKey) {
      await append(db(), { caseId, eventKey, ...ofAct(act) });
    },
    find: async (id) => find(db(), id),
  };
}

type NewCase = Omit<Case, 'events'>;

async function open(
  db: Kysely<Tables>,
  { id, openedAt, openedBy, place, checks }: NewCase,
): Promise<'new' | 'exists'> {
  const written = await db
    .insertInto('cases')
    .values({ id, opened_at: openedAt, opened_by: openedBy, ...place })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  if (written.length === 0) return 'exists';
  for (const [index, check] of checks.entries()) {
    await append(db, { caseId: id, eventKey: `case-opened:${id}:${index}`, ...ofCheck(check) });
  }
  return 'new';
}

const CHECKED = 'checked';

interface Row {
  readonly at: string;
  readonly by: string;
  readonly kind: string;
  readonly data: string;
}

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

async function find(db: Kysely<Tables>, id: string): Promise<Case | null> {
  const opened = await db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
  if (!opened) return null;
  const rows = await db
    .selectFrom('case_events')
    .select(['at', 'by', 'kind', 'data'])
    .where('case_id', '=', id)
    .orderBy('id')
    .execute();
  return {
    id: opened.id,
    openedAt: opened.opened_at,
    openedBy: opened.opened_by,
    place: { channel: opened.channel, thread: opened.thread },
    ...unfold(rows),
  };
}

function unfold(rows: readonly Row[]): Pick<Case, 'checks' | 'events'> {
  const checks: Check[] = [];
  const events = rows.map(({ at, by, kind, data }): CaseEvent => {
    if (kind !== CHECKED) return { at, by, kind, ...JSON.parse(data) } as CaseEvent;
    checks.push(JSON.parse(data) as Check);
    return { at, by, kind, check: checks.length - 1 };
  });
  return { checks, events };
}
