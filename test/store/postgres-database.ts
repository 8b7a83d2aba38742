import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { TEST_POSTGRES_URL } from '../postgres-server.ts';

/** A database for one test: a schema of its own. */
export interface PostgresDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createPostgresDatabase(): Promise<PostgresDatabase> {
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  await runStatement(TEST_POSTGRES_URL, `create schema ${schema}`);
  return {
    url: urlOfSchema(schema),
    drop: () => runStatement(TEST_POSTGRES_URL, `drop schema ${schema} cascade`),
  };
}

/** Commits don't wait for the disk, which is most of what a test would do. */
function urlOfSchema(schema: string): string {
  const url = new URL(TEST_POSTGRES_URL);
  url.searchParams.set('options', `-c search_path=${schema} -c synchronous_commit=off`);
  return url.href;
}

/**
 * Databases that are emptied and used again, because creating the tables takes longer than a test. Stores of a database
 * must be closed before it is given back.
 */
export class PostgresDatabases {
  readonly #created: PostgresDatabase[] = [];
  readonly #free: PostgresDatabase[] = [];

  async take(): Promise<PostgresDatabase> {
    const free = this.#free.pop();
    if (free) return free;
    const created = await createPostgresDatabase();
    this.#created.push(created);
    return created;
  }

  async giveBack(database: PostgresDatabase): Promise<void> {
    await runStatement(database.url, EMPTY_ALL_TABLES);
    this.#free.push(database);
  }

  async dropAll(): Promise<void> {
    for (const database of this.#created.splice(0)) await database.drop();
    this.#free.length = 0;
  }
}

/** Deletes rows, which for a few rows is faster than `truncate`, in any order, without regard for references. */
const EMPTY_ALL_TABLES = `
  set session_replication_role = replica;
  do $$
  declare name text;
  begin
    for name in select tablename from pg_tables where schemaname = current_schema() and tablename not like 'kysely_%'
    loop execute format('delete from %I', name); end loop;
  end $$`;

export async function runStatement(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
