import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { createKyselyStore } from '../../../src/store/kysely-store.ts';
import { migrateDatabase } from '../../../src/store/migrate.ts';
import { createSqliteDialect, SQLITE_COLUMN_TYPES } from '../../../src/store/sqlite/sqlite-dialect.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { aFilledCase, aFilledCheck } from '../../builders/filled-cases.ts';
import { anInboundRequest } from '../database-fixture.ts';
import { DatabaseSync } from '../database-sync.ts';

const now = () => new Date();
/** Shorter than in production, so that refusals come soon. */
const busyTimeoutMs = 300;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  file = join(folder, 'store.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a database that another process has locked', () => {
  let store: Store;
  let intruder: DatabaseSyncInstance;
  beforeEach(async () => {
    store = await openSqliteStore({ file, now, busyTimeoutMs });
    await store.cases.open(aFilledCase('case-1'));
    intruder = new DatabaseSync(file);
    intruder.exec('begin immediate');
  });
  afterEach(async () => {
    intruder.close();
    await store.close();
  });

  it('rejects writes within seconds, and accepts them when the lock is gone', async () => {
    const startedAt = performance.now();

    await expect(store.inbox.accept(anInboundRequest('a'))).rejects.toMatchObject({
      name: 'StoreError',
      reason: 'busy',
    });
    expect(performance.now() - startedAt).toBeLessThan(5000);

    intruder.exec('rollback');
    expect(await store.inbox.accept(anInboundRequest('a'))).toBe('new');
  });

  it('rejects all waiting writes together, and does not block the event loop', async () => {
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 10);
    const startedAt = performance.now();

    const calls = await Promise.allSettled([
      ...['a', 'b', 'c'].map((key) => store.inbox.accept(anInboundRequest(key))),
      ...[1, 2, 3, 4, 5, 6].map(() => store.inbox.claim(10)),
      ...[1, 2, 3, 4, 5, 6].map((press) =>
        store.cases.appendCheck('case-1', aFilledCheck(), `press-${press}`),
      ),
      ...[1, 2, 3].map(() => store.ping()),
      store.cases.open(aFilledCase('case-2')),
      store.posts.recordIntent({ key: 'case:1', channel: 'C1', thread: null }),
    ]);
    clearInterval(ticking);

    for (const call of calls) expect(call).toMatchObject({ reason: { name: 'StoreError', reason: 'busy' } });
    expect(performance.now() - startedAt).toBeLessThan(8000);
    expect(ticks).toBeGreaterThan(5);
  });

  it('waits for a short lock', async () => {
    setTimeout(() => intruder.exec('rollback'), busyTimeoutMs / 3);

    const answers = await Promise.all([
      store.inbox.accept(anInboundRequest('a')),
      store.cases.open(aFilledCase('case-2')),
    ]);

    expect(answers).toEqual(['new', 'new']);
  });

  it('can still be read', async () => {
    expect(await store.cases.find('case-1')).toEqual(aFilledCase('case-1'));
    expect(await store.inbox.countPending()).toBe(0);
  });

  it('cannot be opened, and the error names the file', async () => {
    const opening = openSqliteStore({ file, now, busyTimeoutMs });

    await expect(opening).rejects.toMatchObject({ name: 'StoreError', reason: 'busy' });
    await expect(opening).rejects.toThrow(file);
  });
});

describe('a database that another process is still preparing', () => {
  it.each([
    ['a new file', async () => undefined],
    ['one in use', async () => (await openSqliteStore({ file, now, busyTimeoutMs })).close()],
  ])('is waited for: %s', async (_, prepare) => {
    await prepare();
    const other = new DatabaseSync(file);
    other.exec('begin exclusive');
    setTimeout(() => other.close(), busyTimeoutMs);

    const store = await openSqliteStore({ file, now, busyTimeoutMs });

    expect(await store.inbox.accept(anInboundRequest('a'))).toBe('new');
    await store.close();
  });
});

describe('opening fails when the database', () => {
  it('is not a database file', async () => {
    writeFileSync(file, 'Dear diary, '.repeat(1000));

    const opening = openSqliteStore({ file, now, busyTimeoutMs });

    await expect(opening).rejects.toMatchObject({ name: 'StoreError', reason: 'corrupt' });
    await expect(opening).rejects.toThrow(/store\.db.*not a database/);
  });

  it('is a folder', async () => {
    await expect(openSqliteStore({ file: folder, now, busyTimeoutMs })).rejects.toMatchObject({
      reason: 'unreachable',
    });
  });

  it('has a file where its folder should be', async () => {
    writeFileSync(join(folder, 'data'), '');

    const opening = openSqliteStore({ file: join(folder, 'data', 'store.db'), now, busyTimeoutMs });

    await expect(opening).rejects.toMatchObject({ name: 'StoreError', reason: 'no-folder' });
  });

  it('was written by a newer version', async () => {
    await (await openSqliteStore({ file, now, busyTimeoutMs })).close();
    const newer = new DatabaseSync(file);
    newer.exec(
      "insert into kysely_migration (name, timestamp) values ('999-tomorrow', '2099-01-01T00:00:00.000Z')",
    );
    newer.close();

    const opening = openSqliteStore({ file, now, busyTimeoutMs });

    await expect(opening).rejects.toMatchObject({ name: 'StoreError', reason: 'newer-tables' });
    await expect(opening).rejects.toThrow(/a newer version of the bot has changed the tables/);
  });
});

describe('a SQLite store', () => {
  let kysely: Kysely<Tables>;
  let store: Store;
  beforeEach(async () => {
    kysely = new Kysely<Tables>({ dialect: await createSqliteDialect(file) });
    await migrateDatabase(kysely, { types: SQLITE_COLUMN_TYPES });
    store = await createKyselyStore({ kysely, now, leaseOwner: 'one', leaseMs: 15_000 });
  });
  afterEach(() => store.close());

  const allowPages = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(kysely);

  it('rejects writes while the disk is full, and accepts them when there is room again', async () => {
    const large = anInboundRequest('large', { body: { text: 'x'.repeat(500_000) } });
    await allowPages(40);

    const calls = await Promise.allSettled([
      store.inbox.accept(large),
      store.inbox.accept(anInboundRequest('small')),
      store.cases.open(aFilledCase('case-1', { openedBy: 'x'.repeat(500_000) })),
    ]);

    for (const call of calls) expect(call).toMatchObject({ reason: { name: 'StoreError', reason: 'full' } });
    await allowPages(100_000);
    expect(await store.cases.find('case-1')).toBeNull();
    expect(
      await Promise.all([store.inbox.accept(large), store.inbox.accept(anInboundRequest('small'))]),
    ).toEqual(['new', 'new']);
  });

  it('waits for the disk on every commit', async () => {
    const setting = async (name: string) => (await sql.raw(`pragma ${name}`).execute(kysely)).rows;

    expect(await setting('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await setting('synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await setting('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
  });

  it('writes no temporary files, which would hold customer data', async () => {
    const { rows } = await sql<{ temp_store: number }>`pragma temp_store`.execute(kysely);

    expect(rows).toEqual([{ temp_store: 2 }]);
  });

  it('rejects writes and pings while the database is read-only', async () => {
    await sql`pragma query_only = on`.execute(kysely);

    await expect(store.ping()).rejects.toMatchObject({ name: 'StoreError', reason: 'read-only' });
    await expect(store.cases.open(aFilledCase('case-1'))).rejects.toMatchObject({ reason: 'read-only' });
  });

  it('commits what is written after a transaction that nobody ended', async () => {
    await sql`begin immediate`.execute(kysely);

    await store.inbox.accept(anInboundRequest('a'));

    const onlooker = new DatabaseSync(file);
    expect(onlooker.prepare('select key from queue_items').all()).toEqual([{ key: 'a' }]);
    onlooker.close();
  });

  it('reports the first error when SQLite has rolled back by itself', async () => {
    const broken = kysely.transaction().execute(async (transaction) => {
      await sql`rollback`.execute(transaction);
      throw new Error('what went wrong first');
    });

    await expect(broken).rejects.toThrow('what went wrong first');
  });
});
