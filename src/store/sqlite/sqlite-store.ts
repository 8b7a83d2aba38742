import { randomUUID } from 'node:crypto';
import { Kysely } from 'kysely';
import type { Store } from '../../ports/store.ts';
import { createKyselyStore, type StoreOptions } from '../kysely-store.ts';
import { migrateDatabase } from '../migrate.ts';
import { StoreError } from '../store-error.ts';
import type { Tables } from '../tables.ts';
import {
  BUSY_TIMEOUT_MS,
  createSqliteDialect,
  SQLITE_COLUMN_TYPES,
  type SqliteDialectOptions,
} from './sqlite-dialect.ts';
import { retryWhileBusy } from './sqlite-errors.ts';
import { withWalCheckpoints } from './wal-checkpoint.ts';

/** Opening waits this many times longer than a call, because another process may be starting with the same file. */
const OPEN_TIMEOUT_FACTOR = 3;

export interface SqliteStoreOptions extends StoreOptions {
  /** Path, or ":memory:" for a database that is lost on close. */
  readonly file: string;
  /** Monotonic time in milliseconds. */
  readonly monotonic?: () => number;
  /** How long a call waits while another process holds the database, in milliseconds; 1,000 by default. Opening waits three times as long. */
  readonly busyTimeoutMs?: number;
}

/** Opens the store in a file. Throws `StoreError` with the name of the file. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { file, monotonic, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  // The same at every attempt.
  const { leaseOwner = randomUUID() } = options;
  const deadline = performance.now() + OPEN_TIMEOUT_FACTOR * busyTimeoutMs;
  try {
    const kysely = await openSqliteDatabase(file, { monotonic, busyTimeoutMs, deadline });
    try {
      const store = await retryWhileBusy(deadline, () =>
        createKyselyStore({ ...options, kysely, leaseOwner }),
      );
      return withWalCheckpoints(store, kysely);
    } catch (error) {
      await kysely.destroy();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(error.reason, { action: `cannot use the database ${file}`, cause: error });
  }
}

interface OpenSqliteOptions extends SqliteDialectOptions {
  /** In milliseconds of `performance.now()`. */
  readonly deadline?: number;
}

/** Opens the tables in a file, and creates and migrates them when needed. Throws `StoreError`. */
export async function openSqliteDatabase(
  file: string,
  {
    deadline = performance.now() + OPEN_TIMEOUT_FACTOR * BUSY_TIMEOUT_MS,
    ...options
  }: OpenSqliteOptions = {},
): Promise<Kysely<Tables>> {
  const dialect = await retryWhileBusy(deadline, () => createSqliteDialect(file, options));
  const kysely = new Kysely<Tables>({ dialect });
  try {
    await retryWhileBusy(deadline, () => migrateDatabase(kysely, { types: SQLITE_COLUMN_TYPES }));
    return kysely;
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
}
