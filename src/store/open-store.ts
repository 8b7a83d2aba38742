import type { Kysely } from 'kysely';
import type { ReadOnlyStore, Store } from '../ports/store.ts';
import { findLookups } from './case-queries.ts';
import { createReadOnlyCaseStore } from './case-store.ts';
import { createProcessClock } from './database-clock.ts';
import { findHandoffsOfCase } from './handoff-queries.ts';
import type { StoreOptions } from './kysely-store.ts';
import type { DatabaseLock } from './sqlite/file-lock.ts';
import { lockSqliteFile } from './sqlite/file-lock.ts';
import { openSqliteForReading } from './sqlite/read-only-store.ts';
import { openSqliteDatabase, openSqliteStore } from './sqlite/sqlite-store.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Where a database is. */
export type DatabaseLocation =
  | {
      readonly kind: 'sqlite';
      /** Path, or ":memory:" for a database that is lost on close. */
      readonly file: string;
    }
  | {
      readonly kind: 'postgres';
      /** Contains a password. */
      readonly url: { reveal(): string };
      readonly poolSize: number;
      readonly statementTimeoutMs: number;
    };

export interface OpenStoreOptions extends StoreOptions {
  /** Measures leases and due times by `now` instead of the clock of the database server, for tests that move the time. */
  readonly isTimeSimulated?: boolean;
}

/** Opens the store, and creates and migrates its tables when needed. Throws `StoreError`. */
export async function openStore(
  location: DatabaseLocation,
  { isTimeSimulated = false, ...options }: OpenStoreOptions,
): Promise<Store> {
  if (location.kind === 'sqlite') return openSqliteStore({ file: location.file, ...options });
  const { openPostgresStore } = await loadPostgres();
  return openPostgresStore({
    ...location,
    url: location.url.reveal(),
    ...options,
    ...(isTimeSimulated ? { clock: createProcessClock(options.now) } : {}),
  });
}

/**
 * Keeps a second copy of the bot from starting on an SQLite file, which one copy may use; does nothing for other databases.
 * Throws `StoreError`: `in-use` when another copy still runs after `timeoutMs`.
 */
export async function lockDatabase(location: DatabaseLocation, timeoutMs?: number): Promise<DatabaseLock> {
  if (location.kind !== 'sqlite' || location.file === ':memory:') return { release: () => undefined };
  try {
    return await lockSqliteFile(location.file, timeoutMs);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(error.reason, { action: `cannot use the database ${location.file}`, cause: error });
  }
}

/** Loads the driver only where it is needed: it takes time at the start, and memory. */
function loadPostgres() {
  return import('./postgres/postgres-store.ts');
}

/**
 * Opens a database for reading, even while a bot is using it. Creates, migrates and writes nothing. Returns null when there
 * is no database. Throws `StoreError`.
 */
export async function openReadOnlyStore(location: DatabaseLocation): Promise<ReadOnlyStore | null> {
  const kysely = await openDatabaseForReading(location);
  return kysely && createReadOnlyStore(kysely);
}

/** Opens the tables for reading, in the same way. */
export async function openDatabaseForReading(location: DatabaseLocation): Promise<Kysely<Tables> | null> {
  if (location.kind === 'sqlite') return openSqliteForReading(location.file);
  const { openPostgresForReading } = await loadPostgres();
  return openPostgresForReading({ ...location, url: location.url.reveal() });
}

/** The tables of a database, without the store. */
export interface WritableDatabase {
  readonly kysely: Kysely<Tables>;
  /** Makes the next row of each table follow the last one, after rows were inserted with their ids. */
  resetIdentities(): Promise<void>;
}

/** Opens the tables for writing, and creates and migrates them when needed. Throws `StoreError`. */
export async function openDatabaseForWriting(location: DatabaseLocation): Promise<WritableDatabase> {
  // SQLite makes the next row follow the last one by itself.
  if (location.kind === 'sqlite')
    return { kysely: await openSqliteDatabase(location.file), resetIdentities: async () => undefined };
  const { openPostgresDatabase, resetPostgresIdentities } = await loadPostgres();
  const kysely = await openPostgresDatabase({ ...location, url: location.url.reveal() });
  return { kysely, resetIdentities: () => resetPostgresIdentities(kysely) };
}

function createReadOnlyStore(kysely: Kysely<Tables>): ReadOnlyStore {
  return {
    ...createReadOnlyCaseStore(() => kysely),
    listByCase: (caseId) => findHandoffsOfCase(kysely, caseId),
    listLookups: (filter, limit) => findLookups(kysely, filter, limit),
    close: () => kysely.destroy(),
  };
}

/** Returns the location for a message. Contains no password. */
export function describeDatabase(location: DatabaseLocation): string {
  if (location.kind === 'sqlite') return location.file;
  const { host, pathname } = new URL(location.url.reveal());
  return `${host}${pathname}`;
}
