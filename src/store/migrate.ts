import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';
import { Migrator } from 'kysely';
import { createInitialSchema } from './migrations/001-initial-schema.ts';
import { addHandoffs } from './migrations/002-handoffs.ts';
import { addInboxKindIndex } from './migrations/003-inbox-by-kind.ts';
import { addQuarantineAndQueueIndexes } from './migrations/004-queues.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Makes a column the primary key that counts up by itself, which every database says differently. */
export type DefineIdentityColumn = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

/** Brings the tables up to date, all migrations in one transaction. Safe for several processes at once. */
export async function migrateDatabase(kysely: Kysely<Tables>, identity: DefineIdentityColumn): Promise<void> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrations(identity) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof StoreError) throw error;
  if (error) throw new StoreError('outdated', { cause: error });
}

/** In the order of their names. A name, like a migration, stays as it is once shipped. */
function migrations(identity: DefineIdentityColumn): Record<string, Migration> {
  return {
    '001-inbox-cases-posts': { up: (db) => createInitialSchema(db, identity) },
    '002-handoffs': { up: (db) => addHandoffs(db, identity) },
    '003-inbox-by-kind': { up: addInboxKindIndex },
    '004-queues': { up: addQuarantineAndQueueIndexes },
  };
}
