import type { Dialect } from 'kysely';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { DefineIdentityColumn } from '../migrations/001-initial-schema.ts';
import { createReplacedFileCheck } from './database-file.ts';
import { GroupCommitDriver } from './group-commit-driver.ts';
import { openReaderConnection, openWriterConnection } from './sqlite-connections.ts';

/** How long a call waits while another process locks the database, in milliseconds from the start of the call. */
export const BUSY_TIMEOUT_MS = 1000;

export interface SqliteDialectOptions {
  readonly monotonic?: (() => number) | undefined;
  /** In place of `PATIENCE_MS`. */
  readonly busyTimeoutMs?: number;
}

export const defineSqliteIdentityColumn: DefineIdentityColumn = (column) =>
  column.primaryKey().autoIncrement();

/** Opens the file. Creates it and its folder when needed. Throws `StoreError`. */
export async function createSqliteDialect(
  file: string,
  { monotonic, busyTimeoutMs = BUSY_TIMEOUT_MS }: SqliteDialectOptions = {},
): Promise<Dialect> {
  const writer = await openWriterConnection(file);
  const reader = await openReaderConnection(file, writer);
  const checkFile = createReplacedFileCheck(file, monotonic);
  return {
    createDriver: () => new GroupCommitDriver({ writer, reader }, { checkFile, busyTimeoutMs }),
    createAdapter: () => new TransactionalDdlAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Reports transactional DDL, which SQLite supports, so that Kysely runs migrations under the write lock. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
