import { describe, expect, it } from '@jest/globals';
import { aLook, type Handler, inTurn, send } from '../local-server.ts';
import { aSubscription, aVersion } from './answers.ts';
import { zuoraOnHttp } from './on-http.ts';

const at = zuoraOnHttp();
const gap = (kind: string) => ({ ok: false, gap: kind });
const NUMBER = 'A-S00000001';

describe('what an account owns', () => {
  const row = (digit: number, changes = {}) =>
    aSubscription({ subscriptionNumber: `A-S0000000${digit}`, ...changes });
  const list = (rows: unknown[], nextPage?: string) => send({ success: true, subscriptions: rows, nextPage });
  const page = (number: number) =>
    `${at.server.url}/v1/subscriptions/accounts/A00000001?page=${number}&pageSize=40`;

  it('is read to the last page, without what others own', async () => {
    const pages = inTurn(list([row(1)], page(2)), list([row(2), row(3, { accountNumber: 'A00000009' })]));
    at.routes({ '/v1/subscriptions/accounts/': pages });

    const answer = await at.billing.subscriptionsOf('A00000001', aLook());

    expect(answer).toMatchObject({ value: [{ number: 'A-S00000001' }, { number: 'A-S00000002' }] });
    expect(at.server.asked()[1]).toContain('page=2');
  });

  it.each([
    ['the real host, behind a gateway', 'https://rest.zuora.com/v1/subscriptions/accounts/A00000001?page=2'],
    ['another host', 'https://evil.example/v1/x?page=2'],
    ['a path', '/v1/subscriptions/accounts/A00000001?page=2'],
    ['another page', 'https://rest.zuora.com/v1/subscriptions/accounts/A00000001?page=7'],
  ])('is read to the last page, from our own address, when the next page names %s', async (_what, next) => {
    const rows = (from: number) =>
      Array.from({ length: 40 }, (_, index) =>
        aSubscription({ subscriptionNumber: `A-S000000${from + index}` }),
      );
    at.routes({ '/v1/subscriptions/accounts/': inTurn(list(rows(10), next), list(rows(50))) });

    const answer = await at.billing.subscriptionsOf('A00000001', aLook());

    expect(answer.ok && answer.value).toHaveLength(80);
    expect(at.server.asked()).toEqual(
      [1, 2].map((number) => `GET /v1/subscriptions/accounts/A00000001?page=${number}&pageSize=40`),
    );
  });

  it('may be nothing', async () => {
    at.routes({ '/v1/subscriptions/accounts/': list([]) });

    const answer = await at.billing.subscriptionsOf('A00000001', aLook());

    expect(answer).toMatchObject({ ok: true, value: [] });
  });

  it('leaves drafts out, but not what lies under one', async () => {
    const versions = (request: { url?: string | undefined }) =>
      (request.url ?? '').includes('00000001')
        ? [aVersion(1, 'reseller'), aVersion(2, 'customer', { status: 'Draft', isLatestVersion: true })]
        : [aVersion(1, 'customer', { name: 'A-S00000002', status: 'Draft', isLatestVersion: true })];
    at.routes({
      '/v1/subscriptions/accounts/': list([row(1, { status: 'Draft' }), row(2, { status: 'Draft' })]),
      '/object-query/subscriptions': (request, ...rest) =>
        send({ data: versions(request) })(request, ...rest),
    });

    const answer = await at.billing.subscriptionsOf('A00000001', aLook());

    expect(answer).toMatchObject({
      value: [{ number: NUMBER, version: 1, invoiceOwner: { number: 'A00000777' } }],
    });
  });

  it.each([
    ['one row is odd', () => list([row(1), row(2, { status: 'Paused' })])],
    ['one is there twice', () => list([row(1), row(1)])],
    ['the second page is the first again', () => list([row(1)], page(2))],
    [
      'it does not end',
      () =>
        (request: { url?: string }, ...rest: unknown[]) => {
          const next = Number(new URL(request.url ?? '', at.server.url).searchParams.get('page')) + 1;
          (list([], page(next)) as (...all: unknown[]) => void)(request, ...rest);
        },
    ],
  ])('is unknown as a whole when %s', async (_what, handle) => {
    at.routes({ '/v1/subscriptions/accounts/': handle() as Handler });

    const answer = await at.billing.subscriptionsOf('A00000001', aLook());

    expect(answer).toMatchObject(gap('bad-shape'));
    expect(at.server.asked().length).toBeLessThanOrEqual(10);
  });
});
