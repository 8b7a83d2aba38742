import type { Kysely } from 'kysely';
import type { DefineIdentityColumn } from '../migrate.ts';

/** The first tables. Shipped: a change to them is a new migration. */
export async function createInitialSchema(
  db: Kysely<unknown>,
  defineIdentityColumn: DefineIdentityColumn,
): Promise<void> {
  await createInboxTable(db);
  await createCaseTables(db, defineIdentityColumn);
  await createPostsTable(db);
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function createInboxTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox')
    .addColumn('key', 'text', (column) => column.notNull().primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('not_before', 'text')
    .addColumn('done_at', 'text')
    .execute();
  await db.schema.createIndex('inbox_by_age').on('inbox').columns(['done_at', 'received_at']).execute();
}

async function createCaseTables(
  db: Kysely<unknown>,
  defineIdentityColumn: DefineIdentityColumn,
): Promise<void> {
  await db.schema
    .createTable('cases')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('opened_by', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('thread', 'text')
    .execute();
  await db.schema
    .createTable('case_events')
    .addColumn('id', 'integer', defineIdentityColumn)
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addColumn('event_key', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('case_events_of_case').on('case_events').columns(['case_id', 'id']).execute();
}

async function createPostsTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('posts')
    .addColumn('key', 'text', (column) => column.notNull().primaryKey())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('thread', 'text')
    .addColumn('ts', 'text')
    .addColumn('intended_at', 'text', (column) => column.notNull())
    .execute();
}
