import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createTokenProvider,
  type IssuedToken,
  staticCredentialProvider,
} from '../../src/connectors/credential-provider.ts';
import { problem, success, type UpstreamResult } from '../../src/connectors/upstream-result.ts';
import { createZuora } from '../../src/connectors/zuora/client.ts';
import { aZuoraSubscription } from '../builders/zuora-responses.ts';
import {
  fakeFingerprint,
  fixedNow,
  type LocalHttpServer,
  lookupOptions,
  neverRespond,
  type RequestResponder,
  respondInSequence,
  respondWith,
  startLocalHttpServer,
} from './local-http-server.ts';

const signal = AbortSignal.timeout(20_000);
const grant = (name: string, expiresInSeconds = 3600): UpstreamResult<IssuedToken> =>
  success({ credential: { authorization: name, baseUrl: null }, expiresInSeconds });

describe('access tokens', () => {
  it('are requested once for concurrent callers', async () => {
    let times = 0;
    const tokens = createTokenProvider({
      signIn: async () => {
        times += 1;
        await new Promise((done) => setTimeout(done, 20));
        return grant(`token-${times}`);
      },
    });

    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get(signal)));

    expect(times).toBe(1);
    expect(new Set(got.map((one) => one.ok && one.value.authorization))).toEqual(new Set(['token-1']));
  });

  it('are renewed once when concurrent callers were refused', async () => {
    let times = 0;
    const tokens = createTokenProvider({
      signIn: async () => {
        times += 1;
        return grant(`token-${times}`);
      },
    });
    await tokens.get(signal);
    const refused = { authorization: 'token-1', baseUrl: null };

    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.renew(refused, signal)));
    got.push(await tokens.renew(refused, signal));

    expect(times).toBe(2);
    expect(got.every((one) => one.ok && one.value.authorization === 'token-2')).toBe(true);
  });

  it('are renewed before they expire, and stay in use while the renewal fails', async () => {
    const grants = [grant('old', 0.2), problem('unavailable', ''), grant('new')];
    const tokens = createTokenProvider({
      signIn: async () => grants.shift() ?? problem('unauthenticated', ''),
    });
    await tokens.get(signal);
    await new Promise((done) => setTimeout(done, 120));

    const meanwhile = await tokens.get(signal);
    const renewed = await tokens.get(signal);

    expect(meanwhile).toMatchObject({ value: { authorization: 'old' } });
    expect(renewed).toMatchObject({ value: { authorization: 'new' } });
  });

  it('are not requested again immediately after a refusal', async () => {
    let times = 0;
    const tokens = createTokenProvider({
      refusalCooldownMs: 150,
      signIn: async () => {
        times += 1;
        return times === 1 ? problem('unauthenticated', 'no') : grant('token');
      },
    });

    const first = await tokens.get(signal);
    const soon = await tokens.get(signal);
    const timesSoFar = times;
    await new Promise((done) => setTimeout(done, 200));
    const later = await tokens.get(signal);

    expect([first, soon]).toMatchObject([{ gap: 'unauthenticated' }, { gap: 'unauthenticated' }]);
    expect(timesSoFar).toBe(1);
    expect(later).toMatchObject({ ok: true });
  });

  it('are returned to the second caller after the first one has left', async () => {
    const tokens = createTokenProvider({
      signIn: (own) =>
        new Promise((answer) =>
          setTimeout(() => answer(own.aborted ? problem('timeout', '') : grant('token')), 80),
        ),
    });
    const first = tokens.get(AbortSignal.timeout(10));

    const second = await tokens.get(signal);

    expect(await first).toMatchObject({ gap: 'timeout' });
    expect(second).toMatchObject({ ok: true });
  });

  it('cannot be renewed when they are fixed', async () => {
    const fixed = staticCredentialProvider('Basic x');

    const renewed = await fixed.renew({ authorization: 'Basic x', baseUrl: null }, signal);

    expect(renewed).toMatchObject({ gap: 'unauthenticated' });
  });
});

describe('a refused call', () => {
  let server: LocalHttpServer;
  const good200 = respondWith(aZuoraSubscription());
  const refuse = respondWith({ success: false, reasons: [{ code: 90000011 }] }, 401);

  beforeEach(async () => {
    server = await startLocalHttpServer();
  });

  afterEach(() => server.close());

  function ask(handle: RequestResponder) {
    server.handle = handle;
    const settings = {
      clientId: 'id',
      clientSecret: 'secret',
      channelField: 'SSPChannel__c',
      emailFingerprint: fakeFingerprint,
      timeoutMs: 300,
      now: fixedNow,
    };
    return createZuora({ ...settings, url: server.url });
  }

  it('is repeated with a new token', async () => {
    const tokens: unknown[] = [];
    const watch =
      (handle: RequestResponder): RequestResponder =>
      (request, ...rest) => {
        tokens.push(request.headers.authorization);
        handle(request, ...rest);
      };
    const billing = ask(respondInSequence(watch(refuse), watch(good200)));

    const answer = await billing.subscription('A-S00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true });
    expect(tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('becomes an `unauthenticated` gap without a loop of sign-ins', async () => {
    const billing = ask(refuse);

    const first = await billing.subscription('A-S00000001', lookupOptions());
    const second = await billing.subscription('A-S00000001', lookupOptions());
    await Promise.all(
      Array.from({ length: 10 }, () => billing.account('A00000001', lookupOptions({ fresh: true }))),
    );

    expect([first, second]).toMatchObject([{ gap: 'unauthenticated' }, { gap: 'unauthenticated' }]);
    expect(server.signIns()).toBe(2);
  });

  it('at one operation does not affect the others', async () => {
    const billing = ask((request, ...rest) =>
      (request.url?.includes('accounts') ? refuse : good200)(request, ...rest),
    );
    await billing.account('A00000001', lookupOptions());
    await billing.account('A00000001', lookupOptions());

    const answer = await billing.subscription('A-S00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true });
    expect(server.signIns()).toBe(2);
  });

  it('may come with HTTP 200', async () => {
    const billing = ask(
      respondInSequence(respondWith({ success: false, reasons: [{ code: '90000011' }] }), good200),
    );

    const answer = await billing.subscription('A-S00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true });
    expect(server.signIns()).toBe(2);
  });

  it.each([400, 401, 403])(
    'at the sign-in with HTTP %s is an `unauthenticated` gap without a retry',
    async (status) => {
      const billing = ask(good200);
      server.handleSignIn = respondWith({ error: 'invalid_client' }, status);

      const answers = [];
      for (let time = 0; time < 5; time += 1)
        answers.push(await billing.subscription('A-S00000001', lookupOptions()));

      expect(answers.every((answer) => !answer.ok && answer.gap === 'unauthenticated')).toBe(true);
      expect(server.seen).toHaveLength(1);
    },
  );

  it.each([
    ['a page', respondWith('<html>'), 'invalid-response'],
    ['no token', respondWith({ token_type: 'bearer' }), 'invalid-response'],
    [
      'a token that would break the header',
      respondWith({ access_token: 'a\r\nb', token_type: 'bearer' }),
      'invalid-response',
    ],
    ['an error page', respondWith('<html>', 500), 'unavailable'],
  ])('by %s at the sign-in is a gap', async (_what, handle, gap) => {
    const billing = ask(good200);
    server.handleSignIn = handle;

    const answer = await billing.subscription('A-S00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: false, gap });
    expect(server.asked()).toEqual([]);
  });

  it.each([
    ['a life that is a text', { expires_in: 'an hour' }],
    ['a life of nothing', { expires_in: 0 }],
    ['an address that is none', { instance_url: 'here' }],
  ])('is not caused by a token with %s', async (_what, odd) => {
    const billing = ask(good200);
    server.handleSignIn = respondWith({
      access_token: 'token',
      token_type: 'bearer',
      expires_in: 3600,
      ...odd,
    });

    const answer = await billing.subscription('A-S00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true });
  });

  it('without a response at the sign-in ends at the deadline', async () => {
    const billing = ask(good200);
    server.handleSignIn = neverRespond;

    const answer = await billing.subscription('A-S00000001', lookupOptions({ ms: 100 }));

    expect(answer).toMatchObject({ gap: 'timeout' });
  });
});
