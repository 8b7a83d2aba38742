import type { Kysely } from 'kysely';
import type { Check } from '../domain/case.ts';
import type { Subject } from '../domain/evidence.ts';
import type { HandoffContent } from '../domain/handoff.ts';
import { BOT } from '../domain/handoff.ts';
import { storedObject } from './set-aside.ts';
import { readCheck } from './stored-check.ts';
import type { Tables } from './tables.ts';

/** Stands where somebody typed something. */
const ERASED = '(erased)';

/** Events erased in one transaction. A check takes about ten kilobytes. */
const BATCH_SIZE = 50;

/**
 * Removes the personal data of a case, its handoffs and its drafts, and marks the case as erased. `prepared`: the result
 * of `prepareErasing`; later events are erased here. To be called in a transaction.
 */
export async function eraseCase(
  db: Kysely<Tables>,
  { id, at, prepared }: { readonly id: string; readonly at: Date; readonly prepared: number },
): Promise<'erased' | 'not-found' | 'erased-before'> {
  const kase = await db.selectFrom('cases').select('erased_at').where('id', '=', id).executeTakeFirst();
  if (!kase) return 'not-found';
  if (kase.erased_at !== null) return 'erased-before';
  await db.updateTable('cases').set({ erased_at: at.toISOString() }).where('id', '=', id).execute();
  await eraseAllEvents(db, id, prepared);
  const handoffs = await db
    .selectFrom('handoffs')
    .select(['id', 'events'])
    .where('case_id', '=', id)
    .execute();
  for (const handoff of handoffs) await eraseHandoff(db, handoff, at);
  const about = [id, ...handoffs.map((handoff) => handoff.id)];
  await db.deleteFrom('handoff_drafts').where('case_id', '=', id).execute();
  await db.deleteFrom('timers').where('about', 'in', about).execute();
  await db.deleteFrom('set_aside').where('about', 'in', about).execute();
  await db.deleteFrom('outbox').where('about', 'in', about).where('done_at', 'is', null).execute();
  return 'erased';
}

/**
 * Erases all full batches of a case's events, each in its own transaction, so that a case of hundreds of checks does not
 * block other writers. Returns the id of the last erased event; 0 for none. Safe to repeat: until `eraseCase` marks the
 * case, the erasure has not happened and has to be requested again.
 */
export async function prepareErasing(db: Kysely<Tables>, caseId: string): Promise<number> {
  let prepared = 0;
  for (;;) {
    const next = await db
      .transaction()
      .execute((transaction) => eraseEvents(transaction, { caseId, after: prepared, isPreparing: true }));
    if (next === prepared) return prepared;
    prepared = next;
  }
}

async function eraseAllEvents(db: Kysely<Tables>, caseId: string, prepared: number): Promise<void> {
  for (let after = prepared; ; ) {
    const next = await eraseEvents(db, { caseId, after });
    if (next === after) return;
    after = next;
  }
}

/** Erases the batch after an event. Returns the id of its last event. While preparing, an incomplete batch is left alone. */
async function eraseEvents(
  db: Kysely<Tables>,
  given: { readonly caseId: string; readonly after: number; readonly isPreparing?: boolean },
): Promise<number> {
  const { caseId, after, isPreparing = false } = given;
  const rows = await db
    .selectFrom('case_events')
    .select(['id', 'kind', 'data'])
    .where('case_id', '=', caseId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(BATCH_SIZE)
    .execute();
  if (isPreparing && rows.length < BATCH_SIZE) return after;
  for (const { id, kind, data } of rows) {
    const kept = orEmpty(() =>
      kind === 'checked' ? withoutEvidence(readCheck(data)) : withoutWords(storedObject(data)),
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
function orEmpty(keep: () => object): object {
  try {
    return keep();
  } catch {
    return {};
  }
}

/** What was decided and by which rules, without whom it was about. */
function withoutEvidence({ evidence, judgements, ...check }: Check): Check {
  return {
    ...check,
    ...(check.told.ticketKept === undefined ? {} : { told: { ...check.told, ticketKept: ERASED } }),
    judgements: judgements.map((judgement) => ({
      ...judgement,
      customer: null,
      invoiceOwner: null,
      earlierOwner: null,
      marketplace: null,
    })),
    evidence: {
      subject: subjectOf(evidence.subject),
      ticket: null,
      accounts: null,
      listing: null,
      subscriptions: [],
      crm: null,
      portal: null,
    },
  };
}

function subjectOf(subject: Subject): Subject {
  return subject.kind === 'email' ? { kind: 'email', masked: ERASED, fingerprint: '' } : subject;
}

/** Links and reasons are what people typed. */
function withoutWords(data: Record<string, unknown>): Record<string, unknown> {
  return {
    ...data,
    ...('value' in data ? { value: null } : {}),
    ...('reason' in data ? { reason: ERASED } : {}),
  };
}

async function eraseHandoff(
  db: Kysely<Tables>,
  { id, events }: { readonly id: string; readonly events: number },
  at: Date,
): Promise<void> {
  const rows = await db
    .selectFrom('handoff_events')
    .select(['id', 'data'])
    .where('handoff_id', '=', id)
    .execute();
  for (const { id: row, data } of rows) {
    const kept = orEmpty(() => withoutTyped(storedObject(data)));
    await db
      .updateTable('handoff_events')
      .set({ data: JSON.stringify(kept) })
      .where('id', '=', row)
      .execute();
  }
  await db
    .insertInto('handoff_events')
    .values({
      handoff_id: id,
      event_key: `erased:${id}`,
      at: at.toISOString(),
      by: BOT,
      kind: 'erased',
      data: '{}',
    })
    .execute();
  await db
    .updateTable('handoffs')
    .set({ events: events + 1 })
    .where('id', '=', id)
    .execute();
}

/** What an event says besides its kind, as it is stored. */
function withoutTyped(stored: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...stored };
  for (const typed of ['question', 'answer', 'reason', 'link']) if (typed in kept) kept[typed] = ERASED;
  if ('note' in kept) kept['note'] = null;
  if ('content' in kept) kept['content'] = contentOf(kept['content'] as HandoffContent);
  return kept;
}

function contentOf({ facts, typed }: HandoffContent): HandoffContent {
  return {
    facts: { ...facts, customer: null, reseller: null, distributor: null, owner: null, crmId: null },
    typed: {
      ask: ERASED,
      plan: null,
      seats: typed.seats,
      counts: null,
      wish: typed.wish,
      wishWhere: null,
      told: null,
      link: null,
    },
  };
}
