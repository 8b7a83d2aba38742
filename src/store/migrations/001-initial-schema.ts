import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely';
import { sql } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

type Database = Kysely<unknown>;

const required = (column: ColumnDefinitionBuilder) => column.notNull();
const primaryKey = (column: ColumnDefinitionBuilder) => column.notNull().primaryKey();

/** Creates all tables. Once released it must not be edited: add a migration instead. */
export async function createInitialSchema(db: Database, types: ColumnTypes): Promise<void> {
  await createQueueTables(db, types);
  await createCaseTables(db, types);
  await createHandoffTables(db, types);
  await createPostsTable(db, types);
  await createPeopleTable(db, types);
  await createMaintenanceTables(db, types);
}

async function createQueueTables(db: Database, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('queue_items')
    .addColumn('id', types.identity, types.identityColumn)
    .addColumn('queue', types.text, required)
    .addColumn('key', types.text, required)
    .addColumn('partition', types.text, required)
    .addColumn('kind', types.text, required)
    .addColumn('subject_id', types.text)
    .addColumn('due_at', types.text, required)
    .addColumn('payload', types.text, required)
    .addColumn('enqueued_at', types.text, required)
    .addColumn('version', 'integer', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('lease_owner', types.text)
    .addColumn('available_at', types.text)
    .addColumn('unavailable_since', types.text)
    .addColumn('done_at', types.text)
    .addUniqueConstraint('queue_items_key', ['queue', 'key'])
    .execute();
  await db.schema
    .createIndex('queue_items_pending')
    .on('queue_items')
    .columns(['queue', 'partition', 'due_at', 'id'])
    .where(sql.ref('done_at'), 'is', null)
    .execute();
  await createPartialIndex(db, 'queue_items_done', { table: 'queue_items', columns: ['queue', 'done_at'] });
  await createPartialIndex(db, 'queue_items_leased', {
    table: 'queue_items',
    columns: ['queue', 'lease_owner'],
  });
  await createPartialIndex(db, 'queue_items_unavailable', {
    table: 'queue_items',
    columns: ['queue', 'unavailable_since'],
  });
  await createPartialIndex(db, 'queue_items_by_subject', { table: 'queue_items', columns: ['subject_id'] });
  // Every item is changed about three times and then deleted, so waiting for a fifth of the table would double its size.
  if (types.hasAutovacuum)
    await sql`alter table queue_items set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)`.execute(
      db,
    );
  await db.schema
    .createTable('channel_rate_limits')
    .addColumn('channel', types.text, primaryKey)
    .addColumn('next_slot_at', types.text, required)
    .addColumn('updated_at', types.text)
    .execute();
  await createPartialIndex(db, 'channel_rate_limits_updated', {
    table: 'channel_rate_limits',
    columns: ['updated_at'],
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

async function createCaseTables(db: Database, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('cases')
    .addColumn('id', types.text, primaryKey)
    .addColumn('opened_at', types.text, required)
    .addColumn('opened_by', types.text, required)
    .addColumn('channel', types.text, required)
    .addColumn('thread', types.text)
    .addColumn('erased_at', types.text)
    .execute();
  await createIndex(db, 'cases_by_person', { table: 'cases', columns: ['opened_by', 'opened_at'] });
  await db.schema
    .createTable('case_events')
    .addColumn('id', types.identity, types.identityColumn)
    .addColumn('case_id', types.text, (column) => column.notNull().references('cases.id'))
    .addColumn('verdict', types.text)
    .addColumn('topic', types.text)
    .addColumn('trigger', types.text)
    .$call((table) => addEventColumns(table, types))
    .execute();
  await createIndex(db, 'case_events_of_case', { table: 'case_events', columns: ['case_id', 'id'] });
  await db.schema
    .createTable('case_references')
    .addColumn('reference', types.text, required)
    .addColumn('case_id', types.text, (column) => column.notNull().references('cases.id'))
    .addPrimaryKeyConstraint('case_references_key', ['reference', 'case_id'])
    .execute();
  await createIndex(db, 'case_references_of_case', { table: 'case_references', columns: ['case_id'] });
  await db.schema
    .createTable('latest_cases')
    .addColumn('reference', types.text, primaryKey)
    .addColumn('case_id', types.text, (column) => column.notNull().references('cases.id'))
    .execute();
  await createIndex(db, 'latest_cases_of_case', { table: 'latest_cases', columns: ['case_id'] });
  await createIndex(db, 'case_events_by_kind', { table: 'case_events', columns: ['kind', 'at'] });
}

function addEventColumns<T extends string>(table: CreateTableBuilder<T, string>, types: ColumnTypes) {
  return table
    .addColumn('event_key', types.text, (column) => column.notNull().unique())
    .addColumn('at', types.text, required)
    .addColumn('by', types.text, required)
    .addColumn('kind', types.text, required)
    .addColumn('data', types.text, required);
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

async function createHandoffTables(db: Database, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('handoffs')
    .addColumn('id', types.text, primaryKey)
    .addColumn('case_id', types.text, (column) => column.notNull().references('cases.id'))
    .addColumn('opened_at', types.text, required)
    .addColumn('opened_by', types.text, required)
    .addColumn('channel', types.text, required)
    .addColumn('account_number', types.text)
    .addColumn('state', types.text, required)
    .addColumn('is_active', 'integer', required)
    .addColumn('claimed_by', types.text)
    .addColumn('event_count', 'integer', required)
    .execute();
  for (const column of ['channel', 'account_number', 'opened_by', 'claimed_by'])
    await createIndex(db, `handoffs_is_active_by_${column}`, {
      table: 'handoffs',
      columns: ['is_active', column, 'id'],
    });
  await createIndex(db, 'handoffs_by_person', { table: 'handoffs', columns: ['opened_by', 'state', 'id'] });
  await db.schema
    .createTable('handoff_counts')
    .addColumn('state', types.text, primaryKey)
    .addColumn('handoff_count', 'integer', required)
    .execute();
  await createIndex(db, 'handoffs_of_case', { table: 'handoffs', columns: ['case_id'] });
  await db.schema
    .createTable('handoff_events')
    .addColumn('id', types.identity, types.identityColumn)
    .addColumn('handoff_id', types.text, (column) => column.notNull().references('handoffs.id'))
    .$call((table) => addEventColumns(table, types))
    .execute();
  await createIndex(db, 'handoff_events_of_handoff', {
    table: 'handoff_events',
    columns: ['handoff_id', 'id'],
  });
  await createIndex(db, 'handoff_events_by_time', { table: 'handoff_events', columns: ['at'] });
  await db.schema
    .createTable('handoff_drafts')
    .addColumn('id', types.text, primaryKey)
    .addColumn('case_id', types.text, (column) => column.notNull().references('cases.id'))
    .addColumn('author', types.text, required)
    .addColumn('channel', types.text, required)
    .addColumn('team', types.text, required)
    .addColumn('saved_at', types.text, required)
    .addColumn('data', types.text, required)
    .execute();
  await createIndex(db, 'handoff_drafts_of_case', { table: 'handoff_drafts', columns: ['case_id'] });
}

async function createPostsTable(db: Database, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('posts')
    .addColumn('key', types.text, primaryKey)
    .addColumn('channel', types.text, required)
    .addColumn('thread', types.text)
    .addColumn('ts', types.text)
    .addColumn('intended_at', types.text, required)
    .addColumn('attempted_at', types.text)
    .execute();
}

async function createPeopleTable(db: Database, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('id', types.text, primaryKey)
    .addColumn('preferences', types.text)
    .addColumn('has_opened_home', 'integer', required)
    .addColumn('has_been_greeted', 'integer', required)
    .execute();
}

async function createMaintenanceTables(db: Database, types: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('quarantined_rows')
    .addColumn('source', types.text, required)
    .addColumn('key', types.text, required)
    .addColumn('reason', types.text, required)
    .addColumn('at', types.text, required)
    .addColumn('subject_id', types.text)
    .addColumn('row_json', types.text)
    .addPrimaryKeyConstraint('quarantined_rows_key', ['source', 'key'])
    .execute();
  await db.schema
    .createTable('database_settings')
    .addColumn('name', types.text, primaryKey)
    .addColumn('value', types.text, required)
    .execute();
}
