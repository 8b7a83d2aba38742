import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { UnreadableRow } from '../errors.ts';
import type { InboundRequest, InboundRequestKind, Inbox } from '../ports/queues.ts';

import { INBOUND_REQUEST_KINDS } from '../ports/queues.ts';

import { rangesExcluding, readPages, repeatInBatchesUntilDone, writeInBatches } from './batching.ts';
import type { StoreContext } from './kysely-store.ts';
import { latestValidHeldAt, leaseColumns, postponeColumns, UNLEASED_COLUMNS } from './leases.ts';
import {
  parseStoredLiteral,
  parseStoredObject,
  parseStoredTimestamp,
  quarantineRows,
  readRow,
  readRows,
} from './quarantine.ts';
import type { Tables } from './tables.ts';
import { createWriteBatcher } from './write-batcher.ts';

/** Also writes, through `kysely`, what was accepted before the store was closed; `settled` waits for that. */
export function createInbox(
  context: StoreContext,
  kysely: Kysely<Tables>,
): Inbox & { settled(): Promise<void> } {
  const batcher = createWriteBatcher((requests: readonly SerializedRequest[]) =>
    insertRequests(kysely, context, requests),
  );
  return {
    async accept(request) {
      context.db();
      return batcher.add({ ...request, body: JSON.stringify(request.body) });
    },
    lease: async (limit, kind) =>
      limit < 1 ? [] : leaseRequests(context, { limit: Math.floor(limit), kind }),
    async renewLeases(keys) {
      await writeInBatches(keys, (batch) =>
        updateOwnLeases(context).set(leaseColumns(context)).where('key', 'in', batch).execute(),
      );
    },
    markDone: (key) => markDone(context, key),
    async postpone(key, until) {
      await updateOwnLeases(context).set(postponeColumns(context, until)).where('key', '=', key).execute();
    },
    setAside: (key, reason) => quarantineRows(context, 'inbox', [new UnreadableRow('inbox', key, reason)]),
    async releaseLeases() {
      await batcher.whenIdle();
      await releaseRequests(context, (row) => row('lease_owner', '=', context.leaseOwner));
    },
    releaseFutureLeases: () =>
      releaseRequests(context, (row) => row('held_at', '>', latestValidHeldAt(context))),
    setAsideUnknownKinds: async () => {
      await repeatInBatchesUntilDone((size) => quarantineUnknownRequests(context, size));
    },
    countPending: () => countPending(context),
    async deleteDone(before) {
      await repeatInBatchesUntilDone((size) =>
        context
          .db()
          .deleteFrom('inbox')
          .where('key', 'in', (from) =>
            from.selectFrom('inbox').select('key').where('done_at', '<', before.toISOString()).limit(size),
          )
          .returning('key')
          .execute(),
      );
    },
    settled: () => batcher.whenIdle(),
  };
}

/** An arrival whose body is known to be JSON. */
type SerializedRequest = Omit<InboundRequest, 'body'> & { readonly body: string };

/** One statement for all, so that it is one commit. What is there already stays as it is. */
async function insertRequests(
  kysely: Kysely<Tables>,
  context: StoreContext,
  requests: readonly SerializedRequest[],
): Promise<('new' | 'duplicate')[]> {
  const rows = requests.map(({ key, kind, receivedAt, body }) => ({
    key,
    kind,
    received_at: receivedAt,
    body,
    attempts: 1,
    ...leaseColumns(context),
  }));
  const inserted = await kysely
    .insertInto('inbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .execute();
  const newKeys = new Set(inserted.map(({ key }) => key));
  return requests.map(({ key }) => (newKeys.delete(key) ? 'new' : 'duplicate'));
}

/**
 * `isFree` stands twice: a database that lets two writers in at once checks the outer one again on the row that
 * it waited for, the inner one not.
 */
async function leaseRequests(
  context: StoreContext,
  { limit, kind: requestedKind }: { readonly limit: number; readonly kind: InboundRequestKind | undefined },
): Promise<(InboundRequest & { attempts: number })[]> {
  const isAvailable = isAvailableAt(context.now().toISOString(), requestedKind);
  const rows = await context
    .db()
    .updateTable('inbox')
    .set((row) => ({ ...leaseColumns(context), attempts: row('attempts', '+', 1) }))
    .where('key', 'in', (from) =>
      from
        .selectFrom('inbox')
        .select('key')
        .where(isAvailable)
        .orderBy('received_at')
        .orderBy('key')
        .limit(limit),
    )
    .where(isAvailable)
    .returning(['key', 'kind', 'received_at', 'body', 'attempts'])
    .execute();
  const { read, unreadable } = readRows(rows, ({ key, kind, received_at, body, attempts }) =>
    readRow('inbox', key, () => ({
      key,
      kind: parseStoredLiteral(INBOUND_REQUEST_KINDS, kind),
      receivedAt: parseStoredTimestamp(received_at),
      body: parseStoredObject(body),
      attempts,
    })),
  );
  await quarantineRows(context, 'inbox', unreadable);
  return read.toSorted(compareByAge);
}

/** The statement picks the oldest but gives them back in any order. */
function compareByAge(one: InboundRequest, other: InboundRequest): number {
  const [a, b] =
    one.receivedAt === other.receivedAt ? [one.key, other.key] : [one.receivedAt, other.receivedAt];
  return a < b ? -1 : 1;
}

function isAvailableAt(
  moment: string,
  kind: InboundRequestKind | undefined,
): (row: ExpressionBuilder<Tables, 'inbox'>) => Expression<SqlBool> {
  return (row) =>
    row.and([
      row('done_at', 'is', null),
      ...(kind === undefined ? [] : [row('kind', '=', kind)]),
      row.or([row('lease_until', 'is', null), row('lease_until', '<=', moment)]),
      row.or([row('not_before', 'is', null), row('not_before', '<=', moment)]),
    ]);
}

/** Whoever holds it: the work was done. */
async function markDone({ db, now }: StoreContext, key: string): Promise<void> {
  await db()
    .updateTable('inbox')
    .set({ body: null, done_at: now().toISOString(), ...UNLEASED_COLUMNS })
    .where('key', '=', key)
    .where('done_at', 'is', null)
    .execute();
}

/** What is done has no holder; that it is not done is said for the index. */
function updateOwnLeases({ db, leaseOwner: owner }: StoreContext) {
  return db().updateTable('inbox').where('lease_owner', '=', owner).where('done_at', 'is', null);
}

async function countPending({ db }: StoreContext): Promise<number> {
  let count = 0;
  for (const kind of INBOUND_REQUEST_KINDS) {
    const pages = readPages((last: { received_at: string; key: string } | undefined, size) =>
      db()
        .selectFrom('inbox')
        .select(['received_at', 'key'])
        .where('done_at', 'is', null)
        .where('kind', '=', kind)
        .where('received_at', '>=', last?.received_at ?? '')
        .$if(last !== undefined, (query) =>
          query.where((row) =>
            row.or([row('received_at', '>', last?.received_at ?? ''), row('key', '>', last?.key ?? '')]),
          ),
        )
        .orderBy('received_at')
        .orderBy('key')
        .limit(size)
        .execute(),
    );
    for await (const page of pages) count += page.length;
  }
  return count;
}

/** Releases leases and delays. Returns how many rows it released. */
function releaseRequests(
  { db }: StoreContext,
  which: (row: ExpressionBuilder<Tables, 'inbox'>) => Expression<SqlBool>,
): Promise<number> {
  return repeatInBatchesUntilDone((size) =>
    db()
      .updateTable('inbox')
      .set({ ...UNLEASED_COLUMNS, not_before: null })
      .where('key', 'in', (from) => from.selectFrom('inbox').select('key').where(which).limit(size))
      .returning('key')
      .execute(),
  );
}

/** Sets aside requests of unknown kinds. */
async function quarantineUnknownRequests(
  context: StoreContext,
  size: number,
): Promise<readonly UnreadableRow[]> {
  const rows = await context
    .db()
    .selectFrom('inbox')
    .select('key')
    .where('done_at', 'is', null)
    .where((row) =>
      row.or(
        rangesExcluding(INBOUND_REQUEST_KINDS).map(([after, before]) =>
          row.and([row('kind', '>', after), ...(before === null ? [] : [row('kind', '<', before)])]),
        ),
      ),
    )
    .limit(size)
    .execute();
  const unreadable = rows.map(({ key }) => new UnreadableRow('inbox', key, 'unknown-kind'));
  await quarantineRows(context, 'inbox', unreadable);
  return unreadable;
}
