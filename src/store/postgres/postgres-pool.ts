import pg from 'pg';

/** How long a caller waits for a connection, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;
/** After this time without an answer, beyond the timeout of a statement, the connection counts as lost. */
const ANSWER_GRACE_MS = 2_000;
/** A process that hangs within a transaction keeps its locks no longer than this, in milliseconds. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;

export interface PostgresPoolOptions {
  /** `postgres://user:password@host:port/database`, with `sslmode` and other parameters of the driver. */
  readonly url: string;
  /** The most connections that this process opens. */
  readonly poolSize: number;
  /** Milliseconds after which the database ends a statement; 0 for never. */
  readonly statementTimeoutMs: number;
  /** Lets the database refuse every write. */
  readonly isReadOnly?: boolean;
}

/** Creates a pool of connections. Connects when a connection is first needed. */
export function createPostgresPool({
  url,
  poolSize,
  statementTimeoutMs,
  isReadOnly = false,
}: PostgresPoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'reseller-check',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    ...(statementTimeoutMs > 0 ? { query_timeout: statementTimeoutMs + ANSWER_GRACE_MS } : {}),
    types: { getTypeParser },
    ...(isReadOnly ? { onConnect: forbidWrites } : {}),
  });
  // Without a listener, the end of a connection would end the process, whether it is idle or in use. The pool replaces it, and
  // the statement that runs on it fails.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** The pool waits for the promise, although its type does not say so. */
const forbidWrites = (async (client: pg.ClientBase) => {
  await client.query('set default_transaction_read_only = on');
}) as (client: pg.ClientBase) => void;

/** Counts and ids are numbers, as in SQLite; they stay far below 2 to the power of 53. */
export const getTypeParser: typeof pg.types.getTypeParser = ((id: number, format?: 'text' | 'binary') =>
  id === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(id, format as 'text')) as never;
