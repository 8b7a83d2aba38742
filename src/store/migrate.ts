import type { Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, sql } from 'kysely';
import { createInitialSchema } from './migrations/001-initial-schema.ts';
import type { ColumnTypes } from './migrations/column-types.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

export interface MigrateOptions {
  readonly types: ColumnTypes;
  /** The schema of the tables, in a database that has schemas. */
  readonly schema?: string;
}

/**
 * Brings the tables up to date, all migrations in one transaction. Safe for several processes at once. Throws
 * `StoreError`, with reason `newer-tables` when a newer version of the bot has migrated them.
 */
export async function migrateDatabase(
  kysely: Kysely<Tables>,
  { types, schema }: MigrateOptions,
): Promise<void> {
  // Run in the order of their names, which must not change once released.
  const migrations = {
    '001-initial-schema': { up: (db: Kysely<unknown>) => createInitialSchema(db, types) },
  };
  const provider = { getMigrations: async () => migrations };
  const migrator = new Migrator({
    db: kysely,
    provider,
    // Without it, the migrator takes the table of another schema for its own.
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof StoreError) throw error;
  if (error === undefined) return;
  const isNewer = (await executedMigrations(kysely)).some((name) => !Object.hasOwn(migrations, name));
  throw new StoreError(isNewer ? 'newer-tables' : 'migration-failed', { cause: error });
}

/** Returns no name when the table cannot be read, which then is not why the migration failed. */
async function executedMigrations(kysely: Kysely<Tables>): Promise<string[]> {
  try {
    const table = sql.table(DEFAULT_MIGRATION_TABLE);
    const { rows } = await sql<{ name: string }>`select name from ${table}`.execute(kysely);
    return rows.map(({ name }) => name);
  } catch {
    return [];
  }
}
