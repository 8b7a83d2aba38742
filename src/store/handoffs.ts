import type { Kysely, Selectable } from 'kysely';
import type { Handoff, HandoffEvent } from '../domain/handoff.ts';
import { isLive, standingOf } from '../domain/handoff.ts';
import type { Change, Draft, Handoffs } from '../ports.ts';
import { appendAct, isErased, unlessErased } from './cases.ts';
import type { Desk } from './kysely-store.ts';
import { addErrands } from './outbox.ts';
import type { Tables } from './tables.ts';
import { setTimers, stopTimers } from './timers.ts';

/** Handoffs as rows that are only ever added, with a summary of each to find it by. */
export function createHandoffs({ db }: Desk): Handoffs {
  return {
    write: async (change) =>
      db()
        .transaction()
        .execute((transaction) => write(transaction, change)),
    knows: async (eventKey) => knows(db(), eventKey),
    find: async (id) => (await findAll(db(), [id]))[0] ?? null,
    ofCase: async (caseId) => ofCase(db(), caseId),
    live: async (which) => live(db(), which),
    refused: async (by) => refused(db(), by),
    async counts() {
      const rows = await db()
        .selectFrom('handoffs')
        .select(({ fn }) => ['state', fn.countAll<number>().as('rows')])
        .groupBy('state')
        .execute();
      return Object.fromEntries(rows.map(({ state, rows: count }) => [state, Number(count)]));
    },
    async since(moment) {
      const rows = await db()
        .selectFrom('handoff_events')
        .select('handoff_id')
        .where('at', '>=', moment.toISOString())
        .execute();
      // Made distinct here: asked to do it, SQLite reads every event there is.
      return findAll(db(), [...new Set(rows.map(({ handoff_id }) => handoff_id))]);
    },
    async saveDraft(draft) {
      return unlessErased(db(), draft.caseId, async (transaction) => {
        await saveDraft(transaction, draft);
        return 'written' as const;
      });
    },
    async draft(id) {
      const row = await db().selectFrom('handoff_drafts').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? readDraft(row) : null;
    },
    async draftsOf(caseId, by) {
      const rows = await db()
        .selectFrom('handoff_drafts')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('by', '=', by)
        .orderBy('saved_at', 'desc')
        .execute();
      return rows.map(readDraft);
    },
  };
}

/** Nobody adds to the handoff between the count and what is appended: it is one transaction, and the row is touched first. */
async function write(db: Kysely<Tables>, change: Change): Promise<'written' | 'known' | 'stale'> {
  const { handoff, events, errands = [], timers = [], stop = [], acts = [] } = change;
  if (await knows(db, events[0].eventKey)) return 'known';
  const after = { ...handoff, events: [...handoff.events, ...events.map(({ event }) => event)] };
  if (handoff.events.length === 0 && (await isErased(db, handoff.caseId))) return 'stale';
  if (!(await summarise(db, after, handoff.events.length))) return 'stale';
  for (const { event, eventKey } of events) {
    const { at, by, kind, ...data } = event;
    await db
      .insertInto('handoff_events')
      .values({ handoff_id: handoff.id, event_key: eventKey, at, by, kind, data: JSON.stringify(data) })
      .execute();
  }
  for (const act of acts) await appendAct(db, handoff.caseId, act);
  await addErrands(db, errands);
  await stopTimers(db, stop);
  await setTimers(db, timers);
  return 'written';
}

/** False when the handoff does not have as many events as it was read with, or is there already. */
async function summarise(db: Kysely<Tables>, after: Handoff, before: number): Promise<boolean> {
  const standing = standingOf(after);
  const { submitted, channel, content, state, claim } = standing;
  const row = {
    opened_at: submitted.at,
    opened_by: submitted.by,
    channel,
    account: content.facts.account,
    state,
    live: isLive(standing) ? 1 : 0,
    claimed_by: claim?.by ?? null,
    events: after.events.length,
  };
  const written =
    before === 0
      ? await db
          .insertInto('handoffs')
          .values({ id: after.id, case_id: after.caseId, ...row })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .execute()
      : await db
          .updateTable('handoffs')
          .set(row)
          .where('id', '=', after.id)
          .where('events', '=', before)
          .returning('id')
          .execute();
  return written.length > 0;
}

async function knows(db: Kysely<Tables>, eventKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('handoff_events')
    .select('id')
    .where('event_key', '=', eventKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** What needs no right to write. */
export async function ofCase(db: Kysely<Tables>, caseId: string): Promise<Handoff[]> {
  const rows = await db.selectFrom('handoffs').select('id').where('case_id', '=', caseId).execute();
  return findAll(
    db,
    rows.map(({ id }) => id),
  );
}

async function live(db: Kysely<Tables>, which: Parameters<Handoffs['live']>[0]): Promise<Handoff[]> {
  const { by, claimedBy, channel, account } = which;
  const conditions = Object.entries({ opened_by: by, claimed_by: claimedBy, channel, account });
  const rows = await db
    .selectFrom('handoffs')
    .select('id')
    .where('live', '=', 1)
    .where((row) =>
      row.and(
        conditions.flatMap(([column, wanted]) =>
          wanted === undefined
            ? []
            : [row(column as 'opened_by' | 'claimed_by' | 'channel' | 'account', '=', wanted)],
        ),
      ),
    )
    .execute();
  return findAll(
    db,
    rows.map(({ id }) => id),
  );
}

/** What Slack has not and nobody ended is not live, and open. */
async function refused(db: Kysely<Tables>, by: string): Promise<Handoff[]> {
  const rows = await db
    .selectFrom('handoffs')
    .select('id')
    .where('live', '=', 0)
    .where('opened_by', '=', by)
    .where('state', 'in', ['open', 'claimed'])
    .execute();
  return findAll(
    db,
    rows.map(({ id }) => id),
  );
}

/** In the order in which they began. */
async function findAll(db: Kysely<Tables>, ids: readonly string[]): Promise<Handoff[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('handoff_events')
    .innerJoin('handoffs', 'handoffs.id', 'handoff_events.handoff_id')
    .select(['handoff_id', 'case_id', 'at', 'by', 'kind', 'data'])
    .where('handoff_id', 'in', ids)
    .orderBy('handoff_events.id')
    .execute();
  const found = new Map<string, { id: string; caseId: string; events: HandoffEvent[] }>();
  for (const { handoff_id: id, case_id: caseId, at, by, kind, data } of rows) {
    const one = found.get(id) ?? { id, caseId, events: [] };
    one.events.push({ at, by, kind, ...JSON.parse(data) } as HandoffEvent);
    found.set(id, one);
  }
  return [...found.values()];
}

async function saveDraft(
  db: Kysely<Tables>,
  { id, caseId, by, channel, team, savedAt, ...data }: Draft,
): Promise<void> {
  const row = { by, channel, team, saved_at: savedAt, data: JSON.stringify(data) };
  await db
    .insertInto('handoff_drafts')
    .values({ id, case_id: caseId, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

function readDraft(row: Selectable<Tables['handoff_drafts']>): Draft {
  const { id, case_id: caseId, by, channel, team, saved_at: savedAt, data } = row;
  return {
    id,
    caseId,
    by,
    channel,
    team,
    savedAt,
    ...(JSON.parse(data) as Pick<Draft, 'typed' | 'removed'>),
  };
}
