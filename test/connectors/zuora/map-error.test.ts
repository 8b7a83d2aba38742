import { describe, expect, it } from 'vitest';
import { lookupOptions, respondWith } from '../local-http-server.ts';
import { useZuoraFixture } from './zuora-fixture.ts';

const zuora = useZuoraFixture();
const gap = (kind: string) => ({ ok: false, gap: kind });
const NUMBER = 'A-S00000001';
const softError = (code: number | string, status = 200) =>
  respondWith({ success: false, reasons: [{ code, message: 'm' }] }, status);

describe('errors of Zuora', () => {
  it.each([
    ['HTTP 200 with category 40', softError(50000040), 'not-found', 1],
    ['HTTP 404 with category 40', softError('50000040', 404), 'not-found', 1],
    ['category 10', softError(50000010), 'forbidden', 1],
    ['category 20', softError(50000020, 400), 'invalid-response', 1],
    ['category 60', softError(50000060, 500), 'unavailable', 1],
    ['an unknown reason', softError('WHATEVER Jane'), 'invalid-response', 1],
    ['no reason', respondWith({ success: false }), 'invalid-response', 1],
    [
      'two reasons',
      respondWith({ success: false, reasons: [{ code: 50000040 }, { code: 50000020 }] }),
      'invalid-response',
      1,
    ],
    ['a busy tenant', softError(50000070), 'rate-limited', 3],
    ['a busy tenant, in words', softError('REQUEST_EXCEEDED_LIMIT', 403), 'rate-limited', 3],
    ['a lock', softError(50000050, 409), 'unavailable', 3],
    ['a passing fault', softError(50000061), 'unavailable', 3],
    ['an unknown fault', softError(50000099, 500), 'unavailable', 3],
  ])('%s', async (_what, handle, kind, times) => {
    zuora.server.handle = handle;

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject(gap(kind));
    expect(zuora.server.asked()).toHaveLength(times);
    expect(JSON.stringify(answer)).not.toContain('Jane');
  });
});
