import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Store } from '../../ports/store.ts';
import type { Tables } from '../tables.ts';

/** Delay before a checkpoint, in milliseconds, so that items completed together cause only one. */
const CHECKPOINT_DELAY_MS = 1_000;

/**
 * Returns a store that truncates SQLite's write-ahead log soon after each completed item. The log still contains what was
 * erased from the tables, and without this it could stay there for days.
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

  async function checkpointAfter<T>(erasing: Promise<T>): Promise<T> {
    const outcome = await erasing;
    scheduleCheckpoint();
    return outcome;
  }

  return {
    ...store,
    inbox: { ...store.inbox, complete: (item) => checkpointAfter(store.inbox.complete(item)) },
    outbox: { ...store.outbox, complete: (item) => checkpointAfter(store.outbox.complete(item)) },
    cases: { ...store.cases, erase: (...args) => checkpointAfter(store.cases.erase(...args)) },
    close() {
      isClosed = true;
      if (timer) clearTimeout(timer);
      return store.close();
    },
  };
}

/** Returns false while another process is reading or when the disk fails. No data is lost in either case. */
async function checkpointWal(kysely: Kysely<Tables>): Promise<boolean> {
  try {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(kysely);
    return rows[0]?.busy === 0;
  } catch {
    return false;
  }
}
