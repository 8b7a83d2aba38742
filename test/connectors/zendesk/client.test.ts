import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notConfiguredHelpdesk } from '../../../src/connectors/unconfigured-systems.ts';
import { createZendesk } from '../../../src/connectors/zendesk/client.ts';
import type { Helpdesk } from '../../../src/ports/systems.ts';
import {
  FIXED_NOW,
  fakeFingerprint,
  fixedNow,
  type LocalHttpServer,
  lookupOptions,
  type RequestResponder,
  respondWith,
  startLocalHttpServer,
} from '../local-http-server.ts';

const gap = (kind: string) => ({ ok: false, gap: kind });

let server: LocalHttpServer;
let helpdesk: Helpdesk;

beforeEach(async () => {
  server = await startLocalHttpServer();
  helpdesk = createZendesk({
    url: server.url,
    auth: { kind: 'oauth', clientId: 'id', clientSecret: 'secret' },
    subscriptionField: '360001',
    emailFingerprint: fakeFingerprint,
    timeoutMs: 500,
    now: fixedNow,
  });
});

afterEach(() => server.close());

function aTicket(changes: Record<string, unknown> = {}, beside: Record<string, unknown> = {}) {
  return {
    ticket: {
      id: 4411,
      subject: 'SECRET',
      description: 'SECRET',
      requester_id: 7,
      organization_id: 5,
      ticket_form_id: 360000071293,
      priority: null,
      tags: ['lnr_cdot_login', 'resold_status_resold', 'SECRET'],
      custom_fields: [
        { id: 360001, value: 'see a-s00012345, A-S000860000 and A-S00012345; not XA-S00099999' },
        { id: 360002, value: 'SECRET' },
      ],
      ...changes,
    },
    users: [{ id: 7, name: 'SECRET', email: 'Jo@Halden-Mills.example' }],
    organizations: [
      {
        id: 5,
        name: 'Halden Mills',
        notes: 'SECRET',
        organization_fields: { account_type: 'customer', salesforce_id: '0015f00000abcDE' },
      },
    ],
    ...beside,
  };
}

describe('a ticket', () => {
  it('is returned without its texts', async () => {
    server.handle = respondWith(aTicket());

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toEqual({
      ok: true,
      asOf: FIXED_NOW.toISOString(),
      value: {
        id: '4411',
        host: new URL(server.url).host,
        requesterDomain: 'halden-mills.example',
        requesterFingerprint: fakeFingerprint('jo@halden-mills.example'),
        organisation: {
          name: 'Halden Mills',
          salesforceId: expect.stringMatching(/^0015f00000abcDE...$/),
          accountType: 'customer',
          region: null,
        },
        topic: 'sign-in',
        resoldClaim: 'resold',
        formId: '360000071293',
        subscriptionNumbers: ['A-S00012345', 'A-S000860000'],
      },
    });
    expect(JSON.stringify(answer)).not.toContain('SECRET');
  });

  it.each([
    [['lnr_cdot_contacts', 'lnr_sm_resend_to_new_contact'], 'contact-change', null],
    [['lnr_sm_license_errors'], 'license-upload', null],
    [['lnr_cdot_login', 'lnr_sm_license_errors'], null, null],
    [['resold_status_no', 'resold_status_unsure', 'toString', '__proto__'], null, null],
    [['resold_status_reseller', 'toString'], null, 'reseller'],
  ])('tagged %j is about %s and claims %s', async (tags, topic, resoldClaim) => {
    server.handle = respondWith(aTicket({ tags }));

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { topic, resoldClaim } });
  });

  it.each([
    [
      { account_type: 'alliance_partner', salesforce_id: null, sfdc_short_id: '0015f00000abcDE' },
      'alliance_partner',
    ],
    [{ account_type: '', salesforce_id: 'junk', sfdc_short_id: '0015f00000abcDE' }, null],
  ])('has an organisation with %j', async (organization_fields, accountType) => {
    server.handle = respondWith(
      aTicket({}, { organizations: [{ id: 5, name: 'Halden', organization_fields }] }),
    );

    const answer = await helpdesk.ticket('4411', lookupOptions());

    const salesforceId = expect.stringMatching(/^0015f00000abcDE...$/);
    expect(answer).toMatchObject({ value: { organisation: { accountType, salesforceId } } });
  });

  it('may have no organisation and no numbers', async () => {
    server.handle = respondWith(
      aTicket({ organization_id: null, custom_fields: [{ id: 360001, value: null }] }),
    );

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { organisation: null, subscriptionNumbers: [] } });
  });

  it.each<[unknown, readonly string[], boolean | undefined]>([
    ['“A‑S00012345”', ['A-S00012345'], undefined],
    ['`A–S00012345`, Ａ－Ｓ０００８６０００', ['A-S00012345', 'A-S00086000'], undefined],
    ['A-S\u200B0001\u00AD2345', ['A-S00012345'], undefined],
    [['A-S00012345', 'A-S00012346'], ['A-S00012345', 'A-S00012346'], undefined],
    ['', [], undefined],
    [' \n', [], undefined],
    [false, [], undefined],
    ['A-S0001', [], true],
    ['A-S00012345, A-S0001', ['A-S00012345'], true],
    ['see the order form', [], true],
    [12345, [], true],
    [{ number: 'A-S00012345' }, [], true],
  ])('whose subscription field holds %j', async (value, subscriptionNumbers, unreadable) => {
    server.handle = respondWith(aTicket({ custom_fields: [{ id: 360001, value }] }));

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { subscriptionNumbers } });
    expect(answer.ok && answer.value.subscriptionFieldUnreadable).toBe(unreadable);
  });

  it.each([
    ['it is another one', aTicket({ id: 4412 })],
    ['its id is a text', aTicket({ id: '4411' })],
    ['it is empty', {}],
  ])('is rejected when %s', async (_what, body) => {
    server.handle = respondWith(body);

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toMatchObject(gap('invalid-response'));
  });

  it.each([
    [
      'its organisation did not come along',
      aTicket({}, { organizations: [] }),
      { organisation: null },
      ['organisation'],
    ],
    [
      'no organisation came along',
      aTicket({}, { organizations: undefined }),
      { organisation: null },
      ['organisation'],
    ],
    [
      'its organisation is not shown',
      aTicket({ organization_id: undefined }),
      { organisation: null },
      ['organisation'],
    ],
    [
      'its organisation is a text',
      aTicket({ organization_id: '5' }),
      { organisation: null },
      ['organisation'],
    ],
    [
      'its organisation has no name',
      aTicket({}, { organizations: [{ id: 5, name: null }] }),
      { organisation: { name: 'organisation 5', salesforceId: null } },
      undefined,
    ],
    [
      'the type of account is a number',
      aTicket({}, { organizations: [{ id: 5, name: 'x', organization_fields: { account_type: 1 } }] }),
      { organisation: { name: 'x', accountType: null } },
      undefined,
    ],
    ['a tag is a number', aTicket({ tags: ['lnr_cdot_login', 1] }), { topic: 'sign-in' }, undefined],
    ['the tags are a text', aTicket({ tags: 'lnr_cdot_login' }), { topic: null }, ['tags']],
    ['there are no tags', aTicket({ tags: undefined }), { topic: null }, ['tags']],
    ['nobody requested it', aTicket({ requester_id: null }), { requesterDomain: null }, ['requester']],
    [
      'a user is a text',
      aTicket({}, { users: ['x', { id: 7, email: 'jo@halden.example' }] }),
      { requesterDomain: 'halden.example' },
      undefined,
    ],
    ['its form is a text', aTicket({ ticket_form_id: 'x' }), { formId: null }, undefined],
    [
      'its own fields are a text',
      aTicket({ custom_fields: 'x' }),
      { subscriptionNumbers: [], subscriptionFieldUnreadable: true },
      undefined,
    ],
  ])('is accepted when %s', async (_what, body, value, unread) => {
    server.handle = respondWith(body);

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toMatchObject({ ok: true, value: { id: '4411', ...value } });
    expect(answer.ok && answer.value.unread).toEqual(unread);
  });

  it.each([
    ['merged into another', aTicket({ status: 'closed', tags: ['closed_by_merge'] }), 'merged'],
    ['deleted', aTicket({ status: 'deleted', organization_id: null, requester_id: null }), 'deleted'],
    ['an ordinary one', aTicket({ status: 'closed' }), undefined],
  ])('reports that it is %s', async (_what, body, gone) => {
    server.handle = respondWith(body);

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer.ok && answer.value.gone).toBe(gone);
  });

  const withFields = (organization_fields: object, tags?: string[]) =>
    aTicket({}, { organizations: [{ id: 5, name: 'Halden', tags, organization_fields }], users: [] });
  it.each([
    ['a checkbox', withFields({ restricted_account: true }), true],
    ['a text', withFields({ restricted_account: 'Yes' }), true],
    ['a value of another type', withFields({ restricted_account: { value: 'x' } }), true],
    ['a tag of the organisation', withFields({}, ['restricted_account']), true],
    [
      'a tag of the ticket',
      aTicket({ tags: ['restricted_account'] }, { organizations: [], users: [] }),
      true,
    ],
    [
      'an organisation whose id cannot be matched',
      aTicket(
        { organization_id: '5' },
        {
          organizations: [{ id: 5, name: 'Halden', organization_fields: { restricted_account: true } }],
          users: [],
        },
      ),
      true,
    ],
    ['an empty checkbox', withFields({ restricted_account: false }), undefined],
    ['a plain no', withFields({ restricted_account: ' No ' }), undefined],
    ['nothing', withFields({ restricted_account: null }), undefined],
  ])('is restricted by %s: %s', async (_what, body, restricted) => {
    server.handle = (request, ...rest) =>
      respondWith(
        request.url?.startsWith('/api/v2/users/') ? { user: { id: 7, email: 'x@y.example' } } : body,
      )(request, ...rest);

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer.ok && answer.value.restricted).toBe(restricted);
    // The requester of a restricted ticket is not looked up.
    expect(server.asked()).toHaveLength(restricted ? 1 : 2);
  });

  it.each(['', '0', '12.json', '../users/7', '1e3'])('with the id "%s" is not looked up', async (id) => {
    const answer = await helpdesk.ticket(id, lookupOptions());

    expect(answer).toMatchObject(gap('invalid-response'));
    expect(server.seen).toEqual([]);
  });

  it.each([
    ['is not there', respondWith({ error: 'RecordNotFound' }, 404), 'not-found'],
    [
      'cannot be read just now',
      respondWith('Too many requests', 429, { 'retry-after': '3600' }),
      'rate-limited',
    ],
    ['is not for us', respondWith({}, 403), 'forbidden'],
  ])('that %s is a gap', async (_what, handle, kind) => {
    server.handle = handle;

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toMatchObject(gap(kind));
  });
});

describe('a requester who is missing from the response', () => {
  const user =
    (handle: RequestResponder): RequestResponder =>
    (request, ...rest) =>
      (request.url?.startsWith('/api/v2/users/7') ? handle : respondWith(aTicket({}, { users: [] })))(
        request,
        ...rest,
      );

  it.each([
    [
      'has a domain',
      respondWith({ user: { id: 7, email: 'jo@halden.example' } }),
      { value: { requesterDomain: 'halden.example' } },
    ],
    ['has no address', respondWith({ user: { id: 7, email: null } }), { value: { requesterDomain: null } }],
    ['was deleted', respondWith({}, 404), { value: { requesterDomain: null } }],
    [
      'is another one',
      respondWith({ user: { id: 8, email: 'x@y.example' } }),
      { value: { requesterDomain: null, unread: ['requester'] } },
    ],
    ['cannot be read', respondWith('', 403), { value: { requesterDomain: null, unread: ['requester'] } }],
  ])('is looked up: %s', async (_what, handle, expected) => {
    server.handle = user(handle);

    const answer = await helpdesk.ticket('4411', lookupOptions());

    expect(answer).toMatchObject(expected);
  });
});

describe('signing in', () => {
  it('requests read-only scopes in JSON', async () => {
    let body = '';
    const usual = server.handleSignIn;
    server.handleSignIn = (request, response, text) => {
      body = text;
      usual(request, response, text);
    };
    server.handle = respondWith(aTicket());

    await helpdesk.ticket('4411', lookupOptions());

    expect(JSON.parse(body)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'id',
      client_secret: 'secret',
      scope: 'tickets:read users:read organizations:read',
    });
  });

  it('is not needed with an API token, whose refusal is final', async () => {
    const seen: unknown[] = [];
    server.handle = (request, ...rest) => {
      seen.push(request.headers.authorization);
      respondWith({}, 401)(request, ...rest);
    };
    const auth = { kind: 'token', email: 'bot@support.example', apiToken: 'legacy' } as const;
    const legacy = createZendesk({
      url: server.url,
      auth,
      emailFingerprint: fakeFingerprint,
      timeoutMs: 500,
      now: fixedNow,
    });

    const answer = await legacy.ticket('4411', lookupOptions());

    expect(answer).toMatchObject(gap('unauthenticated'));
    expect(seen).toEqual([`Basic ${Buffer.from('bot@support.example/token:legacy').toString('base64')}`]);
  });
});

describe('Zendesk that is not configured', () => {
  it('returns `not-configured`', async () => {
    const answer = await notConfiguredHelpdesk(fixedNow).ticket('1', lookupOptions());

    expect(answer).toMatchObject(gap('not-configured'));
  });
});
