import { type Kysely, sql } from 'kysely';
import { isDatabaseInUse } from './database-settings.ts';
import { isUpToDate } from './migrate.ts';
import { type DatabaseLocation, openDatabaseForReading } from './open-store.ts';
import type { Tables } from './tables.ts';

export interface DatabaseInspection {
  /** Such as "SQLite 3.50.4". */
  readonly version: string;
  /** Null where a database has no schemas. */
  readonly schema: string | null;
  /** True when all migrations of this version have run. */
  readonly isUpToDate: boolean;
  readonly cases: number;
  /** True while a bot is running on it, or crashed within the last two minutes. */
  readonly isInUse: boolean;
  /** How far the clock of this machine is ahead of the server's, in milliseconds; null without a server. */
  readonly clockAheadMs: number | null;
}

/** Reads what an operator needs to know; null when there is no database. Throws `StoreError`. */
export async function inspectDatabase(
  location: DatabaseLocation,
  now: () => Date,
): Promise<DatabaseInspection | null> {
  const kysely = await openDatabaseForReading(location);
  if (!kysely) return null;
  try {
    const { count } = await kysely
      .selectFrom('cases')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return {
      ...(location.kind === 'postgres' ? await inspectServer(kysely, now) : await inspectSqlite(kysely)),
      isUpToDate: await isUpToDate(kysely),
      cases: count,
      isInUse: await isDatabaseInUse(kysely, now()),
    };
  } finally {
    await kysely.destroy();
  }
}

type Server = Pick<DatabaseInspection, 'version' | 'schema' | 'clockAheadMs'>;

async function inspectSqlite(kysely: Kysely<Tables>): Promise<Server> {
  const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(kysely);
  return { version: `SQLite ${rows[0]?.version ?? ''}`, schema: null, clockAheadMs: null };
}

async function inspectServer(kysely: Kysely<Tables>, now: () => Date): Promise<Server> {
  const { rows } = await sql<{ version: string; schema: string; epoch: string }>`select
    current_setting('server_version') as version, current_schema() as schema,
    extract(epoch from clock_timestamp()) as epoch`.execute(kysely);
  const [row] = rows;
  return {
    version: `PostgreSQL ${row?.version ?? ''}`,
    schema: row?.schema ?? null,
    clockAheadMs: now().getTime() - Math.round(Number(row?.epoch) * 1000),
  };
}
