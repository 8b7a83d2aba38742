import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSalesforce } from '../../../src/connectors/salesforce/client.ts';
import { notConfiguredCrm } from '../../../src/connectors/unconfigured-systems.ts';
import type { Crm } from '../../../src/ports/systems.ts';
import {
  FIXED_NOW,
  fixedNow,
  type LocalHttpServer,
  lookupOptions,
  type RequestResponder,
  respondWith,
  startLocalHttpServer,
} from '../local-http-server.ts';

const ID = '0015f00000abcDEAAY';
const SHORT = ID.slice(0, 15);
const gap = (kind: string) => ({ ok: false, gap: kind });

let server: LocalHttpServer;
let crm: Crm;

beforeEach(async () => {
  server = await startLocalHttpServer();
  server.handleSignIn = respondToSignIn(server.url);
  crm = createSalesforce({
    url: server.url,
    clientId: 'id',
    clientSecret: 'secret',
    timeoutMs: 500,
    now: fixedNow,
  });
});

afterEach(() => server.close());

/** A token response with a base URL and without a lifetime, as Salesforce sends it. */
function respondToSignIn(instance_url: string): RequestResponder {
  return respondWith({ access_token: 'token', instance_url, token_type: 'Bearer' });
}

function respondWithRecords(...records: unknown[]): RequestResponder {
  return respondWith({ totalSize: records.length, done: true, records });
}

/** Handles descriptions by path and everything else as a query. */
function respondToQueries(query: RequestResponder, names: readonly string[] = ['AccountPartnersFrom']): void {
  const describe = respondWith({
    fields: names.map((name) => ({ name, relationshipName: name.replace('__c', '__r') })),
    childRelationships: names.map((relationshipName) => ({ relationshipName })),
  });
  server.handle = (request, ...rest) =>
    (request.url?.endsWith('/describe') ? describe : query)(request, ...rest);
}

function lastQuery(): string {
  const asked = server.asked().findLast((one) => one.includes('/query')) ?? '';
  return new URL(asked.replace('GET ', ''), server.url).searchParams.get('q') ?? '';
}

describe('an account', () => {
  it.each([
    ['EMEA SMB Sales User', 'smb-pool'],
    ['amer smb sales user', 'smb-pool'],
    ['APAC Integration User', 'other'],
    ['Renewals Queue', 'other'],
    ['Jo Doe [ DO NOT CHATTER ]', 'other'],
    ['Userin Queueneau', 'person'],
  ])('of %s belongs to: %s', async (name, kind) => {
    server.handle = respondWithRecords({ Id: ID, Name: 'Halden', Owner: { Name: name } });

    const answer = await crm.account(SHORT, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { name: 'Halden', owner: { name, kind } } });
    expect(lastQuery()).toMatch(/^SELECT Id, Name, Owner\.Name FROM Account WHERE Id = '0015f00000abcDE...'/);
  });

  it('has its type when Salesforce shows that field', async () => {
    respondToQueries(
      respondWithRecords({ Id: ID, Name: 'Halden', Type: 'Partner', Owner: { Name: 'Jo Doe' } }),
      ['Type'],
    );

    expect(await crm.account(SHORT, lookupOptions())).toMatchObject({ ok: true, value: { type: 'Partner' } });
    expect(lastQuery()).toMatch(/^SELECT Id, Name, Owner\.Name, Type FROM Account /);
  });

  it('has its sales region when Salesforce shows that field, and ignores an invalid one', async () => {
    const account = { Id: ID, Name: 'Halden', Owner: { Name: 'Jo Doe' } };
    const field = 'Account_Demographics_Geo__c';
    respondToQueries(respondWithRecords({ ...account, [field]: 'EMEA' }), ['Type', field]);
    expect(await crm.account(SHORT, lookupOptions())).toMatchObject({ ok: true, value: { region: 'EMEA' } });
    expect(lastQuery()).toContain('Owner.Name, Type, Account_Demographics_Geo__c FROM Account');
    respondToQueries(respondWithRecords({ ...account, [field]: { odd: true } }), ['Type', field]);

    expect(await crm.account(SHORT, lookupOptions({ fresh: true }))).toMatchObject({
      ok: true,
      value: { region: null, owner: { name: 'Jo Doe' } },
    });
  });

  it('is read without its type when the field has been removed', async () => {
    const answered = respondWithRecords({ Id: ID, Name: 'Halden', Owner: { Name: 'Jo Doe' } });
    const refused = respondWith([{ errorCode: 'INVALID_FIELD', message: 'm' }], 400);
    respondToQueries(
      (request, ...rest) => (request.url?.includes('Type') ? refused : answered)(request, ...rest),
      ['Type'],
    );

    expect(await crm.account(SHORT, lookupOptions())).toMatchObject({
      ok: true,
      value: { type: null, owner: { name: 'Jo Doe' } },
    });
  });

  it.each([
    ['there is none', respondWithRecords(), 'not-found'],
    [
      'another one came back',
      respondWithRecords({ Id: '0015f00000abcdE', Name: 'x', Owner: { Name: 'y' } }),
      'invalid-response',
    ],
    ['its owner is not shown', respondWithRecords({ Id: SHORT, Name: 'x', Owner: null }), 'invalid-response'],
    ['the list goes on elsewhere', respondWith({ done: false, records: [] }), 'invalid-response'],
    [
      'a field is missing',
      respondWith([{ errorCode: 'INVALID_FIELD', message: 'm' }], 400),
      'invalid-response',
    ],
    ['we asked at a wrong place', respondWith([], 404), 'invalid-response'],
    ['it is not for us', respondWith([{ errorCode: 'INSUFFICIENT_ACCESS', message: 'm' }], 403), 'forbidden'],
    [
      'the quota is used up',
      respondWith([{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'm' }], 403),
      'rate-limited',
    ],
    [
      'the session stays bad',
      respondWith([{ errorCode: 'INVALID_SESSION_ID', message: 'm' }], 401),
      'unauthenticated',
    ],
  ])('is a gap when %s', async (_what, handle, kind) => {
    server.handle = handle;

    const answer = await crm.account(SHORT, lookupOptions());

    expect(answer).toMatchObject(gap(kind));
  });

  it.each(["001' OR Name != '", '', 'short', `${SHORT}AAB`])(
    'with the id "%s" is not queried',
    async (id) => {
      const answers = await Promise.all([
        crm.account(id, lookupOptions()),
        crm.partners(id, lookupOptions()),
        crm.wonOpportunities(id, lookupOptions()),
      ]);

      expect(answers.every((answer) => !answer.ok && answer.gap === 'invalid-response')).toBe(true);
      expect(server.asked().some((one) => one.includes('/query'))).toBe(false);
    },
  );
});

describe('partners', () => {
  const partner = (to: string, role: string | null) => ({
    AccountToId: to,
    AccountTo: { Name: `n${to}` },
    Role: role,
  });

  it('are listed once each', async () => {
    const [one, two] = ['0015f00000aaaaa', '0015f00000bbbbb'];
    const records = [partner(one, 'VAR/Reseller'), partner(two, null), partner(one, null)];
    respondToQueries(
      respondWithRecords({ Id: SHORT, AccountPartnersFrom: { totalSize: 3, done: true, records } }),
    );

    const answer = await crm.partners(SHORT, lookupOptions());

    expect(answer).toMatchObject({
      value: [
        { name: `n${one}`, role: 'VAR/Reseller' },
        { name: `n${two}`, role: null },
      ],
    });
  });

  it('may be empty', async () => {
    respondToQueries(respondWithRecords({ Id: SHORT, AccountPartnersFrom: null }));

    const answer = await crm.partners(SHORT, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: [] });
  });

  it.each([
    ['the list is not shown to us', ['Name'], respondWithRecords(), 'forbidden'],
    [
      'the list was not asked',
      ['AccountPartnersFrom'],
      respondWithRecords({ Id: SHORT }),
      'invalid-response',
    ],
    ['the account is not there', ['AccountPartnersFrom'], respondWithRecords(), 'not-found'],
  ])('are a gap when %s', async (_what, names, query, kind) => {
    respondToQueries(query, names);

    const answer = await crm.partners(SHORT, lookupOptions());

    expect(answer).toMatchObject(gap(kind));
  });
});

describe('won opportunities', () => {
  const row = {
    Id: '0065f00000abcDE',
    Name: 'Renewal',
    CloseDate: '2026-01-31',
    IsWon: true,
    Deal_Path__c: 'Partner',
    Fulfillment_Partner__r: { Name: 'Quillmark' },
    Distributor__r: null,
  };

  it('include their fulfillment partner', async () => {
    respondToQueries(respondWithRecords(row), ['Deal_Path__c', 'Fulfillment_Partner__c', 'Distributor__c']);

    const answer = await crm.wonOpportunities(SHORT, lookupOptions());

    expect(answer).toMatchObject({
      value: [{ closedOn: '2026-01-31', dealPath: 'Partner', resalePartner: 'Quillmark', distributor: null }],
    });
    expect(lastQuery()).toContain('Deal_Path__c, Fulfillment_Partner__r.Name, Distributor__r.Name FROM');
  });

  it('are queried without fields that the organisation lacks', async () => {
    respondToQueries(
      respondWithRecords({ ...row, Deal_Path__c: undefined, Fulfillment_Partner__r: undefined }),
      ['Name'],
    );

    await crm.wonOpportunities(SHORT, lookupOptions());
    const answer = await crm.wonOpportunities('0015f00000bbbbb', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: [{ dealPath: null, resalePartner: null }] });
    expect(lastQuery()).toContain('SELECT Id, Name, CloseDate, IsWon FROM Opportunity');
    expect(server.asked().filter((one) => one.includes('describe'))).toHaveLength(1);
  });

  it('use a cached description even when the cache is bypassed', async () => {
    respondToQueries(respondWithRecords(row), ['Deal_Path__c']);

    await crm.wonOpportunities(SHORT, lookupOptions());
    await crm.wonOpportunities(SHORT, lookupOptions({ fresh: true }));

    expect(server.asked().filter((one) => one.includes('describe'))).toHaveLength(1);
    expect(server.asked().filter((one) => one.includes('/query'))).toHaveLength(2);
  });

  it('tolerate an invalid entry in the description', async () => {
    const fields = [
      'x',
      { name: 7 },
      { name: 'Deal_Path__c', relationshipName: [] },
      { name: 'Deal_Path__c' },
    ];
    const describe = respondWith({ fields, childRelationships: [null] });
    server.handle = (request, ...rest) =>
      (request.url?.endsWith('/describe') ? describe : respondWithRecords(row))(request, ...rest);

    const answer = await crm.wonOpportunities(SHORT, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: [{ dealPath: 'Partner' }] });
  });

  it('are queried again when a described field no longer exists', async () => {
    const gone = respondWith([{ errorCode: 'INVALID_FIELD', message: 'm' }], 400);
    const query: RequestResponder = (request, ...rest) =>
      (request.url?.includes('Deal_Path__c') ? gone : respondWithRecords(row))(request, ...rest);
    respondToQueries(respondWithRecords(row), ['Deal_Path__c']);
    await crm.wonOpportunities(SHORT, lookupOptions());
    respondToQueries(query, ['Name']);

    const answer = await crm.wonOpportunities(SHORT, lookupOptions({ fresh: true }));

    expect(answer).toMatchObject({ ok: true });
    expect(lastQuery()).toContain('SELECT Id, Name, CloseDate, IsWon FROM Opportunity');
  });

  it.each([
    ['a date is none', { CloseDate: '31.01.2026' }, { closedOn: null }],
    ['one has no name', { Name: null }, { name: expect.stringContaining('0065f00000abcDE') }],
    ['the path is a number', { Deal_Path__c: 7 }, { dealPath: null }],
  ])('are returned when %s', async (_what, changes, value) => {
    respondToQueries(respondWithRecords({ ...row, ...changes }), ['Deal_Path__c', 'Fulfillment_Partner__c']);

    const answer = await crm.wonOpportunities(SHORT, lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: [{ resalePartner: 'Quillmark', ...value }] });
  });

  it.each([
    ['one was not won', { IsWon: false }],
    ['a partner is a text', { Distributor__r: 'Quillmark' }],
  ])('are a gap when %s', async (_what, changes) => {
    respondToQueries(respondWithRecords({ ...row, ...changes }), ['Distributor__c']);

    const answer = await crm.wonOpportunities(SHORT, lookupOptions());

    expect(answer).toMatchObject(gap('invalid-response'));
  });
});

describe('the API quota', () => {
  it.each([
    ['left', 'api-usage=89/100', { ok: true }],
    ['nearly used up', 'api-usage=90/100', gap('rate-limited')],
  ])('stops calls when it is %s', async (_what, usage, expected) => {
    const record = { Id: SHORT, Name: 'Halden', Owner: { Name: 'Jo' } };
    respondToQueries(respondWith({ done: true, records: [record] }, 200, { 'sforce-limit-info': usage }));
    const first = await crm.account(SHORT, lookupOptions());

    const second = await crm.account(SHORT, lookupOptions({ fresh: true }));

    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject(expected);
  });
});

describe('the access token', () => {
  it('is not sent to an untrusted host', async () => {
    const elsewhere = await startLocalHttpServer();
    server.handleSignIn = respondToSignIn(elsewhere.url);

    const answer = await crm.account(SHORT, lookupOptions());

    expect(answer).toMatchObject({ gap: 'invalid-response', detail: 'instance_url: untrusted host' });
    expect(elsewhere.seen).toEqual([]);
    await elsewhere.close();
  });
});

describe('Salesforce that is not configured', () => {
  it('returns `not-configured` for every lookup', async () => {
    const none = notConfiguredCrm(fixedNow);

    const answer = await none.partners(ID, lookupOptions());

    expect(answer).toEqual({ ok: false, gap: 'not-configured', asOf: FIXED_NOW.toISOString() });
  });
});
