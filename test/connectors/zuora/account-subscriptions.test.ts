import { describe, expect, it } from 'vitest';
import { aZuoraSubscription, aZuoraSubscriptionVersion } from '../../builders/zuora-responses.ts';
import {
  lookupOptions,
  type RequestResponder,
  respondInSequence,
  respondWith,
} from '../local-http-server.ts';
import { useZuoraFixture } from './zuora-fixture.ts';

const zuora = useZuoraFixture();
const gap = (kind: string) => ({ ok: false, gap: kind });
const NUMBER = 'A-S00000001';

describe('the subscriptions of an account', () => {
  const row = (digit: number, changes = {}) =>
    aZuoraSubscription({ subscriptionNumber: `A-S0000000${digit}`, ...changes });
  const list = (rows: unknown[], nextPage?: string) =>
    respondWith({ success: true, subscriptions: rows, nextPage });
  const page = (number: number) =>
    `${zuora.server.url}/v1/subscriptions/accounts/A00000001?page=${number}&pageSize=40`;

  it('are read to the last page, without those of other owners', async () => {
    const pages = respondInSequence(
      list([row(1)], page(2)),
      list([row(2), row(3, { accountNumber: 'A00000009' })]),
    );
    zuora.routes({ '/v1/subscriptions/accounts/': pages });

    const answer = await zuora.billing.subscriptionsByAccount('A00000001', lookupOptions());

    expect(answer).toMatchObject({ value: [{ number: 'A-S00000001' }, { number: 'A-S00000002' }] });
    expect(zuora.server.asked()[1]).toContain('page=2');
  });

  it.each([
    ['the real host, behind a gateway', 'https://rest.zuora.com/v1/subscriptions/accounts/A00000001?page=2'],
    ['another host', 'https://evil.example/v1/x?page=2'],
    ['a path', '/v1/subscriptions/accounts/A00000001?page=2'],
    ['another page', 'https://rest.zuora.com/v1/subscriptions/accounts/A00000001?page=7'],
  ])('are read from the configured URL when the next page names %s', async (_what, next) => {
    const rows = (from: number) =>
      Array.from({ length: 40 }, (_, index) =>
        aZuoraSubscription({ subscriptionNumber: `A-S000000${from + index}` }),
      );
    zuora.routes({ '/v1/subscriptions/accounts/': respondInSequence(list(rows(10), next), list(rows(50))) });

    const answer = await zuora.billing.subscriptionsByAccount('A00000001', lookupOptions());

    expect(answer.ok && answer.value).toHaveLength(80);
    expect(zuora.server.asked()).toEqual(
      [1, 2].map((number) => `GET /v1/subscriptions/accounts/A00000001?page=${number}&pageSize=40`),
    );
  });

  it.each([
    ['of the account', {}],
    ['of another owner', { accountNumber: 'A00000009' }],
  ])(
    'cannot be used when a row %s is listed twice, because rows have moved between pages',
    async (_, changes) => {
      const pages = respondInSequence(list([row(1, changes)], page(2)), list([row(1, changes), row(2)]));
      zuora.routes({ '/v1/subscriptions/accounts/': pages });

      const answer = await zuora.billing.subscriptionsByAccount('A00000001', lookupOptions());

      expect(answer).toMatchObject(gap('invalid-response'));
    },
  );

  it('may be empty', async () => {
    zuora.routes({ '/v1/subscriptions/accounts/': list([]) });

    const answer = await zuora.billing.subscriptionsByAccount('A00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: [] });
  });

  it('exclude drafts, but not the versions before them', async () => {
    const versions = (request: { url?: string | undefined }) =>
      (request.url ?? '').includes('00000001')
        ? [
            aZuoraSubscriptionVersion(1, 'reseller'),
            aZuoraSubscriptionVersion(2, 'customer', { status: 'Draft', isLatestVersion: true }),
          ]
        : [
            aZuoraSubscriptionVersion(1, 'customer', {
              name: 'A-S00000002',
              status: 'Draft',
              isLatestVersion: true,
            }),
          ];
    zuora.routes({
      '/v1/subscriptions/accounts/': list([row(1, { status: 'Draft' }), row(2, { status: 'Draft' })]),
      '/object-query/subscriptions': (request, ...rest) =>
        respondWith({ data: versions(request) })(request, ...rest),
    });

    const answer = await zuora.billing.subscriptionsByAccount('A00000001', lookupOptions());

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
          const next = Number(new URL(request.url ?? '', zuora.server.url).searchParams.get('page')) + 1;
          (list([], page(next)) as (...all: unknown[]) => void)(request, ...rest);
        },
    ],
  ])('are a gap when %s', async (_what, handle) => {
    zuora.routes({ '/v1/subscriptions/accounts/': handle() as RequestResponder });

    const answer = await zuora.billing.subscriptionsByAccount('A00000001', lookupOptions());

    expect(answer).toMatchObject(gap('invalid-response'));
    expect(zuora.server.asked().length).toBeLessThanOrEqual(10);
  });
});
