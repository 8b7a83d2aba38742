import type { CompiledQuery, DatabaseConnection, QueryResult, SqliteDatabase } from 'kysely';
import { SelectQueryNode } from 'kysely';
import type { CommitGroup } from './commit-group.ts';
import type { ConnectionQueue } from './connection-queue.ts';
import { translated, whileBusy } from './sqlite-trouble.ts';
import type { WriteQueue } from './write-queue.ts';

export interface ConnectionParts {
  readonly group: CommitGroup;
  readonly write: SqliteDatabase;
  readonly read: SqliteDatabase | null;
  readonly writes: WriteQueue;
  readonly reads: ConnectionQueue;
  /** When to stop waiting for another process, by `performance.now()`. */
  readonly until: number;
}

const WRITES: readonly string[] = ['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'];

/** A connection that one caller has acquired. */
export class GroupedConnection implements DatabaseConnection {
  readonly #parts: ConnectionParts;
  #isInTransaction = false;
  #failure: unknown = new Error('rolled back');

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // The caller holds the write lock already.
    if (this.#isInTransaction) return this.#runInTransaction(query);
    if (WRITES.includes(query.query.kind)) return this.#writeAlone(query);
    const { read } = this.#parts;
    return SelectQueryNode.is(query.query) && read
      ? this.#read(read, query)
      : this.#runOutsideTransaction(query);
  }

  streamQuery(): never {
    throw new Error('this driver has no streams');
  }

  async begin(): Promise<void> {
    const { writes, group, until } = this.#parts;
    await writes.acquire();
    try {
      await whileBusy(until, () => group.begin());
    } catch (error) {
      writes.release();
      throw error;
    }
    this.#isInTransaction = true;
  }

  async commit(): Promise<void> {
    const { group, writes } = this.#parts;
    const committed = group.end();
    this.#isInTransaction = false;
    writes.release();
    await committed;
  }

  /** Does nothing after a failed commit. */
  rollback(): void {
    if (!this.#isInTransaction) return;
    const { group, writes } = this.#parts;
    this.#isInTransaction = false;
    group.undo(this.#failure);
    writes.release();
  }

  /** Runs one statement in a savepoint of its own. */
  async #writeAlone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    await this.begin();
    let result: QueryResult<R>;
    try {
      result = this.#runInTransaction(query);
    } catch (error) {
      this.rollback();
      throw error;
    }
    await this.commit();
    return result;
  }

  #runInTransaction<R>(query: CompiledQuery): QueryResult<R> {
    try {
      return run(this.#parts.write, query);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  async #read<R>(database: SqliteDatabase, query: CompiledQuery): Promise<QueryResult<R>> {
    const { reads, until } = this.#parts;
    await reads.acquire();
    try {
      return await whileBusy(until, () => run<R>(database, query));
    } finally {
      reads.release();
    }
  }

  /** Runs schema changes and pragmas on the writing connection, outside any transaction. */
  async #runOutsideTransaction<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { writes, group, write, until } = this.#parts;
    await writes.acquire();
    try {
      group.commit();
      return await whileBusy(until, () => run<R>(write, query));
    } finally {
      writes.release();
    }
  }
}

function run<R>(database: SqliteDatabase, { sql, parameters }: CompiledQuery): QueryResult<R> {
  return translated(() => {
    const statement = database.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  });
}
