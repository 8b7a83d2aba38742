import { pageRoute } from './pages.ts';
import type { SampleData } from './sample-data.ts';
import {
  bearerToken,
  type RefusalReason,
  type StandInReply,
  type StandInRequest,
  type SystemProtocol,
  type TokenStore,
} from './system-protocol.ts';
import { commentAnswers, organizationAnswer, ticketAnswer, userAnswer } from './zendesk-records.ts';

export const ZENDESK_CLIENT = {
  clientId: 'reseller_check_sandbox',
  clientSecret: 'sandbox-only-zendesk-secret',
};

/** Credentials of the legacy sign-in with Basic: "email/token" and the API token. */
export const ZENDESK_LEGACY = { email: 'bot@support.example', apiToken: 'sandbox-only-zendesk-api-token' };

const TOKEN_SECONDS = { default: 7200, least: 300, most: 172_800 };
const SCOPE_PATTERN = /^(read|write|\*|(tickets|users|organizations):(read|write))$/;

/** Speaks the read-only part of Zendesk's ticketing API that the product uses. */
export function zendeskProtocol(world: SampleData): SystemProtocol {
  return {
    signInPath: '/oauth/tokens',
    signIn,
    authorize: authorizeCall,
    routes: [
      { pattern: /^\/api\/v2\/tickets\/([^/]+?)(?:\.json)?$/, reply: (call) => oneTicket(world, call) },
      {
        pattern: /^\/api\/v2\/tickets\/([^/]+)\/comments(?:\.json)?$/,
        reply: (call) => comments(world, call),
      },
      { pattern: /^\/api\/v2\/users\/([^/]+?)(?:\.json)?$/, reply: (call) => oneUser(world, call) },
    ],
    pages: [
      pageRoute(/^\/agent\/tickets\/(\d+)\/?$/, (id) => {
        const known = world.tickets.some((ticket) => ticket.id === Number(id));
        return known ? { title: `Ticket #${id}`, lines: ['The sandbox shows no ticket text.'] } : null;
      }),
    ],
    refuse,
    softError: () => null,
    headers: () => ({
      'x-rate-limit': '700',
      'x-rate-limit-remaining': '699',
      'x-zendesk-request-id': crypto.randomUUID(),
      'ratelimit-limit': '700',
      'ratelimit-remaining': '699',
      'ratelimit-reset': '60',
    }),
    compresses: false,
  };
}

/** JSON only; the token carries the scope it was asked for and lives as long as was asked for. */
function signIn(call: StandInRequest, tokens: TokenStore): StandInReply {
  const asked = readJson(call.body);
  const known =
    asked['client_id'] === ZENDESK_CLIENT.clientId && asked['client_secret'] === ZENDESK_CLIENT.clientSecret;
  if (!known) return oauthError(401, 'invalid_client', 'Client authentication failed.');
  if (asked['grant_type'] !== 'client_credentials')
    return oauthError(400, 'unsupported_grant_type', 'Unknown grant type.');
  const scope = typeof asked['scope'] === 'string' ? asked['scope'] : 'read';
  if (!scope.split(' ').every((word) => SCOPE_PATTERN.test(word)))
    return oauthError(400, 'invalid_scope', 'Unknown scope.');
  const expires_in = Number(asked['expires_in'] ?? TOKEN_SECONDS.default);
  if (!(expires_in >= TOKEN_SECONDS.least && expires_in <= TOKEN_SECONDS.most)) {
    return oauthError(400, 'invalid_request', 'expires_in is out of range.');
  }
  return {
    status: 200,
    body: { access_token: tokens.issue(expires_in, scope), token_type: 'bearer', scope, expires_in },
  };
}

function readJson(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A token may read tickets with "read" or "tickets:read", users likewise. */
function authorizeCall(call: StandInRequest, tokens: TokenStore): 'unauthorized' | 'forbidden' | null {
  if (isLegacy(call)) return null;
  const scope = tokens.scopeOf(bearerToken(call) ?? '')?.split(' ');
  if (!scope) return 'unauthorized';
  const needed = call.path.startsWith('/api/v2/users') ? 'users:read' : 'tickets:read';
  return scope.some((word) => ['read', '*', needed].includes(word)) ? null : 'forbidden';
}

function isLegacy({ headers }: StandInRequest): boolean {
  const { email, apiToken } = ZENDESK_LEGACY;
  const expected = Buffer.from(`${email}/token:${apiToken}`).toString('base64');
  return headers.authorization === `Basic ${expected}`;
}

/** `include=users,organizations` puts what the ticket refers to beside it. */
function oneTicket(world: SampleData, call: StandInRequest): StandInReply {
  const id = idOf(call);
  if (id === null) return invalidId();
  const ticket = world.tickets.find((one) => one.id === id);
  if (!ticket) return notFound();
  const include = (call.query.get('include') ?? '').split(',');
  const users = world.users.filter((user) => user.id === ticket.requesterId);
  const organizations = world.organizations.filter((one) => one.id === ticket.organizationId);
  const body = {
    ticket: ticketAnswer(world, ticket, call.url),
    ...(include.includes('users') ? { users: users.map((user) => userAnswer(user, call.url)) } : {}),
    ...(include.includes('organizations')
      ? { organizations: organizations.map((one) => organizationAnswer(one, call.url)) }
      : {}),
  };
  return { status: 200, body };
}

/** Oldest first; everything fits on one page. */
function comments(world: SampleData, call: StandInRequest): StandInReply {
  const id = idOf(call);
  if (id === null) return invalidId();
  const ticket = world.tickets.find((one) => one.id === id);
  if (!ticket) return notFound();
  const paging = call.query.has('page[size]')
    ? {
        meta: { has_more: false, after_cursor: null, before_cursor: null },
        links: { prev: null, next: null },
      }
    : { next_page: null, previous_page: null, count: 2 };
  const users = world.users.filter((user) => user.id === ticket.requesterId);
  const beside =
    call.query.get('include') === 'users' ? { users: users.map((user) => userAnswer(user, call.url)) } : {};
  return { status: 200, body: { comments: commentAnswers(ticket, call.url), ...beside, ...paging } };
}

function oneUser(world: SampleData, call: StandInRequest): StandInReply {
  const id = idOf(call);
  if (id === null) return invalidId();
  const user = world.users.find((one) => one.id === id);
  return user ? { status: 200, body: { user: userAnswer(user, call.url) } } : notFound();
}

function idOf({ parts }: StandInRequest): number | null {
  return /^\d+$/.test(parts[0] ?? '') ? Number(parts[0]) : null;
}

function invalidId(): StandInReply {
  const error = { title: 'Invalid attribute', message: 'You passed an invalid value for the id attribute.' };
  return { status: 400, body: { error } };
}

function notFound(): StandInReply {
  return { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };
}

function refuse(refusal: RefusalReason, call: StandInRequest): StandInReply {
  switch (refusal) {
    case 'unauthorized':
      if (call.path === '/oauth/tokens')
        return oauthError(401, 'invalid_client', 'Client authentication failed.');
      if (bearerToken(call))
        return oauthError(401, 'invalid_token', 'The access token is expired, revoked or malformed.');
      return { status: 401, body: { error: "Couldn't authenticate you" } };
    case 'forbidden':
      return {
        status: 403,
        body: { error: { title: 'Forbidden', message: 'You do not have access to this page.' } },
      };
    case 'not-found':
      return { status: 404, body: { error: 'InvalidEndpoint', description: 'Not found' } };
    case 'method':
      return { status: 405, body: { error: 'MethodNotAllowed', description: 'Only GET is served here.' } };
  }
}

function oauthError(status: number, error: string, error_description: string): StandInReply {
  return { status, body: { error, error_description } };
}
