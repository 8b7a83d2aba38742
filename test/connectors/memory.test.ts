import { describe, expect, it } from '@jest/globals';
import { createMemory } from '../../src/connectors/memory.ts';
import { good, type Outcome, problem } from '../../src/connectors/outcome.ts';
import type { Look } from '../../src/ports.ts';
import { aLook, now } from './local-server.ts';

const ofZuora = { system: 'zuora', question: 'account' } as const;

/** A source whose answers the test gives one by one. */
function aSource() {
  const asked: { look: Look; answer: (outcome: Outcome<string>) => void }[] = [];
  const ask = (look: Look) => new Promise<Outcome<string>>((answer) => asked.push({ look, answer }));
  return { asked, ask };
}

describe('answers from a moment ago', () => {
  it('keep their own time', async () => {
    let time = new Date('2026-03-02T10:00:00Z');
    const look = createMemory<string>({ ...ofZuora, now: () => time });
    const first = await look('a', aLook(), async () => good('x'));
    time = new Date('2026-03-02T10:00:30Z');

    const second = await look('a', aLook(), async () => good('y'));

    expect(second).toEqual({ ok: true, value: 'x', asOf: '2026-03-02T10:00:00.000Z' });
    expect(second).toEqual(first);
  });

  it('are forgotten after a while, "not there" sooner', async () => {
    const look = createMemory<string>({ ...ofZuora, now, foundMs: 5000, notFoundMs: 60 });
    await look('found', aLook(), async () => good('x'));
    await look('missing', aLook(), async () => problem('not-found', ''));
    const kept = await look('missing', aLook(), async () => good('y'));
    await new Promise((done) => setTimeout(done, 100));

    const found = await look('found', aLook(), async () => good('y'));
    const missing = await look('missing', aLook(), async () => good('y'));

    expect(kept).toMatchObject({ gap: 'not-found' });
    expect(found).toMatchObject({ value: 'x' });
    expect(missing).toMatchObject({ value: 'y' });
  });

  it.each(['forbidden', 'auth', 'throttled', 'timeout', 'unavailable', 'bad-shape'] as const)(
    'are never a %s gap',
    async (gap) => {
      const look = createMemory<string>({ ...ofZuora, now });
      await look('a', aLook(), async () => problem(gap, ''));

      const next = await look('a', aLook(), async () => good('x'));

      expect(next).toMatchObject({ value: 'x' });
    },
  );

  it('are passed by with a fresh look, whose answer takes their place', async () => {
    const look = createMemory<string>({ ...ofZuora, now });
    await look('a', aLook(), async () => good('old'));

    const fresh = await look('a', aLook({ fresh: true }), async () => good('new'));
    const next = await look('a', aLook(), async () => good('newer'));

    expect(fresh).toMatchObject({ value: 'new' });
    expect(next).toMatchObject({ value: 'new' });
  });

  it('do not outlive a fresh look that could not tell', async () => {
    const look = createMemory<string>({ ...ofZuora, now });
    await look('a', aLook(), async () => good('old'));
    await look('a', aLook({ fresh: true }), async () => problem('forbidden', ''));

    const next = await look('a', aLook(), async () => good('new'));

    expect(next).toMatchObject({ value: 'new' });
  });
});

describe('looks at the same thing at the same time', () => {
  it('ask once', async () => {
    const look = createMemory<string>({ ...ofZuora, now });
    const { asked, ask } = aSource();

    const answers = [look('a', aLook(), ask), look('a', aLook(), ask), look('b', aLook(), ask)];
    for (const { answer } of asked) answer(good('x'));
    await Promise.all(answers);

    expect(asked).toHaveLength(2);
  });

  it('do not end because the first one had less time', async () => {
    const look = createMemory<string>({ ...ofZuora, now });
    const { asked, ask } = aSource();
    const hurried = new AbortController();
    const first = look('a', { signal: hurried.signal, fresh: false }, ask);
    const second = look('a', aLook(), ask);

    hurried.abort();
    const gap = await first;
    const wasStopped = asked[0]?.look.signal.aborted;
    asked[0]?.answer(good('x'));

    expect(gap).toMatchObject({ gap: 'timeout' });
    expect(wasStopped).toBe(false);
    expect(await second).toMatchObject({ value: 'x' });
  });

  it('end when nobody waits any more, and the next one asks anew', async () => {
    const look = createMemory<string>({ ...ofZuora, now });
    const { asked, ask } = aSource();
    const hurried = new AbortController();
    const first = look('a', { signal: hurried.signal, fresh: false }, ask);

    hurried.abort();
    await first;
    const next = look('a', aLook(), ask);
    asked[1]?.answer(good('x'));

    expect(asked[0]?.look.signal.aborted).toBe(true);
    expect(await next).toMatchObject({ value: 'x' });
  });

  it('stay apart when the later one is fresh, and the older answer does not come back', async () => {
    const look = createMemory<string>({ ...ofZuora, now });
    const { asked, ask } = aSource();
    const early = look('a', aLook(), ask);
    const fresh = look('a', aLook({ fresh: true }), ask);

    asked[1]?.answer(good('new'));
    await fresh;
    asked[0]?.answer(good('old'));
    const late = await early;
    const next = await look('a', aLook(), ask);

    expect(asked).toHaveLength(2);
    expect(late).toMatchObject({ value: 'old' });
    expect(next).toMatchObject({ value: 'new' });
  });

  it('are one for a request, even when it looks afresh', async () => {
    const look = createMemory<string>({ ...ofZuora, now });
    const { asked, ask } = aSource();
    const request = { key: 'press-1' };
    const looks = (of: { key: string }) => ({ ...aLook({ fresh: true }), request: of });

    const first = look('a', looks(request), ask);
    const second = look('a', looks(request), ask);
    const other = look('a', looks({ key: 'press-1' }), ask);
    for (const { answer } of asked) answer(good('x'));
    await Promise.all([first, second, other]);

    expect(asked).toHaveLength(2);
    expect(asked.map(({ look: { fresh } }) => fresh)).toEqual([true, true]);
  });

  it('get a gap, not an exception, when our own code fails', async () => {
    const look = createMemory<string>({ ...ofZuora, now });

    const answer = await look('a', aLook(), () => Promise.reject(new TypeError('secret')));

    expect(answer).toMatchObject({ gap: 'bad-shape', detail: 'unexpected TypeError' });
  });
});

describe('a look without an answer', () => {
  it('is reported with its request and where it failed, once for everybody who waited', async () => {
    const missing: unknown[] = [];
    const look = createMemory<string>({ ...ofZuora, now, onGap: (each) => missing.push(each) });
    const { asked, ask } = aSource();
    const looks = ['one', 'two'].map((key) => look('a', { ...aLook(), request: { key } }, ask));

    asked[0]?.answer(
      problem('auth', 'HTTP 401', { operation: 'sign-in', status: 401, code: 'invalid_client' }),
    );
    const answers = await Promise.all(looks);

    const why = {
      gap: 'auth',
      detail: 'HTTP 401',
      operation: 'sign-in',
      status: 401,
      code: 'invalid_client',
    };
    expect(missing).toMatchObject(['one', 'two'].map((key) => ({ ...why, system: 'zuora', key })));
    // A check keeps nothing of it but the gap.
    expect(answers[0]).toEqual({ ok: false, gap: 'auth', detail: 'HTTP 401', asOf: now().toISOString() });
  });

  it('is reported under the name of its question when its time is up', async () => {
    const missing: unknown[] = [];
    const look = createMemory<string>({ ...ofZuora, now, onGap: (each) => missing.push(each) });

    await look('a', { signal: AbortSignal.abort(), fresh: false }, aSource().ask);

    expect(missing).toMatchObject([{ gap: 'timeout', operation: 'account' }]);
  });

  it('is not reported when the system answered that there is nothing', async () => {
    const missing: unknown[] = [];
    const look = createMemory<string>({ ...ofZuora, now, onGap: (each) => missing.push(each) });

    await look('a', aLook(), async () => problem('not-found', ''));

    expect(missing).toEqual([]);
  });
});
