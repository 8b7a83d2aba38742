import { describe, expect, it } from '@jest/globals';
import { aLook, inTurn, send } from '../local-server.ts';
import { aSubscription, aVersion } from './answers.ts';
import { zuoraOnHttp } from './on-http.ts';

const at = zuoraOnHttp();
const gap = (kind: string) => ({ ok: false, gap: kind });
const NUMBER = 'A-S00000001';

describe('whom the invoices went to', () => {
  const history = [aVersion(1, 'reseller'), aVersion(2, 'customer', { isLatestVersion: true })];
  const transfer = {
    type: 'OwnerTransfer',
    // The destination account is not asked about, so it may be anything.
    ownerTransfer: { destinationInvoiceAccountNumber: 'A00000001', destinationAccountNumber: 7 },
  };
  const order = (date: string, newVersion: number, action: object, status = 'Completed') => ({
    orderDate: date,
    status,
    subscriptions: [{ subscriptionNumber: NUMBER, newVersion, orderActions: [action] }],
  });
  const create = order('2025-01-01', 1, { type: 'CreateSubscription' });

  it('is told by version, oldest first', async () => {
    at.routes({ '/object-query/subscriptions': send({ data: history.toReversed() }) });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject({
      value: [
        { version: 1, since: '2025-01-01', owner: { number: 'A00000777', name: 'Reseller Ltd' } },
        { version: 2, since: '2025-02-01', owner: { number: 'A00000001' } },
      ],
    });
  });

  it('is the customer where the owner is blank, not somebody unnamed', async () => {
    const data = [
      aVersion(1, 'customer', { invoiceOwnerId: null, invoiceOwner: null, isLatestVersion: true }),
    ];
    at.routes({ '/object-query/subscriptions': send({ data }) });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject({ value: [{ owner: { number: 'A00000001' } }] });
  });

  it('has at least the id of an owner who is not told in full', async () => {
    const data = [aVersion(1, 'reseller', { invoiceOwner: undefined, isLatestVersion: true })];
    at.routes({ '/object-query/subscriptions': send({ data }) });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    const id = '8a80000000000000000000000000c777';
    expect(answer).toMatchObject({ value: [{ owner: { id, number: null, name: null } }] });
  });

  it.each([
    ['not there', undefined],
    ['an id alone', '8a80000000000000000000000000c777'],
    ['without a name', { id: '8a80000000000000000000000000c777', accountNumber: 'A00000777' }],
    ['with a name that is a number', { id: '8a80000000000000000000000000c777', name: 7 }],
    ['a list', []],
  ])('is told by id when an expanded account is %s', async (_what, invoiceOwner) => {
    const data = [aVersion(1, 'reseller', { invoiceOwner, isLatestVersion: true })];
    at.routes({ '/object-query/subscriptions': send({ data }) });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject({
      value: [{ owner: { id: '8a80000000000000000000000000c777', name: null } }],
    });
  });

  it('does not need what decides nothing', async () => {
    const odd = { createdDate: 7, termType: 'MONTHLY', subscriptionEndDate: 'soon', account: 'x' };
    const data = [
      aVersion(1, 'reseller', odd),
      aVersion(2, 'customer', { status: 'Paused', isLatestVersion: true }),
    ];
    at.routes({ '/object-query/subscriptions': send({ data }) });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject({
      value: [{ since: null, owner: { number: 'A00000777' } }, { owner: { number: 'A00000001' } }],
    });
    expect(at.unread.map(({ field }) => field).toSorted()).toEqual(['data.*.createdDate', 'data.*.status']);
  });

  it('comes with the Salesforce id of the customer, in the same call', async () => {
    const account = { ...(aVersion(1, 'customer')['account'] as object), crmId: '0015f00000abcDE' };
    const data = [history[0], aVersion(2, 'customer', { account, isLatestVersion: true })];
    at.routes({ '/object-query/subscriptions': send({ data }) });

    const look = { ...aLook({ fresh: true }), request: { key: 'request-1' } };
    const [crmId] = await Promise.all([
      at.billing.customerCrmId(NUMBER, look),
      at.billing.ownerHistory(NUMBER, look),
    ]);

    expect(crmId).toMatch(/^0015f00000abcDE...$/);
    expect(at.server.asked()).toHaveLength(1);
  });

  it('is not looked for in the orders when there is no such subscription', async () => {
    at.routes({ '/object-query/subscriptions': send({ data: [] }) });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject(gap('not-found'));
    expect(at.server.asked().some((asked) => asked.includes('/v1/orders/'))).toBe(false);
    expect(at.missing).toEqual([]);
  });

  it('is read page by page', async () => {
    const pages = inTurn(send({ data: [history[0]], nextPage: 'W3s=+&' }), send({ data: [history[1]] }));
    at.routes({ '/object-query/subscriptions': pages });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject({ ok: true, value: [{ version: 1 }, { version: 2 }] });
    expect(at.server.asked()[1]).toContain('cursor=W3s%3D%2B%26');
  });

  it.each([
    ['refused', send({}, 403)],
    ['failing', send('<html>', 500)],
    ['not offered', send({}, 404)],
    ['empty', send({ data: [] })],
    ['without its beginning', send({ data: [history[1]] })],
    ['without its end', send({ data: [history[0]] })],
    ['with a hole', send({ data: [history[0], aVersion(3, 'customer', { isLatestVersion: true })] })],
    ['of another subscription', send({ data: [{ ...history[0], name: 'A-S1', isLatestVersion: true }] })],
    [
      'silent about an owner',
      send({ data: [aVersion(1, 'customer', { invoiceOwnerId: undefined, isLatestVersion: true })] }),
    ],
  ])('is read from the orders when the versions are %s', async (_what, versions) => {
    const orders = [order('2026-02-10', 2, transfer), create, order('2026-03-01', 3, transfer, 'Pending')];
    at.routes({
      '/object-query/subscriptions': versions,
      '/v1/orders/': send({ orders, success: true }),
      '/v1/subscriptions/': send(aSubscription()),
    });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject({
      value: [
        { version: null, since: null, owner: { id: null, number: null, name: null } },
        { version: 2, since: '2026-02-10', owner: { number: 'A00000001' } },
      ],
    });
  });

  it('never changed when the orders reach back to the first one and hold no transfer', async () => {
    at.routes({
      '/object-query/subscriptions': send({}, 403),
      '/v1/orders/': send({ orders: [create], success: true }),
      '/v1/subscriptions/': send(aSubscription()),
    });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject({ value: [{ version: 1, owner: { number: 'A00000777' } }] });
  });

  it.each([
    ['do not reach back', send({ orders: [], success: true })],
    [
      'move the invoice to nobody',
      send({ orders: [create, order('2026-02-10', 2, { type: 'OwnerTransfer' })] }),
    ],
    ['cannot be read', send('', 500)],
  ])('is unknown, for the first reason, when the orders %s too', async (_what, orders) => {
    at.routes({
      '/object-query/subscriptions': send({}, 403),
      '/v1/orders/': orders,
      '/v1/subscriptions/': send(aSubscription()),
    });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject(gap('forbidden'));
  });

  it('is not looked up elsewhere when Zuora is busy', async () => {
    at.routes({
      '/object-query/subscriptions': send('', 429, { 'retry-after': '99' }),
      '/v1/orders/': send({ orders: [] }),
    });

    const answer = await at.billing.ownerHistory(NUMBER, aLook());

    expect(answer).toMatchObject(gap('throttled'));
    expect(at.server.asked()).toHaveLength(1);
  });
});
