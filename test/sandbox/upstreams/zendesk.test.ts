import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANARIES } from '../../../scripts/sandbox/upstreams/canaries.ts';
import { startUpstreams, type Upstreams } from '../../../scripts/sandbox/upstreams/upstreams.ts';
import { ZENDESK_LEGACY } from '../../../scripts/sandbox/upstreams/zendesk.ts';
import { SUBSCRIPTION_FIELD_ID } from '../../../scripts/sandbox/upstreams/zendesk-records.ts';
import { getFromStandIn, type StandInResponse, signInWithJson } from './stand-in-client.ts';

let upstreams: Upstreams;
let token: { authorization: string };

beforeAll(async () => {
  upstreams = await startUpstreams({ today: '2026-11-22' });
  token = await newToken();
});
beforeEach(() => upstreams.zendesk.reset());
afterAll(() => upstreams.close());

async function newToken(scope = 'tickets:read users:read organizations:read') {
  const { body } = await signInWithJson(upstreams.zendesk, { scope });
  return { authorization: `Bearer ${String(body['access_token'])}` };
}

function ask(path: string, headers: Record<string, string> = token): Promise<StandInResponse> {
  return getFromStandIn(upstreams.zendesk, `/api/v2/${path}`, headers);
}

describe('signing in to Zendesk', () => {
  it('issues a token with the requested scope and lifetime', async () => {
    const { body } = await signInWithJson(upstreams.zendesk, { expires_in: 600 });

    expect(body).toMatchObject({
      token_type: 'bearer',
      scope: 'tickets:read users:read organizations:read',
      expires_in: 600,
    });
  });

  it.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ scope: 'everything' }, 400, 'invalid_scope'],
    [{ expires_in: 10 }, 400, 'invalid_request'],
  ])('refuses %j', async (other, status, error) => {
    const answer = await signInWithJson(upstreams.zendesk, other);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error });
  });

  it('accepts the legacy API token, and no other Basic credentials', async () => {
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${ZENDESK_LEGACY.email}/token:${secret}`).toString('base64')}`,
    });
    const right = await ask('tickets/48211', basic(ZENDESK_LEGACY.apiToken));
    const wrong = await ask('tickets/48211', basic('wrong'));

    expect([right.status, wrong.status]).toEqual([200, 401]);
    expect(wrong.body).toEqual({ error: "Couldn't authenticate you" });
  });

  it('refuses an expired token and one without the scope', async () => {
    const narrow = await ask('tickets/48211', await newToken('users:read'));
    upstreams.zendesk.expireTokens();
    const expired = await ask('tickets/48211');
    token = await newToken();

    expect([narrow.status, expired.status]).toEqual([403, 401]);
    expect(expired.body).toMatchObject({ error: 'invalid_token' });
  });
});

describe('a ticket', () => {
  it('includes its people and organisation on request', async () => {
    const alone = await ask('tickets/48211');
    const { body } = await ask('tickets/48211?include=users,organizations');
    const halden = upstreams.world.account('A00900001').crmId;

    expect(Object.keys(alone.body)).toEqual(['ticket']);
    expect(body['ticket']).toMatchObject({ id: 48211, tags: ['lnr_cdot_login', 'resold_status_resold'] });
    expect(body['users']).toMatchObject([
      { id: Number(body['ticket']?.['requester_id']), email: 'ops@halden-mills.example' },
    ]);
    expect(body['organizations']).toMatchObject([
      { name: 'Halden Mills', organization_fields: { salesforce_id: halden, account_type: 'customer' } },
    ]);
  });

  it('has one subscription in its field, or two, or none', async () => {
    const field = async (id: number) => {
      const { body } = await ask(`tickets/${id}`);
      return body['ticket']?.['custom_fields']?.find(
        ({ id: one }) => Number(one) === SUBSCRIPTION_FIELD_ID,
      )?.['value'];
    };

    expect(await field(48211)).toBe('A-S00900001');
    expect(await field(48260)).toBe('A-S00900021, A-S00900022');
    expect(await field(48240)).toBeNull();
  });

  it('may have no organisation, an alliance partner or the reseller as organisation', async () => {
    const types = [48230, 48250, 48212].map(async (id) => {
      const { body } = await ask(`tickets/${id}?include=organizations`);
      return body['organizations']?.[0]?.['organization_fields']?.['account_type'];
    });

    expect(await Promise.all(types)).toEqual([undefined, 'alliance_partner', 'open_partner']);
  });

  it('contains secrets in its fields, comments, people and organisation', async () => {
    const ticket = await ask('tickets/48213?include=users,organizations');
    const comments = await ask('tickets/48213/comments');
    const all = JSON.stringify([ticket.body, comments.body]);

    for (const canary of CANARIES) expect(all).toContain(canary);
    expect(CANARIES.some((canary) => /^[A-Za-z0-9]{24}$/.test(canary))).toBe(true);
  });

  it('lists comments with their attachments and whether there are more', async () => {
    const { body } = await ask('tickets/48213/comments?page[size]=100&include=users');
    const none = await ask('tickets/48212/comments');

    expect(body['meta']).toMatchObject({ has_more: false });
    expect(body['comments']?.map((comment) => comment['public'])).toEqual([true, false]);
    expect(body['comments']?.[0]?.['attachments']?.[0]).toMatchObject({
      file_name: 'invoice-INV00048213.pdf',
    });
    expect(none.body['comments']?.[0]?.['attachments']).toEqual([]);
  });

  it('returns its requester, also alone', async () => {
    const { body } = await ask('tickets/48230');
    const user = await ask(`users/${String(body['ticket']?.['requester_id'])}`);

    expect(user.body['user']).toMatchObject({
      email: 'corvane.studio.sample.0090@gmail.com',
      role: 'end-user',
    });
  });

  it('answers 404 for an unknown ticket and 400 for an invalid number', async () => {
    const unknown = await ask('tickets/1');
    const word = await ask('tickets/abc');

    expect(unknown.status).toBe(404);
    expect(unknown.body).toEqual({ error: 'RecordNotFound', description: 'Not found' });
    expect(word.status).toBe(400);
  });
});

describe('all of Zendesk', () => {
  it('shows no secret on its page, and is read-only', async () => {
    const page = await getFromStandIn(upstreams.zendesk, '/agent/tickets/48211');
    const url = `${upstreams.zendesk.url}/api/v2/tickets/48211`;
    const put = await fetch(url, { method: 'PUT', headers: token, body: '{}' });

    expect(page.text).toContain('Ticket #48211');
    for (const canary of CANARIES) expect(page.text).not.toContain(canary);
    expect(put.status).toBe(405);
  });
});
