import type { Kysely, Selectable } from 'kysely';
import type { Handoff } from '../domain/handoff.ts';
import { isLive, standingOf } from '../domain/handoff.ts';
import type { Change, Draft, Handoffs } from '../ports.ts';
import { appendAct, isErased, unlessErased } from './cases.ts';
import { handoffQueries } from './handoff-queries.ts';
import type { Desk } from './kysely-store.ts';
import { addErrands } from './outbox.ts';
import { PAGE } from './pages.ts';
import { noteUnreadable, readRows } from './set-aside.ts';
import { readDraft } from './stored-handoff.ts';
import type { Tables } from './tables.ts';
import { setTimers, stopTimers } from './timers.ts';

/** Handoffs as rows that are only ever added, with a summary of each to find it by. */
export function createHandoffs(desk: Desk): Handoffs {
  const { db } = desk;
  return {
    write: async (change) =>
      db()
        .transaction()
        .execute((transaction) => write(transaction, change)),
    knows: async (eventKey) => knows(db(), eventKey),
    ...handoffQueries(desk),
    async saveDraft(draft) {
      return unlessErased(db(), draft.caseId, async (transaction) => {
        await saveDraft(transaction, draft);
        return 'written' as const;
      });
    },
    async draft(id) {
      const row = await db().selectFrom('handoff_drafts').selectAll().where('id', '=', id).executeTakeFirst();
      return (await readDrafts(desk, row ? [row] : []))[0] ?? null;
    },
    async draftsOf(caseId, by) {
      const rows = await db()
        .selectFrom('handoff_drafts')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('by', '=', by)
        .orderBy('saved_at', 'desc')
        .limit(PAGE)
        .execute();
      return readDrafts(desk, rows);
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

/** Leaves out drafts that cannot be read. Their authors get the form as filled in from the case. */
async function readDrafts(
  desk: Desk,
  rows: readonly Selectable<Tables['handoff_drafts']>[],
): Promise<readonly Draft[]> {
  const { read, unreadable } = readRows(rows, readDraft);
  await noteUnreadable(desk, unreadable);
  return read;
}
