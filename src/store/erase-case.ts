import type { Kysely } from 'kysely';
import type { Check } from '../domain/case.ts';
import type { CheckSubject } from '../domain/evidence.ts';
import type { HandoffContent } from '../domain/handoff-state.ts';
import { BOT_ACTOR } from '../domain/handoff-state.ts';
import { UNKNOWN_TERMS } from '../domain/subscription-terms.ts';
import { lockCase } from './case-lock.ts';
import type { StoreContext } from './store-context.ts';
import { readStoredCheck } from './stored-case.ts';
import { parseStoredObject } from './stored-values.ts';
import type { Tables } from './tables.ts';

/** Replaces text that a person entered. */
const ERASED_PLACEHOLDER = '(erased)';

/** Events erased in one transaction. A check takes about ten kilobytes. */
const EVENTS_PER_BATCH = 50;

/**
 * Removes the personal data of a case, its handoffs and its drafts, and marks the case as erased. `lastErasedEventId`: the
 * result of `eraseFullEventBatches`; later events are erased here. To be called in a transaction.
 */
export async function eraseCase(
  db: Kysely<Tables>,
  {
    id,
    at,
    lastErasedEventId,
  }: { readonly id: string; readonly at: Date; readonly lastErasedEventId: number },
): Promise<'erased' | 'not-found' | 'already-erased'> {
  const kase = await lockCase(db, id);
  if (!kase) return 'not-found';
  if (kase.erased_at !== null) return 'already-erased';
  await db.updateTable('cases').set({ erased_at: at.toISOString() }).where('id', '=', id).execute();
  await eraseRemainingEvents(db, id, lastErasedEventId);
  const handoffs = await db
    .selectFrom('handoffs')
    .select(['id', 'event_count'])
    .where('case_id', '=', id)
    .execute();
  for (const handoff of handoffs) await eraseHandoff(db, handoff, at);
  const subjectIds = [id, ...handoffs.map((handoff) => handoff.id)];
  await db.deleteFrom('case_references').where('case_id', '=', id).execute();
  await db.deleteFrom('latest_cases').where('case_id', '=', id).execute();
  await db.deleteFrom('handoff_drafts').where('case_id', '=', id).execute();
  await db
    .deleteFrom('queue_items')
    .where('subject_id', 'in', subjectIds)
    .where('done_at', 'is', null)
    .execute();
  await db.deleteFrom('quarantined_rows').where('subject_id', 'in', subjectIds).execute();
  return 'erased';
}

/**
 * Erases all full batches of a case's events, each in its own transaction, so that a case of hundreds of checks does not
 * block other writers. Returns the id of the last erased event; 0 for none. Safe to repeat: until `eraseCase` marks the
 * case, the erasure has not happened and has to be requested again. Does nothing when the case is erased already.
 */
export async function eraseFullEventBatches(
  { transaction }: Pick<StoreContext, 'transaction'>,
  caseId: string,
): Promise<number> {
  let lastErasedEventId = 0;
  for (;;) {
    const next = await transaction(async (db) => {
      const kase = await lockCase(db, caseId);
      if (kase?.erased_at !== null) return lastErasedEventId;
      return eraseEventBatch(db, { caseId, after: lastErasedEventId, fullBatchesOnly: true });
    });
    if (next === lastErasedEventId) return lastErasedEventId;
    lastErasedEventId = next;
  }
}

async function eraseRemainingEvents(
  db: Kysely<Tables>,
  caseId: string,
  lastErasedEventId: number,
): Promise<void> {
  for (let after = lastErasedEventId; ; ) {
    const next = await eraseEventBatch(db, { caseId, after });
    if (next === after) return;
    after = next;
  }
}

/** Erases the batch after an event. Returns the id of its last event. With `fullBatchesOnly`, an incomplete batch is left alone. */
async function eraseEventBatch(
  db: Kysely<Tables>,
  options: { readonly caseId: string; readonly after: number; readonly fullBatchesOnly?: boolean },
): Promise<number> {
  const { caseId, after, fullBatchesOnly = false } = options;
  const rows = await db
    .selectFrom('case_events')
    .select(['id', 'kind', 'data'])
    .where('case_id', '=', caseId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(EVENTS_PER_BATCH)
    .execute();
  if (fullBatchesOnly && rows.length < EVENTS_PER_BATCH) return after;
  for (const { id, kind, data } of rows) {
    const kept = orEmptyIfUnreadable(() =>
      kind === 'checked' ? erasedCheck(readStoredCheck(data)) : erasedStepEvent(parseStoredObject(data)),
    );
    await db
      .updateTable('case_events')
      .set({ data: JSON.stringify(kept) })
      .where('id', '=', id)
      .execute();
  }
  return rows.at(-1)?.id ?? after;
}

/** Returns an empty object for data that cannot be read, because it could hold anything. */
function orEmptyIfUnreadable(keep: () => object): object {
  try {
    return keep();
  } catch {
    return {};
  }
}

/** Returns what was decided and by which rules, without the customer. */
function erasedCheck({ evidence, judgements, requesterReason, ...check }: Check): Check {
  return {
    ...check,
    requesterReason: requesterReason.kind === 'manual' ? requesterReason : { kind: 'no-signal' },
    ...(check.manualFacts.dismissedMismatchKey === undefined
      ? {}
      : { manualFacts: { ...check.manualFacts, dismissedMismatchKey: ERASED_PLACEHOLDER } }),
    judgements: judgements.map((judgement) => ({
      ...judgement,
      customer: null,
      invoiceOwner: null,
      earlierOwner: null,
      marketplace: null,
      terms: UNKNOWN_TERMS,
    })),
    candidates: [],
    evidence: {
      subject: erasedSubject(evidence.subject),
      ticket: null,
      accounts: null,
      subscriptionCount: null,
      subscriptions: [],
      crm: null,
      portal: null,
    },
  };
}

function erasedSubject(subject: CheckSubject): CheckSubject {
  return subject.kind === 'email' ? { kind: 'email', masked: ERASED_PLACEHOLDER, fingerprint: '' } : subject;
}

/** Removes links and reasons, which people entered. */
function erasedStepEvent(data: Record<string, unknown>): Record<string, unknown> {
  return {
    ...data,
    ...('value' in data ? { value: null } : {}),
    ...('reason' in data && data['reason'] !== null ? { reason: ERASED_PLACEHOLDER } : {}),
    ...('notApplicable' in data ? { notApplicable: ERASED_PLACEHOLDER } : {}),
  };
}

async function eraseHandoff(
  db: Kysely<Tables>,
  { id, event_count: eventCount }: { readonly id: string; readonly event_count: number },
  at: Date,
): Promise<void> {
  const rows = await db
    .selectFrom('handoff_events')
    .select(['id', 'data'])
    .where('handoff_id', '=', id)
    .execute();
  for (const { id: eventId, data } of rows) {
    const kept = orEmptyIfUnreadable(() => erasedHandoffEvent(parseStoredObject(data)));
    await db
      .updateTable('handoff_events')
      .set({ data: JSON.stringify(kept) })
      .where('id', '=', eventId)
      .execute();
  }
  await db
    .insertInto('handoff_events')
    .values({
      handoff_id: id,
      event_key: `erased:${id}`,
      at: at.toISOString(),
      by: BOT_ACTOR,
      kind: 'erased',
      data: '{}',
    })
    .execute();
  await db
    .updateTable('handoffs')
    .set({ event_count: eventCount + 1 })
    .where('id', '=', id)
    .execute();
}

/** Returns the stored data of an event without what people entered. */
function erasedHandoffEvent(stored: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...stored };
  for (const field of ['question', 'answer', 'reason', 'link'])
    if (field in kept) kept[field] = ERASED_PLACEHOLDER;
  if ('note' in kept) kept['note'] = null;
  if ('content' in kept) kept['content'] = erasedHandoffContent(kept['content'] as HandoffContent);
  return kept;
}

function erasedHandoffContent({ facts, input }: HandoffContent): HandoffContent {
  return {
    facts: {
      ...facts,
      customer: null,
      reseller: null,
      distributor: null,
      accountOwner: null,
      crmId: null,
      opportunity: null,
      marketplace: null,
      subscriptions: facts.subscriptions.map((one) => ({
        ...one,
        plan: null,
        seats: null,
        termMonths: null,
      })),
      discrepancies: [],
    },
    input: {
      ask: ERASED_PLACEHOLDER,
      plan: null,
      seats: input.seats,
      counts: null,
      writtenWish: input.writtenWish,
      writtenWishSource: null,
      permissionSource: null,
      ticket: input.ticket,
      toldCustomer: null,
      salesforceLink: null,
    },
  };
}
