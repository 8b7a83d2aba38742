import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';
import { Migrator } from 'kysely';
import { inboxCasesPosts } from './migrations/001-inbox-cases-posts.ts';
import { handoffs } from './migrations/002-handoffs.ts';
import { inboxByKind } from './migrations/003-inbox-by-kind.ts';
import { queues } from './migrations/004-queues.ts';
import { StoreFailed } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Makes a column the primary key that counts up by itself, which every database says differently. */
export type Identity = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

/** Brings the tables up to date, all migrations in one transaction. Safe for several processes at once. */
export async function migrate(kysely: Kysely<Tables>, identity: Identity): Promise<void> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrations(identity) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof StoreFailed) throw error;
  if (error) throw new StoreFailed('outdated', { cause: error });
}

/** In the order of their names. A name, like a migration, stays as it is once shipped. */
function migrations(identity: Identity): Record<string, Migration> {
  return {
    '001-inbox-cases-posts': { up: (db) => inboxCasesPosts(db, identity) },
    '002-handoffs': { up: (db) => handoffs(db, identity) },
    '003-inbox-by-kind': { up: inboxByKind },
    '004-queues': { up: queues },
  };
}
