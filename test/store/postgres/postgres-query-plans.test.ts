import type { CompiledQuery } from 'kysely';
import { Kysely } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { createServerClock } from '../../../src/store/database-clock.ts';
import { createKyselyStore } from '../../../src/store/kysely-store.ts';
import { createPostgresDialect, openPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { aSubmittedEvent } from '../../builders/filled-handoffs.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { createPostgresDatabase } from '../postgres-database.ts';

const now = () => new Date('2026-03-02T09:00:00.000Z');
const FINISHED = 20_000;
/** Pages of eight kilobytes that one statement may touch: a few descents into indexes, and the rows that it wants. */
const MAX_PAGES = 150;

const SUBMISSION = JSON.stringify(aSubmittedEvent()).replaceAll("'", "''");

/** Finished work of years: what is pending or active is a hundredth of it. */
const FILL_TABLES = `
  insert into queue_items (queue, key, partition, kind, subject_id, due_at, payload, enqueued_at, version, attempts, lease_owner, available_at, unavailable_since, done_at)
    select (array['inbox','outbox','timers'])[1 + n % 3], 'key-' || n,
      (array['command','C' || n % 7,'login-watch'])[1 + n % 3], (array['command','notification','login-watch'])[1 + n % 3],
      'subject-' || n, case when n % 100 = 0 then '2030-01-01T09:00:00.000Z' else '' end, '{}', '2026-01-01T09:00:00.000Z', 1, 0,
      null, null, null, case when n % 100 = 0 then null else '2026-01-01T09:00:00.000Z' end
    from generate_series(1, ${FINISHED}) n;
  insert into cases (id, opened_at, opened_by, channel)
    select 'case-' || n, to_char(timestamp '2020-01-01' + n * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'U' || n % 50, 'C1'
    from generate_series(1, ${FINISHED}) n;
  insert into case_references (reference, case_id) select 'subscription A-S' || n / 2, 'case-' || n from generate_series(1, ${FINISHED}) n;
  insert into case_events (case_id, event_key, at, by, kind, verdict, topic, trigger, data)
    select 'case-' || n, 'event-' || n, to_char(timestamp '2020-01-01' + n * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'U1', 'checked', 'direct', 'sign-in', 'requested', '{}'
    from generate_series(1, ${FINISHED}) n;
  insert into handoffs (id, case_id, opened_at, opened_by, channel, account_number, state, is_active, claimed_by, event_count)
    select 'handoff-' || n, 'case-' || n, '2026-01-01T09:00:00.000Z', 'U' || n / 100 % 50, 'C1', 'A' || n, case when n % 100 = 0 then 'open' else 'done' end, (n % 100 = 0)::int, 'U' || n / 100 % 50, 1
    from generate_series(1, ${FINISHED}) n;
  insert into handoff_events (handoff_id, event_key, at, by, kind, data)
    select 'handoff-' || n, 'handoff-event-' || n, to_char(timestamp '2020-01-01' + n * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'U1', 'submitted', '${SUBMISSION}'
    from generate_series(1, ${FINISHED}) n;
  insert into latest_cases (reference, case_id) select 'subscription A-S' || n, 'case-' || 2 * n from generate_series(1, ${FINISHED / 2}) n;
  analyze;`;

let database: PostgresDatabase;
let beside: pg.Client;
let store: Store;
let queries: CompiledQuery[];
beforeAll(async () => {
  database = await createPostgresDatabase();
  const options = { url: database.url, poolSize: 2, statementTimeoutMs: 10_000 };
  await (await openPostgresStore({ ...options, now })).close();
  beside = new pg.Client({ connectionString: database.url });
  await beside.connect();
  await beside.query(FILL_TABLES);
  const kysely = new Kysely<Tables>({
    dialect: createPostgresDialect(options),
    log: ({ query }) => void queries.push(query),
  });
  queries = [];
  store = await createKyselyStore({
    kysely,
    now,
    clock: createServerClock(),
    leaseOwner: 'me',
    leaseMs: 15_000,
  });
});
afterAll(async () => {
  await store.close();
  await beside.end();
  await database.drop();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

/** Runs `work`, and each of its statements again to see how PostgreSQL goes about it. */
async function plansOf(work: () => Promise<unknown>): Promise<{ sql: string; plan: Plan }[]> {
  queries = [];
  await work();
  const plans: { sql: string; plan: Plan }[] = [];
  for (const { sql, parameters } of queries.slice()) {
    if (/^(begin|commit|rollback)/.test(sql)) continue;
    await beside.query('begin');
    const { rows } = await beside.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
      `explain (analyze, buffers, format json) ${sql}`,
      [...parameters],
    );
    await beside.query('rollback');
    plans.push(...rows.map((row) => ({ sql, plan: row['QUERY PLAN'][0].Plan })));
  }
  return plans;
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** What is done again and again must cost what there is to do, not what was ever done. */
describe('with much finished work in the tables, the store', () => {
  it.each<[string, () => Promise<unknown>, string]>([
    ['claims timers', () => store.timers.claim(10, 'login-watch'), 'queue_items_pending'],
    ['claims requests', () => store.inbox.claim(10), 'queue_items_pending'],
    ['claims messages', () => store.outbox.claim(10), 'queue_items_pending'],
    ['tells the oldest due item', () => store.outbox.oldestDueSince(), 'queue_items_pending'],
    ['counts pending items', () => store.outbox.countPending(), 'queue_items_pending'],
    ['releases leases', () => store.inbox.releaseLeases(), 'queue_items_leased'],
    [
      'releases leases of a clock set back',
      () => store.inbox.releaseFutureLeases(),
      'queue_items_unavailable',
    ],
    ['sets unclaimable items aside', () => store.timers.quarantineUnclaimable(), 'queue_items_pending'],
    [
      'deletes old keys in batches',
      () => store.inbox.deleteCompleted(new Date('2025-01-01')),
      'queue_items_done',
    ],
    ['completes an item', () => store.inbox.complete({ key: 'key-300' }), 'queue_items_key'],
    [
      'searches active handoffs by person',
      () => store.handoffs.listActive({ by: 'U0' }),
      'handoffs_is_active_by_opened_by',
    ],
    [
      'searches active handoffs by account',
      () => store.handoffs.listActive({ account: 'A100' }),
      'handoffs_is_active_by_account_number',
    ],
    ['searches refused handoffs', () => store.handoffs.listUndelivered('U1'), 'handoffs_by_person'],
    ['counts handoffs by state', () => store.handoffs.countByState(), ''],
    ['finds handoffs of a case', () => store.handoffs.listByCase('case-1'), 'handoffs_of_case'],
    [
      'searches cases by reference',
      () => store.cases.listIdsByReference('subscription A-S7', 5),
      'case_references_key',
    ],
    [
      'finds the last case of a reference',
      () => store.cases.findLatest('subscription A-S7'),
      'latest_cases_pkey',
    ],
    ['lists what a person opened', () => store.cases.listIdsOpenedBy('U1', 10), 'cases_by_person'],
    [
      'lists changes of a week',
      () => store.handoffs.listChangedSince(new Date('2022-04-12T12:00Z')),
      'handoff_events_by_time',
    ],
    [
      'counts checks of a week',
      () => store.cases.countChecksBetween(new Date('2022-04-10'), new Date('2022-04-12')),
      'case_events_by_kind',
    ],
    [
      'counts cases of a week by person',
      () => store.cases.countCasesByPerson(new Date('2022-04-10'), new Date('2022-04-12')),
      'case_events_by_kind',
    ],
    [
      'lists disputes of a week',
      () => store.cases.listIdsWithDisputes(new Date('2022-04-10')),
      'case_events_by_kind',
    ],
    ['finds when a case was last used', () => store.cases.lastActivity('case-77'), 'case_events_of_case'],
    ['knows a key', () => store.cases.hasIdempotencyKey('event-9'), 'case_events_event_key_key'],
  ])('%s by index', async (_, work, index) => {
    const plans = await plansOf(work);

    const nodes = plans.flatMap(({ plan }) => nodesOf(plan));
    const names = nodes.map((node) => node['Index Name'] ?? '');
    expect(names.filter((name) => name.startsWith(index))).not.toEqual([]);
    const scanned = nodes
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => node['Relation Name']);
    expect(scanned.filter((table) => !SMALL_TABLES.includes(table ?? ''))).toEqual([]);
    for (const { sql, plan } of plans)
      expect({ sql, pages: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] }).toEqual({
        sql,
        pages: expect.toSatisfy((pages: number) => pages <= MAX_PAGES),
      });
  });
});

const SMALL_TABLES = ['channel_rate_limits', 'quarantined_rows', 'handoff_counts'];
