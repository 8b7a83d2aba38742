import type { Kysely, Selectable } from 'kysely';
import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import { isActiveHandoff } from '../domain/handoff-state.ts';
import type { HandoffChange, HandoffDraft, Handoffs } from '../ports/store.ts';
import { PAGE_SIZE } from './batching.ts';
import { appendStepEvent, isCaseErased, writeUnlessErased } from './case-store.ts';
import { createHandoffQueries } from './handoff-queries.ts';
import type { StoreContext } from './kysely-store.ts';
import { addOutboxMessages } from './outbox.ts';
import { readRows, recordUnreadableRows } from './quarantine.ts';
import { readStoredDraft } from './stored-handoff.ts';
import type { Tables } from './tables.ts';
import { cancelTimers, setTimers } from './timer-store.ts';

/** Handoffs as rows that are only ever added, with a summary of each to find it by. */
export function createHandoffStore(context: StoreContext): Handoffs {
  const { db } = context;
  return {
    commit: async (change) =>
      db()
        .transaction()
        .execute((transaction) => writeChange(transaction, change)),
    hasIdempotencyKey: async (idempotencyKey) => hasHandoffEvent(db(), idempotencyKey),
    ...createHandoffQueries(context),
    async saveDraft(draft) {
      return writeUnlessErased(db(), draft.caseId, async (transaction) => {
        await upsertDraft(transaction, draft);
        return 'written' as const;
      });
    },
    async findDraft(id) {
      const row = await db().selectFrom('handoff_drafts').selectAll().where('id', '=', id).executeTakeFirst();
      return (await readDrafts(context, row ? [row] : []))[0] ?? null;
    },
    async listDrafts(caseId, by) {
      const rows = await db()
        .selectFrom('handoff_drafts')
        .selectAll()
        .where('case_id', '=', caseId)
        .where('by', '=', by)
        .orderBy('saved_at', 'desc')
        .limit(PAGE_SIZE)
        .execute();
      return readDrafts(context, rows);
    },
  };
}

/** Nobody adds to the handoff between the count and what is appended: it is one transaction, and the row is touched first. */
async function writeChange(
  db: Kysely<Tables>,
  change: HandoffChange,
): Promise<'written' | 'known' | 'stale'> {
  const {
    handoff,
    events,
    messages = [],
    timers = [],
    cancelTimers: timerKeysToCancel = [],
    stepEvents = [],
  } = change;
  if (await hasHandoffEvent(db, events[0].idempotencyKey)) return 'known';
  const updated = { ...handoff, events: [...handoff.events, ...events.map(({ event }) => event)] };
  if (handoff.events.length === 0 && (await isCaseErased(db, handoff.caseId))) return 'stale';
  if (!(await writeSummary(db, updated, handoff.events.length))) return 'stale';
  for (const { event, idempotencyKey } of events) {
    const { at, by, kind, ...data } = event;
    await db
      .insertInto('handoff_events')
      .values({ handoff_id: handoff.id, event_key: idempotencyKey, at, by, kind, data: JSON.stringify(data) })
      .execute();
  }
  for (const stepEvent of stepEvents) await appendStepEvent(db, handoff.caseId, stepEvent);
  await addOutboxMessages(db, messages);
  await cancelTimers(db, timerKeysToCancel);
  await setTimers(db, timers);
  return 'written';
}

/** False when the handoff does not have as many events as it was read with, or is there already. */
async function writeSummary(
  db: Kysely<Tables>,
  handoff: Handoff,
  expectedEventCount: number,
): Promise<boolean> {
  const current = handoffStateOf(handoff);
  const { submitted, channel, content, status: state, claim } = current;
  const row = {
    opened_at: submitted.at,
    opened_by: submitted.by,
    channel,
    account: content.facts.accountNumber,
    state,
    live: isActiveHandoff(current) ? 1 : 0,
    claimed_by: claim?.by ?? null,
    events: handoff.events.length,
  };
  const written =
    expectedEventCount === 0
      ? await db
          .insertInto('handoffs')
          .values({ id: handoff.id, case_id: handoff.caseId, ...row })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .execute()
      : await db
          .updateTable('handoffs')
          .set(row)
          .where('id', '=', handoff.id)
          .where('events', '=', expectedEventCount)
          .returning('id')
          .execute();
  return written.length > 0;
}

async function hasHandoffEvent(db: Kysely<Tables>, idempotencyKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('handoff_events')
    .select('id')
    .where('event_key', '=', idempotencyKey)
    .executeTakeFirst();
  return row !== undefined;
}

async function upsertDraft(
  db: Kysely<Tables>,
  { id, caseId, by, channel, team, savedAt, ...data }: HandoffDraft,
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
  context: StoreContext,
  rows: readonly Selectable<Tables['handoff_drafts']>[],
): Promise<readonly HandoffDraft[]> {
  const { read, unreadable } = readRows(rows, readStoredDraft);
  await recordUnreadableRows(context, unreadable);
  return read;
}
