import { existsSync } from 'node:fs';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SqliteDatabase } from 'kysely';
import { Kysely, SqliteDialect } from 'kysely';
import { StoreError } from '../store-error.ts';
import type { Tables } from '../tables.ts';
import { withStatementCache } from './sqlite-connections.ts';
import { mapSqliteErrors } from './sqlite-errors.ts';
import { loadSqliteModule } from './sqlite-module.ts';

const READ_BUSY_TIMEOUT_MS = 1_000;

/**
 * Opens a file for reading, even while a bot is using it. Creates, migrates and writes nothing. Returns null when the file
 * does not exist. Throws `StoreError`.
 */
export async function openSqliteForReading(file: string): Promise<Kysely<Tables> | null> {
  if (!existsSync(file)) return null;
  const { DatabaseSync } = await loadSqliteModule();
  const database = mapSqliteErrors(
    () => new DatabaseSync(file, { readOnly: true, timeout: READ_BUSY_TIMEOUT_MS }),
  );
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database: createReadOnlyDatabase(database) }),
  });
}

function createReadOnlyDatabase(database: DatabaseSyncInstance): SqliteDatabase {
  const { prepare, close } = withStatementCache(database);
  return { close, prepare: (sql) => mapSqliteErrors(() => mapMissingTableError(() => prepare(sql))) };
}

/** Throws `StoreError` for missing tables, because a read-only database is not migrated. */
function mapMissingTableError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isMissingTableError(error) ? new StoreError('migration-failed', { cause: error }) : error;
  }
}

/** Compares the message instead of the class, because the driver's errors may come from another realm. */
function isMissingTableError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  return /no such (table|column)/.test(String(error.message));
}
