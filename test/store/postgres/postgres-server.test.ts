import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { openReadOnlyStore } from '../../../src/store/open-store.ts';
import type { PostgresStoreOptions } from '../../../src/store/postgres/postgres-store.ts';
import { openPostgresStore } from '../../../src/store/postgres/postgres-store.ts';
import { aFilledCase } from '../../builders/filled-cases.ts';
import { aSubmissionChange, aTimer } from '../../builders/filled-handoffs.ts';
import { TEST_POSTGRES_URL } from '../../postgres-server.ts';
import { anInboundRequest } from '../database-fixture.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { PostgresDatabases } from '../postgres-database.ts';

const HOUR_MS = 3_600_000;

const databases = new PostgresDatabases();
let database: PostgresDatabase;
let stores: Store[];
/** Tells the connections of this test from those of others. */
let applicationName: string;
/** A connection beside those of the stores. */
let beside: pg.Client;
beforeEach(async () => {
  database = await databases.take();
  stores = [];
  applicationName = `test-${randomUUID()}`;
  beside = new pg.Client({ connectionString: database.url });
  await beside.connect();
});
afterEach(async () => {
  await beside.end();
  for (const store of stores) await store.close();
  await databases.giveBack(database);
});
afterAll(() => databases.dropAll());

async function openStore(options: Partial<PostgresStoreOptions> = {}): Promise<Store> {
  const store = await openPostgresStore({
    url: `${database.url}&application_name=${applicationName}`,
    poolSize: 3,
    statementTimeoutMs: 10_000,
    now: () => new Date(),
    ...options,
  });
  stores.push(store);
  return store;
}

/** Waits until a statement of a store waits for a lock. */
async function untilLocked(): Promise<void> {
  for (;;) {
    const { rowCount } = await beside.query(
      `select 1 from pg_stat_activity join pg_locks using (pid)
       where not granted and application_name = $1`,
      [applicationName],
    );
    if (rowCount) return;
    await sleep(5);
  }
}

describe('the clock of the database server', () => {
  const behind = () => new Date(Date.now() - HOUR_MS);
  const ahead = () => new Date(Date.now() + HOUR_MS);

  it('determines when leases expire, whatever the clocks of the processes say', async () => {
    const one = await openStore({ now: behind, leaseMs: 60_000 });
    const other = await openStore({ now: ahead, leaseMs: 60_000 });

    await one.inbox.accept(anInboundRequest('a'));
    await other.inbox.accept(anInboundRequest('b'));

    expect(await other.inbox.claim(10)).toEqual([]);
    expect(await one.inbox.claim(10)).toEqual([]);
    expect(await one.inbox.releaseFutureLeases()).toBe(0);
    await one.inbox.releaseLeases();
    expect(await other.inbox.claim(10)).toMatchObject([{ key: 'a' }]);
  });

  it("determines when delays end, and the process's clock how long they are", async () => {
    const one = await openStore({ now: behind });
    const other = await openStore({ now: ahead });
    await other.inbox.accept(anInboundRequest('later'));
    await other.inbox.retryAt({ key: 'later' }, new Date(ahead().getTime() + 60_000));
    await one.inbox.accept(anInboundRequest('now'));
    await one.inbox.retryAt({ key: 'now' }, behind());

    expect(await one.inbox.claim(10)).toMatchObject([{ key: 'now' }]);
  });

  it('measures how long ago a post was attempted, whatever the clocks of the processes show', async () => {
    const post = { key: 'case:1', channel: 'C1', thread: null };
    const one = await openStore({ now: behind });
    const other = await openStore({ now: ahead });
    await one.posts.recordIntent(post);
    await one.posts.markAttempted({ ...post, attemptedAt: null });

    const ages = [
      (await one.posts.find(post.key))?.attemptAgeMs,
      (await other.posts.recordIntent(post)).post.attemptAgeMs,
    ];

    for (const age of ages) expect(Math.abs(age ?? HOUR_MS)).toBeLessThan(HOUR_MS / 2);
  });

  it("is converted to the process's clock for the time at which a channel is free", async () => {
    const one = await openStore({ now: behind });
    const other = await openStore({ now: ahead });
    expect(await one.outbox.acquireSlot('C1', 60_000)).toBe('now');

    const free = (await other.outbox.acquireSlot('C1', 60_000)) as Date;

    expect(Math.abs(free.getTime() - ahead().getTime() - 60_000)).toBeLessThan(5_000);
  });
});

describe('a statement or transaction', () => {
  it('is repeated after a deadlock', async () => {
    const store = await openStore();
    await store.timers.schedule([aTimer('a'), aTimer('b')]);
    await beside.query(`begin; update queue_items set attempts = 7 where key = 'b'`);

    const scheduled = store.timers.schedule([aTimer('a'), aTimer('b')]);
    await untilLocked();
    await beside.query(`update queue_items set attempts = 7 where key = 'a'`);
    await beside.query('commit');

    await scheduled;
    expect(await store.timers.countPending()).toBe(2);
  });

  it("locks items in the order of their keys, so that two transactions don't deadlock", async () => {
    const store = await openStore();
    await store.timers.schedule([aTimer('a'), aTimer('b')]);
    await beside.query(`begin; update queue_items set attempts = 7 where key = 'a'`);

    const scheduled = store.timers.schedule([aTimer('b'), aTimer('a')]);
    await untilLocked();

    await beside.query(`select from queue_items where key = 'b' for update nowait`);
    await beside.query('commit');
    await scheduled;
  });

  it('claims past rows that another process is claiming', async () => {
    const store = await openStore();
    await store.timers.schedule([aTimer('a'), aTimer('b')]);
    await beside.query(`begin; update queue_items set attempts = 7 where key = 'a'`);

    expect(await store.timers.claim(10, 'unclaimed-reminder')).toMatchObject([{ key: 'b' }]);

    await beside.query('rollback');
    expect(await store.timers.claim(10, 'unclaimed-reminder')).toMatchObject([{ key: 'a' }]);
  });

  it('is cancelled after its timeout, and its connection is not reused', async () => {
    const store = await openStore({ statementTimeoutMs: 100, poolSize: 1 });
    await store.timers.schedule([aTimer('a')]);
    await beside.query(`begin; update queue_items set attempts = 7`);

    await expect(store.timers.cancel(['a'])).rejects.toMatchObject({ name: 'StoreError', reason: 'timeout' });

    await beside.query('rollback');
    await store.timers.cancel(['a']);
    expect(await store.timers.countPending()).toBe(0);
  });
});

it('closing deletes the heartbeat, even of a ping that is still being written', async () => {
  const store = await openStore();
  // Holds up inserts before they lock a row.
  await beside.query(`
    create function wait_for_lock() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock(hashtext(current_schema())); return new; end';
    create trigger wait before insert on database_settings for each row execute function wait_for_lock();
    select pg_advisory_lock(hashtext(current_schema()))`);
  const heartbeats = async () =>
    (await beside.query(`select from database_settings where name like 'heartbeat:%'`)).rowCount;
  const pinged = store.ping();
  await untilLocked();

  const closed = store.close();
  for (let query = 0; query < 50 && (await heartbeats()); query += 1);
  await beside.query(`
    select pg_advisory_unlock(hashtext(current_schema()));
    drop trigger wait on database_settings;
    drop function wait_for_lock`);
  await Promise.all([pinged, closed]);

  expect(await heartbeats()).toBe(0);
});

describe('a connection that the server ends', () => {
  const endAll = () =>
    beside.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [
      applicationName,
    ]);

  it('is replaced when it was idle', async () => {
    const store = await openStore();
    await Promise.all(['a', 'b', 'c'].map((key) => store.timers.schedule([aTimer(key)])));

    await endAll();
    const counts = await Promise.allSettled([1, 2, 3].map(() => store.timers.countPending()));
    const pending = await store.timers.countPending();

    for (const count of counts)
      if (count.status === 'rejected') expect(count.reason).toMatchObject({ reason: 'no-connection' });
    expect(pending).toBe(3);
  });

  it('is reopened when the server is back within a second', async () => {
    const { hostname, port } = new URL(TEST_POSTGRES_URL);
    const proxy = createServer((socket) => {
      const server = connect(Number(port), hostname);
      socket.pipe(server).pipe(socket);
      socket.on('error', () => server.destroy());
      server.on('error', () => socket.destroy());
    });
    const start = async (at: number) => {
      proxy.listen(at, '127.0.0.1');
      await once(proxy, 'listening');
      return (proxy.address() as AddressInfo).port;
    };
    const urlOf = (at: number) => {
      const url = new URL(database.url);
      url.host = `127.0.0.1:${at}`;
      url.searchParams.set('application_name', applicationName);
      return url.href;
    };
    const proxyPort = await start(0);
    const store = await openStore({ url: urlOf(proxyPort), poolSize: 1 });
    proxy.close();
    await endAll();
    await store.timers.countPending().catch(() => undefined);

    const pending = store.timers.countPending();
    await sleep(100);
    await start(proxyPort);

    expect(await pending).toBe(0);
    proxy.close();
  });

  it('makes its current statement fail, and no later one', async () => {
    const store = await openStore();
    await store.timers.schedule([aTimer('a')]);
    await beside.query(`begin; update queue_items set attempts = 7`);
    const cancelled = store.timers.cancel(['a']);
    cancelled.catch(() => undefined);
    await untilLocked();

    await endAll();

    await expect(cancelled).rejects.toMatchObject({ name: 'StoreError', reason: 'no-connection' });
    await beside.query('rollback');
    expect(await store.timers.countPending()).toBe(1);
  });

  it("makes its transaction fail, and doesn't crash the process", async () => {
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown) => uncaught.push(error);
    process.on('uncaughtException', onUncaught);
    const store = await openStore();
    await store.timers.schedule([aTimer('a')]);
    await beside.query(`begin; update queue_items set attempts = 7`);
    const scheduled = store.timers.schedule([aTimer('a')]);
    scheduled.catch(() => undefined);
    await untilLocked();

    await endAll();

    await expect(scheduled).rejects.toMatchObject({ name: 'StoreError', reason: 'no-connection' });
    await beside.query('rollback');
    expect(await store.timers.countPending()).toBe(1);
    process.off('uncaughtException', onUncaught);
    expect(uncaught).toEqual([]);
  });
});

describe('opening a PostgreSQL store', () => {
  const urlWith = (change: Partial<URL>) =>
    Object.assign(new URL(TEST_POSTGRES_URL), { password: 'quiet-otter', ...change }).href;

  it.each([
    ['no-connection', { port: '9' }],
    ['no-database', { pathname: '/absent-database' }],
    ['login-refused', { username: 'absent-role' }],
    ['no-encryption', { search: '?sslmode=verify-full' }],
    ['no-certificate-file', { search: '?sslmode=verify-full&sslrootcert=/absent.pem' }],
    ['no-certificate-file', { search: '?sslmode=verify-full&sslrootcert=/' }],
    ['no-connection', { search: '?host=/absent-socket' }],
  ])('fails with reason %s, without the address', async (reason, change) => {
    const failure = await openStore({ url: urlWith(change) }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'StoreError', reason });
    expect(String(failure)).not.toMatch(/quiet|absent|127\.0\.0\.1/);
  });

  it('fails when a newer version has changed the tables', async () => {
    await openStore();
    await beside.query(`insert into kysely_migration values ('999-newer', '')`);

    const opened = openStore();

    await expect(opened).rejects.toMatchObject({ reason: 'newer-tables' });
    await expect(opened).rejects.toThrow(/a newer version of the bot has changed the tables/);
    await beside.query(`delete from kysely_migration where name = '999-newer'`);
  });

  it('creates all text columns with byte order', async () => {
    await openStore();

    const { rows } = await beside.query<{ collation_name: string | null }>(
      `select collation_name from information_schema.columns
       where table_schema = current_schema() and data_type = 'text'`,
    );

    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(rows.map((row) => row.collation_name))).toEqual(new Set(['C']));
  });
});

describe('opening a PostgreSQL database read-only', () => {
  beforeEach(() => openStore());
  const location = () => ({
    kind: 'postgres' as const,
    url: { reveal: () => database.url },
    poolSize: 2,
    statementTimeoutMs: 10_000,
  });

  it('reads cases and handoffs while a bot uses it', async () => {
    const [store] = stores as [Store];
    await store.cases.open(aFilledCase('case-1'));
    await store.handoffs.commit(aSubmissionChange('h1'));

    const reading = await openReadOnlyStore(location());

    expect(await reading?.find('case-1')).toEqual(await store.cases.find('case-1'));
    expect(await reading?.listByCase('case-1')).toEqual(await store.handoffs.listByCase('case-1'));
    await reading?.close();
  });

  it('lists who looked up a number, in any spelling', async () => {
    const [store] = stores as [Store];
    await store.cases.open(aFilledCase('case-1'));
    const reading = await openReadOnlyStore(location());
    const [lookup] = (await reading?.listLookups({ by: 'U0000ANA' }, 9)) ?? [];
    const number = lookup?.references.find((one) => one.startsWith('subscription'))?.split(' ')[1] ?? '';

    expect(number).toMatch(/^A-S\d+$/);
    expect(await reading?.listLookups({ number: number.toLowerCase() }, 9)).toEqual([lookup]);
    await reading?.close();
  });

  it('returns null when there are no tables, and creates none', async () => {
    await beside.query('create schema schema_without_tables');
    const url = new URL(database.url);
    url.searchParams.set('options', '-c search_path=schema_without_tables');

    const reading = await openReadOnlyStore({ ...location(), url: { reveal: () => url.href } });

    await beside.query('drop schema schema_without_tables');
    expect(reading).toBeNull();
  });
});
