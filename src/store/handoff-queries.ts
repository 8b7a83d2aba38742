import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { Handoff } from '../domain/handoff.ts';
import type { UnreadableRow } from '../errors.ts';
import type { Handoffs } from '../ports/store.ts';
import { readPages, writeInBatches } from './batching.ts';
import { recordUnreadableRows } from './quarantine.ts';
import type { StoreContext } from './store-context.ts';
import { readStoredHandoffs } from './stored-handoff.ts';
import type { Tables } from './tables.ts';

/** Handoffs read in one call. Each has about ten events. */
const HANDOFFS_PER_BATCH = 25;

type HandoffQueries = Pick<
  Handoffs,
  'find' | 'listByCase' | 'listActive' | 'listUndelivered' | 'countByState' | 'listChangedSince'
>;

/** Lists leave out handoffs that cannot be read. `find` and `listByCase` throw `UnreadableRow` instead. */
export function createHandoffQueries(context: StoreContext): HandoffQueries {
  const { db } = context;
  const findReadable = async (ids: readonly string[]) => {
    const { handoffs, unreadable } = await findHandoffs(db(), ids);
    await recordUnreadableRows(context, unreadable);
    return handoffs;
  };
  return {
    find: async (id) => (await findHandoffsOrThrow(context, [id]))[0] ?? null,
    listByCase: async (caseId) => findHandoffsOrThrow(context, await idsOfCase(db(), caseId)),
    listActive: async (filter) => findReadable(await idsWhere(db(), (row) => isActiveMatching(row, filter))),
    listUndelivered: async (by) => findReadable(await idsWhere(db(), (row) => isRefused(row, by))),
    countByState: async () => findHandoffCounts(db()),
    listChangedSince: async (since) => findReadable(await idsSince(db(), since)),
  };
}

async function findHandoffsOrThrow(context: StoreContext, ids: readonly string[]): Promise<Handoff[]> {
  const { handoffs, unreadable } = await findHandoffs(context.db(), ids);
  await recordUnreadableRows(context, unreadable);
  if (unreadable[0]) throw unreadable[0];
  return handoffs;
}

/** Reads the handoffs of a case without writing anything. Throws `UnreadableRow`. */
export async function findHandoffsOfCase(db: Kysely<Tables>, caseId: string): Promise<Handoff[]> {
  const { handoffs, unreadable } = await findHandoffs(db, await idsOfCase(db, caseId));
  if (unreadable[0]) throw unreadable[0];
  return handoffs;
}

type HandoffExpression = ExpressionBuilder<Tables, 'handoffs'>;

async function idsWhere(
  db: Kysely<Tables>,
  condition: (row: HandoffExpression) => Expression<SqlBool>,
): Promise<string[]> {
  const ids: string[] = [];
  const pages = readPages((last: string | undefined, size) =>
    db
      .selectFrom('handoffs')
      .select('id')
      .where(condition)
      .where('id', '>', last ?? '')
      .orderBy('id')
      .limit(size)
      .execute()
      .then((rows) => rows.map(({ id }) => id)),
  );
  for await (const page of pages) ids.push(...page);
  return ids;
}

async function idsOfCase(db: Kysely<Tables>, caseId: string): Promise<string[]> {
  return idsWhere(db, (row) => row('case_id', '=', caseId));
}

function isActiveMatching(
  row: HandoffExpression,
  filter: Parameters<Handoffs['listActive']>[0],
): Expression<SqlBool> {
  const { by, claimedBy, channel, account } = filter;
  const columns = Object.entries({
    opened_by: by,
    claimed_by: claimedBy,
    channel,
    account_number: account,
  });
  const conditions = columns.flatMap(([column, value]) =>
    value === undefined
      ? []
      : [row(column as 'opened_by' | 'claimed_by' | 'channel' | 'account_number', '=', value)],
  );
  return row.and([row('is_active', '=', 1), ...conditions]);
}

/** True for a handoff that Slack refused and nobody has ended: open or claimed, but not active. */
function isRefused(row: HandoffExpression, by: string): Expression<SqlBool> {
  return row.and([
    // An inequality, so that SQLite does not search for everything that ever ended.
    row('is_active', '!=', 1),
    row('opened_by', '=', by),
    row('state', 'in', ['open', 'claimed']),
  ]);
}

async function idsSince(db: Kysely<Tables>, since: Date): Promise<string[]> {
  const ids = new Set<string>();
  const from = since.toISOString();
  const pages = readPages((last: { id: number; at: string; handoff_id: string } | undefined, size) =>
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
  for await (const page of pages) for (const { handoff_id: id } of page) ids.add(id);
  return [...ids];
}

async function findHandoffCounts(db: Kysely<Tables>): Promise<Record<string, number>> {
  const rows = await db.selectFrom('handoff_counts').selectAll().where('handoff_count', '>', 0).execute();
  return Object.fromEntries(rows.map(({ state, handoff_count: count }) => [state, count]));
}

/** Returns the handoffs in the order of their first events. */
async function findHandoffs(
  db: Kysely<Tables>,
  ids: readonly string[],
): Promise<{ readonly handoffs: Handoff[]; readonly unreadable: UnreadableRow[] }> {
  const firstEventIds = new Map<string, number>();
  const handoffs: Handoff[] = [];
  const unreadable: UnreadableRow[] = [];
  await writeInBatches(
    ids,
    async (batch) => {
      const rows = await db
        .selectFrom('handoff_events')
        .innerJoin('handoffs', 'handoffs.id', 'handoff_events.handoff_id')
        .select(['handoff_events.id', 'handoff_id', 'case_id', 'at', 'by', 'kind', 'data'])
        .where('handoff_id', 'in', batch)
        .orderBy('handoff_events.id')
        .execute();
      for (const { handoff_id: id, id: eventId } of rows)
        if (!firstEventIds.has(id)) firstEventIds.set(id, eventId);
      const parsed = readStoredHandoffs(rows);
      handoffs.push(...parsed.read);
      unreadable.push(...parsed.unreadable);
    },
    HANDOFFS_PER_BATCH,
  );
  handoffs.sort((one, other) => (firstEventIds.get(one.id) ?? 0) - (firstEventIds.get(other.id) ?? 0));
  return { handoffs, unreadable };
}
