import { randomUUID } from 'node:crypto';
import { CompiledQuery, Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { createKyselyStore } from '../../src/store/kysely-store.ts';
import { migrateDatabase } from '../../src/store/migrate.ts';
import { createSqliteDialect, SQLITE_COLUMN_TYPES } from '../../src/store/sqlite/sqlite-dialect.ts';
import type { Tables } from '../../src/store/tables.ts';

const now = () => new Date('2026-03-02T09:00:00.000Z');

let store: Store;
let kysely: Kysely<Tables>;
let queries: CompiledQuery[];
beforeEach(async () => {
  queries = [];
  kysely = new Kysely<Tables>({
    dialect: await createSqliteDialect(':memory:'),
    log: ({ query }) => void queries.push(query),
  });
  await migrateDatabase(kysely, { types: SQLITE_COLUMN_TYPES });
  store = await createKyselyStore({ kysely, now, leaseOwner: randomUUID(), leaseMs: 15_000 });
});
afterEach(() => store.close());

/** How SQLite goes about what the work asks of it, one line a table that it walks or searches. */
async function queryPlansOf(work: () => Promise<unknown>): Promise<string[]> {
  queries = [];
  await work();
  const plans = await Promise.all(
    queries
      .slice()
      .map(({ sql, parameters }) =>
        kysely.executeQuery<{ detail: string }>(
          CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
        ),
      ),
  );
  return plans.flatMap(({ rows }) => rows.map(({ detail }) => detail));
}

/** What is looked at again and again must cost what there is to do, not what there is. */
describe('SQLite query plans', () => {
  it('search timers by kind and due time', async () => {
    const plans = await queryPlansOf(() => store.timers.claim(10, 'login-watch'));

    expect(plans.join('\n')).toContain('queue_items_pending (queue=? AND partition=? AND due_at<?)');
    expect(plans.filter((plan) => plan.startsWith('SCAN'))).toEqual([]);
  });

  it('search messages channel by channel', async () => {
    const plans = await queryPlansOf(() => store.outbox.claim(10));

    expect(plans.join('\n')).toContain('queue_items_pending (queue=? AND partition>?)');
    expect(plans.join('\n')).toContain('queue_items_pending (queue=? AND partition=? AND due_at<?)');
    expect(plans.filter((plan) => /^SCAN (?!pending_partitions|CONSTANT)/.test(plan))).toEqual([]);
    expect(plans.filter((plan) => plan.includes('TEMP B-TREE'))).toEqual([]);
  });

  it('read only due items to find the oldest one', async () => {
    const plans = await queryPlansOf(async () => {
      for (const queue of [store.inbox, store.outbox, store.timers]) await queue.oldestDueSince();
    });

    const searched = plans.filter((plan) => plan.includes('pending (queue=? AND partition=? AND due_at<?)'));
    expect(searched).toHaveLength(6);
    expect(plans.filter((plan) => /^SCAN (?!pending_partitions|CONSTANT)/.test(plan))).toEqual([]);
  });

  it('search leased, completed and future-leased items by index', async () => {
    const plans = await queryPlansOf(async () => {
      for (const queue of [store.inbox, store.outbox, store.timers]) {
        await queue.releaseLeases();
        await queue.releaseFutureLeases();
      }
      await store.inbox.quarantineUnclaimable();
      await store.timers.quarantineUnclaimable();
      await store.inbox.deleteCompleted(now());
      await store.outbox.deleteCompleted(now());
      await store.inbox.countPending();
      await store.outbox.countPending();
    });

    for (const search of [
      'leased (queue=? AND lease_owner=?)',
      'unavailable (queue=? AND unavailable_since>?)',
    ])
      expect(plans.filter((plan) => plan.includes(`queue_items_${search}`))).toHaveLength(3);
    expect(plans.join('\n')).toContain('queue_items_done (queue=? AND done_at<?)');
    const scanned = plans.filter((plan) =>
      /^SCAN (?!pending_partitions|CONSTANT|channel_rate_limits)/.test(plan),
    );
    expect(scanned).toEqual([]);
  });

  it.each([{ by: 'U1' }, { claimedBy: 'U1' }, { channel: 'C1' }, { account: 'A1' }])(
    'search active handoffs by %o',
    async (which) => {
      const plans = await queryPlansOf(() => store.handoffs.listActive(which));

      expect(plans.join('\n')).toMatch(/handoffs_is_active_by_\w+ \(is_active=\? AND \w+=\? AND id>\?\)/);
      expect(plans.filter((plan) => plan.startsWith('SCAN'))).toEqual([]);
    },
  );

  it('search undelivered handoffs by person', async () => {
    const plans = await queryPlansOf(() => store.handoffs.listUndelivered('U1'));

    expect(plans.join('\n')).toMatch(/handoffs_by_person \(opened_by=\? AND state=\? AND id>\?\)/);
    expect(plans.filter((plan) => plan.startsWith('SCAN'))).toEqual([]);
  });

  it('search cases by ticket or subscription', async () => {
    const plans = await queryPlansOf(() => store.cases.listIdsByReference('ticket help.example 1', 5));

    expect(plans.join('\n')).toContain('sqlite_autoindex_case_references_1 (reference=?)');
    expect(plans.filter((plan) => plan.startsWith('SCAN'))).toEqual([]);
  });

  it('search the events of a week by time, and cases by the person who opened them', async () => {
    const plans = await queryPlansOf(async () => {
      await store.handoffs.listChangedSince(now());
      await store.cases.countChecksBetween(now(), now());
      await store.cases.countCasesByPerson(now(), now());
      await store.cases.listIdsWithDisputes(now());
      await store.cases.listIdsOpenedBy('U1', 10);
    });

    for (const index of [
      'handoff_events_by_time',
      'case_events_by_kind (kind=? AND at>? AND at<?)',
      'case_events_by_kind (kind=? AND at>?)',
      'cases_by_person',
    ]) {
      expect(plans.join('\n')).toContain(index);
    }
    expect(plans.filter((plan) => plan.startsWith('SCAN'))).toEqual([]);
  });
});
