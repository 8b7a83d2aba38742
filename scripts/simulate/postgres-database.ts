import type { Dialect } from 'kysely';
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import pg from 'pg';
import { PostgresStoreDriver } from '../../src/store/postgres/postgres-driver.ts';
import { getTypeParser } from '../../src/store/postgres/postgres-pool.ts';
import { openPostgresDatabase } from '../../src/store/postgres/postgres-store.ts';
import type { Scheduler, SimulatedProcess } from './scheduler.ts';
import type { Row, RunStoreCall, SharedDatabase } from './shared-database.ts';
import { QUEUE_TIMES_QUERIES, QueueTimes, summaryOf } from './shared-database.ts';

/** Shared by all copies of a run. */
const CONNECTION_COUNT = 20;
const SESSION_OPTIONS = '-c synchronous_commit=off -c deadlock_timeout=20ms';
const POLL_MS = 2;
const NOT_CHANGING = /^(select|begin|rollback)/;

const startRealTimer = setTimeout;

interface Connection {
  readonly client: pg.Client;
  readonly pid: number;
  owner: SimulatedProcess | null;
}

/** A statement that was sent to the server. */
interface Statement {
  readonly connection: Connection;
  /** Resolves with the answer, also if it is an error. */
  readonly answered: Promise<void>;
  /** Passes the answer to the caller; null until there is one. */
  settle: (() => void) | null;
}

/**
 * A schema of a real server. Virtual time stops while a statement runs, until the server has answered or the
 * statement waits for a lock. In the second case the run goes on, and the answer is an event of its own.
 */
export class SharedPostgresDatabase implements SharedDatabase {
  readonly hasOwnClock = true;
  readonly #monitor: pg.Client;
  readonly #connections: readonly Connection[];
  readonly #schema: string;
  readonly #tables: readonly string[];
  #free: Connection[] = [];
  #waiting: (() => void)[] = [];
  #running = new Set<Statement>();
  #scheduler: Scheduler | null = null;
  #times = new QueueTimes([], []);
  #hasChanged = false;

  private constructor(
    schema: string,
    { monitor, connections }: { readonly monitor: pg.Client; readonly connections: readonly Connection[] },
    tables: readonly string[],
  ) {
    this.#schema = schema;
    this.#monitor = monitor;
    this.#connections = connections;
    this.#tables = tables;
  }

  /** Creates a schema with empty tables. Needs real timers. */
  static async create(serverUrl: string): Promise<SharedPostgresDatabase> {
    const schema = `simulate_${process.pid}`;
    const url = new URL(serverUrl);
    url.searchParams.set('options', `-c search_path=${schema} ${SESSION_OPTIONS}`);
    const connect = async (): Promise<Connection> => {
      const client = new pg.Client({ connectionString: url.href, types: { getTypeParser } });
      await client.connect();
      const { rows } = await client.query('select pg_backend_pid() as pid');
      return { client, pid: rows[0].pid, owner: null };
    };
    const { client: monitor } = await connect();
    await monitor.query(`drop schema if exists ${schema} cascade`);
    await monitor.query(`create schema ${schema}`);
    const kysely = await openPostgresDatabase({ url: url.href, poolSize: 1, statementTimeoutMs: 0 });
    await kysely.destroy();
    const { rows } = await monitor.query(
      `select tablename from pg_tables where schemaname = $1 and tablename not like 'kysely%' order by 1`,
      [schema],
    );
    const connections = await Promise.all(Array.from({ length: CONNECTION_COUNT }, connect));
    const tables = rows.map(({ tablename }) => String(tablename));
    return new SharedPostgresDatabase(schema, { monitor, connections }, tables);
  }

  async clear(scheduler: Scheduler): Promise<void> {
    this.#waiting = [];
    for (const connection of this.#connections) if (connection.owner) await this.#abandon(connection);
    this.#free = [...this.#connections];
    this.#running = new Set();
    this.#scheduler = scheduler;
    await this.#monitor.query(`truncate ${this.#tables.join(', ')} restart identity cascade`);
    this.#times = new QueueTimes([], []);
    this.#hasChanged = false;
  }

  async select(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    let count = 0;
    const numbered = sql.replaceAll('?', () => {
      count += 1;
      return `$${count}::text`;
    });
    const { rows } = await this.#monitor.query(numbered, [...parameters]);
    return rows;
  }

  async dump(): Promise<string> {
    const rows: (readonly Row[])[] = [];
    for (const table of this.#tables) rows.push(await this.select(`select * from "${table}"`));
    return JSON.stringify(rows);
  }

  queueTimes(): QueueTimes {
    return this.#times;
  }

  dialect(owner: SimulatedProcess, runCall: RunStoreCall): Dialect {
    const pool = { connect: () => this.#connect(owner, runCall), end: async () => undefined };
    return {
      createDriver: () => new PostgresStoreDriver(pool as unknown as pg.Pool),
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
    };
  }

  /** Rolls back the transactions of the process, as the server does when connections are lost. */
  releaseEnded(owner: SimulatedProcess): void {
    for (const connection of this.#connections)
      if (connection.owner === owner) this.#giveBack(connection, this.#abandon(connection));
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) if (connection.owner) await this.#abandon(connection);
    await this.#monitor.query(`drop schema ${this.#schema} cascade`);
    await Promise.all(
      [this.#monitor, ...this.#connections.map(({ client }) => client)].map((client) => client.end()),
    );
  }

  async #connect(
    owner: SimulatedProcess,
    runCall: RunStoreCall,
  ): Promise<Pick<pg.PoolClient, 'query' | 'release'>> {
    while (this.#free.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    // A process that has ended gets no connection.
    if (!owner.isAlive) await new Promise(() => undefined);
    const connection = this.#free.pop() as Connection;
    connection.owner = owner;
    const query = (sql: string, parameters: unknown[]) =>
      runCall(owner, summaryOf(sql), () => this.#execute(connection, sql, parameters));
    const release = (isLost?: boolean) => {
      if (connection.owner === owner) this.#giveBack(connection, isLost ? this.#abandon(connection) : null);
    };
    return { query, release } as unknown as Pick<pg.PoolClient, 'query' | 'release'>;
  }

  #giveBack(connection: Connection, abandoned: Promise<void> | null): void {
    const free = () => {
      connection.owner = null;
      this.#free.push(connection);
      const resume = this.#waiting.shift();
      resume?.();
    };
    if (abandoned === null) free();
    else this.#scheduler?.waitFor(abandoned.then(free).then(() => this.#passAnswers(null)));
  }

  /** Cancels the statement that runs on a connection, and rolls back. */
  async #abandon(connection: Connection): Promise<void> {
    for (const statement of this.#running)
      if (statement.connection === connection) {
        this.#running.delete(statement);
        await this.#monitor.query('select pg_cancel_backend($1)', [connection.pid]);
        await statement.answered;
      }
    await connection.client.query('rollback');
  }

  #execute(connection: Connection, sql: string, parameters: unknown[]): Promise<pg.QueryResult> {
    if (!NOT_CHANGING.test(sql)) this.#hasChanged = true;
    return new Promise((resolve, reject) => {
      const answer = connection.client.query(sql, parameters);
      const statement: Statement = {
        connection,
        settle: null,
        answered: answer.then(
          (result) => {
            statement.settle = () => resolve(result);
          },
          (error: unknown) => {
            statement.settle = () => reject(error);
          },
        ),
      };
      this.#running.add(statement);
      this.#scheduler?.waitFor(this.#passAnswers(statement));
    });
  }

  /** Waits until every statement is answered or waits for a lock. Passes the answers to their callers. */
  async #passAnswers(latest: Statement | null): Promise<void> {
    await this.#untilAnsweredOrBlocked();
    if (this.#hasChanged) {
      this.#hasChanged = false;
      const dueTimes = await this.select(QUEUE_TIMES_QUERIES.dueTimes);
      this.#times = new QueueTimes(dueTimes, await this.select(QUEUE_TIMES_QUERIES.lastLease));
    }
    for (const statement of this.#running) {
      const { settle, connection } = statement;
      if (!settle) continue;
      this.#running.delete(statement);
      if (statement === latest) settle();
      else if (connection.owner) this.#scheduler?.schedule(connection.owner, 'work', 0, settle);
    }
  }

  async #untilAnsweredOrBlocked(): Promise<void> {
    for (;;) {
      const unanswered = [...this.#running].filter(({ settle }) => settle === null);
      if (unanswered.length === 0) return;
      await Promise.race([
        Promise.all(unanswered.map(({ answered }) => answered)),
        new Promise((resolve) => startRealTimer(resolve, POLL_MS)),
      ]);
      const pids = unanswered.filter(({ settle }) => settle === null).map(({ connection }) => connection.pid);
      if (pids.length > 0 && (await this.#areBlocked(pids))) return;
    }
  }

  /** Returns true when all of them wait for a lock that another connection holds. False for a deadlock, which the server ends. */
  async #areBlocked(pids: readonly number[]): Promise<boolean> {
    const { rows } = await this.#monitor.query(
      'select pid, pg_blocking_pids(pid) as blockers from unnest($1::int[]) as pid',
      [pids],
    );
    const blockersOf = new Map<number, readonly number[]>(rows.map(({ pid, blockers }) => [pid, blockers]));
    const leadsTo = (from: number, to: number, seen: ReadonlySet<number> = new Set()): boolean =>
      (blockersOf.get(from) ?? []).some(
        (pid) => pid === to || (!seen.has(pid) && leadsTo(pid, to, new Set([...seen, pid]))),
      );
    return pids.every((pid) => (blockersOf.get(pid) ?? []).length > 0 && !leadsTo(pid, pid));
  }
}
