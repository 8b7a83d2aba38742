import { afterEach, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../../src/app/http-server.ts';
import { operatorRoutes } from '../../src/app/operator-routes.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import type { Health } from '../../src/ports/monitoring.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { aNoteOutboxMessage } from '../builders/filled-handoffs.ts';

const CACHE_MS = 1_500;

interface OperatorRoutesFixture {
  readonly store: Store;
  readonly clock: { ms: number };
  /** How often the database was asked, by what for. */
  readonly asked: { ping: number; counts: number };
  readonly bot: { health: Health };
  readonly slack: { health: Health };
  readonly database: { fails: boolean };
  readonly logged: string[];
  get(path: string, method?: string): Promise<{ status: number; text: string }>;
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of cleanups.splice(0).reverse()) await each();
});

async function startOperatorRoutes(): Promise<OperatorRoutesFixture> {
  const clock = { ms: Date.parse('2026-03-04T10:00:00Z') };
  const now = () => new Date(clock.ms);
  const store = await openSqliteStore({ file: ':memory:', now });
  cleanups.push(() => store.close());
  const made = {
    clock,
    store,
    asked: { ping: 0, counts: 0 },
    bot: { health: { ready: true, detail: 'running' } as Health },
    slack: { health: { ready: true, detail: 'ok' } as Health },
    database: { fails: false },
    logged: [] as string[],
  };
  const counting: Store = {
    ...store,
    async ping() {
      made.asked.ping += 1;
      if (made.database.fails) throw new StoreError('full');
      return store.ping();
    },
    inbox: {
      ...store.inbox,
      countPending() {
        made.asked.counts += 1;
        if (made.database.fails) throw new StoreError('full');
        return store.inbox.countPending();
      },
    },
  };
  const routes = operatorRoutes({
    metrics: createMetrics({ ofProcess: false }),
    store: counting,
    log: createLog({ level: 'info', destination: { write: (line) => void made.logged.push(line) } }),
    checks: { bot: () => made.bot.health, slack: () => made.slack.health },
    cacheMs: CACHE_MS,
    upstreams: { zuora: () => ({ ready: true, detail: 'timed out (subscription)' }) },
    now,
    monotonic: () => clock.ms,
  });
  const server: HttpServer = await startHttpServer({ host: '127.0.0.1', port: 0, routes, onFault: () => {} });
  cleanups.push(() => server.close());
  return {
    ...made,
    async get(path, method = 'GET') {
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
      return { status: response.status, text: await response.text() };
    },
  };
}

it('queries the database once per period for /readyz and /metrics, however many clients call', async () => {
  const { clock, asked, get } = await startOperatorRoutes();

  await Promise.all(Array.from({ length: 200 }, (_, at) => get(at % 2 ? '/readyz' : '/metrics')));
  expect(asked).toEqual({ ping: 1, counts: 1 });

  clock.ms += CACHE_MS - 1;
  await Promise.all([get('/readyz'), get('/metrics')]);
  expect(asked).toEqual({ ping: 1, counts: 1 });

  clock.ms += 1;
  await Promise.all(Array.from({ length: 20 }, (_, at) => get(at % 2 ? '/readyz' : '/metrics')));
  expect(asked).toEqual({ ping: 2, counts: 2 });
});

it('does not query the database for /healthz', async () => {
  const { asked, get } = await startOperatorRoutes();

  expect((await get('/healthz')).status).toBe(200);

  expect(asked).toEqual({ ping: 0, counts: 0 });
});

it('answers HEAD on every operator route', async () => {
  const { get } = await startOperatorRoutes();

  for (const path of ['/healthz', '/readyz', '/metrics'])
    expect([path, await get(path, 'HEAD')]).toEqual([path, { status: 200, text: '' }]);
});

it('reports a Slack failure at once, and a database failure within one period', async () => {
  const { clock, slack, database, get } = await startOperatorRoutes();
  expect(await get('/readyz')).toEqual({
    status: 200,
    text: 'ready\nbot: running\nslack: ok\ndatabase: ok\nzuora: timed out (subscription)\n',
  });

  slack.health = { ready: false, detail: 'the bot token is refused (token_revoked)' };
  database.fails = true;
  expect(await get('/readyz')).toEqual({
    status: 503,
    text: 'not ready\nbot: running\nslack: the bot token is refused (token_revoked)\ndatabase: ok\nzuora: timed out (subscription)\n',
  });

  slack.health = { ready: true, detail: 'ok' };
  clock.ms += CACHE_MS;
  expect(await get('/readyz')).toEqual({
    status: 503,
    text: 'not ready\nbot: running\nslack: ok\ndatabase: cannot be written (full)\nzuora: timed out (subscription)\n',
  });
});

it('logs each change of readiness once, with the reason', async () => {
  const { slack, logged, get } = await startOperatorRoutes();
  await get('/readyz');
  slack.health = { ready: false, detail: 'not reached (TimeoutError)' };
  for (let times = 0; times < 3; times += 1) await get('/readyz');
  slack.health = { ready: true, detail: 'ok' };
  for (let times = 0; times < 3; times += 1) await get('/readyz');

  const lines = logged.map((line) => JSON.parse(line) as { level: string; msg: string; detail?: string });
  expect(lines.map(({ level, msg, detail }) => [level, msg, detail])).toEqual([
    ['warn', 'not ready', 'slack: not reached (TimeoutError)'],
    ['info', 'ready', undefined],
  ]);
});

it('logs no warning while it is starting', async () => {
  const { bot, slack, logged, get } = await startOperatorRoutes();
  bot.health = { ready: false, detail: 'starting' };
  slack.health = { ready: false, detail: 'not reached yet' };
  await get('/readyz');

  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ level: 'info', msg: 'not ready' });
});

it('measures how long the oldest due work has waited, and which checks pass', async () => {
  const { clock, slack, store, get } = await startOperatorRoutes();
  await store.outbox.enqueue([aNoteOutboxMessage('a', { channel: 'C0SALES' })]);
  slack.health = { ready: false, detail: 'not reached (TimeoutError)' };
  clock.ms += 90_000;

  const { text } = await get('/metrics');

  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'reseller_check_outbox_pending 1',
      'reseller_check_queue_oldest_seconds{queue="inbox"} 0',
      'reseller_check_queue_oldest_seconds{queue="outbox"} 90',
      'reseller_check_queue_oldest_seconds{queue="timers"} 0',
      'reseller_check_ready{check="slack"} 0',
      'reseller_check_ready{check="database"} 1',
    ]),
  );
  expect(text).not.toContain('reseller_check_ready{check="zuora"}');
  expect(text).not.toContain('C0SALES');
});

it('returns metrics while the database fails, with NaN for those read from it', async () => {
  const { clock, database, get } = await startOperatorRoutes();
  expect((await get('/metrics')).text).toContain('reseller_check_inbox_pending 0\n');

  database.fails = true;
  clock.ms += CACHE_MS;
  const { status, text } = await get('/metrics');

  expect(status).toBe(200);
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'reseller_check_ready{check="database"} 0',
      'reseller_check_inbox_pending Nan',
      'reseller_check_queue_oldest_seconds{queue="outbox"} Nan',
      'reseller_check_handoffs{state="open"} Nan',
    ]),
  );
});

it.each(['/readyz', '/metrics'])('answers %s with an error when a check throws', async (path) => {
  const { get, slack, logged } = await startOperatorRoutes();
  Object.defineProperty(slack, 'health', {
    get() {
      throw new Error('no health');
    },
  });

  expect(await get(path)).toEqual({ status: 500, text: 'failed\n' });
  expect(logged.join('')).toContain('request failed');
});
