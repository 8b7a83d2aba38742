import type { Kysely } from 'kysely';
import { sql } from 'kysely';

/** Adds the table of rows set aside, and the columns and indexes for reading every queue in small batches. */
export async function addQuarantineAndQueueIndexes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('set_aside')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('about', 'text')
    .addColumn('row', 'text')
    .addPrimaryKeyConstraint('set_aside_key', ['source', 'key'])
    .execute();
  for (const table of ['inbox', 'outbox', 'timers', 'outbox_turns']) {
    await db.schema.alterTable(table).addColumn('held_at', 'text').execute();
    await db.schema
      .createIndex(`${table}_held`)
      .on(table)
      .column('held_at')
      .where(sql.ref('held_at'), 'is not', null)
      .execute();
  }
  await db.schema
    .alterTable('timers')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  for (const table of ['inbox', 'outbox', 'timers']) {
    await db.schema
      .createIndex(`${table}_leased`)
      .on(table)
      .column('lease_owner')
      .where(sql.ref('lease_owner'), 'is not', null)
      .execute();
  }
  // SQLite would prefer `outbox_by_age` to `outbox_waiting` and then read the whole backlog of a channel.
  await db.schema.dropIndex('outbox_by_age').execute();
  await db.schema
    .createIndex('outbox_done')
    .on('outbox')
    .column('done_at')
    .where(sql.ref('done_at'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('outbox_open')
    .on('outbox')
    .column('id')
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await db.schema
    .createIndex('outbox_waiting')
    .on('outbox')
    .columns(['channel', 'not_before', 'id'])
    .where(sql.ref('done_at'), 'is', null)
    .execute();
}
