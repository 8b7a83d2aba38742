import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Store } from '../ports.ts';
import type { Tables } from './tables.ts';

/** So that work that ends together empties the log once. */
const SOON_MS = 250;

/**
 * What was erased from the tables still stands in SQLite's write-ahead log, until that is emptied: by itself that
 * may take days. Here it is emptied soon after each piece of work is done, so that no address outlives its request.
 */
export function emptyingLog(store: Store, kysely: Kysely<Tables>): Store {
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  function soon(): void {
    if (!closed) timer ??= setTimeout(() => void empty(), SOON_MS).unref();
  }

  async function empty(): Promise<void> {
    timer = null;
    const emptied = await emptyLog(kysely);
    if (!emptied) soon();
  }

  return {
    ...store,
    inbox: {
      ...store.inbox,
      async done(key) {
        await store.inbox.done(key);
        soon();
      },
    },
    outbox: {
      ...store.outbox,
      async done(taken) {
        await store.outbox.done(taken);
        soon();
      },
    },
    cases: {
      ...store.cases,
      async erase(...given) {
        const outcome = await store.cases.erase(...given);
        soon();
        return outcome;
      },
    },
    close() {
      closed = true;
      if (timer) clearTimeout(timer);
      return store.close();
    },
  };
}

/** False while another process is reading, or the disk has trouble; nothing is lost by it. */
async function emptyLog(kysely: Kysely<Tables>): Promise<boolean> {
  try {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(kysely);
    return rows[0]?.busy === 0;
  } catch {
    return false;
  }
}
