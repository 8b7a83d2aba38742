import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';
import { prepareDatabaseFile } from './database-file.ts';
import { mapSqliteErrors } from './sqlite-errors.ts';
import { loadSqliteModule } from './sqlite-module.ts';

/** SQLite blocks the process while it waits for a lock, so this wait is short. The driver retries without blocking. */
const BLOCKING_BUSY_TIMEOUT_MS = 20;
/** Otherwise a large query writes customer data to the folder for temporary files, or fails where none can be written. */
const TEMP_STORE_IN_MEMORY = 'temp_store = memory';
/** A commit is on disk when it returns, and deleted content is overwritten. */
const PRAGMAS = [
  `busy_timeout = ${BLOCKING_BUSY_TIMEOUT_MS}`,
  'journal_mode = wal',
  'synchronous = full',
  'foreign_keys = on',
  'secure_delete = on',
  TEMP_STORE_IN_MEMORY,
];
const MAX_CACHED_STATEMENTS = 300;

/** Opens the file. Creates it and its folder when needed, readable by this user only. */
export async function openWriterConnection(file: string): Promise<DatabaseSyncInstance> {
  const { DatabaseSync } = await loadSqliteModule();
  if (file !== ':memory:') prepareDatabaseFile(file);
  return mapSqliteErrors(() => {
    const database = new DatabaseSync(file, { timeout: BLOCKING_BUSY_TIMEOUT_MS });
    try {
      for (const pragma of PRAGMAS) database.exec(`pragma ${pragma}`);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/** Opens a second connection that only reads; null for a database in memory, which has one connection. */
export async function openReaderConnection(
  file: string,
  writer: DatabaseSyncInstance,
): Promise<DatabaseSyncInstance | null> {
  if (file === ':memory:') return null;
  const { DatabaseSync } = await loadSqliteModule();
  try {
    return mapSqliteErrors(() => {
      const database = new DatabaseSync(file, { readOnly: true, timeout: BLOCKING_BUSY_TIMEOUT_MS });
      database.exec(`pragma ${TEMP_STORE_IN_MEMORY}`);
      return database;
    });
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Adds an LRU cache of prepared statements, because Kysely prepares one for every call. */
export function withStatementCache(database: DatabaseSyncInstance): SqliteDatabase {
  const cache = new LRUCache<string, SqliteStatement>({ max: MAX_CACHED_STATEMENTS });
  return {
    close: () => database.close(),
    prepare(sql) {
      const cached = cache.get(sql);
      if (cached) return cached;
      const statement = prepareStatement(database, sql);
      cache.set(sql, statement);
      return statement;
    },
  };
}

function prepareStatement(database: DatabaseSyncInstance, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}
