import type { CompiledQuery, DatabaseConnection, QueryResult, SqliteDatabase } from 'kysely';
import { SelectQueryNode } from 'kysely';
import type { CommitGroup } from './commit-group.ts';
import type { ReadQueue } from './read-queue.ts';
import { mapSqliteErrors, retryWhileBusy } from './sqlite-errors.ts';
import type { WriteQueue } from './write-queue.ts';

export interface ConnectionDependencies {
  readonly commitGroup: CommitGroup;
  readonly writeStatements: SqliteDatabase;
  readonly readStatements: SqliteDatabase | null;
  readonly writeQueue: WriteQueue;
  readonly readQueue: ReadQueue;
  /** When to stop waiting for another process, by `performance.now()`. */
  readonly deadline: number;
}

const WRITE_NODE_KINDS: readonly string[] = ['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'];

/** A connection that one caller has acquired. */
export class GroupCommitConnection implements DatabaseConnection {
  readonly #parts: ConnectionDependencies;
  #isInTransaction = false;
  #failure: unknown = null;

  constructor(parts: ConnectionDependencies) {
    this.#parts = parts;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // The caller holds the write lock already.
    if (this.#isInTransaction) return this.#runInTransaction(query);
    if (WRITE_NODE_KINDS.includes(query.query.kind)) return this.#writeAlone(query);
    const { readStatements } = this.#parts;
    return SelectQueryNode.is(query.query) && readStatements
      ? this.#read(readStatements, query)
      : this.#runOutsideTransaction(query);
  }

  streamQuery(): never {
    throw new Error('this driver has no streams');
  }

  async begin(): Promise<void> {
    const { writeQueue, commitGroup, deadline } = this.#parts;
    await writeQueue.acquire();
    try {
      await retryWhileBusy(deadline, () => commitGroup.beginWork());
    } catch (error) {
      writeQueue.release();
      throw error;
    }
    this.#isInTransaction = true;
  }

  async commit(): Promise<void> {
    const { commitGroup, writeQueue } = this.#parts;
    const committed = commitGroup.endWork();
    this.#isInTransaction = false;
    writeQueue.release();
    await committed;
  }

  /** Does nothing after a failed commit. */
  rollback(): void {
    if (!this.#isInTransaction) return;
    const { commitGroup, writeQueue } = this.#parts;
    this.#isInTransaction = false;
    commitGroup.rollBack(this.#failure ?? new Error('rolled back'));
    writeQueue.release();
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
      return executeStatement(this.#parts.writeStatements, query);
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  async #read<R>(database: SqliteDatabase, query: CompiledQuery): Promise<QueryResult<R>> {
    const { readQueue, deadline } = this.#parts;
    await readQueue.acquire();
    try {
      return await retryWhileBusy(deadline, () => executeStatement<R>(database, query));
    } finally {
      readQueue.release();
    }
  }

  /** Runs schema changes and pragmas on the writing connection, outside any transaction. */
  async #runOutsideTransaction<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { writeQueue, commitGroup, writeStatements, deadline } = this.#parts;
    await writeQueue.acquire();
    try {
      commitGroup.commit();
      return await retryWhileBusy(deadline, () => executeStatement<R>(writeStatements, query));
    } finally {
      writeQueue.release();
    }
  }
}

function executeStatement<R>(database: SqliteDatabase, { sql, parameters }: CompiledQuery): QueryResult<R> {
  return mapSqliteErrors(() => {
    const statement = database.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  });
}
