import type { Kysely } from 'kysely';
import type { ReadOnlyStore, Store } from '../ports/store.ts';
import { createReadOnlyCaseStore } from './case-store.ts';
import { findHandoffsOfCase } from './handoff-queries.ts';
import { openSqliteForReading } from './sqlite/read-only-store.ts';
import { openSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite-store.ts';
import type { Tables } from './tables.ts';

/** Where a database is. */
export type DatabaseLocation = {
  readonly kind: 'sqlite';
  /** Path. */
  readonly file: string;
};

/** Opens the store, and creates and migrates its tables when needed. Throws `StoreError`. */
export function openStore(
  { file }: DatabaseLocation,
  options: Omit<SqliteStoreOptions, 'file'>,
): Promise<Store> {
  return openSqliteStore({ file, ...options });
}

/**
 * Opens a database for reading, even while a bot is using it. Creates, migrates and writes nothing. Returns null when there
 * is no database. Throws `StoreError`.
 */
export async function openReadOnlyStore({ file }: DatabaseLocation): Promise<ReadOnlyStore | null> {
  const kysely = await openSqliteForReading(file);
  return kysely && createReadOnlyStore(kysely);
}

function createReadOnlyStore(kysely: Kysely<Tables>): ReadOnlyStore {
  return {
    ...createReadOnlyCaseStore(() => kysely),
    listByCase: (caseId) => findHandoffsOfCase(kysely, caseId),
    close: () => kysely.destroy(),
  };
}

/** Returns the location for a message. Contains no password. */
export function describeDatabase({ file }: DatabaseLocation): string {
  return file;
}
