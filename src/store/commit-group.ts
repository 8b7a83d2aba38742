import type { SqliteDatabase } from 'kysely';
import { translated } from './sqlite-trouble.ts';

/** The database as far as a group needs it. */
export interface GroupDatabase {
  /** Prepares and keeps statements. */
  readonly statements: SqliteDatabase;
  readonly isTransaction: boolean;
}

interface Member {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A commit waits for the disk. Here the work of several callers waits for one commit: each runs in a savepoint of its
 * own, so that one that fails undoes nothing but itself, and each learns of success only when all of it is on the disk.
 * Not for use by two callers at once: who has the connection has the group.
 */
export class CommitGroup {
  readonly #database: GroupDatabase;
  #members: Member[] = [];
  #isOpen = false;

  constructor(database: GroupDatabase) {
    this.#database = database;
  }

  /** True while work waits for its commit. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Begins one caller's work, and a transaction when none is open. At once the writer: one that starts as a reader can be
   * refused half-way.
   */
  begin(): void {
    if (!this.#isOpen) {
      // A transaction that could not be undone would swallow everything written after it.
      if (this.#database.isTransaction) this.#run('rollback');
      this.#run('begin immediate');
      this.#isOpen = true;
    }
    this.#run('savepoint work');
  }

  /** Ends one caller's work. The promise resolves when it is committed, and rejects when it cannot be. */
  end(): Promise<void> {
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
  undo(error: unknown): void {
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

  /** Commits what waits. Never throws: the callers are told. */
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
      // The next caller tries again.
    }
  }

  #run(sql: string): void {
    translated(() => this.#database.statements.prepare(sql).run([]));
  }
}
