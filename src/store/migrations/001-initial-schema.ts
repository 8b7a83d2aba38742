import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely';
import { sql } from 'kysely';

/** Makes a column an automatically increasing primary key, which differs between databases. */
export type DefineIdentityColumn = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

type Database = Kysely<unknown>;

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const primaryKey = (column: ColumnDefinitionBuilder) => column.notNull().primaryKey();

/** Creates all tables. Once released it must not be edited: add a migration instead. */
export async function createInitialSchema(db: Database, identity: DefineIdentityColumn): Promise<void> {
  await createQueueTables(db, identity);
  await createCaseTables(db, identity);
  await createHandoffTables(db, identity);
  await createPostsTable(db);
  await createPeopleTable(db);
  await createMaintenanceTables(db);
}

async function createQueueTables(db: Database, identity: DefineIdentityColumn): Promise<void> {
  await db.schema
    .createTable('queue_items')
    .addColumn('id', 'integer', identity)
    .addColumn('queue', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('lane', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('subject_id', 'text')
    .addColumn('due_at', 'text', required)
    .addColumn('payload', 'text', required)
    .addColumn('enqueued_at', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('lease_owner', 'text')
    .addColumn('held_until', 'text')
    .addColumn('held_at', 'text')
    .addColumn('done_at', 'text')
    .addUniqueConstraint('queue_items_key', ['queue', 'key'])
    .execute();
  await db.schema
    .createIndex('queue_items_pending')
    .on('queue_items')
    .columns(['queue', 'lane', 'due_at', 'id'])
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await createPartialIndex(db, 'queue_items_done', { table: 'queue_items', columns: ['queue', 'done_at'] });
  await createPartialIndex(db, 'queue_items_leased', {
    table: 'queue_items',
    columns: ['queue', 'lease_owner'],
  });
  await createPartialIndex(db, 'queue_items_held', { table: 'queue_items', columns: ['queue', 'held_at'] });
  await createPartialIndex(db, 'queue_items_by_subject', { table: 'queue_items', columns: ['subject_id'] });
  await db.schema
    .createTable('channel_rate_limits')
    .addColumn('channel', 'text', primaryKey)
    .addColumn('next_slot_at', 'text', required)
    .addColumn('held_at', 'text')
    .execute();
  await createPartialIndex(db, 'channel_rate_limits_held', {
    table: 'channel_rate_limits',
    columns: ['held_at'],
  });
}

/** Creates an index of the rows whose last column is not null. */
async function createPartialIndex(
  db: Database,
  name: string,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
): Promise<void> {
  await db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .where(sql.ref(columns.at(-1) ?? ''), 'is not', null)
    .execute();
}

async function createCaseTables(db: Database, identity: DefineIdentityColumn): Promise<void> {
  await db.schema
    .createTable('cases')
    .addColumn('id', 'text', primaryKey)
    .addColumn('opened_at', 'text', required)
    .addColumn('opened_by', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('thread', 'text')
    .addColumn('erased_at', 'text')
    .execute();
  await createIndex(db, 'cases_by_person', { table: 'cases', columns: ['opened_by', 'opened_at'] });
  await db.schema
    .createTable('case_events')
    .addColumn('id', 'integer', identity)
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addColumn('verdict', 'text')
    .addColumn('topic', 'text')
    .addColumn('trigger', 'text')
    .$call(addEventColumns)
    .execute();
  await createIndex(db, 'case_events_of_case', { table: 'case_events', columns: ['case_id', 'id'] });
  await db.schema
    .createTable('case_references')
    .addColumn('reference', 'text', required)
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addPrimaryKeyConstraint('case_references_key', ['reference', 'case_id'])
    .execute();
  await createIndex(db, 'case_references_of_case', { table: 'case_references', columns: ['case_id'] });
  await createIndex(db, 'case_events_by_kind', { table: 'case_events', columns: ['kind', 'at'] });
}

function addEventColumns<T extends string>(table: CreateTableBuilder<T, string>) {
  return table
    .addColumn('event_key', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'text', required)
    .addColumn('by', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('data', 'text', required);
}

async function createIndex(
  db: Database,
  name: string,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
): Promise<void> {
  await db.schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .execute();
}

async function createHandoffTables(db: Database, identity: DefineIdentityColumn): Promise<void> {
  await db.schema
    .createTable('handoffs')
    .addColumn('id', 'text', primaryKey)
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addColumn('opened_at', 'text', required)
    .addColumn('opened_by', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('account_number', 'text')
    .addColumn('state', 'text', required)
    .addColumn('is_live', 'integer', required)
    .addColumn('claimed_by', 'text')
    .addColumn('event_count', 'integer', required)
    .execute();
  for (const column of ['channel', 'account_number', 'opened_by', 'claimed_by'])
    await createIndex(db, `handoffs_is_live_by_${column}`, {
      table: 'handoffs',
      columns: ['is_live', column],
    });
  await createIndex(db, 'handoffs_of_case', { table: 'handoffs', columns: ['case_id'] });
  await db.schema
    .createTable('handoff_events')
    .addColumn('id', 'integer', identity)
    .addColumn('handoff_id', 'text', (column) => column.notNull().references('handoffs.id'))
    .$call(addEventColumns)
    .execute();
  await createIndex(db, 'handoff_events_of_handoff', {
    table: 'handoff_events',
    columns: ['handoff_id', 'id'],
  });
  await createIndex(db, 'handoff_events_by_time', { table: 'handoff_events', columns: ['at'] });
  await db.schema
    .createTable('handoff_drafts')
    .addColumn('id', 'text', primaryKey)
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addColumn('author', 'text', required)
    .addColumn('channel', 'text', required)
    .addColumn('team', 'text', required)
    .addColumn('saved_at', 'text', required)
    .addColumn('data', 'text', required)
    .execute();
  await createIndex(db, 'handoff_drafts_of_case', { table: 'handoff_drafts', columns: ['case_id'] });
}

async function createPostsTable(db: Database): Promise<void> {
  await db.schema
    .createTable('posts')
    .addColumn('key', 'text', primaryKey)
    .addColumn('channel', 'text', required)
    .addColumn('thread', 'text')
    .addColumn('ts', 'text')
    .addColumn('intended_at', 'text', required)
    .addColumn('attempted_at', 'text')
    .execute();
}

async function createPeopleTable(db: Database): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('id', 'text', primaryKey)
    .addColumn('preferences', 'text')
    .addColumn('has_opened_home', 'integer', required)
    .addColumn('has_been_greeted', 'integer', required)
    .execute();
}

async function createMaintenanceTables(db: Database): Promise<void> {
  await db.schema
    .createTable('quarantined_rows')
    .addColumn('source', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('at', 'text', required)
    .addColumn('subject_id', 'text')
    .addColumn('row_json', 'text')
    .addPrimaryKeyConstraint('quarantined_rows_key', ['source', 'key'])
    .execute();
  await db.schema
    .createTable('database_settings')
    .addColumn('name', 'text', primaryKey)
    .addColumn('value', 'text', required)
    .execute();
}
