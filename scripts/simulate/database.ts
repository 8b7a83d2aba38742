import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, SqliteDatabase } from 'kysely';
import { Kysely, SqliteAdapter, SqliteIntrospector } from 'kysely';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { openWriterConnection, withStatementCache } from '../../src/store/sqlite/sqlite-connections.ts';
import { LocklessQueryCompiler, SQLITE_COLUMN_TYPES } from '../../src/store/sqlite/sqlite-dialect.ts';
import { mapSqliteErrors } from '../../src/store/sqlite/sqlite-errors.ts';
import type { Tables } from '../../src/store/tables.ts';
import type { SimulatedProcess } from './scheduler.ts';

/** Runs a call of a process to the database at a moment that the story decides. A crash may prevent it or lose its answer. */
export type RunStoreCall = <T>(owner: SimulatedProcess, what: string, call: () => T) => Promise<T>;

/** One database in memory that all copies share, as they would share a server: transactions run one after another. */
export class SimulatedDatabase {
  readonly #sqlite: DatabaseSyncInstance;
  readonly #statements: SqliteDatabase;
  readonly #tables: readonly string[];
  #lockedBy: SimulatedConnection | null = null;
  #waiting: (() => void)[] = [];
  /** The first due time of every queue and lane; undefined when rows have changed since. */
  #dueTimes: ReadonlyMap<string, number> | undefined;

  private constructor(sqlite: DatabaseSyncInstance, tables: readonly string[]) {
    this.#sqlite = sqlite;
    this.#statements = withStatementCache(sqlite);
    this.#tables = tables;
  }

  /** Creates an empty database with all tables. Needs real timers. */
  static async create(): Promise<SimulatedDatabase> {
    const sqlite = await openWriterConnection(':memory:');
    const empty = new SimulatedDatabase(sqlite, []);
    const direct: RunStoreCall = async (_owner, _what, call) => call();
    const setup: SimulatedProcess = { name: 'setup', isAlive: true, clockSkewMs: 0 };
    const kysely = new Kysely<Tables>({ dialect: empty.dialect(setup, direct) });
    await migrateDatabase(kysely, { types: SQLITE_COLUMN_TYPES });
    const tables = sqlite
      .prepare("select name from sqlite_master where type = 'table' and name not like 'kysely%'")
      .all()
      .map((row) => String((row as { name: unknown }).name));
    return new SimulatedDatabase(sqlite, tables);
  }

  /** Deletes all rows. */
  clear(): void {
    if (this.#sqlite.isTransaction) this.#sqlite.exec('rollback');
    this.#lockedBy = null;
    this.#waiting = [];
    this.#dueTimes = undefined;
    this.#sqlite.exec('pragma foreign_keys = off');
    for (const table of this.#tables) this.#sqlite.exec(`delete from "${table}"`);
    this.#sqlite.exec('pragma foreign_keys = on');
  }

  /** Returns rows as they are committed. */
  select(sql: string, parameters: readonly unknown[] = []): Record<string, unknown>[] {
    return this.#statements.prepare(sql).all(parameters) as Record<string, unknown>[];
  }

  /** Returns all rows as text. */
  dump(): string {
    return JSON.stringify(this.#tables.map((table) => this.select(`select * from "${table}"`)));
  }

  /** Returns when the next row of a queue falls due, in epoch milliseconds: 0 for a row that is due at once. */
  nextDue(): number {
    return Math.min(...this.#readDueTimes().values(), Number.POSITIVE_INFINITY);
  }

  /** Returns true when the lane of a queue, or any lane without one, has a row that is due at `now`. */
  hasDue(queue: string, lane: string | undefined, now: number): boolean {
    for (const [place, due] of this.#readDueTimes())
      if (due <= now && (lane === undefined ? place.startsWith(`${queue} `) : place === `${queue} ${lane}`))
        return true;
    return false;
  }

  /** Returns the first due time of every queue and lane. */
  #readDueTimes(): ReadonlyMap<string, number> {
    this.#dueTimes ??= new Map(
      this.select(
        'select queue, lane, min(case when held_until > due_at then held_until else due_at end) as due from queue_items where done_at is null group by queue, lane',
      ).map(({ queue, lane, due }) => [[queue, lane].join(' '), due === '' ? 0 : Date.parse(String(due))]),
    );
    return this.#dueTimes;
  }

  dialect(owner: SimulatedProcess, runCall: RunStoreCall): Dialect {
    return {
      createDriver: () => new SimulatedDriver(this, owner, runCall),
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new LocklessQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    };
  }

  /** Undoes what a process that has crashed did not commit. */
  releaseCrashed(owner: SimulatedProcess): void {
    if (this.#lockedBy?.owner === owner) this.endTransaction(this.#lockedBy, 'rollback');
  }

  /** Resolves when no other connection is in a transaction. */
  async whenFree(connection: SimulatedConnection): Promise<void> {
    while (this.#lockedBy !== null && this.#lockedBy !== connection)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  isFreeFor(connection: SimulatedConnection): boolean {
    return this.#lockedBy === null || this.#lockedBy === connection;
  }

  beginTransaction(connection: SimulatedConnection): void {
    this.#sqlite.exec('begin immediate');
    this.#lockedBy = connection;
  }

  endTransaction(connection: SimulatedConnection, how: 'commit' | 'rollback'): void {
    if (this.#lockedBy !== connection) return;
    this.#sqlite.exec(how);
    this.#dueTimes = undefined;
    this.#lockedBy = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  execute<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    return mapSqliteErrors(() => {
      const statement = this.#statements.prepare(sql);
      if (statement.reader) {
        const rows = statement.all(parameters) as R[];
        if (rows.length > 0 && !sql.startsWith('select')) this.#dueTimes = undefined;
        return { rows };
      }
      const { changes, lastInsertRowid } = statement.run(parameters);
      if (changes > 0) this.#dueTimes = undefined;
      return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
    });
  }
}

class SimulatedDriver implements Driver {
  readonly #database: SimulatedDatabase;
  readonly #owner: SimulatedProcess;
  readonly #runCall: RunStoreCall;

  constructor(database: SimulatedDatabase, owner: SimulatedProcess, runCall: RunStoreCall) {
    this.#database = database;
    this.#owner = owner;
    this.#runCall = runCall;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SimulatedConnection> {
    return new SimulatedConnection(this.#database, this.#owner, this.#runCall);
  }

  beginTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SimulatedConnection).begin();
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SimulatedConnection).end('commit');
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return (connection as SimulatedConnection).end('rollback');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class SimulatedConnection implements DatabaseConnection {
  readonly owner: SimulatedProcess;
  readonly #database: SimulatedDatabase;
  readonly #runCall: RunStoreCall;

  constructor(database: SimulatedDatabase, owner: SimulatedProcess, runCall: RunStoreCall) {
    this.#database = database;
    this.owner = owner;
    this.#runCall = runCall;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#call(summaryOf(query.sql), () => this.#database.execute<R>(query));
  }

  begin(): Promise<void> {
    return this.#call('begin', () => this.#database.beginTransaction(this));
  }

  end(how: 'commit' | 'rollback'): Promise<void> {
    return this.#call(how, () => this.#database.endTransaction(this, how));
  }

  streamQuery(): never {
    throw new Error('this driver has no streams');
  }

  async #call<T>(what: string, call: () => T): Promise<T> {
    for (;;) {
      await this.#database.whenFree(this);
      const result = await this.#runCall(this.owner, what, () =>
        this.#database.isFreeFor(this) ? { value: call() } : null,
      );
      if (result) return result.value;
    }
  }
}

/** Returns the verb and the table of a statement, for the log. */
function summaryOf(sql: string): string {
  const [verb] = sql.split(' ', 1);
  const table = /(?:from|into|update) "(\w+)"/.exec(sql)?.[1] ?? '';
  return `${verb} ${table}`;
}
