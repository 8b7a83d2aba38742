import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { DefineIdentityColumn } from '../migrate.ts';

/** Handoffs to Sales, what is to be said, and what is to be looked at later. Shipped: a change is a new migration. */
export async function addHandoffs(db: Kysely<unknown>, identity: DefineIdentityColumn): Promise<void> {
  await createHandoffTables(db, identity);
  await createOutboxTables(db, identity);
  await createTimersTable(db);
  await createPeopleTable(db);
  await extendCases(db);
  await extendPosts(db);
}

async function createHandoffTables(db: Kysely<unknown>, identity: DefineIdentityColumn): Promise<void> {
  await db.schema
    .createTable('handoffs')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('opened_by', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('account', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('live', 'integer', (column) => column.notNull())
    .addColumn('claimed_by', 'text')
    .addColumn('events', 'integer', (column) => column.notNull())
    .execute();
  for (const column of ['channel', 'account', 'opened_by', 'claimed_by']) {
    await db.schema
      .createIndex(`handoffs_live_by_${column}`)
      .on('handoffs')
      .columns(['live', column])
      .execute();
  }
  await db.schema.createIndex('handoffs_of_case').on('handoffs').column('case_id').execute();
  await db.schema
    .createTable('handoff_events')
    .addColumn('id', 'integer', identity)
    .addColumn('handoff_id', 'text', (column) => column.notNull().references('handoffs.id'))
    .addColumn('event_key', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('handoff_events_of_handoff')
    .on('handoff_events')
    .columns(['handoff_id', 'id'])
    .execute();
  await db.schema.createIndex('handoff_events_by_time').on('handoff_events').column('at').execute();
  await db.schema
    .createTable('handoff_drafts')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id'))
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('handoff_drafts_of_case').on('handoff_drafts').column('case_id').execute();
}

async function createOutboxTables(db: Kysely<unknown>, identity: DefineIdentityColumn): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'integer', identity)
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('channel', 'text')
    .addColumn('about', 'text')
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('not_before', 'text')
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .addColumn('done_at', 'text')
    .execute();
  await db.schema.createIndex('outbox_by_age').on('outbox').columns(['done_at', 'id']).execute();
  await db.schema.createIndex('outbox_by_subject').on('outbox').column('about').execute();
  await db.schema
    .createTable('outbox_turns')
    .addColumn('channel', 'text', (column) => column.notNull().primaryKey())
    .addColumn('next_at', 'text', (column) => column.notNull())
    .execute();
}

async function createTimersTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('timers')
    .addColumn('key', 'text', (column) => column.notNull().primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('about', 'text', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('lease_until', 'text')
    .execute();
  await db.schema.createIndex('timers_by_time').on('timers').columns(['kind', 'due_at']).execute();
  await db.schema.createIndex('timers_by_subject').on('timers').column('about').execute();
}

async function createPeopleTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('preferences', 'text')
    .addColumn('saw_home', 'integer', (column) => column.notNull())
    .execute();
}

/** Cases of before are looked at for their age like those to come; the sweep itself finds out when they are due. */
async function extendCases(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('cases').addColumn('erased_at', 'text').execute();
  await db.schema.createIndex('cases_by_person').on('cases').columns(['opened_by', 'opened_at']).execute();
  await db.schema.createIndex('case_events_by_time').on('case_events').column('at').execute();
  await sql`insert into timers (key, kind, about, due_at)
    select 'retention:' || id, 'retention', id, opened_at from cases`.execute(db);
}

/** Whether Slack was asked was not written down before, so of those that it is not known to have nobody knows. */
async function extendPosts(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('posts').addColumn('tried_at', 'text').execute();
  await sql`update posts set tried_at = intended_at where ts is null`.execute(db);
}
