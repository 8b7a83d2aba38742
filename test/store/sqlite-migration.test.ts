import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, Migrator } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/case.ts';
import type { Store } from '../../src/ports/store.ts';
import { createInitialSchema } from '../../src/store/migrations/001-initial-schema.ts';
import { openReadOnlyStore } from '../../src/store/sqlite/read-only-store.ts';
import { createSqliteDialect, defineSqliteIdentityColumn } from '../../src/store/sqlite/sqlite-dialect.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import { aFilledDraft, aSubmissionChange } from '../builders/filled-handoffs.ts';
import { anInboundRequest, START_TIME } from './database-fixture.ts';

const LATER = '2026-03-02T10:00:00.000Z';
const now = () => new Date('2026-06-01T09:00:00.000Z');

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The tables as the version before left them. */
interface EarlierVersionTables {
  inbox: { key: string; kind: string; received_at: string; body: string; attempts: number };
  cases: { id: string; opened_at: string; opened_by: string; channel: string; thread: string | null };
  case_events: { case_id: string; event_key: string; at: string; by: string; kind: string; data: string };
  posts: { key: string; channel: string; thread: string | null; ts: string | null; intended_at: string };
}

function earlierCheckRow(caseId: string, check: Check): EarlierVersionTables['case_events'] {
  const row = { at: check.at, by: check.by, kind: 'checked', data: JSON.stringify(check) };
  return { case_id: caseId, event_key: `case-opened:${caseId}:0`, ...row };
}

/** Two cases, of which one was worked on, three posts and a request that nobody has dealt with. */
async function createEarlierVersionDatabase(): Promise<void> {
  const db = new Kysely<EarlierVersionTables>({ dialect: await createSqliteDialect(file) });
  const first = {
    '001-inbox-cases-posts': {
      up: (to: Kysely<unknown>) => createInitialSchema(to, defineSqliteIdentityColumn),
    },
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => first } });
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  const place = { channel: 'C0SUPPORT', thread: '1700000000.000100' };
  await db
    .insertInto('cases')
    .values([
      { id: 'case-1', opened_at: START_TIME, opened_by: 'U0000ANA', ...place },
      { id: 'case-2', opened_at: LATER, opened_by: 'U0000BEN', ...place },
    ])
    .execute();
  await db
    .insertInto('case_events')
    .values([
      earlierCheckRow('case-1', aFilledCheck()),
      earlierCheckRow('case-2', aFilledCheck({ at: LATER, by: 'U0000BEN' })),
      {
        case_id: 'case-1',
        event_key: 'press-1',
        at: LATER,
        by: 'U0000BEN',
        kind: 'step-done',
        data: '{"stepId":"one","value":null}',
      },
    ])
    .execute();
  await db
    .insertInto('posts')
    .values([
      { key: 'case:case-1', ...place, ts: '1700000001.000100', intended_at: START_TIME },
      { key: 'case:case-2', ...place, ts: null, intended_at: LATER },
    ])
    .execute();
  const { key, kind, receivedAt, body } = anInboundRequest('a');
  const arrival = { key, kind, received_at: receivedAt, body: JSON.stringify(body), attempts: 1 };
  await db.insertInto('inbox').values(arrival).execute();
  await db.destroy();
}

describe('a database of the version before', () => {
  let store: Store;
  beforeEach(createEarlierVersionDatabase);
  afterEach(() => store.close());

  it('keeps its cases and what waits in its inbox', async () => {
    store = await openSqliteStore({ file, now });

    const opened = aFilledCase('case-1');
    const act = {
      at: LATER,
      by: 'U0000BEN',
      kind: 'step-done' as const,
      stepId: 'one',
      value: null,
    };
    expect(await store.cases.find('case-1')).toEqual({ ...opened, events: [...opened.events, act] });
    expect(await store.cases.listIds()).toEqual(['case-1', 'case-2']);
    expect(await store.inbox.lease(10)).toEqual([{ ...anInboundRequest('a'), attempts: 2 }]);
  });

  it('may have been asking Slack for what it is not known to have', async () => {
    store = await openSqliteStore({ file, now });

    expect(await store.posts.find('case:case-1')).toMatchObject({
      ts: '1700000001.000100',
      attemptedAt: null,
    });
    expect(await store.posts.find('case:case-2')).toMatchObject({ ts: null, attemptedAt: LATER });
  });

  it('has the age of its cases looked at, the oldest first', async () => {
    store = await openSqliteStore({ file, now });

    expect(await store.timers.lease('retention', 10)).toMatchObject([
      { key: 'retention:case-1', kind: 'retention', subjectId: 'case-1', dueAt: START_TIME },
      { key: 'retention:case-2', kind: 'retention', subjectId: 'case-2', dueAt: LATER },
    ]);
  });

  it('takes handoffs, and can be erased from', async () => {
    store = await openSqliteStore({ file, now });

    expect(await store.handoffs.commit(aSubmissionChange('h1'))).toBe('written');
    await store.handoffs.saveDraft(aFilledDraft());
    expect(await store.cases.erase('case-1', now())).toBe('erased');
    expect((await store.cases.find('case-1'))?.checks[0]?.evidence.subscriptions).toEqual([]);
  });

  it('is brought up to date once when many begin on it together, and not again later', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openSqliteStore({ file, now })));
    const [first, ...others] = stores;
    for (const other of others) await other.close();
    const timers = (await first?.timers.lease('retention', 10)) ?? [];
    for (const timer of timers) await first?.timers.markDone(timer);
    await first?.close();

    store = await openSqliteStore({ file, now });

    expect(timers).toHaveLength(2);
    expect(await store.timers.lease('retention', 10)).toEqual([]);
  });

  it('is not changed by reading it, which says that its tables are of before', async () => {
    const reading = await openReadOnlyStore(file);

    expect(await reading?.listIds()).toEqual(['case-1', 'case-2']);
    await expect(reading?.handoffsOf('case-1')).rejects.toMatchObject({
      name: 'StoreFailed',
      reason: 'outdated',
    });
    await reading?.close();
    store = await openSqliteStore({ file, now });
    expect(await store.timers.lease('retention', 10)).toHaveLength(2);
  });
});

describe('a database that is only read', () => {
  it('shows the handoffs of a case, also while a bot uses it', async () => {
    const store = await openSqliteStore({ file, now });
    await store.cases.open(aFilledCase('case-1'));
    await store.cases.open(aFilledCase('case-2'));
    for (const id of ['b', 'a']) await store.handoffs.commit(aSubmissionChange(id));
    const reading = await openReadOnlyStore(file);

    expect(await reading?.handoffsOf('case-1')).toEqual(await store.handoffs.listByCase('case-1'));
    expect(await reading?.handoffsOf('case-2')).toEqual([]);
    expect(await reading?.handoffsOf('nowhere')).toEqual([]);

    await reading?.close();
    await store.close();
  });

  it('is not made where there is none', async () => {
    expect(await openReadOnlyStore(file)).toBeNull();
    expect(existsSync(file)).toBe(false);
  });
});
