import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createScheduledJobs } from '../../src/app/scheduled-jobs.ts';
import { DAY_MS } from '../../src/domain/dates.ts';
import { DEFAULT_PREFERENCES } from '../../src/domain/user-preferences.ts';
import type { UnreadableRow } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import { aFilledDraft, aNoteOutboxMessage, aSubmissionChange, aTimer } from '../builders/filled-handoffs.ts';
import { anInboundRequest, START_TIME } from './database-fixture.ts';
import { DatabaseSync } from './database-sync.ts';

const now = () => new Date(Date.parse(START_TIME) + 60_000);

let folder: string;
let file: string;
let store: Store;
let reported: string[];

async function open(): Promise<Store> {
  const onQuarantined = ({ source, key, reason }: UnreadableRow) =>
    void reported.push(`${source} ${key} ${reason}`);
  return openSqliteStore({ file, now, onQuarantined });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
  reported = [];
  store = await open();
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Somebody else changes the file, or an earlier version wrote it so. */
function runSql(...statements: readonly string[]): void {
  const other = new DatabaseSync(file);
  for (const statement of statements) other.exec(statement);
  other.close();
}

function quarantinedRows(): unknown[] {
  const other = new DatabaseSync(file);
  const rows = other
    .prepare('select source, key, reason, at, row_json from quarantined_rows order by source, key')
    .all();
  other.close();
  return rows;
}

const keysOf = (rows: readonly { readonly key: string }[]) => rows.map(({ key }) => key);

describe('quarantined rows', () => {
  it('lose their contents when they are old, and keep key and reason', async () => {
    for (let index = 0; index < 250; index += 1) {
      await store.inbox.accept(anInboundRequest(`r${index}`));
      await store.inbox.quarantine({ key: `r${index}` }, 'invalid-shape');
    }
    runSql("update quarantined_rows set at = '2020-01-01T00:00:00.000Z' where key <> 'r0'");

    await store.eraseQuarantined(new Date('2020-01-02T00:00:00Z'));

    const rows = quarantinedRows() as {
      readonly key: string;
      readonly reason: string;
      readonly row_json: string | null;
    }[];
    expect(rows).toHaveLength(250);
    expect(rows.filter(({ row_json }) => row_json !== null).map(({ key }) => key)).toEqual(['r0']);
    expect(rows.every(({ reason }) => reason === 'invalid-shape')).toBe(true);
  });
});

describe('the hourly cleanup', () => {
  it.each([
    [400, 7],
    [3, 3],
  ])(
    'erases the contents of quarantined requests, with RETENTION_DAYS=%i after %i days',
    async (retentionDays, days) => {
      await store.inbox.accept(anInboundRequest('a'));
      await store.inbox.quarantine({ key: 'a' }, 'invalid-shape');
      const [{ at } = { at: '' }] = quarantinedRows() as { at: string }[];
      const contentsAfter = async (ms: number) => {
        const now = () => new Date(Date.parse(at) + ms);
        const log = createLog({ level: 'silent' });
        const jobs = createScheduledJobs({ store, retentionDays, log, now, monotonic: () => 0 });
        await jobs.find(({ name }) => name === 'cleanup')?.run();
        return (quarantinedRows() as { row_json: string | null }[]).map(({ row_json }) => row_json);
      };

      expect(await contentsAfter(days * DAY_MS)).toEqual([expect.stringContaining('"key":"a"')]);
      expect(await contentsAfter(days * DAY_MS + 1)).toEqual([null]);
    },
  );
});

describe('an unreadable row', () => {
  it('is recorded with its latest reason when its key is quarantined again', async () => {
    for (const reason of ['invalid-shape', 'max-attempts']) {
      await store.inbox.accept(anInboundRequest('a'));
      await store.inbox.quarantine({ key: 'a' }, reason);
    }

    expect(quarantinedRows()).toMatchObject([{ source: 'inbox', key: 'a', reason: 'max-attempts' }]);
  });

  it.each([
    ['update queue_items set payload = \'{"half"\'', 'invalid-json'],
    ["update queue_items set payload = '[1]'", 'not-an-object'],
    ["update queue_items set kind = 'carrier-pigeon'", 'unknown-kind'],
    ["update queue_items set enqueued_at = '0'||'nce'", 'invalid-timestamp'],
  ])('of the inbox is quarantined, and the others are claimed: %s', async (spoiling, reason) => {
    for (const key of ['a', 'b', 'c']) await store.inbox.accept(anInboundRequest(key));
    await store.inbox.releaseLeases();
    runSql(`${spoiling} where key = 'b'`);

    expect(keysOf(await store.inbox.claim(10))).toEqual(['a', 'c']);
    await store.inbox.releaseLeases();
    expect(keysOf(await store.inbox.claim(10))).toEqual(['a', 'c']);

    expect(reported).toEqual([`inbox b ${reason}`]);
    expect(quarantinedRows()).toMatchObject([
      { source: 'inbox', key: 'b', reason, row_json: expect.stringContaining('"b"') },
    ]);
    expect(await store.inbox.countPending()).toBe(2);
  });

  it.each([
    ["update queue_items set payload = 'null'", 'not-an-object'],
    ["update queue_items set payload = ''", 'invalid-json'],
    ["update queue_items set payload = '[1]'", 'not-an-object'],
  ])('of the outbox is quarantined, and the others are claimed: %s', async (spoiling, reason) => {
    await store.outbox.enqueue(['a', 'b', 'c'].map((key) => aNoteOutboxMessage(key, { channel: null })));
    runSql(`${spoiling} where key = 'b'`);

    expect(keysOf(await store.outbox.claim(10))).toEqual(['a', 'c']);
    await store.outbox.releaseLeases();
    expect(keysOf(await store.outbox.claim(10))).toEqual(['a', 'c']);

    expect(reported).toEqual([`outbox b ${reason}`]);
    expect(quarantinedRows()).toMatchObject([{ source: 'outbox', key: 'b', reason }]);
  });

  it('of the timers is quarantined, and the others are claimed', async () => {
    await store.timers.schedule(['a', 'b', 'c'].map((key) => aTimer(key)));
    runSql("update queue_items set due_at = '' where key = 'b'");

    expect(keysOf(await store.timers.claim(10, 'unclaimed-reminder'))).toEqual(['a', 'c']);

    expect(reported).toEqual(['timers b invalid-timestamp']);
    expect(quarantinedRows()).toMatchObject([
      { source: 'timers', key: 'b', row_json: expect.stringContaining('h1') },
    ]);
  });

  it.each([
    "update case_events set data = '{' where case_id = 'b'",
    "update case_events set data = '{}' where case_id = 'b'",
    "update case_events set kind = 'sung' where case_id = 'b'",
  ])('makes its case unreadable and no other, and is reported once: %s', async (spoiling) => {
    for (const id of ['a', 'b', 'c']) await store.cases.open(aFilledCase(id));
    runSql(spoiling);

    await expect(store.cases.find('b')).rejects.toMatchObject({
      name: 'UnreadableRow',
      source: 'cases',
      key: 'b',
    });
    await expect(store.cases.find('b')).rejects.toMatchObject({ name: 'UnreadableRow' });

    expect(await store.cases.find('a')).toEqual(aFilledCase('a'));
    expect(reported).toHaveLength(1);
    expect(quarantinedRows()).toMatchObject([{ source: 'cases', key: 'b', row_json: null }]);
  });

  it("doesn't stop the checks of a week from being counted", async () => {
    for (const id of ['a', 'b']) await store.cases.open(aFilledCase(id));
    runSql("update case_events set data = '{' where case_id = 'b'");

    const end = new Date(Date.parse(START_TIME) + 1);
    expect(await store.cases.countChecksBetween(new Date(START_TIME), end)).toEqual([
      { verdict: 'reseller', topic: 'sign-in', count: 2 },
    ]);
  });

  it.each([
    "update handoff_events set data = '{' where handoff_id = 'b'",
    "update handoff_events set kind = 'hummed' where handoff_id = 'b'",
    "update handoff_events set kind = 'posted' where handoff_id = 'b'",
  ])('makes its handoff unreadable, and lists omit it: %s', async (spoiling) => {
    await store.cases.open(aFilledCase('case-1'));
    for (const id of ['a', 'b', 'c']) await store.handoffs.commit(aSubmissionChange(id));
    runSql(spoiling);

    expect((await store.handoffs.listActive({ channel: 'C0SALES' })).map(({ id }) => id)).toEqual(['a', 'c']);
    expect((await store.handoffs.listChangedSince(new Date(START_TIME))).map(({ id }) => id)).toEqual([
      'a',
      'c',
    ]);
    await expect(store.handoffs.find('b')).rejects.toMatchObject({ name: 'UnreadableRow', key: 'b' });
    // Whether the case has a handoff decides whether it may have another.
    await expect(store.handoffs.listByCase('case-1')).rejects.toMatchObject({ name: 'UnreadableRow' });
    expect(reported).toHaveLength(1);
  });

  it('of the posts makes that post unreadable and no other', async () => {
    for (const key of ['a', 'b']) await store.posts.recordIntent({ key, channel: 'C1', thread: null });
    runSql("update posts set intended_at = 'once' where key = 'b'");

    await expect(store.posts.find('b')).rejects.toMatchObject({ name: 'UnreadableRow', source: 'posts' });
    await expect(store.posts.recordIntent({ key: 'b', channel: 'C1', thread: null })).rejects.toThrow(
      'invalid-timestamp',
    );
    expect(await store.posts.find('a')).toMatchObject({ key: 'a' });
    expect(reported).toEqual(['posts b invalid-timestamp']);
  });

  it('of the drafts is omitted, and the others are found', async () => {
    await store.cases.open(aFilledCase('case-1'));
    for (const id of ['a', 'b']) await store.handoffs.saveDraft(aFilledDraft(id));
    runSql("update handoff_drafts set data = '{}' where id = 'b'");

    expect(await store.handoffs.findDraft('b')).toBeNull();
    expect((await store.handoffs.listDrafts('case-1', 'U0000ANA')).map(({ id }) => id)).toEqual(['a']);
    expect(reported).toEqual(['drafts b invalid-shape']);
  });

  it.each([
    '{',
    '{"tell":"loudly","quiet":null,"zone":"UTC"}',
    '{"tell":"dm","quiet":{"from":1,"to":2},"zone":"Mars"}',
  ])('of the preferences makes them the defaults: %s', async (stored) => {
    await store.users.savePreferences('U1', { notifyBy: 'mention', quietHours: null, timeZone: 'UTC' });
    runSql(`update people set preferences = '${stored}'`);

    expect(await store.users.preferences('U1')).toEqual(DEFAULT_PREFERENCES);
    expect(reported).toHaveLength(1);
  });

  it('is erased with its case', async () => {
    await store.cases.open(aFilledCase('case-1'));
    await store.handoffs.commit(aSubmissionChange('a'));
    await store.outbox.enqueue([aNoteOutboxMessage('n', { payload: { handoffId: 'a', text: 'secret' } })]);
    runSql(
      "update case_events set data = '{\"secret'",
      "update handoff_events set data = '{\"secret'",
      "update queue_items set payload = '{\"secret'",
    );
    await store.outbox.claim(10);

    expect(await store.cases.erase('case-1', now())).toBe('erased');

    const other = new DatabaseSync(file);
    const texts = ['case_events', 'handoff_events'].flatMap((table) =>
      other.prepare(`select data from ${table} where kind <> 'erased'`).all(),
    );
    other.close();
    expect(texts).toEqual([{ data: '{}' }, { data: '{}' }]);
    expect(quarantinedRows()).not.toContainEqual(expect.objectContaining({ source: 'outbox' }));
  });

  it('is not claimed again after a restart', async () => {
    await store.outbox.enqueue([aNoteOutboxMessage('a')]);
    runSql("update queue_items set payload = '{'");
    await store.outbox.claim(10);
    await store.close();
    store = await open();

    expect(await store.outbox.claim(10)).toEqual([]);
    expect(reported).toHaveLength(1);
  });
});
