import type { Dialect, TableMetadata } from 'kysely';
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import type { Store } from '../../ports/store.ts';
import type { DatabaseClock } from '../database-clock.ts';
import { createServerClock } from '../database-clock.ts';
import { createKyselyStore, type StoreOptions } from '../kysely-store.ts';
import { isUpToDate, migrateDatabase } from '../migrate.ts';
import type { ColumnTypes } from '../migrations/column-types.ts';
import { StoreError } from '../store-error.ts';
import type { Tables } from '../tables.ts';
import { PostgresStoreDriver } from './postgres-driver.ts';
import type { PostgresPoolOptions } from './postgres-pool.ts';
import { createPostgresPool } from './postgres-pool.ts';

export interface PostgresStoreOptions extends PostgresPoolOptions, StoreOptions {
  /** The clock of the database server by default. */
  readonly clock?: DatabaseClock;
}

/** Whatever the collation of the database, texts compare as in SQLite, and timestamps as the moments that they name. */
const POSTGRES_COLUMN_TYPES: ColumnTypes = {
  text: sql`text collate "C"`,
  identity: 'bigint',
  identityColumn: (column) => column.primaryKey().generatedByDefaultAsIdentity(),
  hasAutovacuum: true,
};

/** Opens the store in a PostgreSQL database, and brings its tables up to date. Throws `StoreError` without the URL. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  try {
    const kysely = await openPostgresDatabase(options);
    try {
      return await createKyselyStore({ clock: createServerClock(), ...options, kysely });
    } catch (error) {
      await kysely.destroy();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(error.reason, { action: 'cannot use the PostgreSQL database', cause: error });
  }
}

/** Opens the tables of a database, and creates and migrates them when needed. Throws `StoreError`. */
export async function openPostgresDatabase(options: PostgresPoolOptions): Promise<Kysely<Tables>> {
  const kysely = createKysely(options);
  try {
    if (!(await isUpToDate(kysely))) await migratePostgresDatabase(options.url);
    return kysely;
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
}

/** Has no timeout: one process changes the tables, which may take long, and all others wait for it. */
async function migratePostgresDatabase(url: string): Promise<void> {
  const kysely = createKysely({ url, poolSize: 1, statementTimeoutMs: 0 });
  try {
    await migrateDatabase(kysely, { types: POSTGRES_COLUMN_TYPES });
  } finally {
    await kysely.destroy();
  }
}

/** Connects when a connection is first needed. */
function createKysely(options: PostgresPoolOptions): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: createPostgresDialect(options) });
}

export function createPostgresDialect(options: PostgresPoolOptions): Dialect {
  return {
    createDriver: () => new PostgresStoreDriver(createPostgresPool(options)),
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new CurrentSchemaIntrospector(db),
  };
}

/**
 * Sees the tables of the current schema only, and of them what the migrator asks for: their names. Kysely's own reads every
 * schema, takes the migrations of another one for ours, and fails when one is dropped meanwhile.
 */
class CurrentSchemaIntrospector extends PostgresIntrospector {
  readonly #db: Kysely<unknown>;

  constructor(db: Kysely<unknown>) {
    super(db);
    this.#db = db;
  }

  override async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{
      name: string;
      schema: string;
    }>`select tablename as name, schemaname as schema
      from pg_tables where schemaname = current_schema()`.execute(this.#db);
    return rows.map((row) => ({ ...row, isView: false, columns: [] }));
  }
}

/**
 * Opens a database for reading, even while a bot is using it. Every transaction is read-only. Returns null when it has no
 * tables of the bot. Throws `StoreError`.
 */
export async function openPostgresForReading(options: PostgresPoolOptions): Promise<Kysely<Tables> | null> {
  const kysely = createKysely({ ...options, isReadOnly: true });
  try {
    const { rows } = await sql<{ found: boolean }>`select to_regclass('cases') is not null as found`.execute(
      kysely,
    );
    if (rows[0]?.found) return kysely;
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
  await kysely.destroy();
  return null;
}

/** Tables whose ids the database gives. */
const IDENTITY_TABLES = ['queue_items', 'case_events', 'handoff_events'] as const;

/** Makes the next id of each table follow the largest, after rows were inserted with their ids. */
export async function resetPostgresIdentities(kysely: Kysely<Tables>): Promise<void> {
  for (const table of IDENTITY_TABLES) {
    const next = sql`coalesce((select max(id) from ${sql.table(table)}), 0) + 1`;
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${next}, false)`.execute(kysely);
  }
}
