import { describe, expect, it } from 'vitest';
import { aZuoraAccount } from '../../builders/zuora-responses.ts';
import {
  lookupOptions,
  type RequestResponder,
  respondInSequence,
  respondWith,
} from '../local-http-server.ts';
import { useZuoraFixture } from './zuora-fixture.ts';

const zuora = useZuoraFixture();
const gap = (kind: string) => ({ ok: false, gap: kind });

describe('an account', () => {
  it('is mapped to the domain', async () => {
    zuora.server.handle = respondWith(aZuoraAccount());

    const answer = await zuora.billing.account('A00000001', lookupOptions());

    expect(answer).toMatchObject({
      ok: true,
      value: {
        number: 'A00000001',
        name: 'End Customer',
        crmId: expect.stringMatching(/^0015f00000abcDE...$/),
        parentId: null,
        channel: 'Reseller',
        contactDomains: ['customer.example', 'reseller.example'],
      },
    });
  });

  it.each([
    ['exactly as it is', { SSPChannel__c: ' non-reseller ' }, ' non-reseller '],
    [
      'whatever the case of its key',
      { SSPChannel__c: undefined, sspchannel__C: 'Non-Reseller' },
      'Non-Reseller',
    ],
    ['as blank when it is null', { SSPChannel__c: null }, null],
    ['as blank when it is empty', { SSPChannel__c: '' }, null],
    ['as missing when there is no such field', { SSPChannel__c: undefined }, undefined],
    ['once when it is there twice', { SSPCHANNEL__C: 'Reseller' }, 'Reseller'],
  ])('has its channel %s', async (_what, changes, channel) => {
    zuora.server.handle = respondWith(aZuoraAccount(changes));

    const answer = await zuora.billing.account('A00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { channel } });
  });

  it.each([
    ['its channel is a list', { SSPChannel__c: ['Reseller'] }],
    ['its channel says two things', { SSPCHANNEL__C: 'Non-Reseller' }],
    ['it is another one', { accountNumber: 'A00000002' }],
    ['its parent is a number', { parentId: 7 }],
  ])('is rejected when %s', async (_what, changes) => {
    zuora.server.handle = respondWith(aZuoraAccount(changes));

    const answer = await zuora.billing.account('A00000001', lookupOptions());

    expect(answer).toMatchObject(gap('invalid-response'));
  });

  it.each([
    ['it has no name', aZuoraAccount({ name: ' ' }), 'basicInfo.name', { name: 'A00000001' }],
    ['its Salesforce id is a number', aZuoraAccount({ crmId: 15 }), 'basicInfo.crmId', { crmId: null }],
    ['a contact is a text', { ...aZuoraAccount(), billToContact: 'ap@x.example' }, 'billToContact', {}],
    [
      'an address is a list',
      { ...aZuoraAccount(), soldToContact: { workEmail: [] } },
      'soldToContact.workEmail',
      {},
    ],
  ])('is accepted and logged when %s', async (_what, body, field, value) => {
    zuora.server.handle = respondWith(body);

    const answer = await zuora.billing.account('A00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { channel: 'Reseller', ...value } });
    expect(zuora.unread).toMatchObject([{ operation: 'account', field }]);
  });

  it('without a channel field is logged', async () => {
    zuora.server.handle = respondWith(
      aZuoraAccount({ SSPChannel__c: undefined, SSP_Channel__c: 'Reseller' }),
    );

    const answer = await zuora.billing.account('A00000001', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { channel: undefined } });
    expect(zuora.unread).toMatchObject([{ operation: 'account', field: 'basicInfo.SSPChannel__c' }]);
  });

  it('is found by its Zuora id', async () => {
    zuora.server.handle = respondWith(aZuoraAccount());

    const answer = await zuora.billing.account('8a80000000000000000000000000c001', lookupOptions());

    expect(answer).toMatchObject({ ok: true });
  });
});

describe('accounts of a Salesforce account', () => {
  const LONG = '0015f00000abcDEAAY';
  const row = (id: string, crmId: string) => ({ id, accountNumber: `A-${id}`, name: id, crmId });

  it('are searched by both forms of the id, case-sensitively', async () => {
    zuora.server.handle = (request, ...rest) => {
      const data = request.url?.includes(`${LONG}&`)
        ? [row('one', LONG), row('other', LONG.toLowerCase())]
        : [row('two', LONG.slice(0, 15)), row('one', LONG)];
      respondWith({ data })(request, ...rest);
    };

    const answer = await zuora.billing.accountsByCrmId(LONG.slice(0, 15), lookupOptions());

    expect(answer).toMatchObject({ ok: true });
    expect(answer.ok && answer.value.map(({ id }) => id).toSorted()).toEqual(['one', 'two']);
    expect(zuora.server.asked()).toHaveLength(2);
  });

  it.each([
    ['there are none', respondWith({ data: [] }), 'not-found'],
    [
      'the filter was not applied',
      respondWith({ data: [row('one', '001AAAAAAAAAAAA')] }),
      'invalid-response',
    ],
    [
      'one of the two queries fails',
      respondInSequence(respondWith({ data: [] }), respondWith('', 403)),
      'forbidden',
    ],
  ])('are a gap when %s', async (_what, handle, kind) => {
    zuora.server.handle = handle;

    const answer = await zuora.billing.accountsByCrmId('0015f00000abcDE', lookupOptions());

    expect(answer).toMatchObject(gap(kind));
  });
});

describe('accounts of an email address', () => {
  const contact = (accountId: string, workEmail: string | null, personalEmail: string | null = null) => ({
    id: `contact-${accountId}`,
    accountId,
    workEmail,
    personalEmail,
  });
  const account = (id: string) => ({ id, accountNumber: `A-${id}`, name: id });
  const byField = (work: unknown[], personal: unknown[]) =>
    ((request, ...rest) => {
      respondWith({ data: request.url?.includes('workemail') ? work : personal })(request, ...rest);
    }) satisfies RequestResponder;

  it('are found once by either address of a contact, ignoring case', async () => {
    zuora.routes({
      '/object-query/contacts': byField(
        [contact('a1', 'IT@Pallas.example'), contact('a1', 'it@pallas.example')],
        [contact('a2', null, 'it@pallas.example')],
      ),
      '/object-query/accounts': respondWith({ data: [account('a1'), account('a2')] }),
    });

    const answer = await zuora.billing.accountsByEmail('it@pallas.example', lookupOptions());

    expect(answer).toMatchObject({ value: [{ number: 'A-a1' }, { number: 'A-a2' }] });
    expect(zuora.server.asked().at(-1)).toContain('id.IN%3A%5Ba1%2Ca2%5D');
  });

  it.each([
    ['nobody has it', { '/object-query/contacts': byField([], []) }, 'not-found'],
    [
      'others came back',
      { '/object-query/contacts': byField([contact('a1', 'x@y.example')], []) },
      'invalid-response',
    ],
    [
      'an id would change the query',
      {
        '/object-query/contacts': byField([contact('a1],x', 'it@pallas.example')], []),
        '/object-query/accounts': respondWith({ data: [account('a1],x')] }),
      },
      'invalid-response',
    ],
    [
      'one of the accounts is missing',
      {
        '/object-query/contacts': byField(
          [contact('a1', 'it@pallas.example'), contact('a2', 'it@pallas.example')],
          [],
        ),
        '/object-query/accounts': respondWith({ data: [account('a1')] }),
      },
      'invalid-response',
    ],
    [
      'personal addresses cannot be read',
      {
        '/object-query/contacts?filter%5B%5D=personalemail': respondWith({}, 403),
        '/object-query/contacts': byField([contact('a1', 'it@pallas.example')], []),
        '/object-query/accounts': respondWith({ data: [account('a1')] }),
      },
      'forbidden',
    ],
    ['contacts cannot be queried at all', {}, 'invalid-response'],
  ] as [string, Record<string, RequestResponder>, string][])(
    'are a gap when %s',
    async (_what, handlers, kind) => {
      zuora.routes(handlers);

      const answer = await zuora.billing.accountsByEmail('it@pallas.example', lookupOptions());

      expect(answer).toMatchObject(gap(kind));
    },
  );

  it('are queried with the unchanged address', async () => {
    const address = `"a,b]%[c'&d=1"+x@pallas.example`;
    let filter: string | null = null;
    zuora.server.handle = (request, ...rest) => {
      filter = new URL(request.url ?? '', zuora.server.url).searchParams.get('filter[]');
      respondWith({ data: [] })(request, ...rest);
    };

    await zuora.billing.accountsByEmail(address, lookupOptions());

    expect(filter).toMatch(/^(work|personal)email\.EQ:/);
    expect(String(filter).replace(/^\w+\.EQ:/, '')).toBe(address);
    expect(zuora.server.asked().join()).not.toMatch(/['"[\]]/);
  });
});
