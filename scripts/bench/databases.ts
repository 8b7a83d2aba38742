import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Store } from '../../src/ports/store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { loadSqliteModule } from '../../src/store/sqlite/sqlite-module.ts';

/** A new database that commits to disk. */
export interface BenchDatabase {
  /** Value of `DATABASE_URL`. */
  readonly url: string;
  open(): Promise<Store>;
  /** Runs statements without the store, each in a commit of its own. */
  run(statements: readonly string[]): Promise<void>;
  drop(): Promise<void>;
}

export interface DatabaseKind {
  readonly name: string;
  create(): Promise<BenchDatabase>;
}

const POSTGRES_URL = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const now = () => new Date();

const SQLITE: DatabaseKind = { name: 'SQLite', create: createSqliteDatabase };
export const POSTGRES: DatabaseKind = { name: 'PostgreSQL', create: createPostgresDatabase };

/** Returns the kinds that can be measured here. `TEST_POSTGRES_URL` names another server. */
export async function databaseKinds(): Promise<readonly DatabaseKind[]> {
  return (await isPostgresReachable()) ? [SQLITE, POSTGRES] : [SQLITE];
}

export async function isPostgresReachable(): Promise<boolean> {
  try {
    await runOnPostgres(POSTGRES_URL, ['select 1']);
    return true;
  } catch {
    process.stderr.write('No PostgreSQL here: its figures are left out.\n');
    return false;
  }
}

async function createSqliteDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-store-'));
  const file = join(folder, 'cases.db');
  const { DatabaseSync } = await loadSqliteModule();
  return {
    url: `sqlite:${file}`,
    open: () => openStore({ kind: 'sqlite', file }, { now }),
    async run(statements) {
      const database = new DatabaseSync(file, { timeout: 5_000 });
      database.exec('pragma synchronous = full');
      for (const statement of statements) database.exec(statement);
      database.close();
    },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function createPostgresDatabase(): Promise<BenchDatabase> {
  const schema = `bench_${randomUUID().replaceAll('-', '')}`;
  await runOnPostgres(POSTGRES_URL, [`create schema ${schema}`]);
  const address = new URL(POSTGRES_URL);
  address.searchParams.set('options', `-c search_path=${schema}`);
  const url = address.href;
  return {
    url,
    open: () =>
      openStore(
        { kind: 'postgres', url: { reveal: () => url }, poolSize: 10, statementTimeoutMs: 30_000 },
        { now },
      ),
    run: (statements) => runOnPostgres(url, statements),
    drop: () => runOnPostgres(POSTGRES_URL, [`drop schema ${schema} cascade`]),
  };
}

async function runOnPostgres(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3_000 });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
