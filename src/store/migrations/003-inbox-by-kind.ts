import type { Kysely } from 'kysely';

/** Lets each kind of request be taken oldest first, however many of another kind wait. */
export async function inboxByKind(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('inbox_by_age').execute();
  await db.schema
    .createIndex('inbox_by_kind')
    .on('inbox')
    .columns(['done_at', 'kind', 'received_at', 'key'])
    .execute();
}
