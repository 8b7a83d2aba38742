import type { SqliteDatabase } from 'kysely';
import { mapSqliteErrors } from './sqlite-errors.ts';

/** The operations of the database that a group uses. */
export interface CommitGroupDatabase {
  /** Prepares and keeps statements. */
  readonly statements: SqliteDatabase;
  readonly isTransaction: boolean;
}

interface PendingCommit {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits the work of several callers at once, because each commit waits for the disk. Every caller works in its own
 * savepoint, so a failure undoes only that caller's work; callers are told of success once the shared commit is on disk.
 * Callers must not overlap: only the holder of the writing connection may use the group.
 */
export class CommitGroup {
  readonly #database: CommitGroupDatabase;
  #members: PendingCommit[] = [];
  #isOpen = false;

  constructor(database: CommitGroupDatabase) {
    this.#database = database;
  }

  /** True while work waits for its commit. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Begins one caller's work, and a transaction when none is open. `begin immediate` takes the write lock at once: a
   * transaction that starts as a reader can be refused the lock later.
   */
  beginWork(): void {
    if (!this.#isOpen) {
      // A transaction left over from a failed rollback would take in everything written after it.
      if (this.#database.isTransaction) this.#run('rollback');
      this.#run('begin immediate');
      this.#isOpen = true;
    }
    this.#run('savepoint work');
  }

  /** Ends one caller's work. The promise resolves when it is committed, and rejects when it cannot be. */
  endWork(): Promise<void> {
    try {
      this.#run('release work');
    } catch (error) {
      this.#fail(error);
      return Promise.reject(error);
    }
    const committed = new Promise<void>((resolve, reject) => this.#members.push({ resolve, reject }));
    // A caller that has stopped waiting must not end the process.
    committed.catch(() => undefined);
    return committed;
  }

  /**
   * Undoes one caller's work. SQLite itself undoes the whole transaction after some errors; then the work of all callers
   * fails with `error`.
   */
  rollBack(error: unknown): void {
    if (!this.#isOpen) return;
    if (!this.#database.isTransaction) {
      this.#fail(error);
      return;
    }
    try {
      this.#run('rollback to work');
      this.#run('release work');
    } catch (failed) {
      this.#fail(failed);
    }
  }

  /** Commits the work of all waiting callers. Never throws: a failure rejects the promises from `endWork`. */
  commit(): void {
    if (!this.#isOpen) return;
    try {
      this.#run('commit');
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#isOpen = false;
    for (const { resolve } of this.#members.splice(0)) resolve();
  }

  #fail(error: unknown): void {
    this.#isOpen = false;
    for (const { reject } of this.#members.splice(0)) reject(error);
    try {
      if (this.#database.isTransaction) this.#run('rollback');
    } catch {
      // `beginWork` rolls back again before the next caller works.
    }
  }

  #run(sql: string): void {
    mapSqliteErrors(() => this.#database.statements.prepare(sql).run([]));
  }
}
