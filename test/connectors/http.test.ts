import { afterEach, describe, expect, it } from '@jest/globals';
import { createHttp, type Http, type HttpSettings, type Question } from '../../src/connectors/http.ts';
import type { Outcome } from '../../src/connectors/outcome.ts';
import {
  type Handler,
  inTurn,
  type LocalServer,
  now,
  reset,
  send,
  stall,
  startServer,
} from './local-server.ts';

let server: LocalServer;

const HOUR_MS = 3_600_000;
const realClocks = [
  [Date, Date.now],
  [performance, performance.now.bind(performance)],
] as const;

/** Moves one clock; the other one stays. */
function shift(clock: { now(): number }, ms: number): void {
  const before = clock.now.bind(clock);
  clock.now = () => before() + ms;
}

afterEach(async () => {
  for (const [clock, now] of realClocks) clock.now = now;
  await server.close();
});

async function start(handle: Handler, settings: Partial<HttpSettings> = {}): Promise<Http> {
  server = await startServer(handle);
  return createHttp({ timeoutMs: 300, now, ...settings });
}

function ask(
  http: Http,
  signal = AbortSignal.timeout(5000),
  more: Partial<Question> = {},
): Promise<Outcome<unknown>> {
  const question = { url: `${server.url}/x`, method: 'GET', headers: {}, complain: () => null } as const;
  return http.send({ ...question, ...more }, signal);
}

const gap = (kind: string) => ({ ok: false, gap: kind });

describe('one call', () => {
  it('hands over the JSON of a good answer', async () => {
    const http = await start(send({ a: 1 }));

    const outcome = await ask(http);

    expect(outcome).toEqual({ ok: true, value: { a: 1 } });
  });

  it.each([
    ['an empty answer', send(''), 'bad-shape'],
    ['no content', send('', 204), 'bad-shape'],
    ['half a document', send('{"success":true,"na'), 'bad-shape'],
    ['a page', send('<html>sign in</html>'), 'bad-shape'],
    ['not there', send({}, 404), 'not-found'],
    ['no token', send({}, 401), 'auth'],
    ['not allowed', send({}, 403), 'forbidden'],
    ['a bad request', send({}, 400), 'bad-shape'],
    ['an error page', send('<html>oh</html>', 500), 'unavailable'],
    ['a stalled body', stall, 'timeout'],
    ['silence', (() => undefined) as Handler, 'timeout'],
  ])('calls %s a gap and asks once', async (_what, handle, kind) => {
    const http = await start(handle);

    const outcome = await ask(http);

    expect(outcome).toMatchObject(gap(kind));
    expect(server.seen).toHaveLength(1);
  });

  it('has a time limit of its own, body and all', async () => {
    const http = await start(stall);

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ gap: 'timeout', detail: 'no answer in time' });
  });

  it('does not follow a redirect, so that credentials never travel', async () => {
    const elsewhere = await startServer(send({ a: 1 }));
    const http = await start(send('', 302, { location: elsewhere.url }));

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ gap: 'bad-shape', detail: 'redirect' });
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });

  it('does not read more than two megabytes', async () => {
    const http = await start(send(JSON.stringify({ a: 'x'.repeat(2_100_000) })), { timeoutMs: 4000 });

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ gap: 'bad-shape', detail: 'answer larger than 2 MB' });
  });

  it('refuses bytes that are no UTF-8 instead of repairing them', async () => {
    const http = await start((_request, response) => void response.end(Buffer.from([0x22, 0xff, 0x22])));

    const outcome = await ask(http);

    expect(outcome).toMatchObject(gap('bad-shape'));
  });
});

describe('a call that failed says where', () => {
  it.each([
    ['by status', send('<html>', 500), { status: 500 }],
    [
      'by a code of the OAuth kind',
      send({ error: 'invalid_client' }, 400),
      { status: 400, code: 'invalid_client' },
    ],
    ['by a code in a list', send([{ errorCode: 'INVALID_FIELD' }], 400), { code: 'INVALID_FIELD' }],
    ['by a reason', send({ reasons: [{ code: 50000027 }] }, 400), { code: '50000027' }],
    ['by what reset the connection', reset, { causeCode: 'ECONNRESET' }],
  ])('%s', async (_what, handle, trace) => {
    const http = await start(handle);

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ ok: false, ...trace });
  });

  it('by what refused the connection', async () => {
    const closed = await startServer();
    await closed.close();
    const http = await start(send({}));

    const outcome = await ask(http, undefined, { url: closed.url });

    expect(outcome).toMatchObject({ gap: 'unavailable', causeCode: 'ECONNREFUSED' });
  });

  it('by what DNS said', async () => {
    const http = await start(send({}));

    const outcome = await ask(http, undefined, { url: 'http://nowhere.invalid/' });

    expect(outcome).toMatchObject({
      gap: 'unavailable',
      causeCode: expect.stringMatching(/^E(?:NOTFOUND|AI_AGAIN)$/),
    });
  });

  it('but never in words that may quote what was asked', async () => {
    const http = await start(send({ error: "No account 'jane@halden.example'" }, 400));

    const outcome = await ask(http);

    expect(JSON.stringify(outcome)).not.toContain('jane');
  });
});

describe('trying again', () => {
  it.each([
    ['a busy answer', send('slow down', 429, { 'retry-after': '0' })],
    ['a bad gateway', send('', 502)],
    ['a closed shop', send('', 503)],
    ['a slow gateway', send('', 504)],
    ['a reset connection', reset],
  ])('helps after %s', async (_what, handle) => {
    const http = await start(inTurn(handle, send({ a: 1 })));

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ ok: true });
    expect(server.seen).toHaveLength(2);
  });

  it('helps when the body was cut off by the connection', async () => {
    const cut: Handler = (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"a":');
      setTimeout(() => request.socket.destroy(), 20);
    };
    const http = await start(inTurn(cut, send({ a: 1 })));

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ ok: true });
  });

  it('stops after three times', async () => {
    const http = await start(send('', 503));

    const outcome = await ask(http);

    expect(outcome).toMatchObject(gap('unavailable'));
    expect(server.seen).toHaveLength(3);
  });

  it('waits as long as it is told, in seconds', async () => {
    const http = await start(inTurn(send('wait', 429, { 'retry-after': '1' }), send({ a: 1 })));
    const startedAt = performance.now();

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ ok: true });
    expect(performance.now() - startedAt).toBeGreaterThan(900);
  });

  it('waits as long as it is told, by date, on their clock', async () => {
    const headers = { date: 'Mon, 02 Mar 2020 10:00:00 GMT', 'retry-after': 'Mon, 02 Mar 2020 10:00:01 GMT' };
    const http = await start(inTurn(send('wait', 429, headers), send({ a: 1 })));
    const startedAt = performance.now();

    const outcome = await ask(http);

    expect(outcome).toMatchObject({ ok: true });
    expect(performance.now() - startedAt).toBeGreaterThan(900);
  });

  it('gives up at once when the wait would outlast the call', async () => {
    const http = await start(send('wait', 429, { 'retry-after': '3600' }));

    const outcome = await ask(http);

    expect(outcome).toMatchObject(gap('throttled'));
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['longer', 20_000, 500, true],
    ['shorter', 500, 8_000, false],
  ])('follows the deadline of a caller that is %s than usual', async (_what, ms, deadlineMs, waits) => {
    const later = new AbortController();
    const http = await start(send('wait', 429, { 'retry-after': '1' }), { deadlineMs });
    const endsAt = performance.now() + ms;

    const outcome = ask(http, later.signal, { endsAt });
    const first = await Promise.race([outcome, settled(() => server.seen.length)]);
    later.abort();

    expect(first === 1).toBe(waits);
    expect(await outcome).toMatchObject(gap(waits ? 'timeout' : 'throttled'));
  });

  it('ends in the middle of a wait when the deadline passes, and does not ask again', async () => {
    const http = await start(send('wait', 429, { 'retry-after': '1' }));

    const outcome = await ask(http, AbortSignal.timeout(200));
    await new Promise((done) => setTimeout(done, 1100));

    expect(outcome).toMatchObject(gap('timeout'));
    expect(server.seen).toHaveLength(1);
  });

  it('does not even start when the deadline has passed', async () => {
    const http = await start(send({ a: 1 }));

    const outcome = await ask(http, AbortSignal.abort());

    expect(outcome).toMatchObject(gap('timeout'));
    expect(server.seen).toEqual([]);
  });
});

describe('a system that is down', () => {
  const breaker = { failures: 3, restMs: 400 };

  it('is left alone after some failures, and asked again later', async () => {
    const http = await start(send('', 500), { breaker });
    for (let time = 0; time < 3; time += 1) await ask(http);

    const resting = await ask(http);
    server.handle = send({ a: 1 });
    await new Promise((done) => setTimeout(done, 450));
    const later = await ask(http);

    expect(resting).toMatchObject({ gap: 'unavailable', detail: 'resting after failures' });
    expect(server.seen).toHaveLength(4);
    expect(later).toMatchObject({ ok: true });
  });

  it.each([
    ['silence', stall],
    ['reset connections', reset],
  ])('is what %s means', async (_what, handle) => {
    const http = await start(handle, { breaker, timeoutMs: 50 });
    for (let time = 0; time < 3; time += 1) await ask(http);

    const resting = await ask(http);

    expect(resting).toMatchObject({ detail: 'resting after failures' });
    expect(server.seen).toHaveLength(3);
  });

  it('at one operation is not down at the others', async () => {
    const http = await start(send('', 500), { breaker });
    const versions = { operation: 'versions' };
    for (let time = 0; time < 3; time += 1) await ask(http, undefined, versions);
    server.handle = send({ a: 1 });

    const resting = await ask(http, undefined, versions);
    const other = await ask(http, undefined, { operation: 'subscription' });

    expect(resting).toMatchObject({ detail: 'resting after failures' });
    expect(other).toMatchObject({ ok: true });
  });

  it('is left alone again when the probe fails', async () => {
    const http = await start(send('', 500), { breaker });
    for (let time = 0; time < 3; time += 1) await ask(http);
    await new Promise((done) => setTimeout(done, 450));

    await ask(http);
    const after = await ask(http);

    expect(after).toMatchObject({ detail: 'resting after failures' });
    expect(server.seen).toHaveLength(4);
  });

  it.each([
    ['an hour back', -HOUR_MS],
    ['an hour ahead', HOUR_MS],
  ])('is left alone for as long as before when the wall clock is set %s meanwhile', async (_what, ms) => {
    const restMs = 60_000;
    const http = await start(send('', 500), { breaker: { failures: 3, restMs } });
    for (let time = 0; time < 3; time += 1) await ask(http);
    server.handle = send({ a: 1 });

    shift(Date, ms);
    const resting = await ask(http);
    shift(performance, restMs);
    const later = await ask(http);

    expect(resting).toMatchObject({ detail: 'resting after failures' });
    expect(later).toMatchObject({ ok: true });
  });

  it('does not count as recovered because a caller left the probe', async () => {
    const http = await start(send('', 500), { breaker, timeoutMs: 2000 });
    for (let time = 0; time < 3; time += 1) await ask(http);
    await new Promise((done) => setTimeout(done, 450));
    server.handle = () => undefined;

    await ask(http, AbortSignal.timeout(50));
    await new Promise((done) => setTimeout(done, 20));
    const after = await ask(http);

    expect(after).toMatchObject({ detail: 'resting after failures' });
  });

  it.each([
    ['busy answers', send('', 429, { 'retry-after': '3600' })],
    ['refusals', send('', 403)],
  ])('is not what %s mean', async (_what, handle) => {
    const http = await start(handle, { breaker });

    for (let time = 0; time < 6; time += 1) await ask(http);

    expect(server.seen).toHaveLength(6);
  });
});

describe('many calls at once', () => {
  it('run ten at a time, and all others wait their turn', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
    });

    const calls = Array.from({ length: 300 }, () => ask(http, AbortSignal.timeout(8000)));
    const atOnce = await settled(() => server.seen.length);
    server.handle = send({});
    for (const answer of open) answer();
    const outcomes = await Promise.all(calls);

    expect(atOnce).toBe(10);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(300);
  });

  it('begin in the order in which they came', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
    });
    const running = Array.from({ length: 10 }, () => ask(http));
    const names = ['first', 'second', 'third'];
    const waiting = names.map((name) => ask(http, undefined, { url: `${server.url}/${name}` }));

    for (let ended = 0; ended < names.length; ended += 1) {
      await settled(() => server.seen.length);
      open[ended]?.();
    }
    await settled(() => server.seen.length);
    for (const answer of open) answer();
    await Promise.all([...running, ...waiting]);

    expect(server.seen.slice(10)).toEqual(names.map((name) => `GET /${name}`));
  });

  it('whose time is up before their turn are told that we were busy, not that the system is down', async () => {
    const http = await start(() => undefined, { timeoutMs: 8000 });
    const ended = new AbortController();
    const running = Array.from({ length: 10 }, () => ask(http, ended.signal));
    const waiting = ask(http, ended.signal);

    await settled(() => server.seen.length);
    ended.abort();

    expect(await Promise.all(running)).toEqual(Array(10).fill(expect.objectContaining(gap('timeout'))));
    expect(await waiting).toMatchObject(gap('busy'));
  });

  it('that wait for a slot are no failures of the system', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
      breaker: { failures: 3, restMs: 60_000 },
    });
    const running = Array.from({ length: 10 }, () => ask(http));
    await settled(() => server.seen.length);
    const gone = new AbortController();
    const leaving = Array.from({ length: 10 }, () => ask(http, gone.signal));
    gone.abort();
    await Promise.all(leaving);
    server.handle = send({});
    for (const answer of open) answer();
    await Promise.all(running);

    const next = await ask(http);

    expect(next).toMatchObject({ ok: true });
  });

  it('leave room for the deciding ones when they are side questions, and for a sign-in in any case', async () => {
    const http = await start(() => undefined, { timeoutMs: 8000 });
    const ended = new AbortController();
    const all = (path: string, more: Partial<Question>, count: number) =>
      Array.from({ length: count }, () => ask(http, ended.signal, { url: `${server.url}/${path}`, ...more }));

    const calls = all('side', { lane: 'side' }, 12);
    const sideAlone = await settled(() => server.seen.length);
    calls.push(...all('deciding', {}, 12));
    const together = await settled(() => server.seen.length);
    calls.push(...all('sign-in', { lane: 'sign-in' }, 1));
    const withSignIn = await settled(() => server.seen.length);
    ended.abort();
    await Promise.all(calls);

    expect([sideAlone, together, withSignIn]).toEqual([6, 10, 11]);
  });

  it('do not lose their turn to waiting calls whose time is up', async () => {
    const open: (() => void)[] = [];
    const http = await start((_request, response) => void open.push(() => response.end('{}')), {
      timeoutMs: 8000,
    });
    const running = Array.from({ length: 10 }, () => ask(http, AbortSignal.timeout(8000)));
    const gone = new AbortController();
    const leaving = Array.from({ length: 8 }, () => ask(http, gone.signal));
    const patient = ask(http, AbortSignal.timeout(8000));

    await settled(() => server.seen.length);
    gone.abort();
    server.handle = send({});
    for (const answer of open) answer();
    const outcomes = await Promise.all([...running, ...leaving, patient]);

    expect(outcomes.at(-1)).toMatchObject({ ok: true });
    expect(outcomes.slice(10, 18).every((outcome) => !outcome.ok && outcome.gap === 'busy')).toBe(true);
  });
});

/** The value once it has not changed for a while. */
async function settled(value: () => number): Promise<number> {
  for (let before = -1; ; ) {
    if (before === value() && before > 0) return before;
    before = value();
    await new Promise((done) => setTimeout(done, 150));
  }
}
