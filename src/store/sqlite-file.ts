import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { sqliteDriver } from './sqlite-driver.ts';
import { prepareFiles } from './sqlite-files.ts';
import { translated } from './sqlite-trouble.ts';

/** SQLite's own wait for a lock stops the whole process, so it is short; the driver waits on, letting others work. */
const BLOCKING_WAIT_MS = 20;
/** A commit is on the disk when it returns; an erased body is overwritten, not just forgotten. */
const SETTINGS = [
  `busy_timeout = ${BLOCKING_WAIT_MS}`,
  'journal_mode = wal',
  'synchronous = full',
  'foreign_keys = on',
  'secure_delete = on',
];
const MAX_STATEMENTS = 300;

/** Opens the file. Creates it and its folder when needed, readable by this user only. */
export async function openFile(file: string): Promise<DatabaseSyncInstance> {
  const { DatabaseSync } = await sqliteDriver();
  if (file !== ':memory:') prepareFiles(file);
  return translated(() => {
    const database = new DatabaseSync(file, { timeout: BLOCKING_WAIT_MS });
    try {
      for (const setting of SETTINGS) database.exec(`pragma ${setting}`);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

/** Opens a second connection that only reads; null for a database in memory, which has one connection. */
export async function openReader(
  file: string,
  writer: DatabaseSyncInstance,
): Promise<DatabaseSyncInstance | null> {
  if (file === ':memory:') return null;
  const { DatabaseSync } = await sqliteDriver();
  try {
    return translated(() => new DatabaseSync(file, { readOnly: true, timeout: BLOCKING_WAIT_MS }));
  } catch (error) {
    writer.close();
    throw error;
  }
}

/** Kysely prepares for every call; here the statements used last are kept. */
export function rememberingStatements(database: DatabaseSyncInstance): SqliteDatabase {
  const known = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = known.get(sql) ?? prepare(database, sql);
      known.delete(sql);
      known.set(sql, statement);
      const [oldest] = known.keys();
      if (known.size > MAX_STATEMENTS && oldest !== undefined) known.delete(oldest);
      return statement;
    },
  };
}

function prepare(database: DatabaseSyncInstance, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}
