import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Store } from '../../ports/store.ts';
import type { Tables } from '../tables.ts';

/** So that work that ends together empties the log once. */
const CHECKPOINT_DELAY_MS = 250;

/**
 * What was erased from the tables still stands in SQLite's write-ahead log, until that is emptied: by itself that
 * may take days. Here it is emptied soon after each piece of work is done, so that no address outlives its request.
 */
export function withWalCheckpoints(store: Store, kysely: Kysely<Tables>): Store {
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  function scheduleCheckpoint(): void {
    if (!isClosed) timer ??= setTimeout(() => void checkpoint(), CHECKPOINT_DELAY_MS).unref();
  }

  async function checkpoint(): Promise<void> {
    timer = null;
    const succeeded = await checkpointWal(kysely);
    if (!succeeded) scheduleCheckpoint();
  }

  return {
    ...store,
    inbox: {
      ...store.inbox,
      async markDone(key) {
        await store.inbox.markDone(key);
        scheduleCheckpoint();
      },
    },
    outbox: {
      ...store.outbox,
      async markDone(message) {
        await store.outbox.markDone(message);
        scheduleCheckpoint();
      },
    },
    cases: {
      ...store.cases,
      async erase(...args) {
        const outcome = await store.cases.erase(...args);
        scheduleCheckpoint();
        return outcome;
      },
    },
    close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      return store.close();
    },
  };
}

/** False while another process is reading, or the disk has trouble; nothing is lost by it. */
async function checkpointWal(kysely: Kysely<Tables>): Promise<boolean> {
  try {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(kysely);
    return rows[0]?.busy === 0;
  } catch {
    return false;
  }
}
