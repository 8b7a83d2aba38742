import type { Kysely } from 'kysely';
import type { InboundRequest, InboundRequestKind, Inbox } from '../ports/queues.ts';
import { INBOUND_REQUEST_KINDS } from '../ports/queues.ts';
import { createLeaseQueue } from './lease-queue.ts';
import { DUE_AT_ONCE, enqueueItems, leaseColumns } from './queue-items.ts';
import { repeatAfterConflicts } from './repeat-after-conflicts.ts';
import type { StoreContext } from './store-context.ts';
import { parseStoredLiteral, parseStoredObject, parseStoredTimestamp } from './stored-values.ts';
import type { Tables } from './tables.ts';
import { createWriteBatcher } from './write-batcher.ts';

/** A request whose body is known to be JSON. */
type SerializedRequest = Omit<InboundRequest, 'body'> & { readonly body: string };

/**
 * Creates the inbox. Requests that were accepted before the store was closed are still written, through `kysely`;
 * `whenIdle` resolves when they are.
 */
export function createInbox(
  context: StoreContext,
  kysely: Kysely<Tables>,
): Inbox & { whenIdle(): Promise<void> } {
  const batcher = createWriteBatcher((take: () => readonly SerializedRequest[]) =>
    repeatAfterConflicts(() =>
      kysely.transaction().execute((transaction) => insertRequests(transaction, context, take())),
    ),
  );
  const queue = createLeaseQueue<InboundRequest, InboundRequestKind>(context, {
    queue: 'inbox',
    partitions: INBOUND_REQUEST_KINDS,
    keepsCompleted: true,
    readItem: ({ key, kind, enqueued_at, payload }) => ({
      key,
      kind: parseStoredLiteral(INBOUND_REQUEST_KINDS, kind),
      receivedAt: parseStoredTimestamp(enqueued_at),
      body: parseStoredObject(payload),
    }),
  });
  return {
    ...queue,
    async accept(request) {
      context.db();
      return batcher.add({ ...request, body: JSON.stringify(request.body) });
    },
    async releaseLeases() {
      await batcher.whenIdle();
      await queue.releaseLeases();
    },
    whenIdle: () => batcher.whenIdle(),
  };
}

/** Inserts all requests in one statement, so that they share one commit. */
async function insertRequests(
  kysely: Kysely<Tables>,
  context: StoreContext,
  requests: readonly SerializedRequest[],
): Promise<('new' | 'duplicate')[]> {
  const items = requests.map(({ key, kind, receivedAt, body }) => ({
    key,
    kind,
    partition: kind,
    subjectId: null,
    dueAt: DUE_AT_ONCE,
    payload: body,
    enqueuedAt: receivedAt,
  }));
  const lease = { ...leaseColumns(context), attempts: 1 };
  const newKeys = await enqueueItems(kysely, context, { queue: 'inbox', items, existing: 'keep', lease });
  return requests.map(({ key }) => (newKeys.delete(key) ? 'new' : 'duplicate'));
}
