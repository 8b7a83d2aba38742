import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, sql } from 'kysely';
import { createInitialSchema } from './migrations/001-initial-schema.ts';
import type { ColumnTypes } from './migrations/column-types.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Run in the order of their names, which must not change once released. */
const MIGRATIONS: Readonly<Record<string, (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>>> = {
  '001-initial-schema': createInitialSchema,
};

export interface MigrateOptions {
  readonly types: ColumnTypes;
}

/**
 * Brings the tables up to date, all migrations in one transaction. Safe for several processes at once. Throws
 * `StoreError`, with reason `newer-tables` when a newer version of the bot has migrated them.
 */
export async function migrateDatabase(kysely: Kysely<Tables>, { types }: MigrateOptions): Promise<void> {
  if (await isUpToDate(kysely)) return;
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, up]) => [name, { up: (db: Kysely<unknown>) => up(db, types) }]),
  );
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof StoreError) throw error;
  if (error !== undefined) throw new StoreError('migration-failed', { cause: error });
}

/** Returns whether all migrations have run. Throws `StoreError` when others have, too. */
export async function isUpToDate(kysely: Kysely<Tables>): Promise<boolean> {
  const executed = await executedMigrations(kysely);
  if (executed.some((name) => !Object.hasOwn(MIGRATIONS, name))) throw new StoreError('newer-tables');
  return Object.keys(MIGRATIONS).every((name) => executed.includes(name));
}

/** Returns no name when there is no table of migrations yet. */
async function executedMigrations(kysely: Kysely<Tables>): Promise<string[]> {
  try {
    const table = sql.table(DEFAULT_MIGRATION_TABLE);
    const { rows } = await sql<{ name: string }>`select name from ${table}`.execute(kysely);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    return [];
  }
}
