import { describe, expect, it } from 'vitest';
import { createLookupCache } from '../../src/connectors/lookup-cache.ts';
import { problem, success, type UpstreamResult } from '../../src/connectors/upstream-result.ts';
import type { LookupOptions } from '../../src/ports/systems.ts';
import { fixedNow, lookupOptions } from './local-http-server.ts';

const ZUORA_ACCOUNT_OPERATION = { system: 'zuora', operation: 'account' } as const;

/** A loader whose results the test supplies one by one. */
function createControlledLoader() {
  const calls: { options: LookupOptions; resolve: (result: UpstreamResult<string>) => void }[] = [];
  const load = (options: LookupOptions) =>
    new Promise<UpstreamResult<string>>((resolve) => calls.push({ options, resolve }));
  return { calls, load };
}

describe('cached answers', () => {
  it('keep their original timestamp', async () => {
    let time = new Date('2026-03-02T10:00:00Z');
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: () => time });
    const first = await lookup('a', lookupOptions(), async () => success('x'));
    time = new Date('2026-03-02T10:00:30Z');

    const second = await lookup('a', lookupOptions(), async () => success('y'));

    expect(second).toEqual({ ok: true, value: 'x', asOf: '2026-03-02T10:00:00.000Z' });
    expect(second).toEqual(first);
  });

  it('expire, `not-found` earlier', async () => {
    const lookup = createLookupCache<string>({
      ...ZUORA_ACCOUNT_OPERATION,
      now: fixedNow,
      foundTtlMs: 5000,
      notFoundTtlMs: 60,
    });
    await lookup('found', lookupOptions(), async () => success('x'));
    await lookup('missing', lookupOptions(), async () => problem('not-found', ''));
    const kept = await lookup('missing', lookupOptions(), async () => success('y'));
    await new Promise((done) => setTimeout(done, 100));

    const found = await lookup('found', lookupOptions(), async () => success('y'));
    const missing = await lookup('missing', lookupOptions(), async () => success('y'));

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
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    await lookup('a', lookupOptions(), async () => problem(gap, ''));

    const next = await lookup('a', lookupOptions(), async () => success('x'));

    expect(next).toMatchObject({ value: 'x' });
  });

  it('are bypassed and replaced by a fresh lookup', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    await lookup('a', lookupOptions(), async () => success('old'));

    const fresh = await lookup('a', lookupOptions({ fresh: true }), async () => success('new'));
    const next = await lookup('a', lookupOptions(), async () => success('newer'));

    expect(fresh).toMatchObject({ value: 'new' });
    expect(next).toMatchObject({ value: 'new' });
  });

  it('are removed by a fresh lookup that fails', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    await lookup('a', lookupOptions(), async () => success('old'));
    await lookup('a', lookupOptions({ fresh: true }), async () => problem('forbidden', ''));

    const next = await lookup('a', lookupOptions(), async () => success('new'));

    expect(next).toMatchObject({ value: 'new' });
  });
});

describe('concurrent lookups of a key', () => {
  it('share one call', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    const { calls, load } = createControlledLoader();

    const answers = [
      lookup('a', lookupOptions(), load),
      lookup('a', lookupOptions(), load),
      lookup('b', lookupOptions(), load),
    ];
    for (const { resolve } of calls) resolve(success('x'));
    await Promise.all(answers);

    expect(calls).toHaveLength(2);
  });

  it('continue when the first caller leaves', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    const { calls, load } = createControlledLoader();
    const firstCaller = new AbortController();
    const first = lookup('a', { signal: firstCaller.signal, bypassCache: false }, load);
    const second = lookup('a', lookupOptions(), load);

    firstCaller.abort();
    const gap = await first;
    const wasStopped = calls[0]?.options.signal.aborted;
    calls[0]?.resolve(success('x'));

    expect(gap).toMatchObject({ gap: 'timeout' });
    expect(wasStopped).toBe(false);
    expect(await second).toMatchObject({ value: 'x' });
  });

  it('are aborted when the last caller leaves', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    const { calls, load } = createControlledLoader();
    const firstCaller = new AbortController();
    const first = lookup('a', { signal: firstCaller.signal, bypassCache: false }, load);

    firstCaller.abort();
    await first;
    const next = lookup('a', lookupOptions(), load);
    calls[1]?.resolve(success('x'));

    expect(calls[0]?.options.signal.aborted).toBe(true);
    expect(await next).toMatchObject({ value: 'x' });
  });

  it('are separate when the later one is fresh, and the older answer is not cached', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    const { calls, load } = createControlledLoader();
    const early = lookup('a', lookupOptions(), load);
    const fresh = lookup('a', lookupOptions({ fresh: true }), load);

    calls[1]?.resolve(success('new'));
    await fresh;
    calls[0]?.resolve(success('old'));
    const late = await early;
    const next = await lookup('a', lookupOptions(), load);

    expect(calls).toHaveLength(2);
    expect(late).toMatchObject({ value: 'old' });
    expect(next).toMatchObject({ value: 'new' });
  });

  it('are shared within a request that bypasses the cache', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });
    const { calls, load } = createControlledLoader();
    const request = { key: 'press-1' };
    const optionsOf = (request: { key: string }) => ({ ...lookupOptions({ fresh: true }), request });

    const first = lookup('a', optionsOf(request), load);
    const second = lookup('a', optionsOf(request), load);
    const other = lookup('a', optionsOf({ key: 'press-1' }), load);
    for (const { resolve } of calls) resolve(success('x'));
    await Promise.all([first, second, other]);

    expect(calls).toHaveLength(2);
    expect(calls.map(({ options }) => options.bypassCache)).toEqual([true, true]);
  });

  it('return a gap when the code throws', async () => {
    const lookup = createLookupCache<string>({ ...ZUORA_ACCOUNT_OPERATION, now: fixedNow });

    const answer = await lookup('a', lookupOptions(), () => Promise.reject(new TypeError('secret')));

    expect(answer).toMatchObject({ gap: 'invalid-response', detail: 'unexpected TypeError' });
  });
});

describe('a failed lookup', () => {
  it('is reported once per request with its cause', async () => {
    const failures: unknown[] = [];
    const lookup = createLookupCache<string>({
      ...ZUORA_ACCOUNT_OPERATION,
      now: fixedNow,
      onLookupFailed: (failed) => failures.push(failed),
    });
    const { calls, load } = createControlledLoader();
    const lookups = ['one', 'two'].map((key) => lookup('a', { ...lookupOptions(), request: { key } }, load));

    calls[0]?.resolve(
      problem('unauthenticated', 'HTTP 401', { operation: 'sign-in', status: 401, code: 'invalid_client' }),
    );
    const answers = await Promise.all(lookups);

    const why = {
      gap: 'unauthenticated',
      detail: 'HTTP 401',
      operation: 'sign-in',
      status: 401,
      code: 'invalid_client',
    };
    expect(failures).toMatchObject(['one', 'two'].map((key) => ({ ...why, system: 'zuora', key })));
    // The result contains only the gap.
    expect(answers[0]).toEqual({
      ok: false,
      gap: 'unauthenticated',
      detail: 'HTTP 401',
      asOf: fixedNow().toISOString(),
    });
  });

  it('is reported with its operation when the deadline has passed', async () => {
    const failures: unknown[] = [];
    const lookup = createLookupCache<string>({
      ...ZUORA_ACCOUNT_OPERATION,
      now: fixedNow,
      onLookupFailed: (failed) => failures.push(failed),
    });

    await lookup('a', { signal: AbortSignal.abort(), bypassCache: false }, createControlledLoader().load);

    expect(failures).toMatchObject([{ gap: 'timeout', operation: 'account' }]);
  });

  it('is not reported for `not-found`', async () => {
    const failures: unknown[] = [];
    const lookup = createLookupCache<string>({
      ...ZUORA_ACCOUNT_OPERATION,
      now: fixedNow,
      onLookupFailed: (failed) => failures.push(failed),
    });

    await lookup('a', lookupOptions(), async () => problem('not-found', ''));

    expect(failures).toEqual([]);
  });
});
