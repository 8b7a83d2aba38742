import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DatabaseConnection, Driver } from 'kysely';
import { CommitGroup } from './commit-group.ts';
import { ConnectionQueue } from './connection-queue.ts';
import type { ConnectionParts } from './grouped-connection.ts';
import { GroupedConnection } from './grouped-connection.ts';
import { rememberingStatements } from './sqlite-file.ts';
import { translated } from './sqlite-trouble.ts';
import { WriteQueue } from './write-queue.ts';

/** The connections of one database file. */
export interface Connections {
  readonly writer: DatabaseSyncInstance;
  /** Reads committed data; null for a database in memory, which has one connection. */
  readonly reader: DatabaseSyncInstance | null;
}

export interface GroupingOptions {
  /** How long a call waits while another process holds the database, in milliseconds. */
  readonly patienceMs: number;
  /** Throws `StoreFailed` when the file is not the one that was opened. */
  checkFile?(): void;
  /** Time for writes in one turn of the event loop, in milliseconds; see `WriteQueue` for the default. */
  readonly sliceMs?: number;
}

/**
 * Connects Kysely to one SQLite file. Reads see committed data and never wait for a writer. Writes run one after another
 * and share commits; each call resolves when its own work is committed.
 */
export class GroupingDriver implements Driver {
  readonly #connections: Connections;
  readonly #patienceMs: number;
  readonly #checkFile: () => void;
  readonly #parts: Omit<ConnectionParts, 'until'>;

  constructor(connections: Connections, options: GroupingOptions) {
    const { patienceMs, checkFile, ...slice } = options;
    const { writer, reader } = connections;
    this.#connections = connections;
    this.#patienceMs = patienceMs;
    this.#checkFile = checkFile ?? (() => undefined);
    const write = rememberingStatements(writer);
    const group = new CommitGroup({
      statements: write,
      get isTransaction() {
        return writer.isOpen && writer.isTransaction;
      },
    });
    this.#parts = {
      group,
      write,
      read: reader ? rememberingStatements(reader) : null,
      writes: new WriteQueue({ onBatchEnd: () => group.commit(), ...slice }),
      reads: new ConnectionQueue(),
    };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    this.#checkFile();
    return new GroupedConnection({ ...this.#parts, until: performance.now() + this.#patienceMs });
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return grouped(connection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return grouped(connection).commit();
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    grouped(connection).rollback();
  }

  async releaseConnection(): Promise<void> {}

  /** Commits what is waiting, then closes the database. Later calls fail. */
  async destroy(): Promise<void> {
    const { writer, reader } = this.#connections;
    const { group, writes } = this.#parts;
    await writes.acquire();
    try {
      group.commit();
      reader?.close();
      emptyLog(writer);
      translated(() => writer.close());
    } finally {
      writes.release();
    }
  }
}

function grouped(connection: DatabaseConnection): GroupedConnection {
  if (!(connection instanceof GroupedConnection)) throw new Error('not a connection of this driver');
  return connection;
}

/** The driver's statements outlive `close` until they are collected, and with them SQLite's own clearing up. */
function emptyLog(database: DatabaseSyncInstance): void {
  try {
    database.exec('pragma wal_checkpoint(truncate)');
  } catch {
    // Nothing is lost: what the log holds is as durable as the file, and read when it is opened next.
  }
}
