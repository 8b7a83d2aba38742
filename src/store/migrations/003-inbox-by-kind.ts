import type { Kysely } from 'kysely';

/** Adds the index by which each kind of request is taken, oldest first. */
export async function addInboxKindIndex(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('inbox_by_age').execute();
  await db.schema
    .createIndex('inbox_by_kind')
    .on('inbox')
    .columns(['done_at', 'kind', 'received_at', 'key'])
    .execute();
}
