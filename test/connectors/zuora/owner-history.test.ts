import { describe, expect, it } from 'vitest';
import { aZuoraSubscription, aZuoraSubscriptionVersion } from '../../builders/zuora-responses.ts';
import { lookupOptions, respondInSequence, respondWith } from '../local-http-server.ts';
import { useZuoraFixture } from './zuora-fixture.ts';

const zuora = useZuoraFixture();
const gap = (kind: string) => ({ ok: false, gap: kind });
const NUMBER = 'A-S00000001';

describe('the history of invoice owners', () => {
  const history = [
    aZuoraSubscriptionVersion(1, 'reseller'),
    aZuoraSubscriptionVersion(2, 'customer', { isLatestVersion: true }),
  ];
  const transfer = {
    type: 'OwnerTransfer',
    // The destination account is not read, so any value will do.
    ownerTransfer: { destinationInvoiceAccountNumber: 'A00000001', destinationAccountNumber: 7 },
  };
  const order = (date: string, newVersion: number, action: object, status = 'Completed') => ({
    orderDate: date,
    status,
    subscriptions: [{ subscriptionNumber: NUMBER, newVersion, orderActions: [action] }],
  });
  const create = order('2025-01-01', 1, { type: 'CreateSubscription' });

  it('lists the versions, oldest first', async () => {
    zuora.routes({ '/object-query/subscriptions': respondWith({ data: history.toReversed() }) });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject({
      value: [
        { version: 1, since: '2025-01-01', owner: { number: 'A00000777', name: 'Reseller Ltd' } },
        { version: 2, since: '2025-02-01', owner: { number: 'A00000001' } },
      ],
    });
  });

  it('has the customer where the owner is blank', async () => {
    const data = [
      aZuoraSubscriptionVersion(1, 'customer', {
        invoiceOwnerId: null,
        invoiceOwner: null,
        isLatestVersion: true,
      }),
    ];
    zuora.routes({ '/object-query/subscriptions': respondWith({ data }) });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ value: [{ owner: { number: 'A00000001' } }] });
  });

  it('has the id of an owner without number and name', async () => {
    const data = [
      aZuoraSubscriptionVersion(1, 'reseller', { invoiceOwner: undefined, isLatestVersion: true }),
    ];
    zuora.routes({ '/object-query/subscriptions': respondWith({ data }) });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    const id = '8a80000000000000000000000000c777';
    expect(answer).toMatchObject({ value: [{ owner: { id, number: null, name: null } }] });
  });

  it.each([
    ['not there', undefined],
    ['an id alone', '8a80000000000000000000000000c777'],
    ['without a name', { id: '8a80000000000000000000000000c777', accountNumber: 'A00000777' }],
    ['with a name that is a number', { id: '8a80000000000000000000000000c777', name: 7 }],
    ['a list', []],
  ])('has the id when an expanded account is %s', async (_what, invoiceOwner) => {
    const data = [aZuoraSubscriptionVersion(1, 'reseller', { invoiceOwner, isLatestVersion: true })];
    zuora.routes({ '/object-query/subscriptions': respondWith({ data }) });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject({
      value: [{ owner: { id: '8a80000000000000000000000000c777', name: null } }],
    });
  });

  it('tolerates invalid fields that do not matter', async () => {
    const odd = { createdDate: 7, termType: 'MONTHLY', subscriptionEndDate: 'soon', account: 'x' };
    const data = [
      aZuoraSubscriptionVersion(1, 'reseller', odd),
      aZuoraSubscriptionVersion(2, 'customer', { status: 'Paused', isLatestVersion: true }),
    ];
    zuora.routes({ '/object-query/subscriptions': respondWith({ data }) });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject({
      value: [{ since: null, owner: { number: 'A00000777' } }, { owner: { number: 'A00000001' } }],
    });
    expect(zuora.unread.map(({ field }) => field).toSorted()).toEqual([
      'data.*.createdDate',
      'data.*.status',
    ]);
  });

  it('includes the Salesforce id of the customer', async () => {
    const account = {
      ...(aZuoraSubscriptionVersion(1, 'customer')['account'] as object),
      crmId: '0015f00000abcDE',
    };
    const data = [history[0], aZuoraSubscriptionVersion(2, 'customer', { account, isLatestVersion: true })];
    zuora.routes({ '/object-query/subscriptions': respondWith({ data }) });

    const look = { ...lookupOptions({ fresh: true }), request: { key: 'request-1' } };
    const [crmId] = await Promise.all([
      zuora.billing.customerCrmIdHint(NUMBER, look),
      zuora.billing.invoiceOwnerHistory(NUMBER, look),
    ]);

    expect(crmId).toMatch(/^0015f00000abcDE...$/);
    expect(zuora.server.asked()).toHaveLength(1);
  });

  it('is not read from the orders of a missing subscription', async () => {
    zuora.routes({ '/object-query/subscriptions': respondWith({ data: [] }) });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject(gap('not-found'));
    expect(zuora.server.asked().some((asked) => asked.includes('/v1/orders/'))).toBe(false);
    expect(zuora.missing).toEqual([]);
  });

  it('is read page by page', async () => {
    const pages = respondInSequence(
      respondWith({ data: [history[0]], nextPage: 'W3s=+&' }),
      respondWith({ data: [history[1]] }),
    );
    zuora.routes({ '/object-query/subscriptions': pages });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: [{ version: 1 }, { version: 2 }] });
    expect(zuora.server.asked()[1]).toContain('cursor=W3s%3D%2B%26');
  });

  it.each([
    ['refused', respondWith({}, 403)],
    ['failing', respondWith('<html>', 500)],
    ['not offered', respondWith({}, 404)],
    ['empty', respondWith({ data: [] })],
    ['without its beginning', respondWith({ data: [history[1]] })],
    ['without its end', respondWith({ data: [history[0]] })],
    [
      'with a hole',
      respondWith({
        data: [history[0], aZuoraSubscriptionVersion(3, 'customer', { isLatestVersion: true })],
      }),
    ],
    [
      'of another subscription',
      respondWith({ data: [{ ...history[0], name: 'A-S1', isLatestVersion: true }] }),
    ],
    [
      'silent about an owner',
      respondWith({
        data: [
          aZuoraSubscriptionVersion(1, 'customer', { invoiceOwnerId: undefined, isLatestVersion: true }),
        ],
      }),
    ],
  ])('is read from the orders when the versions are %s', async (_what, versions) => {
    const orders = [order('2026-02-10', 2, transfer), create, order('2026-03-01', 3, transfer, 'Pending')];
    zuora.routes({
      '/object-query/subscriptions': versions,
      '/v1/orders/': respondWith({ orders, success: true }),
      '/v1/subscriptions/': respondWith(aZuoraSubscription()),
    });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject({
      value: [
        { version: null, since: null, owner: { id: null, number: null, name: null } },
        { version: 2, since: '2026-02-10', owner: { number: 'A00000001' } },
      ],
    });
  });

  it('has one owner when the complete orders contain no transfer', async () => {
    zuora.routes({
      '/object-query/subscriptions': respondWith({}, 403),
      '/v1/orders/': respondWith({ orders: [create], success: true }),
      '/v1/subscriptions/': respondWith(aZuoraSubscription()),
    });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ value: [{ version: 1, owner: { number: 'A00000777' } }] });
  });

  it.each([
    ['do not reach back', respondWith({ orders: [], success: true })],
    [
      'move the invoice to nobody',
      respondWith({ orders: [create, order('2026-02-10', 2, { type: 'OwnerTransfer' })] }),
    ],
    ['cannot be read', respondWith('', 500)],
  ])('is a gap with the first cause when the orders %s too', async (_what, orders) => {
    zuora.routes({
      '/object-query/subscriptions': respondWith({}, 403),
      '/v1/orders/': orders,
      '/v1/subscriptions/': respondWith(aZuoraSubscription()),
    });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject(gap('forbidden'));
  });

  it('is not read from the orders when Zuora is rate-limited', async () => {
    zuora.routes({
      '/object-query/subscriptions': respondWith('', 429, { 'retry-after': '99' }),
      '/v1/orders/': respondWith({ orders: [] }),
    });

    const answer = await zuora.billing.invoiceOwnerHistory(NUMBER, lookupOptions());

    expect(answer).toMatchObject(gap('rate-limited'));
    expect(zuora.server.asked()).toHaveLength(1);
  });
});
