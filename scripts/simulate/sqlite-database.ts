import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, SqliteDatabase } from 'kysely';
import { Kysely, SqliteAdapter, SqliteIntrospector } from 'kysely';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { openWriterConnection, withStatementCache } from '../../src/store/sqlite/sqlite-connections.ts';
import { LocklessQueryCompiler, SQLITE_COLUMN_TYPES } from '../../src/store/sqlite/sqlite-dialect.ts';
import { mapSqliteErrors } from '../../src/store/sqlite/sqlite-errors.ts';
import type { Tables } from '../../src/store/tables.ts';
import type { SimulatedProcess } from './scheduler.ts';
import type { Row, RunStoreCall, SharedDatabase } from './shared-database.ts';
import { QUEUE_TIMES_QUERIES, QueueTimes, summaryOf } from './shared-database.ts';

/** One database in memory that all copies share, as they would share a server: transactions run one after another. */
export class SharedSqliteDatabase implements SharedDatabase {
  readonly hasOwnClock = false;
  readonly #sqlite: DatabaseSyncInstance;
  readonly #statements: SqliteDatabase;
  readonly #tables: readonly string[];
  #lockedBy: SimulatedConnection | null = null;
  #waiting: (() => void)[] = [];
  /** Undefined when rows have changed since. */
  #times: QueueTimes | undefined;

  private constructor(sqlite: DatabaseSyncInstance, tables: readonly string[]) {
    this.#sqlite = sqlite;
    this.#statements = withStatementCache(sqlite);
    this.#tables = tables;
  }

  /** Creates an empty database with all tables. Needs real timers. */
  static async create(): Promise<SharedSqliteDatabase> {
    const sqlite = await openWriterConnection(':memory:');
    // The database is in memory, so durability isn't needed.
    for (const pragma of ['secure_delete = off', 'synchronous = off']) sqlite.exec(`pragma ${pragma}`);
    const empty = new SharedSqliteDatabase(sqlite, []);
    const direct: RunStoreCall = async (_owner, _what, call) => call();
    const setup: SimulatedProcess = { name: 'setup', isAlive: true, clockSkewMs: 0 };
    const kysely = new Kysely<Tables>({ dialect: empty.dialect(setup, direct) });
    await migrateDatabase(kysely, { types: SQLITE_COLUMN_TYPES });
    const tables = sqlite
      .prepare("select name from sqlite_master where type = 'table' and name not like 'kysely%'")
      .all()
      .map((row) => String((row as { name: unknown }).name));
    return new SharedSqliteDatabase(sqlite, tables);
  }

  async clear(): Promise<void> {
    if (this.#sqlite.isTransaction) this.#sqlite.exec('rollback');
    this.#lockedBy = null;
    this.#waiting = [];
    this.#times = undefined;
    this.#sqlite.exec('pragma foreign_keys = off');
    for (const table of this.#tables) this.#sqlite.exec(`delete from "${table}"`);
    this.#sqlite.exec('pragma foreign_keys = on');
  }

  async select(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#select(sql, parameters);
  }

  async dump(): Promise<string> {
    return JSON.stringify(this.#tables.map((table) => this.#select(`select * from "${table}"`)));
  }

  queueTimes(): QueueTimes {
    const { dueTimes, lastLease } = QUEUE_TIMES_QUERIES;
    this.#times ??= new QueueTimes(this.#select(dueTimes), this.#select(lastLease));
    return this.#times;
  }

  async close(): Promise<void> {
    this.#sqlite.close();
  }

  #select(sql: string, parameters: readonly unknown[] = []): readonly Row[] {
    return this.#statements.prepare(sql).all(parameters) as Row[];
  }

  dialect(owner: SimulatedProcess, runCall: RunStoreCall): Dialect {
    return {
      createDriver: () => new SimulatedDriver(this, owner, runCall),
      createAdapter: () => new SqliteAdapter(),
      createQueryCompiler: () => new LocklessQueryCompiler(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    };
  }

  releaseEnded(owner: SimulatedProcess): void {
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
    this.#times = undefined;
    this.#lockedBy = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  execute<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    return mapSqliteErrors(() => {
      const statement = this.#statements.prepare(sql);
      if (statement.reader) {
        const rows = statement.all(parameters) as R[];
        if (rows.length > 0 && !sql.startsWith('select')) this.#times = undefined;
        return { rows };
      }
      const { changes, lastInsertRowid } = statement.run(parameters);
      if (changes > 0) this.#times = undefined;
      return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
    });
  }
}

class SimulatedDriver implements Driver {
  readonly #database: SharedSqliteDatabase;
  readonly #owner: SimulatedProcess;
  readonly #runCall: RunStoreCall;

  constructor(database: SharedSqliteDatabase, owner: SimulatedProcess, runCall: RunStoreCall) {
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
  readonly #database: SharedSqliteDatabase;
  readonly #runCall: RunStoreCall;

  constructor(database: SharedSqliteDatabase, owner: SimulatedProcess, runCall: RunStoreCall) {
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
