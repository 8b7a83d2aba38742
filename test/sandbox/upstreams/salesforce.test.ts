import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startUpstreams, type Upstreams } from '../../../scripts/sandbox/upstreams/upstreams.ts';
import { authorizationFor, getFromStandIn, type StandInResponse, signInWithForm } from './stand-in-client.ts';

const SIGN_IN = '/services/oauth2/token';
const ACCOUNT = `SELECT Id, Name, Owner.Name, Owner.Email,
  (SELECT AccountToId, AccountTo.Name, Role, IsPrimary, OpportunityId FROM AccountPartnersFrom) FROM Account`;

let upstreams: Upstreams;
let token: { authorization: string };

beforeAll(async () => {
  upstreams = await startUpstreams({ today: '2026-11-22' });
  token = await authorizationFor(upstreams.salesforce, SIGN_IN);
});
beforeEach(() => upstreams.salesforce.reset());
afterAll(() => upstreams.close());

function ask(path: string): Promise<StandInResponse> {
  return getFromStandIn(upstreams.salesforce, `/services/data/v66.0/${path}`, token);
}

function query(soql: string): Promise<StandInResponse> {
  return ask(`query?${new URLSearchParams({ q: soql }).toString()}`);
}

function crmId(number: string): string {
  return upstreams.world.account(number).crmId ?? '';
}

describe('signing in to Salesforce', () => {
  it('issues a token and names the address to use', async () => {
    const { status, body } = await signInWithForm(upstreams.salesforce, SIGN_IN);

    expect(status).toBe(200);
    expect(body).toMatchObject({ instance_url: upstreams.salesforce.url, token_type: 'Bearer' });
  });

  it.each([
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ client_id: 'wrong' }, 'invalid_client_id'],
    [{ grant_type: 'password' }, 'unsupported_grant_type'],
  ])('refuses %j', async (other, error) => {
    const { status, body } = await signInWithForm(upstreams.salesforce, SIGN_IN, other);

    expect(status).toBe(400);
    expect(body).toMatchObject({ error });
  });

  it('refuses expired sessions with an error in a list', async () => {
    upstreams.salesforce.expireTokens();
    const { status, body } = await query('SELECT Id FROM Account');
    token = await authorizationFor(upstreams.salesforce, SIGN_IN);

    expect(status).toBe(401);
    expect(body).toMatchObject([{ errorCode: 'INVALID_SESSION_ID' }]);
  });
});

describe('queries', () => {
  it('finds an account with its owner and its partners by a 15- or 18-character id', async () => {
    const short = await query(`${ACCOUNT} WHERE Id = '${crmId('A00900001').slice(0, 15)}'`);
    const { body, headers } = await query(`${ACCOUNT} WHERE Id = '${crmId('A00900001')}'`);

    expect(body).toEqual(short.body);
    expect(body).toMatchObject({ totalSize: 1, done: true });
    expect(body['records']?.[0]).toMatchObject({
      attributes: { type: 'Account' },
      Name: 'Halden Mills',
      Owner: { attributes: { type: 'User' }, Name: 'Robin Castell' },
      AccountPartnersFrom: {
        totalSize: 1,
        records: [{ AccountTo: { Name: 'Quillmark Resale Ltd' }, Role: 'Reseller', OpportunityId: null }],
      },
    });
    expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/\d+$/);
  });

  it('shows an empty Partners list as null and an unknown account as no record', async () => {
    const empty = await query(`${ACCOUNT} WHERE Id = '${crmId('A00900050')}'`);
    const none = await query(`${ACCOUNT} WHERE Id = '001000000000000AAA'`);

    expect(empty.body['records']?.[0]?.['AccountPartnersFrom']).toBeNull();
    expect(none.body).toEqual({ totalSize: 0, done: true, records: [] });
  });

  it('finds won opportunities, newest first, with partner and distributor', async () => {
    const fields = 'Id, Name, CloseDate, Deal_Path__c, Fulfillment_Partner__r.Name, Distributor__r.Name';
    const where = (number: string) =>
      `WHERE AccountId = '${crmId(number)}' AND IsWon = true ORDER BY CloseDate DESC NULLS LAST LIMIT 20`;
    const petrel = await query(`SELECT ${fields} FROM Opportunity ${where('A00900051')}`);
    const kestrel = await query(`select ${fields.toLowerCase()} from opportunity ${where('A00900005')}`);

    expect(petrel.body['records']).toMatchObject([
      {
        Fulfillment_Partner__r: { Name: 'Bramblegate Partners' },
        Distributor__r: { Name: 'Northfold Distribution' },
      },
    ]);
    expect(kestrel.body['records']).toMatchObject([
      { Deal_Path__c: 'Direct', CloseDate: '2026-11-01', Fulfillment_Partner__r: null },
      { Deal_Path__c: 'Partner', Fulfillment_Partner__r: { Name: 'Bramblegate Partners' } },
    ]);
  });

  it('leaves out lost opportunities', async () => {
    const { body } = await query(
      `SELECT Name FROM Opportunity WHERE AccountId = '${crmId('A00900070')}' AND IsWon = true`,
    );

    expect(body['records']).toMatchObject([{ Name: 'Sable - Renewal' }]);
  });

  it('supports escaped quotes, LIKE and IN', async () => {
    const like = await query("SELECT Name FROM Account WHERE Website LIKE '%kestrel-foods.example%' LIMIT 5");
    const among = await query(
      "SELECT Name FROM Account WHERE Name IN ('Kestrel Foods', 'O\\'Brien', 'Halden Mills')",
    );

    expect(like.body['records']).toMatchObject([{ Name: 'Kestrel Foods' }]);
    expect(among.body['totalSize']).toBe(2);
  });

  it.each([
    ['SELECT Id, Nope__c FROM Account', 'INVALID_FIELD'],
    ['SELECT Nope__r.Name FROM Opportunity', 'INVALID_FIELD'],
    ['SELECT Id FROM Account WHERE Nope__c = 1', 'INVALID_FIELD'],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE'],
    ['SELECT Id, (SELECT Id FROM Nothings) FROM Account', 'INVALID_TYPE'],
    ["SELECT Id FROM Account WHERE Id = 'short'", 'INVALID_QUERY_FILTER_OPERATOR'],
    ['SELECT FROM Account', 'MALFORMED_QUERY'],
    ["SELECT Id FROM Account WHERE Name = 'open", 'MALFORMED_QUERY'],
    ['SELECT Id FROM Account LIMIT', 'MALFORMED_QUERY'],
    ['', 'MALFORMED_QUERY'],
  ])('refuses %s', async (soql, errorCode) => {
    const { status, body } = await query(soql);

    expect(status).toBe(400);
    expect(body).toMatchObject([{ errorCode }]);
  });
});

describe('a tenant with missing fields', () => {
  it('refuses the whole query for one missing field, and does not describe it', async () => {
    upstreams.salesforce.fields.remove('Opportunity.Deal_Path__c');
    upstreams.salesforce.fields.remove('Opportunity.Distributor__c');
    const field = await query('SELECT Id, Deal_Path__c FROM Opportunity');
    const relationship = await query('SELECT Id, Distributor__r.Name FROM Opportunity');
    const described = await ask('sobjects/Opportunity/describe');
    const names = described.body['fields']?.map(({ name }) => String(name));

    expect([field.status, relationship.status]).toEqual([400, 400]);
    expect(names).toContain('Fulfillment_Partner__c');
    expect(names).not.toContain('Deal_Path__c');
  });

  it('hides partners from users without access', async () => {
    upstreams.salesforce.forbid('AccountPartner');
    const refused = await query(`${ACCOUNT} LIMIT 1`);
    const described = await ask('sobjects/Account/describe');
    upstreams.salesforce.allow('AccountPartner');
    const allowed = await query(`${ACCOUNT} LIMIT 1`);

    expect(refused.body).toMatchObject([{ errorCode: 'INVALID_TYPE' }]);
    expect(JSON.stringify(described.body['childRelationships'])).not.toContain('AccountPartner');
    expect(allowed.status).toBe(200);
  });

  it('can use up its daily quota', async () => {
    upstreams.salesforce.setFault('403', { reason: 'limit' });
    const { status, body } = await query('SELECT Id FROM Account');

    expect(status).toBe(403);
    expect(body).toMatchObject([{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }]);
  });
});

describe('all of Salesforce', () => {
  it('describes lookups with their relationship', async () => {
    const { body } = await ask('sobjects/Opportunity/describe');
    const lookup = body['fields']?.find(({ name }) => String(name) === 'Fulfillment_Partner__c');

    expect(lookup).toMatchObject({
      type: 'reference',
      relationshipName: 'Fulfillment_Partner__r',
      referenceTo: ['Account'],
    });
  });

  it('has a page for an account, and is read-only', async () => {
    const id = crmId('A00900001');
    const page = await getFromStandIn(upstreams.salesforce, `/lightning/r/Account/${id}/view`);
    const url = `${upstreams.salesforce.url}/services/data/v66.0/query`;
    const post = await fetch(url, { method: 'POST', headers: token });

    expect(page.text).toContain('Halden Mills');
    expect(page.text).toContain('stand-in page');
    expect(post.status).toBe(405);
  });
});
