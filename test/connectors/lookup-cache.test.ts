import { describe, expect, it } from 'vitest';
import { createLookupCache } from '../../src/connectors/lookup-cache.ts';
import { problem, success, type UpstreamResult } from '../../src/connectors/upstream-result.ts';
import type { LookupOptions } from '../../src/ports/systems.ts';
import { fixedNow, lookupOptions } from './local-http-server.ts';

const ZUORA_ACCOUNT_QUESTION = { system: 'zuora', operation: 'account' } as const;

/** A loader whose results the test supplies one by one. */
function createCountingSource() {
  const asked: { look: LookupOptions; answer: (outcome: UpstreamResult<string>) => void }[] = [];
  const ask = (look: LookupOptions) =>
    new Promise<UpstreamResult<string>>((answer) => asked.push({ look, answer }));
  return { asked, ask };
}

describe('cached answers', () => {
  it('keep their original timestamp', async () => {
    let time = new Date('2026-03-02T10:00:00Z');
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: () => time });
    const first = await look('a', lookupOptions(), async () => success('x'));
    time = new Date('2026-03-02T10:00:30Z');

    const second = await look('a', lookupOptions(), async () => success('y'));

    expect(second).toEqual({ ok: true, value: 'x', asOf: '2026-03-02T10:00:00.000Z' });
    expect(second).toEqual(first);
  });

  it('expire, `not-found` earlier', async () => {
    const look = createLookupCache<string>({
      ...ZUORA_ACCOUNT_QUESTION,
      now: fixedNow,
      foundTtlMs: 5000,
      notFoundTtlMs: 60,
    });
    await look('found', lookupOptions(), async () => success('x'));
    await look('missing', lookupOptions(), async () => problem('not-found', ''));
    const kept = await look('missing', lookupOptions(), async () => success('y'));
    await new Promise((done) => setTimeout(done, 100));

    const found = await look('found', lookupOptions(), async () => success('y'));
    const missing = await look('missing', lookupOptions(), async () => success('y'));

    expect(kept).toMatchObject({ gap: 'not-found' });
    expect(found).toMatchObject({ value: 'x' });
    expect(missing).toMatchObject({ value: 'y' });
  });

  it.each([
    'forbidden',
    'unauthenticated',
    'rate-limited',
    'timeout',
    'unavailable',
    'invalid-response',
  ] as const)('never include a %s gap', async (gap) => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    await look('a', lookupOptions(), async () => problem(gap, ''));

    const next = await look('a', lookupOptions(), async () => success('x'));

    expect(next).toMatchObject({ value: 'x' });
  });

  it('are bypassed and replaced by a fresh lookup', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    await look('a', lookupOptions(), async () => success('old'));

    const fresh = await look('a', lookupOptions({ fresh: true }), async () => success('new'));
    const next = await look('a', lookupOptions(), async () => success('newer'));

    expect(fresh).toMatchObject({ value: 'new' });
    expect(next).toMatchObject({ value: 'new' });
  });

  it('are removed by a fresh lookup that fails', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    await look('a', lookupOptions(), async () => success('old'));
    await look('a', lookupOptions({ fresh: true }), async () => problem('forbidden', ''));

    const next = await look('a', lookupOptions(), async () => success('new'));

    expect(next).toMatchObject({ value: 'new' });
  });
});

describe('concurrent lookups of a key', () => {
  it('share one call', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    const { asked, ask } = createCountingSource();

    const answers = [
      look('a', lookupOptions(), ask),
      look('a', lookupOptions(), ask),
      look('b', lookupOptions(), ask),
    ];
    for (const { answer } of asked) answer(success('x'));
    await Promise.all(answers);

    expect(asked).toHaveLength(2);
  });

  it('continue when the first caller leaves', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    const { asked, ask } = createCountingSource();
    const hurried = new AbortController();
    const first = look('a', { signal: hurried.signal, bypassCache: false }, ask);
    const second = look('a', lookupOptions(), ask);

    hurried.abort();
    const gap = await first;
    const wasStopped = asked[0]?.look.signal.aborted;
    asked[0]?.answer(success('x'));

    expect(gap).toMatchObject({ gap: 'timeout' });
    expect(wasStopped).toBe(false);
    expect(await second).toMatchObject({ value: 'x' });
  });

  it('are aborted when the last caller leaves', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    const { asked, ask } = createCountingSource();
    const hurried = new AbortController();
    const first = look('a', { signal: hurried.signal, bypassCache: false }, ask);

    hurried.abort();
    await first;
    const next = look('a', lookupOptions(), ask);
    asked[1]?.answer(success('x'));

    expect(asked[0]?.look.signal.aborted).toBe(true);
    expect(await next).toMatchObject({ value: 'x' });
  });

  it('are separate when the later one is fresh, and the older answer is not cached', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    const { asked, ask } = createCountingSource();
    const early = look('a', lookupOptions(), ask);
    const fresh = look('a', lookupOptions({ fresh: true }), ask);

    asked[1]?.answer(success('new'));
    await fresh;
    asked[0]?.answer(success('old'));
    const late = await early;
    const next = await look('a', lookupOptions(), ask);

    expect(asked).toHaveLength(2);
    expect(late).toMatchObject({ value: 'old' });
    expect(next).toMatchObject({ value: 'new' });
  });

  it('are shared within a request that bypasses the cache', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });
    const { asked, ask } = createCountingSource();
    const request = { key: 'press-1' };
    const looks = (of: { key: string }) => ({ ...lookupOptions({ fresh: true }), request: of });

    const first = look('a', looks(request), ask);
    const second = look('a', looks(request), ask);
    const other = look('a', looks({ key: 'press-1' }), ask);
    for (const { answer } of asked) answer(success('x'));
    await Promise.all([first, second, other]);

    expect(asked).toHaveLength(2);
    expect(asked.map(({ look: { bypassCache } }) => bypassCache)).toEqual([true, true]);
  });

  it('return a gap when the code throws', async () => {
    const look = createLookupCache<string>({ ...ZUORA_ACCOUNT_QUESTION, now: fixedNow });

    const answer = await look('a', lookupOptions(), () => Promise.reject(new TypeError('secret')));

    expect(answer).toMatchObject({ gap: 'invalid-response', detail: 'unexpected TypeError' });
  });
});

describe('a failed lookup', () => {
  it('is reported once per request with its cause', async () => {
    const missing: unknown[] = [];
    const look = createLookupCache<string>({
      ...ZUORA_ACCOUNT_QUESTION,
      now: fixedNow,
      onLookupFailed: (each) => missing.push(each),
    });
    const { asked, ask } = createCountingSource();
    const looks = ['one', 'two'].map((key) => look('a', { ...lookupOptions(), request: { key } }, ask));

    asked[0]?.answer(
      problem('unauthenticated', 'HTTP 401', { operation: 'sign-in', status: 401, code: 'invalid_client' }),
    );
    const answers = await Promise.all(looks);

    const why = {
      gap: 'unauthenticated',
      detail: 'HTTP 401',
      operation: 'sign-in',
      status: 401,
      code: 'invalid_client',
    };
    expect(missing).toMatchObject(['one', 'two'].map((key) => ({ ...why, system: 'zuora', key })));
    // The result contains only the gap.
    expect(answers[0]).toEqual({
      ok: false,
      gap: 'unauthenticated',
      detail: 'HTTP 401',
      asOf: fixedNow().toISOString(),
    });
  });

  it('is reported with its operation when the deadline has passed', async () => {
    const missing: unknown[] = [];
    const look = createLookupCache<string>({
      ...ZUORA_ACCOUNT_QUESTION,
      now: fixedNow,
      onLookupFailed: (each) => missing.push(each),
    });

    await look('a', { signal: AbortSignal.abort(), bypassCache: false }, createCountingSource().ask);

    expect(missing).toMatchObject([{ gap: 'timeout', operation: 'account' }]);
  });

  it('is not reported for `not-found`', async () => {
    const missing: unknown[] = [];
    const look = createLookupCache<string>({
      ...ZUORA_ACCOUNT_QUESTION,
      now: fixedNow,
      onLookupFailed: (each) => missing.push(each),
    });

    await look('a', lookupOptions(), async () => problem('not-found', ''));

    expect(missing).toEqual([]);
  });
});
