import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NONSENSE_VARIANTS } from '../../../scripts/sandbox/upstreams/faults.ts';
import { dropField, overrideField } from '../../../scripts/sandbox/upstreams/tamper.ts';
import { startUpstreams, type Upstreams } from '../../../scripts/sandbox/upstreams/upstreams.ts';
import {
  authorizationFor,
  getFromStandIn,
  type StandInResponse,
  signInWithForm,
  signInWithJson,
} from './stand-in-client.ts';

const PATH = '/v1/accounts/A00900001';
let upstreams: Upstreams;
let token: { authorization: string };

beforeAll(async () => {
  upstreams = await startUpstreams({ today: '2026-11-22' });
  token = await authorizationFor(upstreams.zuora, '/oauth/token');
});
beforeEach(() => upstreams.zuora.reset());
afterAll(() => upstreams.close());

function getAccount(path = PATH): Promise<StandInResponse> {
  return getFromStandIn(upstreams.zuora, path, token);
}

describe('a fault', () => {
  it('cuts the connection, at the sign-in too', async () => {
    upstreams.zuora.setFault('down');

    await expect(getAccount()).rejects.toThrow('fetch failed');
    await expect(signInWithForm(upstreams.zuora, '/oauth/token')).rejects.toThrow('fetch failed');
  });

  it('ends on request', async () => {
    upstreams.zuora.setFault('500');
    const during = await getAccount();
    upstreams.zuora.setFault('none');
    const after = await getAccount();

    expect([during.status, after.status]).toEqual([500, 200]);
  });

  it('answers 500 with a page', async () => {
    upstreams.zuora.setFault('500');
    const { status, headers, text } = await getAccount();

    expect(status).toBe(500);
    expect(headers.get('content-type')).toContain('text/html');
    expect(text).toContain('<html>');
  });

  it('answers 429 in plain text, with Retry-After of one second', async () => {
    upstreams.zuora.setFault('429');
    const { status, headers, body } = await getAccount();

    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('content-type')).toContain('text/plain');
    expect(body).toBeUndefined();
  });

  it('sends the right answer late', async () => {
    upstreams.zuora.setFault('slow', { seconds: 0.3 });
    const asked = performance.now();
    const { status, body } = await getAccount();

    expect(performance.now() - asked).toBeGreaterThan(250);
    expect(status).toBe(200);
    expect(body['basicInfo']).toMatchObject({ name: 'Halden Mills' });
  });

  it('sends headers and no body', async () => {
    upstreams.zuora.setFault('stall');
    const response = await fetch(upstreams.zuora.url + PATH, {
      headers: token,
      signal: AbortSignal.timeout(400),
    });

    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('refuses every token but still issues them', async () => {
    upstreams.zuora.setFault('401');
    const fresh = await authorizationFor(upstreams.zuora, '/oauth/token');
    const { status } = await getFromStandIn(upstreams.zuora, PATH, fresh);

    expect(status).toBe(401);
  });

  it('answers 403 in the format of each system', async () => {
    upstreams.zuora.setFault('403');
    upstreams.salesforce.setFault('403');
    upstreams.zendesk.setFault('403');
    const zuora = await getFromStandIn(upstreams.zuora, PATH, { ...token, 'zuora-version': '2025-08-12' });
    const salesforce = await getFromStandIn(upstreams.salesforce, '/services/data/v66.0/query');
    const zendesk = await getFromStandIn(upstreams.zendesk, '/api/v2/tickets/48211');
    upstreams.salesforce.reset();
    upstreams.zendesk.reset();

    expect([zuora.status, salesforce.status, zendesk.status]).toEqual([403, 403, 403]);
    expect(zuora.body).toMatchObject({ success: false, reasons: [{ code: 50000010 }] });
    expect(salesforce.body).toMatchObject([{ errorCode: 'INSUFFICIENT_ACCESS' }]);
    expect(zendesk.body).toMatchObject({ error: { title: 'Forbidden' } });
  });

  it('reports failure with status 200 and the given code, only at Zuora', async () => {
    upstreams.zuora.setFault('soft-error', { code: 58730050 });
    const { status, body } = await getAccount();

    expect(status).toBe(200);
    expect(body).toMatchObject({ success: false, reasons: [{ code: 58730050 }] });
    expect(() => upstreams.zendesk.setFault('soft-error')).toThrow('never fails with HTTP 200');
  });

  it.each(NONSENSE_VARIANTS)('returns invalid data with HTTP 200: %s', async (variant) => {
    const right = await getAccount();
    upstreams.zuora.setFault('nonsense', { variant });
    const { status, text, body } = await getAccount();

    expect(status).toBe(200);
    expect(text).not.toBe(right.text);
    if (variant === 'types') expect(body).toMatchObject({ success: 'yes', basicInfo: { name: 7 } });
    else expect(body).toBeUndefined();
  });

  it('can affect one kind of call, a few times', async () => {
    upstreams.zuora.setFault('500', { path: /^\/v1\/accounts/, times: 2 });
    const other = await getAccount('/v1/subscriptions/A-S00900001');
    const statuses = [await getAccount(), await getAccount(), await getAccount()].map(({ status }) => status);

    expect(other.status).toBe(200);
    expect(statuses).toEqual([500, 500, 200]);
  });

  it('affects the sign-in only where its path is named', async () => {
    upstreams.zuora.setFault('500');
    const spared = await signInWithForm(upstreams.zuora, '/oauth/token');
    upstreams.zuora.setFault('401', { path: /oauth/ });
    upstreams.zendesk.setFault('401', { path: /oauth/ });
    const hit = await signInWithForm(upstreams.zuora, '/oauth/token');
    const zendesk = await signInWithJson(upstreams.zendesk);
    upstreams.zendesk.reset();

    expect([spared.status, hit.status, zendesk.status]).toEqual([200, 401, 401]);
    expect(zendesk.body).toMatchObject({ error: 'invalid_client' });
  });

  it('affects one system only', async () => {
    upstreams.zuora.setFault('500');
    const { status } = await getFromStandIn(upstreams.zendesk, '/api/v2/tickets/48211');

    expect(status).toBe(401);
  });
});

describe('tampering', () => {
  it('removes or replaces a field, in successful answers only', async () => {
    upstreams.zuora.setTamper(dropField('basicInfo.SSPChannel__c'));
    const dropped = await getAccount();
    upstreams.zuora.setTamper(overrideField('basicInfo.name', 12));
    const overridden = await getAccount();
    upstreams.zuora.setTamper(null);
    const untouched = await getAccount();

    expect(Object.keys(dropped.body['basicInfo'] ?? {})).not.toContain('SSPChannel__c');
    expect(overridden.body['basicInfo']?.['name']).toBe(12);
    expect(untouched.body['basicInfo']).toMatchObject({ name: 'Halden Mills', SSPChannel__c: 'Reseller' });
  });

  it('reaches every row of a list', async () => {
    upstreams.zuora.setTamper(overrideField('data.*.version', 'one'));
    const { body } = await getAccount('/object-query/subscriptions?filter[]=name.EQ:A-S00900005');

    expect(body['data']?.map((row) => row['version'])).toEqual(['one', 'one', 'one', 'one']);
  });

  it('leaves the records unchanged', async () => {
    const { body: session } = await signInWithJson(upstreams.zendesk);
    const zendesk = { authorization: `Bearer ${String(session['access_token'])}` };
    upstreams.zendesk.setTamper(overrideField('organizations.*.organization_fields.account_type', 'other'));
    const { body } = await getFromStandIn(
      upstreams.zendesk,
      '/api/v2/tickets/48211?include=organizations',
      zendesk,
    );
    upstreams.zendesk.reset();

    expect(body['organizations']).toMatchObject([{ organization_fields: { account_type: 'other' } }]);
    expect(upstreams.world.organizations.some(({ fields }) => fields['account_type'] === 'other')).toBe(
      false,
    );
  });
});

describe('closing', () => {
  it('does not wait for late or missing answers', async () => {
    const others = await startUpstreams({ today: '2026-11-22', customers: [] });
    others.zuora.setFault('slow', { seconds: 600 });
    others.zendesk.setFault('stall');
    const slow = getFromStandIn(others.zuora, PATH).catch(() => 'gone');
    const stalled = getFromStandIn(others.zendesk, '/api/v2/tickets/1').catch(() => 'gone');
    while (others.zuora.requests.length + others.zendesk.requests.length < 2) await new Promise(setImmediate);
    await others.close();

    expect(await Promise.all([slow, stalled])).toEqual(['gone', 'gone']);
  });
});
