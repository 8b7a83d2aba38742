import { describe, expect, it } from '@jest/globals';
import { aLook, send } from '../local-server.ts';
import { zuoraOnHttp } from './on-http.ts';

const at = zuoraOnHttp();
const gap = (kind: string) => ({ ok: false, gap: kind });
const NUMBER = 'A-S00000001';
const soft = (code: number | string, status = 200) =>
  send({ success: false, reasons: [{ code, message: 'm' }] }, status);

describe('what Zuora says is wrong', () => {
  it.each([
    ['HTTP 200 with category 40', soft(50000040), 'not-found', 1],
    ['HTTP 404 with category 40', soft('50000040', 404), 'not-found', 1],
    ['category 10', soft(50000010), 'forbidden', 1],
    ['category 20', soft(50000020, 400), 'bad-shape', 1],
    ['category 60', soft(50000060, 500), 'unavailable', 1],
    ['an unknown reason', soft('WHATEVER Jane'), 'bad-shape', 1],
    ['no reason', send({ success: false }), 'bad-shape', 1],
    [
      'two reasons',
      send({ success: false, reasons: [{ code: 50000040 }, { code: 50000020 }] }),
      'bad-shape',
      1,
    ],
    ['a busy tenant', soft(50000070), 'throttled', 3],
    ['a busy tenant, in words', soft('REQUEST_EXCEEDED_LIMIT', 403), 'throttled', 3],
    ['a lock', soft(50000050, 409), 'unavailable', 3],
    ['a passing fault', soft(50000061), 'unavailable', 3],
    ['an unknown fault', soft(50000099, 500), 'unavailable', 3],
  ])('%s', async (_what, handle, kind, times) => {
    at.server.handle = handle;

    const answer = await at.billing.subscription(NUMBER, aLook());

    expect(answer).toMatchObject(gap(kind));
    expect(at.server.asked()).toHaveLength(times);
    expect(JSON.stringify(answer)).not.toContain('Jane');
  });
});
