import type { Dialect } from 'kysely';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { GroupingDriver } from './grouping-driver.ts';
import type { Identity } from './migrate.ts';
import { openFile, openReader } from './sqlite-file.ts';
import { watchFile } from './sqlite-files.ts';

/** How long a call waits for another process to let go of the database, from the moment it is made. */
export const PATIENCE_MS = 1000;

export interface DialectOptions {
  readonly monotonic?: (() => number) | undefined;
  /** In place of `PATIENCE_MS`. */
  readonly patienceMs?: number;
}

export const sqliteIdentity: Identity = (column) => column.primaryKey().autoIncrement();

/** Opens the file, making it and its folder when needed. Throws `StoreFailed`. */
export async function sqliteDialect(
  file: string,
  { monotonic, patienceMs = PATIENCE_MS }: DialectOptions = {},
): Promise<Dialect> {
  const writer = await openFile(file);
  const reader = await openReader(file, writer);
  const checkFile = watchFile(file, monotonic);
  return {
    createDriver: () => new GroupingDriver({ writer, reader }, { checkFile, patienceMs }),
    createAdapter: () => new TransactionalAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** SQLite can undo changes of tables as well; with this, Kysely migrates under the write lock. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
