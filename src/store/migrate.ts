import type { Kysely } from 'kysely';
import { Migrator } from 'kysely';
import type { DefineIdentityColumn } from './migrations/001-initial-schema.ts';
import { createInitialSchema } from './migrations/001-initial-schema.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Brings the tables up to date, all migrations in one transaction. Safe for several processes at once. */
export async function migrateDatabase(kysely: Kysely<Tables>, identity: DefineIdentityColumn): Promise<void> {
  // Run in the order of their names, which must not change once released.
  const migrations = {
    '001-initial-schema': { up: (db: Kysely<unknown>) => createInitialSchema(db, identity) },
  };
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof StoreError) throw error;
  if (error) throw new StoreError('migration-failed', { cause: error });
}
