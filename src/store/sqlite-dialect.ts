import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DatabaseConnection, Dialect, QueryResult } from 'kysely';
import { CompiledQuery, SqliteAdapter, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { ConnectionQueue } from './connection-queue.ts';
import type { Identity } from './migrate.ts';
import { openFile, rememberingStatements } from './sqlite-file.ts';
import { watchFile } from './sqlite-files.ts';
import { translated, whileBusy } from './sqlite-trouble.ts';

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
  const database = await openFile(file);
  const checkFile = watchFile(file, monotonic);
  return {
    createDriver: () => new PatientDriver(database, { checkFile, patienceMs }),
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

class PatientDriver extends SqliteDriver {
  readonly #database: DatabaseSyncInstance;
  readonly #queue = new ConnectionQueue();
  readonly #checkFile: () => void;
  readonly #patienceMs: number;

  constructor(
    database: DatabaseSyncInstance,
    { checkFile, patienceMs }: { readonly checkFile: () => void; readonly patienceMs: number },
  ) {
    super({ database: rememberingStatements(database) });
    this.#database = database;
    this.#checkFile = checkFile;
    this.#patienceMs = patienceMs;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#checkFile();
    const until = performance.now() + this.#patienceMs;
    await this.#queue.acquire();
    const connection = await super.acquireConnection();
    try {
      // A transaction that could not be undone would swallow everything written after it.
      const stuck = this.#database.isOpen && this.#database.isTransaction;
      if (stuck) translated(() => this.#database.exec('rollback'));
    } catch (error) {
      await this.releaseConnection();
      throw error;
    }
    return new PatientConnection(connection, { until, database: this.#database });
  }

  override async releaseConnection(): Promise<void> {
    await super.releaseConnection();
    this.#queue.release();
  }

  /** At once the writer: a reader that becomes one later can be refused half-way. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** SQLite undoes some failed transactions itself; a second error would then hide the first. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }

  /** Waits for its turn. Who comes later finds the database closed. */
  override async destroy(): Promise<void> {
    await this.#queue.acquire();
    await super.acquireConnection();
    try {
      emptyLog(this.#database);
      translated(() => this.#database.close());
    } finally {
      await this.releaseConnection();
    }
  }
}

/** The driver's statements outlive `close` until they are collected, and with them SQLite's own clearing up. */
function emptyLog(database: DatabaseSyncInstance): void {
  try {
    database.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // Nothing is lost: what the log holds is as durable as the file, and read when it is opened next.
  }
}

class PatientConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection;
  readonly #until: number;
  readonly #database: DatabaseSyncInstance;

  constructor(
    inner: DatabaseConnection,
    wait: { readonly until: number; readonly database: DatabaseSyncInstance },
  ) {
    this.#inner = inner;
    this.#until = wait.until;
    this.#database = wait.database;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // Inside a transaction we are the writer already: there is nobody to wait for.
    const until = this.#database.isOpen && this.#database.isTransaction ? 0 : this.#until;
    return whileBusy(until, () => translated(() => this.#inner.executeQuery<R>(query)));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#inner.streamQuery<R>(query, chunkSize);
  }
}
