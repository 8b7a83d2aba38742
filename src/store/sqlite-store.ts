import { randomUUID } from 'node:crypto';
import { Kysely } from 'kysely';
import type { UnreadableRow } from '../errors.ts';
import type { Store } from '../ports.ts';
import { emptyingLog } from './empty-log.ts';
import { createStore } from './kysely-store.ts';
import { migrate } from './migrate.ts';
import { PATIENCE_MS, sqliteDialect, sqliteIdentity } from './sqlite-dialect.ts';
import { whileBusy } from './sqlite-trouble.ts';
import { StoreFailed } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Opening waits this many times longer than a call: another process may be starting on the same file. */
const OPENING_FACTOR = 3;

export interface SqliteOptions {
  /** ":memory:" keeps nothing. */
  readonly file: string;
  readonly now: () => Date;
  /** Monotonic time in milliseconds. */
  readonly monotonic?: () => number;
  /** How long a row of the inbox stays ours without being renewed. */
  readonly leaseMs?: number;
  /** This process's name on the rows that it holds; no two may share one. */
  readonly owner?: string;
  /** How long a call waits while another process holds the database, in milliseconds; 1,000 by default. Opening waits three times as long. */
  readonly patienceMs?: number;
  /** Called once for every row that cannot be read. */
  readonly onSetAside?: (row: UnreadableRow) => void;
}

/** A store in one file, ready to be written to. Throws `StoreFailed`, naming the file. */
export async function openStore(options: SqliteOptions): Promise<Store> {
  const { file, now, leaseMs = 15_000, owner = randomUUID(), onSetAside = () => undefined } = options;
  const { monotonic, patienceMs = PATIENCE_MS } = options;
  const until = performance.now() + OPENING_FACTOR * patienceMs;
  try {
    const dialect = await whileBusy(until, () => sqliteDialect(file, { monotonic, patienceMs }));
    const kysely = new Kysely<Tables>({ dialect });
    try {
      await whileBusy(until, () => migrate(kysely, sqliteIdentity));
      const store = await whileBusy(until, () => createStore({ kysely, now, leaseMs, owner, onSetAside }));
      return emptyingLog(store, kysely);
    } catch (error) {
      await kysely.destroy();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    throw new StoreFailed(error.why, { doing: `cannot use the database ${file}`, cause: error });
  }
}
