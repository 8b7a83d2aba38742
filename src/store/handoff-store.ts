import type { Kysely, Selectable } from 'kysely';
import type { Handoff } from '../domain/handoff.ts';
import { handoffStateOf } from '../domain/handoff.ts';
import { isActiveHandoff } from '../domain/handoff-state.ts';
import type { HandoffChange, HandoffDraft, Handoffs } from '../ports/store.ts';
import { PAGE_SIZE } from './batching.ts';
import { lockCase, writeUnlessErased } from './case-lock.ts';
import { appendStepEvent, countCaseEvents } from './case-store.ts';
import { createHandoffQueries } from './handoff-queries.ts';
import { enqueueMessages } from './outbox.ts';
import { recordUnreadableRows } from './quarantine.ts';
import type { StoreContext } from './store-context.ts';
import { readStoredDraft } from './stored-handoff.ts';
import { readRows } from './stored-values.ts';
import type { Tables } from './tables.ts';
import { cancelTimers, scheduleTimers } from './timer-store.ts';

/** Creates the store of handoffs: events that are only appended, and a summary of each handoff for queries. */
export function createHandoffStore(context: StoreContext): Handoffs {
  const { db } = context;
  return {
    commit: (change) => context.transaction((trx) => writeChange(trx, context, change)),
    hasIdempotencyKey: async (idempotencyKey) => hasHandoffEvent(db(), idempotencyKey),
    ...createHandoffQueries(context),
    async saveDraft(draft) {
      return writeUnlessErased(context, draft.caseId, async (trx) => {
        await upsertDraft(trx, draft);
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
        .where('author', '=', by)
        .orderBy('saved_at', 'desc')
        .limit(PAGE_SIZE)
        .execute();
      return readDrafts(context, rows);
    },
  };
}

/** To be called in a transaction. Locks the case first, and with it its handoffs, until the events are appended. */
async function writeChange(
  db: Kysely<Tables>,
  context: StoreContext,
  change: HandoffChange,
): Promise<'written' | 'duplicate' | 'stale'> {
  const { handoff, events, messages = [], timers = [], stepEvents = [], caseEventCount } = change;
  const kase = await lockCase(db, handoff.caseId);
  if (await hasHandoffEvent(db, events[0].idempotencyKey)) return 'duplicate';
  const mustMatchCase = stepEvents.length > 0 && caseEventCount !== undefined;
  if (mustMatchCase && (await countCaseEvents(db, handoff.caseId)) !== caseEventCount) return 'stale';
  const updated = { ...handoff, events: [...handoff.events, ...events.map(({ event }) => event)] };
  if (handoff.events.length === 0 && kase && kase.erased_at !== null) return 'stale';
  if (!(await writeSummary(db, updated, handoff.events.length))) return 'stale';
  for (const { event, idempotencyKey } of events) {
    const { at, by, kind, ...data } = event;
    await db
      .insertInto('handoff_events')
      .values({ handoff_id: handoff.id, event_key: idempotencyKey, at, by, kind, data: JSON.stringify(data) })
      .execute();
  }
  for (const stepEvent of stepEvents) await appendStepEvent(db, handoff.caseId, stepEvent);
  await enqueueMessages(db, context, messages);
  await cancelTimers(db, change.cancelTimers ?? []);
  await scheduleTimers(db, context, timers);
  const stateBefore = handoff.events.length === 0 ? null : handoffStateOf(handoff).status;
  await updateCounts(db, stateBefore, handoffStateOf(updated).status);
  return 'written';
}

/** Returns false when the handoff has more events than expected, or the new one exists. */
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
    account_number: content.facts.accountNumber,
    state,
    is_active: isActiveHandoff(current) ? 1 : 0,
    claimed_by: claim?.by ?? null,
    event_count: handoff.events.length,
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
          .where('event_count', '=', expectedEventCount)
          .returning('id')
          .execute();
  return written.length > 0;
}

/** Counts the handoff under its new state. The states are in a fixed order, so that transactions do not block each other. */
async function updateCounts(db: Kysely<Tables>, before: string | null, after: string): Promise<void> {
  if (before === after) return;
  const changes = [
    { state: after, handoff_count: 1 },
    ...(before === null ? [] : [{ state: before, handoff_count: -1 }]),
  ].toSorted((one, other) => (one.state < other.state ? -1 : 1));
  for (const change of changes)
    await db
      .insertInto('handoff_counts')
      .values(change)
      .onConflict((conflict) =>
        conflict.column('state').doUpdateSet(({ eb, ref }) => ({
          handoff_count: eb('handoff_counts.handoff_count', '+', ref('excluded.handoff_count')),
        })),
      )
      .execute();
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
  const row = { author: by, channel, team, saved_at: savedAt, data: JSON.stringify(data) };
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
