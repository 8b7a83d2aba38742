import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DatabaseConnection, Driver } from 'kysely';
import { CommitGroup } from './commit-group.ts';
import type { ConnectionDependencies } from './group-commit-connection.ts';
import { GroupCommitConnection } from './group-commit-connection.ts';
import { ReadQueue } from './read-queue.ts';
import { withStatementCache } from './sqlite-connections.ts';
import { mapSqliteErrors } from './sqlite-errors.ts';
import { WriteQueue } from './write-queue.ts';

/** The connections of one database file. */
export interface SqliteConnections {
  readonly writer: DatabaseSyncInstance;
  /** Reads committed data; null for a database in memory, which has one connection. */
  readonly reader: DatabaseSyncInstance | null;
}

export interface GroupCommitDriverOptions {
  /** How long a call waits while another process holds the database, in milliseconds. */
  readonly busyTimeoutMs: number;
  /** Throws `StoreError` when the file is not the one that was opened. */
  checkFile?(): void;
  /** Time for writes in one turn of the event loop, in milliseconds; see `WriteQueue` for the default. */
  readonly sliceMs?: number;
}

/**
 * Connects Kysely to one SQLite file. Reads see committed data and never wait for a writer. Writes run one after another
 * and share commits; each call resolves when its own work is committed.
 */
export class GroupCommitDriver implements Driver {
  readonly #connections: SqliteConnections;
  readonly #patienceMs: number;
  readonly #checkFile: () => void;
  readonly #parts: Omit<ConnectionDependencies, 'deadline'>;

  constructor(connections: SqliteConnections, options: GroupCommitDriverOptions) {
    const { busyTimeoutMs, checkFile, ...writeQueueOptions } = options;
    const { writer, reader } = connections;
    this.#connections = connections;
    this.#patienceMs = busyTimeoutMs;
    this.#checkFile = checkFile ?? (() => undefined);
    const writeStatements = withStatementCache(writer);
    const commitGroup = new CommitGroup({
      statements: writeStatements,
      get isTransaction() {
        return writer.isOpen && writer.isTransaction;
      },
    });
    this.#parts = {
      commitGroup,
      writeStatements,
      readStatements: reader ? withStatementCache(reader) : null,
      writeQueue: new WriteQueue({ onBatchEnd: () => commitGroup.commit(), ...writeQueueOptions }),
      readQueue: new ReadQueue(),
    };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#checkFile();
    return new GroupCommitConnection({ ...this.#parts, deadline: performance.now() + this.#patienceMs });
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return asGroupCommitConnection(connection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return asGroupCommitConnection(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    asGroupCommitConnection(connection).rollback();
  }

  async releaseConnection(): Promise<void> {}

  /** Commits what is waiting, then closes the database. Later calls fail. */
  async destroy(): Promise<void> {
    const { writer, reader } = this.#connections;
    const { commitGroup, writeQueue } = this.#parts;
    await writeQueue.acquire();
    try {
      commitGroup.commit();
      reader?.close();
      checkpointWalBeforeClose(writer);
      mapSqliteErrors(() => writer.close());
    } finally {
      writeQueue.release();
    }
  }
}

function asGroupCommitConnection(connection: DatabaseConnection): GroupCommitConnection {
  if (!(connection instanceof GroupCommitConnection)) throw new Error('not a connection of this driver');
  return connection;
}

/** Checkpoints before closing, because SQLite does that only once all statements have been garbage-collected. */
function checkpointWalBeforeClose(database: DatabaseSyncInstance): void {
  try {
    database.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // No data is lost: the write-ahead log is durable and is read the next time the file is opened.
  }
}
