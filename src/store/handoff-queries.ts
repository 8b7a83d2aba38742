import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Handoff } from '../domain/handoff.ts';
import type { UnreadableRow } from '../errors.ts';
import type { Handoffs } from '../ports.ts';
import type { Desk } from './kysely-store.ts';
import { inBatches, pagesOf } from './pages.ts';
import { noteUnreadable } from './set-aside.ts';
import { readHandoffs } from './stored-handoff.ts';
import type { Tables } from './tables.ts';

/** Handoffs read in one call. Each has about ten events. */
const BATCH_SIZE = 25;

type Queries = Pick<Handoffs, 'find' | 'ofCase' | 'live' | 'refused' | 'counts' | 'since'>;

/** Lists leave out handoffs that cannot be read. `find` and `ofCase` throw `UnreadableRow` instead. */
export function handoffQueries(desk: Desk): Queries {
  const { db } = desk;
  const listed = async (ids: readonly string[]) => {
    const { handoffs, unreadable } = await findAll(db(), ids);
    await noteUnreadable(desk, unreadable);
    return handoffs;
  };
  return {
    find: async (id) => (await allOrThrow(desk, [id]))[0] ?? null,
    ofCase: async (caseId) => allOrThrow(desk, await idsOfCase(db(), caseId)),
    live: async (which) => listed(await idsWhere(db(), (row) => isLiveAnd(row, which))),
    refused: async (by) => listed(await idsWhere(db(), (row) => isRefused(row, by))),
    counts: async () => counts(db()),
    since: async (moment) => listed(await idsSince(db(), moment)),
  };
}

async function allOrThrow(desk: Desk, ids: readonly string[]): Promise<Handoff[]> {
  const { handoffs, unreadable } = await findAll(desk.db(), ids);
  await noteUnreadable(desk, unreadable);
  if (unreadable[0]) throw unreadable[0];
  return handoffs;
}

/** Reads the handoffs of a case without writing anything. Throws `UnreadableRow`. */
export async function ofCase(db: Kysely<Tables>, caseId: string): Promise<Handoff[]> {
  const { handoffs, unreadable } = await findAll(db, await idsOfCase(db, caseId));
  if (unreadable[0]) throw unreadable[0];
  return handoffs;
}

type Row = ExpressionBuilder<Tables, 'handoffs'>;

async function idsWhere(db: Kysely<Tables>, which: (row: Row) => Expression<SqlBool>): Promise<string[]> {
  const found: string[] = [];
  const pages = pagesOf((last: string | undefined, size) =>
    db
      .selectFrom('handoffs')
      .select('id')
      .where(which)
      .where('id', '>', last ?? '')
      .orderBy('id')
      .limit(size)
      .execute()
      .then((rows) => rows.map(({ id }) => id)),
  );
  for await (const page of pages) found.push(...page);
  return found;
}

async function idsOfCase(db: Kysely<Tables>, caseId: string): Promise<string[]> {
  return idsWhere(db, (row) => row('case_id', '=', caseId));
}

function isLiveAnd(row: Row, which: Parameters<Handoffs['live']>[0]): Expression<SqlBool> {
  const { by, claimedBy, channel, account } = which;
  const wanted = Object.entries({ opened_by: by, claimed_by: claimedBy, channel, account });
  const conditions = wanted.flatMap(([column, value]) =>
    value === undefined
      ? []
      : [row(column as 'opened_by' | 'claimed_by' | 'channel' | 'account', '=', value)],
  );
  return row.and([row('live', '=', 1), ...conditions]);
}

/** True for a handoff that Slack refused and nobody has ended: open or claimed, but not live. */
function isRefused(row: Row, by: string): Expression<SqlBool> {
  return row.and([row('live', '=', 0), row('opened_by', '=', by), row('state', 'in', ['open', 'claimed'])]);
}

async function idsSince(db: Kysely<Tables>, moment: Date): Promise<string[]> {
  const found = new Set<string>();
  const from = moment.toISOString();
  const pages = pagesOf((last: { id: number; at: string; handoff_id: string } | undefined, size) =>
    db
      .selectFrom('handoff_events')
      .select(['id', 'at', 'handoff_id'])
      .where('at', '>=', last?.at ?? from)
      .$if(last !== undefined, (query) =>
        query.where((row) => row.or([row('at', '>', last?.at ?? ''), row('id', '>', last?.id ?? 0)])),
      )
      .orderBy('at')
      .orderBy('id')
      .limit(size)
      .execute(),
  );
  for await (const page of pages) for (const { handoff_id: id } of page) found.add(id);
  return [...found];
}

async function counts(db: Kysely<Tables>): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const pages = pagesOf((last: { id: string; state: string } | undefined, size) =>
    db
      .selectFrom('handoffs')
      .select(['id', 'state'])
      .where('id', '>', last?.id ?? '')
      .orderBy('id')
      .limit(size)
      .execute(),
  );
  for await (const page of pages) for (const { state } of page) found[state] = (found[state] ?? 0) + 1;
  return found;
}

/** Returns the handoffs in the order of their first events. */
async function findAll(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<{ readonly handoffs: Handoff[]; readonly unreadable: UnreadableRow[] }> {
  const began = new Map<string, number>();
  const handoffs: Handoff[] = [];
  const unreadable: UnreadableRow[] = [];
  await inBatches(
    ids,
    async (piece) => {
      const rows = await db
        .selectFrom('handoff_events')
        .innerJoin('handoffs', 'handoffs.id', 'handoff_events.handoff_id')
        .select(['handoff_events.id', 'handoff_id', 'case_id', 'at', 'by', 'kind', 'data'])
        .where('handoff_id', 'in', piece)
        .orderBy('handoff_events.id')
        .execute();
      for (const { handoff_id: id, id: first } of rows) if (!began.has(id)) began.set(id, first);
      const sorted = readHandoffs(rows);
      handoffs.push(...sorted.read);
      unreadable.push(...sorted.unreadable);
    },
    BATCH_SIZE,
  );
  handoffs.sort((one, other) => (began.get(one.id) ?? 0) - (began.get(other.id) ?? 0));
  return { handoffs, unreadable };
}
