import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { repeatAfterConflicts } from '../repeat-after-conflicts.ts';
import type { StoreErrorReason } from '../store-error.ts';
import { StoreError } from '../store-error.ts';
import { withStoreErrors } from './postgres-errors.ts';

const RECONNECT_MS = 1_000;
const RECONNECT_PAUSE_MS = 50;
const TRANSIENT_REASONS: readonly StoreErrorReason[] = ['no-connection', 'too-many-connections'];

/**
 * Connects Kysely to a pool of connections. Reports errors as `StoreError`, and repeats a statement outside a transaction
 * that the database undid in favour of another process.
 */
export class PostgresStoreDriver implements Driver {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  /** Tries again for a second while the server cannot be reached or is full, so that its restart is not noticed. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const deadline = performance.now() + RECONNECT_MS;
    for (;;) {
      try {
        return new PostgresConnection(await withStoreErrors(() => this.#pool.connect()));
      } catch (error) {
        const isTransient = error instanceof StoreError && TRANSIENT_REASONS.includes(error.reason);
        if (!isTransient || performance.now() >= deadline) throw error;
      }
      await sleep(RECONNECT_PAUSE_MS);
    }
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return asPostgresConnection(connection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return asPostgresConnection(connection).end('commit');
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return asPostgresConnection(connection).end('rollback');
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    asPostgresConnection(connection).release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

function asPostgresConnection(connection: DatabaseConnection): PostgresConnection {
  if (!(connection instanceof PostgresConnection)) throw new Error('not a connection of this driver');
  return connection;
}

class PostgresConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  #isInTransaction = false;
  #isLost = false;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const run = () => this.#run<R>(sql, parameters);
    // Of a transaction, only the whole can be repeated.
    return this.#isInTransaction ? run() : repeatAfterConflicts(run);
  }

  streamQuery(): never {
    throw new Error('this driver has no streams');
  }

  async begin(): Promise<void> {
    await this.#run('begin');
    this.#isInTransaction = true;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    await this.#run(how);
    this.#isInTransaction = false;
  }

  /** Closes a connection that is lost, or whose transaction did not end, instead of using it again. */
  release(): void {
    this.#client.release(this.#isLost || this.#isInTransaction);
  }

  async #run<R>(sql: string, parameters: readonly unknown[] = []): Promise<QueryResult<R>> {
    try {
      const { rows, rowCount } = await withStoreErrors(() => this.#client.query(sql, [...parameters]));
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      this.#isLost ||= error instanceof StoreError && ['no-connection', 'timeout'].includes(error.reason);
      throw error;
    }
  }
}
