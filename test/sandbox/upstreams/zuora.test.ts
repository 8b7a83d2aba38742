import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startUpstreams, type Upstreams } from '../../../scripts/sandbox/upstreams/upstreams.ts';
import { authorizationFor, getFromStandIn, type StandInResponse, signInWithForm } from './stand-in-client.ts';

let upstreams: Upstreams;
let token: { authorization: string };
const MODERN = { 'zuora-version': '2025-08-12' };

beforeAll(async () => {
  upstreams = await startUpstreams({ today: '2026-11-22' });
  token = await authorizationFor(upstreams.zuora, '/oauth/token');
});
beforeEach(() => upstreams.zuora.reset());
afterAll(() => upstreams.close());

function ask(path: string, headers: Record<string, string> = MODERN): Promise<StandInResponse> {
  return getFromStandIn(upstreams.zuora, path, { ...token, ...headers });
}

describe('signing in to Zuora', () => {
  it('issues a token that lasts an hour', async () => {
    const { status, body } = await signInWithForm(upstreams.zuora, '/oauth/token');

    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3599 });
    expect(upstreams.zuora.requests).toMatchObject([
      { method: 'POST', path: '/oauth/token', authorized: true },
    ]);
  });

  it('refuses a wrong secret', async () => {
    const { status, body } = await signInWithForm(upstreams.zuora, '/oauth/token', {
      client_secret: 'wrong',
    });

    expect(status).toBe(401);
    expect(body).toMatchObject({ success: false, reasons: [{ code: 90000011 }] });
    expect(upstreams.zuora.requests[0]?.authorized).toBe(false);
  });

  it('refuses a missing and an expired token', async () => {
    const without = await getFromStandIn(upstreams.zuora, '/v1/accounts/A00900001');
    const before = await ask('/v1/accounts/A00900001');
    upstreams.zuora.expireTokens();
    const after = await ask('/v1/accounts/A00900001');
    token = await authorizationFor(upstreams.zuora, '/oauth/token');

    expect([without.status, before.status, after.status]).toEqual([401, 200, 401]);
    expect(upstreams.zuora.requests.slice(0, 3).map(({ authorized }) => authorized)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('one subscription', () => {
  it('names both owners, with their details on request', async () => {
    const details = '?getInvoiceOwnerDetails=true&getSubscriptionOwnerDetails=true';
    const plain = await ask('/v1/subscriptions/A-S00900001');
    const { body } = await ask(`/v1/subscriptions/A-S00900001${details}`);

    expect(body).toMatchObject({
      success: true,
      subscriptionNumber: 'A-S00900001',
      status: 'Active',
      accountNumber: 'A00900001',
      invoiceOwnerAccountName: 'Quillmark Resale Ltd',
      invoiceOwnerAccountDetails: { name: 'Quillmark Resale Ltd', partnerAccount: true },
      accountOwnerDetails: { accountNumber: 'A00900001' },
      soldToContact: { workEmail: 'ops@halden-mills.example' },
      termEndDate: '2027-02-01',
    });
    expect(Object.keys(plain.body)).not.toContain('invoiceOwnerAccountDetails');
  });

  it('names its products, with a charge for each and those that were removed', async () => {
    const [bought, upgraded] = await Promise.all([
      ask('/v1/subscriptions/A-S00900001'),
      ask('/v1/subscriptions/A-S00900050'),
    ]);

    expect(bought.body).toMatchObject({
      ratePlans: [
        { productName: 'Premium', ratePlanCharges: [{ uom: 'Seats', quantity: 25 }] },
        { productName: 'Storage', ratePlanCharges: [{ uom: 'GB', quantity: 100 }] },
      ],
    });
    expect(upgraded.body).toMatchObject({
      ratePlans: [
        { productName: 'Premium', lastChangeType: 'Remove' },
        { productName: 'Ultimate', ratePlanCharges: [{ quantity: 95 }] },
      ],
    });
  });

  it('is the newest version by number, even a draft, and any version by id', async () => {
    const byNumber = await ask('/v1/subscriptions/A-S00900055');
    const active = upstreams.world.subscription('A-S00900055');
    const byId = await ask(`/v1/subscriptions/${active.id}`);

    expect(byNumber.body).toMatchObject({ status: 'Draft', version: 2, accountNumber: 'A00900055' });
    expect(byId.body).toMatchObject({
      status: 'Active',
      version: 1,
      invoiceOwnerAccountName: 'Quillmark Resale Ltd',
    });
  });

  it('shows a blank owner and a missing end as null', async () => {
    const blank = await ask('/v1/subscriptions/A-S00900071');
    const evergreen = await ask('/v1/subscriptions/A-S00900057');

    expect(blank.body).toMatchObject({ invoiceOwnerAccountId: null, invoiceOwnerAccountNumber: null });
    expect(evergreen.body).toMatchObject({
      termType: 'EVERGREEN',
      termEndDate: null,
      subscriptionEndDate: null,
    });
  });

  it('has the marketplace fields', async () => {
    const { body } = await ask('/v1/subscriptions/A-S00900091');

    expect(body).toMatchObject({
      MarketplaceOfferType__c: 'Public Offer',
      ExternalSubscriptionSource__c: 'GCP',
    });
  });

  it('answers 404 for an unknown number, but 200 where the caller names an old API version or none', async () => {
    const modern = await ask('/v1/subscriptions/A-S00999999');
    const old = await ask('/v1/subscriptions/A-S00999999', { 'zuora-version': '211.0' });
    const none = await ask('/v1/subscriptions/A-S00999999', {});

    expect([modern.status, old.status, none.status]).toEqual([404, 200, 200]);
    for (const { body } of [modern, old, none]) {
      expect(body).toMatchObject({
        success: false,
        processId: expect.any(String),
        reasons: [{ code: 50000040 }],
      });
    }
  });
});

describe('one account', () => {
  it('has custom fields beside the standard ones', async () => {
    const { body } = await ask('/v1/accounts/A00900081');

    expect(body['basicInfo']).toMatchObject({
      name: 'Calder Pumps',
      SSPChannel__c: 'Reseller',
      parentId: upstreams.world.account('A00900080').id,
    });
    expect(body['soldToContact']).toMatchObject({ workEmail: 'it@calder.example' });
  });

  it('distinguishes blank, missing and unexpected channels', async () => {
    const numbers = ['A00900100', 'A00900101', 'A00900102', 'A00900103', 'A00900104', 'A00900105'];
    const answers = await Promise.all(numbers.map((number) => ask(`/v1/accounts/${number}`)));
    const channels = answers.map(({ body }) => body['basicInfo']?.['SSPChannel__c']);

    expect(channels).toEqual([null, undefined, 'Reseller ', 'reseller', 'Partner', '']);
  });

  it('can change between two calls', async () => {
    upstreams.world.account('A00900004').custom['SSPChannel__c'] = 'Non-Reseller';
    const { body } = await ask('/v1/accounts/A00900004');
    upstreams.world.account('A00900004').custom['SSPChannel__c'] = 'Reseller';

    expect(body['basicInfo']?.['SSPChannel__c']).toBe('Non-Reseller');
  });
});

describe('lists', () => {
  it('pages the subscriptions of an account with absolute addresses', async () => {
    const first = await ask('/v1/subscriptions/accounts/A00900400?pageSize=40');
    const next = new URL(String(first.body['nextPage']));
    const second = await ask(next.pathname + next.search);

    expect(next.origin).toBe(upstreams.zuora.url);
    expect([first.body['subscriptions']?.length, second.body['subscriptions']?.length]).toEqual([40, 5]);
    expect(second.body['nextPage']).toBeUndefined();
  });

  it('refuses pages of more than forty, and returns an empty list for an account without subscriptions', async () => {
    const tooMany = await ask('/v1/subscriptions/accounts/A00900400?pageSize=41');
    const empty = await ask('/v1/subscriptions/accounts/A00900107');

    expect(tooMany.status).toBe(400);
    expect(empty.body).toEqual({ subscriptions: [], success: true });
  });

  it('lists the newest version of the subscriptions that the account owns, not those that it pays for', async () => {
    const owned = await ask('/v1/subscriptions/accounts/A00900005');
    const { body } = await ask(`/v1/subscriptions/accounts/${upstreams.world.account('A00900902').id}`);

    expect(owned.body['subscriptions']?.map((subscription) => subscription['version'])).toEqual([4]);
    expect(body['subscriptions']).toEqual([]);
  });

  it('shows an owner transfer among the orders', async () => {
    const { body } = await ask('/v1/orders/subscription/A-S00900006?status=completed');
    const actions = body['orders']?.map((order) => order['subscriptions']?.[0]?.['orderActions']?.[0]);

    expect(actions).toMatchObject([
      { type: 'OwnerTransfer', ownerTransfer: { destinationInvoiceAccountNumber: 'A00900006' } },
      { type: 'CreateSubscription' },
    ]);
  });
});

describe('Object Query', () => {
  it('returns every version in order, with the owners of each', async () => {
    const query = 'filter[]=name.EQ:A-S00900005&sort[]=version.ASC&expand[]=invoiceowner&pageSize=99';
    const { body } = await ask(`/object-query/subscriptions?${query}`);
    const owners = body['data']?.map((row) => row['invoiceOwner']?.['name']);

    const [earlier, now] = ['Bramblegate Partners', 'Kestrel Foods'];
    expect(owners).toEqual([earlier, earlier, earlier, now]);
    expect(body['data']?.map((row) => row['isLatestVersion'])).toEqual([false, false, false, true]);
    expect(Object.keys(body)).toEqual(['data']);
  });

  it('shows one version only where the others are known from orders', async () => {
    const { body } = await ask('/object-query/subscriptions?filter[]=name.EQ:A-S00900006');

    expect(body['data']).toMatchObject([{ version: 2, isLatestVersion: true }]);
  });

  it('leaves out null fields by default', async () => {
    const path = '/object-query/subscriptions?filter[]=name.EQ:A-S00900071';
    const without = await ask(path);
    const included = await ask(`${path}&includeNullFields=true`);

    expect(Object.keys(without.body['data']?.[0] ?? {})).not.toContain('invoiceOwnerId');
    expect(included.body['data']?.[0]?.['invoiceOwnerId']).toBeNull();
  });

  it('finds an address on several accounts, whatever its case', async () => {
    const { body } = await ask('/object-query/contacts?filter[]=workEmail.EQ:IT@pallas.example');
    const accounts = body['data']?.map((row) => upstreams.world.account(String(row['accountId'])).number);

    expect(accounts?.toSorted()).toEqual(['A00900031', 'A00900032']);
  });

  it('finds accounts by Salesforce id in its stored form', async () => {
    const kept = upstreams.world.account('A00900051').crmId;
    const short = await ask(`/object-query/accounts?filter[]=crmid.EQ:${kept}`);
    const shared = upstreams.world.account('A00900095').crmId;
    const two = await ask(`/object-query/accounts?filter[]=crmid.EQ:${shared}`);

    expect(kept).toHaveLength(15);
    expect(short.body['data']).toMatchObject([{ accountNumber: 'A00900051' }]);
    expect(two.body['data']?.length).toBe(2);
  });

  it('pages with a cursor', async () => {
    const path = `/object-query/subscriptions?filter[]=accountid.EQ:${upstreams.world.account('A00900400').id}`;
    const first = await ask(`${path}&pageSize=30`);
    const second = await ask(
      `${path}&pageSize=30&cursor=${encodeURIComponent(String(first.body['nextPage']))}`,
    );

    expect([first.body['data']?.length, second.body['data']?.length]).toEqual([30, 15]);
    expect(second.body['nextPage']).toBeUndefined();
  });

  it.each([
    'filter[]=shoesize.EQ:44',
    'filter[]=name',
    'sort[]=shoesize.ASC',
    'expand[]=everything',
    'pageSize=100',
    'cursor=no',
  ])('refuses %s', async (query) => {
    const { status, body } = await ask(`/object-query/subscriptions?${query}`);

    expect(status).toBe(400);
    expect(body).toMatchObject({ reasons: [{ code: 50000027 }], requestId: expect.any(String) });
  });
});

describe('all of Zuora', () => {
  it('returns request ids and rate-limit headers, and compresses long answers', async () => {
    const { headers } = await ask('/v1/subscriptions/A-S00900001', { 'zuora-track-id': 'case-1' });

    expect(headers.get('zuora-request-id')).toBeTruthy();
    expect(headers.get('zuora-track-id')).toBe('case-1');
    expect(headers.get('ratelimit-remaining')).toBeTruthy();
    expect(headers.get('content-encoding')).toBe('gzip');
  });

  it('is read-only and has no other address', async () => {
    const url = `${upstreams.zuora.url}/v1/subscriptions/A-S00900001`;
    const put = await fetch(url, { method: 'PUT', headers: token });
    const other = await ask('/v1/invoices/1');

    expect([put.status, other.status]).toEqual([405, 404]);
  });

  it('has pages for people, with escaped names', async () => {
    const account = upstreams.world.account('A00900058');
    const page = await getFromStandIn(upstreams.zuora, `/platform/accounts/${account.id}`);
    const subscription = upstreams.world.subscription('A-S00900058');
    const other = await getFromStandIn(upstreams.zuora, `/platform/subscriptions/${subscription.id}`);
    const none = await getFromStandIn(upstreams.zuora, '/platform/accounts/0');

    expect([page.status, other.status, none.status]).toEqual([200, 200, 404]);
    expect(page.text).toContain('stand-in page');
    expect(page.text).not.toContain('<!channel>');
    expect(other.text).not.toContain('<Co>');
    expect(upstreams.zuora.requests).toEqual([]);
  });
});
