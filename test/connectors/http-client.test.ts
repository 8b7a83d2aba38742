import { afterEach, describe, expect, it } from 'vitest';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientSettings,
  type UpstreamRequest,
} from '../../src/connectors/http-client.ts';
import type { UpstreamResult } from '../../src/connectors/upstream-result.ts';
import {
  fixedNow,
  type LocalHttpServer,
  neverRespond,
  type RequestResponder,
  resetConnection,
  respondInSequence,
  respondWith,
  startLocalHttpServer,
} from './local-http-server.ts';

let server: LocalHttpServer;
/** Delays before retries, in milliseconds. Retries do not wait for them. */
let delays: number[] = [];

const HOUR_MS = 3_600_000;
const realClocks = [
  [Date, Date.now],
  [performance, performance.now.bind(performance)],
] as const;

/** Sets the wall clock without changing the monotonic clock. */
function advanceClock(clock: { now(): number }, ms: number): void {
  const before = clock.now.bind(clock);
  clock.now = () => before() + ms;
}

afterEach(async () => {
  for (const [clock, now] of realClocks) clock.now = now;
  await server.close();
  delays = [];
});

async function start(
  handle: RequestResponder,
  settings: Partial<HttpClientSettings> = {},
): Promise<HttpClient> {
  server = await startLocalHttpServer(handle);
  const waitToRetry = async (ms: number) => void delays.push(ms);
  return createHttpClient({ timeoutMs: 300, now: fixedNow, waitToRetry, ...settings });
}

function get(
  http: HttpClient,
  signal = AbortSignal.timeout(5000),
  more: Partial<UpstreamRequest> = {},
): Promise<UpstreamResult<unknown>> {
  const question = { url: `${server.url}/x`, method: 'GET', headers: {}, mapError: () => null } as const;
  return http.send({ ...question, ...more }, signal);
}

const gap = (kind: string) => ({ ok: false, gap: kind });

describe('a call', () => {
  it('returns the JSON of a successful response', async () => {
    const http = await start(respondWith({ a: 1 }));

    const outcome = await get(http);

    expect(outcome).toEqual({ ok: true, value: { a: 1 } });
  });

  it.each([
    ['an empty answer', respondWith(''), 'invalid-response'],
    ['no content', respondWith('', 204), 'invalid-response'],
    ['half a document', respondWith('{"success":true,"na'), 'invalid-response'],
    ['a page', respondWith('<html>sign in</html>'), 'invalid-response'],
    ['not there', respondWith({}, 404), 'not-found'],
    ['no token', respondWith({}, 401), 'unauthenticated'],
    ['not allowed', respondWith({}, 403), 'forbidden'],
    ['a bad request', respondWith({}, 400), 'invalid-response'],
    ['an error page', respondWith('<html>oh</html>', 500), 'unavailable'],
    ['a stalled body', neverRespond, 'timeout'],
    ['silence', (() => undefined) as RequestResponder, 'timeout'],
  ])('returns a gap for %s without a retry', async (_what, handle, kind) => {
    const http = await start(handle);

    const outcome = await get(http);

    expect(outcome).toMatchObject(gap(kind));
    expect(server.seen).toHaveLength(1);
  });

  it('has a time limit that includes the body', async () => {
    const http = await start(neverRespond);

    const outcome = await get(http);

    expect(outcome).toMatchObject({ gap: 'timeout', detail: 'no response in time' });
  });

  it('does not follow redirects', async () => {
    const elsewhere = await startLocalHttpServer(respondWith({ a: 1 }));
    const http = await start(respondWith('', 302, { location: elsewhere.url }));

    const outcome = await get(http);

    expect(outcome).toMatchObject({ gap: 'invalid-response', detail: 'redirect' });
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('stops reading after two megabytes', async () => {
    const http = await start(respondWith(JSON.stringify({ a: 'x'.repeat(2_100_000) })), { timeoutMs: 4000 });

    const outcome = await get(http);

    expect(outcome).toMatchObject({ gap: 'invalid-response', detail: 'response larger than 2 MB' });
  });

  it('rejects invalid UTF-8', async () => {
    const http = await start((_request, response) => void response.end(Buffer.from([0x22, 0xff, 0x22])));

    const outcome = await get(http);

    expect(outcome).toMatchObject(gap('invalid-response'));
  });
});

describe('a failed call reports its cause', () => {
  it.each([
    ['by status', respondWith('<html>', 500), { status: 500 }],
    [
      'by a code of the OAuth kind',
      respondWith({ error: 'invalid_client' }, 400),
      { status: 400, code: 'invalid_client' },
    ],
    ['by a code in a list', respondWith([{ errorCode: 'INVALID_FIELD' }], 400), { code: 'INVALID_FIELD' }],
    ['by a reason', respondWith({ reasons: [{ code: 50000027 }] }, 400), { code: '50000027' }],
    ['by what reset the connection', resetConnection, { causeCode: 'ECONNRESET' }],
  ])('%s', async (_what, handle, trace) => {
    const http = await start(handle);

    const outcome = await get(http);

    expect(outcome).toMatchObject({ ok: false, ...trace });
  });

  it('for a refused connection', async () => {
    const closed = await startLocalHttpServer();
    await closed.close();
    const http = await start(respondWith({}));

    const outcome = await get(http, undefined, { url: closed.url });

    expect(outcome).toMatchObject({ gap: 'unavailable', causeCode: 'ECONNREFUSED' });
  });

  it('for a failed DNS lookup', async () => {
    const http = await start(respondWith({}));

    const outcome = await get(http, undefined, { url: 'http://nowhere.invalid/' });

    expect(outcome).toMatchObject({
      gap: 'unavailable',
      causeCode: expect.stringMatching(/^E(?:NOTFOUND|AI_AGAIN)$/),
    });
  });

  it('but never text that may quote the request', async () => {
    const http = await start(respondWith({ error: "No account 'jane@halden.example'" }, 400));

    const outcome = await get(http);

    expect(JSON.stringify(outcome)).not.toContain('jane');
  });
});

describe('retrying', () => {
  it.each([
    ['a busy answer', respondWith('slow down', 429, { 'retry-after': '0' })],
    ['a bad gateway', respondWith('', 502)],
    ['a closed shop', respondWith('', 503)],
    ['a slow gateway', respondWith('', 504)],
    ['a reset connection', resetConnection],
  ])('succeeds after %s', async (_what, handle) => {
    const http = await start(respondInSequence(handle, respondWith({ a: 1 })));

    const outcome = await get(http);

    expect(outcome).toMatchObject({ ok: true });
    expect(server.seen).toHaveLength(2);
  });

  it('succeeds after a truncated body', async () => {
    const cut: RequestResponder = (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":');
      setTimeout(() => request.socket.destroy(), 20);
    };
    const http = await start(respondInSequence(cut, respondWith({ a: 1 })));

    const outcome = await get(http);

    expect(outcome).toMatchObject({ ok: true });
  });

  it('stops after three attempts', async () => {
    const http = await start(respondWith('', 503));

    const outcome = await get(http);

    expect(outcome).toMatchObject(gap('unavailable'));
    expect(server.seen).toHaveLength(3);
  });

  it('waits for the seconds in Retry-After', async () => {
    const http = await start(
      respondInSequence(respondWith('wait', 429, { 'retry-after': '1' }), respondWith({ a: 1 })),
    );

    const outcome = await get(http);

    expect(outcome).toMatchObject({ ok: true });
    expect(delays).toEqual([1000]);
  });

  it("waits until the date in Retry-After by the server's clock", async () => {
    const headers = { date: 'Mon, 02 Mar 2020 10:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2020 10:00:01 GMT' };
    const http = await start(respondInSequence(respondWith('wait', 429, headers), respondWith({ a: 1 })));

    const outcome = await get(http);

    expect(outcome).toMatchObject({ ok: true });
    expect(delays).toEqual([1000]);
  });

  it('gives up immediately when the delay exceeds the deadline', async () => {
    const http = await start(respondWith('wait', 429, { 'retry-after': '3600' }));

    const outcome = await get(http);

    expect(outcome).toMatchObject(gap('rate-limited'));
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['longer', 20_000, 500, true],
    ['shorter', 500, 8_000, false],
  ])("respects a caller's deadline that is %s than the default", async (_what, ms, deadlineMs, waits) => {
    const http = await start(respondWith('wait', 429, { 'retry-after': '1' }), { deadlineMs });

    const outcome = await get(http, undefined, { endsAt: performance.now() + ms });

    expect(delays).toEqual(waits ? [1000, 1000] : []);
    expect(outcome).toMatchObject(gap('rate-limited'));
  });

  it('ends during a delay when the deadline passes', async () => {
    const deadline = new AbortController();
    let endDelay = () => {};
    const waitToRetry = () => {
      deadline.abort();
      return new Promise<void>((resolve) => {
        endDelay = resolve;
      });
    };
    const http = await start(respondWith('wait', 429, { 'retry-after': '1' }), { waitToRetry });

    const outcome = await get(http, deadline.signal);
    endDelay();

    expect(outcome).toMatchObject(gap('timeout'));
    expect(await waitUntilSeen(1)).toBe(1);
  });

  it('does not start after the deadline', async () => {
    const http = await start(respondWith({ a: 1 }));

    const outcome = await get(http, AbortSignal.abort());

    expect(outcome).toMatchObject(gap('timeout'));
    expect(server.seen).toEqual([]);
  });
});

describe('a system that is down', () => {
  const breaker = { failures: 3, openMs: 60_000 };

  it('is not called after several failures, until a probe', async () => {
    const http = await start(respondWith('', 500), { breaker });
    for (let time = 0; time < 3; time += 1) await get(http);

    const resting = await get(http);
    server.handle = respondWith({ a: 1 });
    advanceClock(performance, breaker.openMs);
    const later = await get(http);

    expect(resting).toMatchObject({ gap: 'unavailable', detail: 'circuit breaker open' });
    expect(server.seen).toHaveLength(4);
    expect(later).toMatchObject({ ok: true });
  });

  it.each([
    ['silence', neverRespond],
    ['reset connections', resetConnection],
  ])('is recognized by %s', async (_what, handle) => {
    const http = await start(handle, { breaker, timeoutMs: 200 });
    for (let time = 0; time < 3; time += 1) await get(http);

    const resting = await get(http);

    expect(resting).toMatchObject({ detail: 'circuit breaker open' });
    expect(server.seen).toHaveLength(3);
  });

  it('affects one operation only', async () => {
    const http = await start(respondWith('', 500), { breaker });
    const versions = { operation: 'versions' };
    for (let time = 0; time < 3; time += 1) await get(http, undefined, versions);
    server.handle = respondWith({ a: 1 });

    const resting = await get(http, undefined, versions);
    const other = await get(http, undefined, { operation: 'subscription' });

    expect(resting).toMatchObject({ detail: 'circuit breaker open' });
    expect(other).toMatchObject({ ok: true });
  });

  it('is not called again after a failed probe', async () => {
    const http = await start(respondWith('', 500), { breaker });
    for (let time = 0; time < 3; time += 1) await get(http);
    advanceClock(performance, breaker.openMs);

    await get(http);
    const after = await get(http);

    expect(after).toMatchObject({ detail: 'circuit breaker open' });
    expect(server.seen).toHaveLength(4);
  });

  it.each([
    ['an hour back', -HOUR_MS],
    ['an hour ahead', HOUR_MS],
  ])('is not called for the same time when the wall clock is set %s', async (_what, ms) => {
    const http = await start(respondWith('', 500), { breaker });
    for (let time = 0; time < 3; time += 1) await get(http);
    server.handle = respondWith({ a: 1 });

    advanceClock(Date, ms);
    const resting = await get(http);
    advanceClock(performance, breaker.openMs);
    const later = await get(http);

    expect(resting).toMatchObject({ detail: 'circuit breaker open' });
    expect(later).toMatchObject({ ok: true });
  });

  it('has not recovered when the caller of the probe has left', async () => {
    const http = await start(respondWith('', 500), { breaker, timeoutMs: 2000 });
    for (let time = 0; time < 3; time += 1) await get(http);
    advanceClock(performance, breaker.openMs);
    server.handle = () => undefined;

    await get(http, AbortSignal.timeout(50));
    await new Promise((done) => setTimeout(done, 20));
    const after = await get(http);

    expect(after).toMatchObject({ detail: 'circuit breaker open' });
  });

  it.each([
    ['busy answers', respondWith('', 429, { 'retry-after': '3600' })],
    ['refusals', respondWith('', 403)],
  ])('is not inferred from %s', async (_what, handle) => {
    const http = await start(handle, { breaker });

    for (let time = 0; time < 6; time += 1) await get(http);

    expect(server.seen).toHaveLength(6);
  });
});

describe('concurrent calls', () => {
  it('are limited to ten', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
    });

    const calls = Array.from({ length: 300 }, () => get(http, AbortSignal.timeout(8000)));
    const atOnce = await waitUntilSeen(10);
    server.handle = respondWith({});
    for (const answer of open) answer();
    const outcomes = await Promise.all(calls);

    expect(atOnce).toBe(10);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(300);
  });

  it('start in order of arrival', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
    });
    const running = Array.from({ length: 10 }, () => get(http));
    const names = ['first', 'second', 'third'];
    const waiting = names.map((name) => get(http, undefined, { url: `${server.url}/${name}` }));

    for (let ended = 0; ended < names.length; ended += 1) {
      await waitUntilSeen(10 + ended);
      open[ended]?.();
    }
    await waitUntilSeen(10 + names.length);
    for (const answer of open) answer();
    await Promise.all([...running, ...waiting]);

    expect(server.seen.slice(10)).toEqual(names.map((name) => `GET /${name}`));
  });

  it('report a queue timeout when their deadline passes in the queue', async () => {
    const http = await start(() => undefined, { timeoutMs: 8000 });
    const ended = new AbortController();
    const running = Array.from({ length: 10 }, () => get(http, ended.signal));
    const waiting = get(http, ended.signal);

    await waitUntilSeen(10);
    ended.abort();

    expect(await Promise.all(running)).toEqual(Array(10).fill(expect.objectContaining(gap('timeout'))));
    expect(await waiting).toMatchObject(gap('queue-timeout'));
  });

  it('do not count as failures while they are queued', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
      breaker: { failures: 3, openMs: 60_000 },
    });
    const running = Array.from({ length: 10 }, () => get(http));
    await waitUntilSeen(10);
    const gone = new AbortController();
    const leaving = Array.from({ length: 10 }, () => get(http, gone.signal));
    gone.abort();
    await Promise.all(leaving);
    server.handle = respondWith({});
    for (const answer of open) answer();
    await Promise.all(running);

    const next = await get(http);

    expect(next).toMatchObject({ ok: true });
  });

  it('reserve slots for deciding calls, and sign-ins are never queued', async () => {
    const http = await start(() => undefined, { timeoutMs: 8000 });
    const ended = new AbortController();
    const all = (path: string, more: Partial<UpstreamRequest>, count: number) =>
      Array.from({ length: count }, () => get(http, ended.signal, { url: `${server.url}/${path}`, ...more }));

    const calls = all('side', { priority: 'supporting' }, 12);
    const sideAlone = await waitUntilSeen(6);
    calls.push(...all('deciding', {}, 12));
    const together = await waitUntilSeen(10);
    calls.push(...all('sign-in', { priority: 'sign-in' }, 1));
    const withSignIn = await waitUntilSeen(11);
    ended.abort();
    await Promise.all(calls);

    expect([sideAlone, together, withSignIn]).toEqual([6, 10, 11]);
  });

  it('are not delayed by queued calls whose deadline has passed', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
    });
    const running = Array.from({ length: 10 }, () => get(http, AbortSignal.timeout(8000)));
    const gone = new AbortController();
    const leaving = Array.from({ length: 8 }, () => get(http, gone.signal));
    const patient = get(http, AbortSignal.timeout(8000));

    await waitUntilSeen(10);
    gone.abort();
    server.handle = respondWith({});
    for (const answer of open) answer();
    const outcomes = await Promise.all([...running, ...leaving, patient]);

    expect(outcomes.at(-1)).toMatchObject({ ok: true });
    expect(outcomes.slice(10, 18).every((outcome) => !outcome.ok && outcome.gap === 'queue-timeout')).toBe(
      true,
    );
  });
});

/** Waits until the server has seen that many requests and for what else would follow at once. Returns their number. */
async function waitUntilSeen(count: number): Promise<number> {
  while (server.seen.length < count) await new Promise((done) => setTimeout(done, 5));
  await new Promise((done) => setTimeout(done, 30));
  return server.seen.length;
}
