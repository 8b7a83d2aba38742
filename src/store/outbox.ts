import type { Kysely } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { LeasedOutboxMessage, Outbox, OutboxMessage, OutboxMessageKind } from '../ports/queues.ts';

import { OUTBOX_UPDATE_KINDS } from '../ports/queues.ts';

import { readPages, repeatInBatchesUntilDone, writeInBatches } from './batching.ts';
import type { StoreContext } from './kysely-store.ts';
import { leaseOutboxMessages } from './lease-outbox.ts';
import { latestValidHeldAt, leaseColumns, postponeColumns, UNLEASED_COLUMNS } from './leases.ts';
import { quarantineRows } from './quarantine.ts';
import type { Tables } from './tables.ts';

/** What is to be said in Slack, as rows with a lease. */
export function createOutbox(context: StoreContext): Outbox {
  const { db, now } = context;
  return {
    async add(messages) {
      await db()
        .transaction()
        .execute((transaction) => addOutboxMessages(transaction, messages));
    },
    lease: async (limit) => (limit < 1 ? [] : leaseOutboxMessages(context, Math.floor(limit))),
    async renewLeases(keys) {
      await writeInBatches(keys, (batch) =>
        updateOwnLeases(context).set(leaseColumns(context)).where('key', 'in', batch).execute(),
      );
    },
    markDone: (message) => markDone(context, message),
    async postpone(key, until) {
      await updateOwnLeases(context).set(postponeColumns(context, until)).where('key', '=', key).execute();
    },
    async postponeWithoutAttempt(key, until) {
      await updateOwnLeases(context)
        .set((row) => ({ ...postponeColumns(context, until), attempts: row('attempts', '-', 1) }))
        .where('key', '=', key)
        .execute();
    },
    setAside: (key, reason) => quarantineRows(context, 'outbox', [new UnreadableRow('outbox', key, reason)]),
    async releaseLeases() {
      await repeatInBatchesUntilDone((size) =>
        db()
          .updateTable('outbox')
          .set(UNLEASED_COLUMNS)
          .where('id', 'in', (from) =>
            from.selectFrom('outbox').select('id').where('lease_owner', '=', context.leaseOwner).limit(size),
          )
          .returning('id')
          .execute(),
      );
    },
    async releaseFutureLeases() {
      const maxHeldAt = latestValidHeldAt(context);
      const rows = await repeatInBatchesUntilDone((size) =>
        db()
          .updateTable('outbox')
          .set({ ...UNLEASED_COLUMNS, not_before: null })
          .where('id', 'in', (from) =>
            from.selectFrom('outbox').select('id').where('held_at', '>', maxHeldAt).limit(size),
          )
          .returning('id')
          .execute(),
      );
      const slots = await db()
        .deleteFrom('outbox_turns')
        .where('held_at', '>', maxHeldAt)
        .returning('channel')
        .execute();
      return rows + slots.length;
    },
    acquireSlot: (channel, rateLimitMs) => acquireSlot(context, channel, rateLimitMs),
    backOff: (channel, until) => backOffChannel(context, channel, until),
    countPending: () => countPending(context),
    async deleteDone(before) {
      await repeatInBatchesUntilDone((size) =>
        db()
          .deleteFrom('outbox')
          .where('id', 'in', (from) =>
            from.selectFrom('outbox').select('id').where('done_at', '<', before.toISOString()).limit(size),
          )
          .returning('id')
          .execute(),
      );
      await db().deleteFrom('outbox_turns').where('next_at', '<', now().toISOString()).execute();
    },
  };
}

async function countPending({ db }: StoreContext): Promise<number> {
  let count = 0;
  const pages = readPages((last: { id: number } | undefined, size) =>
    db()
      .selectFrom('outbox')
      .select('id')
      .where('done_at', 'is', null)
      .where('id', '>', last?.id ?? 0)
      .orderBy('id')
      .limit(size)
      .execute(),
  );
  for await (const page of pages) count += page.length;
  return count;
}

function updateOwnLeases({ db, leaseOwner }: Pick<StoreContext, 'db' | 'leaseOwner'>) {
  return db().updateTable('outbox').where('lease_owner', '=', leaseOwner).where('done_at', 'is', null);
}

/** A drawing that is asked for again is drawn again; what was said, or is about to be, is said once. */
export async function addOutboxMessages(
  db: Kysely<Tables>,
  messages: readonly OutboxMessage[],
): Promise<void> {
  for (const { key, kind, channel, payload: data, notBefore } of messages) {
    const row = {
      kind,
      channel,
      about: subjectIdOf(data),
      data: JSON.stringify(data),
      not_before: notBefore,
      attempts: 0,
      done_at: null,
    };
    await db
      .insertInto('outbox')
      .values({ key, version: 1, ...row, ...UNLEASED_COLUMNS })
      .onConflict((conflict) => {
        const existing = conflict.column('key');
        return isRenderKind(kind)
          ? existing.doUpdateSet((set) => ({ ...row, version: set('outbox.version', '+', 1) }))
          : existing.doNothing();
      })
      .execute();
  }
}

function isRenderKind(kind: OutboxMessageKind): boolean {
  return (OUTBOX_UPDATE_KINDS as readonly string[]).includes(kind);
}

function subjectIdOf({ handoffId, caseId }: OutboxMessage['payload']): string | null {
  if (typeof handoffId === 'string') return handoffId;
  return typeof caseId === 'string' ? caseId : null;
}

/** What was asked for again since it was taken is only given back, unless somebody else has taken it by now. */
async function markDone(
  { db, now, leaseOwner }: StoreContext,
  { key, version }: Pick<LeasedOutboxMessage, 'key' | 'version'>,
): Promise<void> {
  const finished = await db()
    .updateTable('outbox')
    .set({ data: '{}', done_at: now().toISOString(), ...UNLEASED_COLUMNS })
    .where('key', '=', key)
    .where('version', '=', version)
    .where('done_at', 'is', null)
    .returning('key')
    .execute();
  if (finished.length > 0) return;
  await updateOwnLeases({ db, leaseOwner }).set(UNLEASED_COLUMNS).where('key', '=', key).execute();
}

/** One statement decides who has the turn: the row is changed only by whom it lets pass. */
async function acquireSlot(
  { db, now }: StoreContext,
  channel: string,
  rateLimitMs: number,
): Promise<'now' | Date> {
  const at = now();
  const nextSlot = { next_at: new Date(at.getTime() + rateLimitMs).toISOString(), held_at: at.toISOString() };
  const [acquired] = await db()
    .insertInto('outbox_turns')
    .values({ channel, ...nextSlot })
    .onConflict((conflict) =>
      conflict.column('channel').doUpdateSet(nextSlot).where('outbox_turns.next_at', '<=', at.toISOString()),
    )
    .returning('channel')
    .execute();
  if (acquired) return 'now';
  const row = await db()
    .selectFrom('outbox_turns')
    .select('next_at')
    .where('channel', '=', channel)
    .executeTakeFirst();
  return new Date(row?.next_at ?? at);
}

async function backOffChannel({ db, now }: StoreContext, channel: string, until: Date): Promise<void> {
  const nextSlot = { next_at: until.toISOString(), held_at: now().toISOString() };
  await db()
    .insertInto('outbox_turns')
    .values({ channel, ...nextSlot })
    .onConflict((conflict) =>
      conflict.column('channel').doUpdateSet(nextSlot).where('outbox_turns.next_at', '<', nextSlot.next_at),
    )
    .execute();
}
