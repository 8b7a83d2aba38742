import type { Dialect, SelectModifierNode } from 'kysely';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { ColumnTypes } from '../migrations/column-types.ts';
import { createReplacedFileCheck } from './database-file.ts';
import { GroupCommitDriver } from './group-commit-driver.ts';
import { openReaderConnection, openWriterConnection } from './sqlite-connections.ts';

/** How long a call waits while another process locks the database, in milliseconds from the start of the call. */
export const BUSY_TIMEOUT_MS = 1000;

export interface SqliteDialectOptions {
  readonly monotonic?: (() => number) | undefined;
  /** In place of `BUSY_TIMEOUT_MS`. */
  readonly busyTimeoutMs?: number;
}

export const SQLITE_COLUMN_TYPES: ColumnTypes = {
  text: 'text',
  identity: 'integer',
  identityColumn: (column) => column.primaryKey().autoIncrement(),
  hasAutovacuum: false,
};

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
    createQueryCompiler: () => new LocklessQueryCompiler(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Reports transactional DDL, which SQLite supports, so that Kysely runs migrations under the write lock. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Leaves out `for update`, which SQLite does not know and, with one writer at a time, does not need. */
export class LocklessQueryCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (!ROW_LOCKS.includes(node.modifier)) super.visitSelectModifier(node);
  }
}

const ROW_LOCKS: readonly SelectModifierNode['modifier'][] = ['ForUpdate', 'ForNoKeyUpdate', 'SkipLocked'];
