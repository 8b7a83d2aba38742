import { describe, expect, it } from 'vitest';
import { aZuoraSubscription, aZuoraSubscriptionVersion } from '../../builders/zuora-responses.ts';
import {
  FIXED_NOW,
  fakeFingerprint,
  lookupOptions,
  respondInSequence,
  respondWith,
} from '../local-http-server.ts';
import { useZuoraFixture } from './zuora-fixture.ts';

const zuora = useZuoraFixture();
const gap = (kind: string) => ({ ok: false, gap: kind });
const NUMBER = 'A-S00000001';

/** Fields of a blank invoice owner, with the given overrides. */
function blankSubscriptionExcept(changes: Record<string, unknown>) {
  return {
    invoiceOwnerAccountId: null,
    invoiceOwnerAccountNumber: null,
    invoiceOwnerAccountName: null,
    ...changes,
  };
}

describe('a subscription', () => {
  it('is mapped to the domain', async () => {
    zuora.server.handle = respondWith(aZuoraSubscription());

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toEqual({
      ok: true,
      asOf: FIXED_NOW.toISOString(),
      value: {
        id: '8a80000000000000000000000000a001',
        number: NUMBER,
        version: 3,
        status: 'Active',
        subscriptionOwner: {
          id: '8a80000000000000000000000000c001',
          number: 'A00000001',
          name: 'End Customer',
        },
        invoiceOwner: { id: '8a80000000000000000000000000c777', number: 'A00000777', name: 'Reseller Ltd' },
        endsOn: '2027-02-01',
        soldToDomain: 'customer.example',
        soldToFingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        marketplace: null,
        contents: {
          products: [{ name: 'Premium', seats: null, from: null, until: null }],
          startsOn: null,
          termMonths: null,
          autoRenew: null,
        },
      },
    });
    expect(zuora.calls.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['sign-in', 'ok'],
      ['subscription', 'ok'],
    ]);
  });

  it.each([
    ['has none of its own', null, { soldToFingerprint: null }],
    ['is not shown', undefined, {}],
    ['has no address', { workEmail: null }, {}],
    ['cannot be read', 'ana@customer.example', {}],
    [
      'has an address',
      { workEmail: ' Ana@Customer.example ' },
      { soldToFingerprint: fakeFingerprint('ana@customer.example') },
    ],
  ])('whose Sold-To contact %s has the matching fingerprint', async (_, soldToContact, expected) => {
    zuora.server.handle = respondWith({ ...aZuoraSubscription(), soldToContact });

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    const { soldToFingerprint } = answer.ok ? answer.value : {};
    expect(soldToFingerprint === undefined ? {} : { soldToFingerprint }).toEqual(expected);
    expect(JSON.stringify(answer).toLowerCase()).not.toContain('ana@');
  });

  it('is requested with the pinned API version', async () => {
    let version: unknown;
    zuora.server.handle = (request, ...rest) => {
      version = request.headers['zuora-version'];
      respondWith(aZuoraSubscription())(request, ...rest);
    };

    await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(version).toBe('2025-08-12');
  });

  it('has no invoice owner when all of its fields are blank', async () => {
    const [invoiceOwnerAccountId, invoiceOwnerAccountNumber, invoiceOwnerAccountName] = [null, '', null];
    zuora.server.handle = respondWith(
      aZuoraSubscription({ invoiceOwnerAccountId, invoiceOwnerAccountNumber, invoiceOwnerAccountName }),
    );

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ value: { invoiceOwner: null } });
  });

  it.each([
    ['the owner is half told', { invoiceOwnerAccountName: '' }],
    [
      'only the id of another owner is told',
      { invoiceOwnerAccountNumber: null, invoiceOwnerAccountName: null },
    ],
    ['the owner is not shown', { invoiceOwnerAccountNumber: undefined }],
    ['the id of a blank owner is not shown', blankSubscriptionExcept({ invoiceOwnerAccountId: undefined })],
    [
      'the number of a blank owner is not shown',
      blankSubscriptionExcept({ invoiceOwnerAccountNumber: undefined }),
    ],
    [
      'the name of a blank owner is not shown',
      blankSubscriptionExcept({ invoiceOwnerAccountName: undefined }),
    ],
    ['the owner is a number', { invoiceOwnerAccountNumber: 777 }],
    ['the status is new to us', { status: 'Paused' }],
    ['it is another one', { subscriptionNumber: 'A-S00000002' }],
    ['the end is no date', { subscriptionEndDate: '2027-02-30' }],
    ['there is no end', { subscriptionEndDate: null, termEndDate: null }],
    ['the version is a text', { version: '3' }],
    ['success is neither true nor false', { success: 'yes' }],
    ['a marketplace field is an object', { marketplaceoffertype__c: {} }],
  ])('is rejected when %s', async (_what, changes) => {
    zuora.server.handle = respondWith(aZuoraSubscription(changes));

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject(gap('invalid-response'));
  });

  it.each([
    [
      'the sold-to is a text',
      { soldToContact: 'it@customer.example' },
      'soldToContact',
      { soldToDomain: null },
    ],
    [
      'its address is a number',
      { soldToContact: { workEmail: 7 } },
      'soldToContact.workEmail',
      { soldToDomain: null },
    ],
    ['the sold-to is a list', { soldToContact: ['x'] }, 'soldToContact', { soldToDomain: null }],
    [
      'the customer has no name',
      { accountName: ' ' },
      'accountName',
      { subscriptionOwner: { number: 'A00000001', name: 'A00000001' } },
    ],
  ])('is accepted and logged when %s', async (_what, changes, field, value) => {
    zuora.server.handle = respondWith(aZuoraSubscription(changes));

    const answer = await zuora.billing.subscription(NUMBER, {
      ...lookupOptions(),
      request: { key: 'request-1' },
    });

    expect(answer).toMatchObject({ ok: true, value: { ...value, invoiceOwner: { number: 'A00000777' } } });
    expect(zuora.unread).toMatchObject([
      {
        system: 'zuora',
        operation: 'subscription',
        field,
        detail: expect.stringMatching(/^expected/),
        key: 'request-1',
      },
    ]);
    expect(JSON.stringify(zuora.unread)).not.toContain('customer.example');
  });

  it.each([
    ['PendingActivation', 'Pending Activation'],
    ['ACTIVE', 'Active'],
    ['pending_acceptance', 'Pending Acceptance'],
    ['Canceled', 'Cancelled'],
  ])('with the status written as %s is %s', async (written, status) => {
    zuora.server.handle = respondWith(aZuoraSubscription({ status: written }));

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { status } });
  });

  it.each([
    ['the term has an odd end beside the one that counts', { termEndDate: 'soon' }, '2027-02-01'],
    ['the kind of term is new to us', { termType: 'MONTHLY' }, '2027-02-01'],
    ['the end that counts is an empty text', { subscriptionEndDate: '' }, '2027-02-01'],
    ['it is Evergreen', { termType: 'Evergreen', subscriptionEndDate: null, termEndDate: null }, null],
  ])('has an end when %s', async (_what, fields, endsOn) => {
    zuora.server.handle = respondWith(aZuoraSubscription(fields));

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { endsOn } });
  });

  it('reports the invalid field, never its value', async () => {
    zuora.server.handle = respondWith(
      aZuoraSubscription({ accountName: { secret: 'Jane' }, status: 'Jane' }),
    );

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ detail: 'status: expected one of the known values' });
    expect(zuora.missing).toMatchObject([
      { system: 'zuora', operation: 'subscription', gap: 'invalid-response' },
    ]);
    expect(JSON.stringify([answer, zuora.missing])).not.toContain('Jane');
  });

  it.each([
    [{ MarketplaceOfferType__c: 'Private Offer' }, 'Private Offer'],
    [
      { marketplace_offer_type__c: 'Private Offer', External_Subscription_Source__c: 'AWS' },
      'AWS, Private Offer',
    ],
    [{ externalsubscriptionsource__c: 'Salesforce' }, null],
    [{ MARKETPLACEAGREEMENTID__C: 'agmt-1' }, 'marketplace agreement'],
    [{ marketplaceoffertype__c: ' ' }, null],
  ])('with %j was bought on the marketplace %s', async (fields, marketplace) => {
    zuora.server.handle = respondWith(aZuoraSubscription(fields));

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { marketplace } });
  });

  it.each([
    [{ subscriptionEndDate: null }, '2027-02-01'],
    [{ subscriptionEndDate: '2026-09-09' }, '2026-09-09'],
    [{ termType: 'EVERGREEN', subscriptionEndDate: null, termEndDate: null }, null],
    [{ status: 'Pending Activation', subscriptionEndDate: null, termEndDate: null }, null],
  ])('with %j ends on %s', async (fields, endsOn) => {
    zuora.server.handle = respondWith(aZuoraSubscription(fields));

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { endsOn } });
  });

  it.each(['not an address', 'two@@signs.example', '', null])(
    'has no sold-to domain in "%s"',
    async (workEmail) => {
      zuora.server.handle = respondWith(aZuoraSubscription({ soldToContact: { workEmail } }));

      const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

      expect(answer).toMatchObject({ ok: true, value: { soldToDomain: null } });
    },
  );

  it.each(['', '.', '..', '../accounts/A1', 'A-S1?x=1'])(
    'with the number "%s" is not looked up',
    async (number) => {
      const answer = await zuora.billing.subscription(number, lookupOptions());

      expect(answer).toMatchObject(gap('invalid-response'));
      expect(zuora.server.seen).toEqual([]);
    },
  );
});

describe('a subscription whose newest version is a draft', () => {
  const draft = respondWith(aZuoraSubscription({ status: 'Draft', version: 3 }));
  const drafted = aZuoraSubscriptionVersion(3, 'customer', { status: 'Draft', isLatestVersion: true });

  it('is read from its newest version that is not a draft', async () => {
    const data = [
      aZuoraSubscriptionVersion(1, 'reseller'),
      aZuoraSubscriptionVersion(2, 'reseller', { MarketplaceOfferType__c: 'Offer' }),
      drafted,
    ];
    zuora.routes({ '/v1/subscriptions/': draft, '/object-query/subscriptions': respondWith({ data }) });

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({
      ok: true,
      value: { version: 2, status: 'Active', invoiceOwner: { number: 'A00000777' }, marketplace: 'Offer' },
    });
  });

  it('is `not-found` when all versions are drafts', async () => {
    const only = { ...drafted, version: 1 };
    zuora.routes({
      '/v1/subscriptions/': draft,
      '/object-query/subscriptions': respondWith({ data: [only] }),
    });

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject({ gap: 'not-found', detail: 'only a draft' });
  });

  it.each([
    ['the version before it is missing', [aZuoraSubscriptionVersion(1, 'customer'), drafted]],
    ['nothing is told', []],
    [
      'the owner is not told in full',
      [
        aZuoraSubscriptionVersion(1, 'customer'),
        aZuoraSubscriptionVersion(2, 'reseller', { invoiceOwner: null }),
        drafted,
      ],
    ],
    [
      'the owner is another account',
      [
        aZuoraSubscriptionVersion(1, 'customer'),
        aZuoraSubscriptionVersion(2, 'reseller', {
          invoiceOwner: aZuoraSubscriptionVersion(1, 'customer')['account'],
        }),
        drafted,
      ],
    ],
  ])('is a gap when %s', async (_what, data) => {
    zuora.routes({ '/v1/subscriptions/': draft, '/object-query/subscriptions': respondWith({ data }) });

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions());

    expect(answer).toMatchObject(gap('invalid-response'));
  });
});

describe('a lookup', () => {
  it('is cached unless the cache is bypassed', async () => {
    zuora.server.handle = respondInSequence(
      respondWith(aZuoraSubscription()),
      respondWith(aZuoraSubscription({ version: 4 })),
    );

    await zuora.billing.subscription(NUMBER, lookupOptions());
    const kept = await zuora.billing.subscription(NUMBER.toLowerCase(), lookupOptions());
    const fresh = await zuora.billing.subscription(NUMBER, lookupOptions({ fresh: true }));

    expect([kept, fresh]).toMatchObject([{ value: { version: 3 } }, { value: { version: 4 } }]);
    expect(zuora.server.asked()).toHaveLength(2);
  });

  it('waits for a retry only within its deadline', async () => {
    zuora.server.handle = respondWith('', 429, { 'retry-after': '1' });

    const answer = await zuora.billing.subscription(NUMBER, {
      ...lookupOptions(),
      deadlineMonotonicMs: performance.now() + 500,
    });

    expect(answer).toMatchObject(gap('rate-limited'));
    expect(zuora.server.asked()).toHaveLength(1);
  });

  it('ends at its deadline', async () => {
    zuora.server.handle = () => undefined;

    const answer = await zuora.billing.subscription(NUMBER, lookupOptions({ ms: 50 }));

    expect(answer).toMatchObject({ ok: false, gap: 'timeout', asOf: FIXED_NOW.toISOString() });
  });
});
