import type { SampleData } from './sample-data.ts';
import {
  bearerToken,
  type RefusalReason,
  type StandInReply,
  type StandInRequest,
  type StandInRoute,
  type SystemProtocol,
} from './system-protocol.ts';
import { objectQuery } from './zuora-object-query.ts';
import { zuoraPages } from './zuora-pages.ts';
import { accountAnswer, orderAnswer, subscriptionAnswer } from './zuora-records.ts';

/** Thirty-six characters, as Zuora's client ids have. */
export const ZUORA_CLIENT = {
  clientId: '0a11c0de-5a4d-4b0c-8e1f-00000000900a',
  clientSecret: 'sandbox-only-zuora-secret',
};

const PAGE_SIZE = { default: 20, most: 40 };
const QUERIED_OBJECTS = ['subscriptions', 'contacts', 'accounts'] as const;

/** Speaks the read-only part of Zuora Billing's REST API that the product uses. */
export function zuoraProtocol(world: SampleData): SystemProtocol {
  return {
    signInPath: '/oauth/token',
    signIn: (call, tokens) => {
      const form = new URLSearchParams(call.body);
      const known =
        form.get('client_id') === ZUORA_CLIENT.clientId &&
        form.get('client_secret') === ZUORA_CLIENT.clientSecret;
      if (!known || !isForm(call)) return refuse('unauthorized', call);
      if (form.get('grant_type') !== 'client_credentials')
        return failureReply(call, 400, 50000020, 'Invalid grant_type.');
      const access_token = tokens.issue(3599);
      const scope = 'user.sandbox tenant.19 service.echo.read';
      const headers = { 'x-ratelimit-limit-minute': '100', 'x-ratelimit-remaining-minute': '99' };
      const jti = crypto.randomUUID().replaceAll('-', '');
      return {
        status: 200,
        headers,
        body: { access_token, expires_in: 3599, jti, scope, token_type: 'bearer' },
      };
    },
    authorize: (call, tokens) => (tokens.scopeOf(bearerToken(call) ?? '') === null ? 'unauthorized' : null),
    routes: routes(world),
    pages: zuoraPages(world),
    refuse,
    softError: (call, { code = 50000061 }) =>
      failureReply(call, 200, code, 'The operation failed. Try again later.'),
    headers,
    compresses: true,
  };
}

function isForm({ headers }: StandInRequest): boolean {
  return String(headers['content-type']).startsWith('application/x-www-form-urlencoded');
}

function routes(world: SampleData): StandInRoute[] {
  return [
    { pattern: /^\/v1\/subscriptions\/accounts\/([^/]+)$/, reply: (call) => subscriptionList(world, call) },
    { pattern: /^\/v1\/subscriptions\/([^/]+)$/, reply: (call) => oneSubscription(world, call) },
    { pattern: /^\/v1\/accounts\/([^/]+)$/, reply: (call) => oneAccount(world, call) },
    { pattern: /^\/v1\/orders\/subscription\/([^/]+)$/, reply: (call) => orderList(world, call) },
    ...QUERIED_OBJECTS.map((object) => ({
      pattern: new RegExp(`^/object-query/${object}$`),
      reply: (call: StandInRequest) => objectQuery(world, object, call),
    })),
  ];
}

function oneSubscription(world: SampleData, call: StandInRequest): StandInReply {
  const [key = ''] = call.parts;
  const fitting = world.subscriptions.filter(
    ({ id, number, isLatest }) => id === key || (isLatest && number === key),
  );
  const [subscription] = fitting;
  if (!subscription) return notFound(call, key);
  const details = {
    invoiceOwner: call.query.get('getInvoiceOwnerDetails') === 'true',
    subscriptionOwner: call.query.get('getSubscriptionOwnerDetails') === 'true',
  };
  return { status: 200, body: { success: true, ...subscriptionAnswer(world, subscription, details) } };
}

/** Newest version of what the account owns, last changed first. */
function subscriptionList(world: SampleData, call: StandInRequest): StandInReply {
  const account = findAccount(world, call.parts[0] ?? '');
  if (!account) return notFound(call, call.parts[0] ?? '');
  const owned = world.subscriptions
    .filter(({ accountId, isLatest }) => isLatest && accountId === account.id)
    .sort((a, b) => b.updatedOn.localeCompare(a.updatedOn) || a.number.localeCompare(b.number));
  const none = { invoiceOwner: false, subscriptionOwner: false };
  return paged(
    call,
    'subscriptions',
    owned.map((one) => subscriptionAnswer(world, one, none)),
  );
}

function oneAccount(world: SampleData, call: StandInRequest): StandInReply {
  const account = findAccount(world, call.parts[0] ?? '');
  if (!account) return notFound(call, call.parts[0] ?? '');
  return { status: 200, body: { ...accountAnswer(world, account), success: true } };
}

/** Newest order first. */
function orderList(world: SampleData, call: StandInRequest): StandInReply {
  const [number = ''] = call.parts;
  if (!world.subscriptions.some((subscription) => subscription.number === number))
    return notFound(call, number);
  const status = call.query.get('status')?.toLowerCase() ?? 'all';
  const orders = world.orders
    .filter((order) => order.subscriptionNumber === number)
    .filter((order) => (status === 'all' ? order.status !== 'Draft' : order.status.toLowerCase() === status))
    .sort((a, b) => b.newVersion - a.newVersion);
  return paged(call, 'orders', orders.map(orderAnswer));
}

/** `nextPage` is an absolute address and missing on the last page. */
function paged(call: StandInRequest, name: string, all: readonly unknown[]): StandInReply {
  const page = Number(call.query.get('page') ?? 1);
  const pageSize = Number(call.query.get('pageSize') ?? PAGE_SIZE.default);
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > PAGE_SIZE.most || !(page >= 1)) {
    return failureReply(
      call,
      400,
      50000020,
      `Invalid value for page or pageSize; at most ${PAGE_SIZE.most}.`,
    );
  }
  const next = new URL(call.path, call.url);
  for (const [key, value] of call.query) next.searchParams.set(key, value);
  next.searchParams.set('page', String(page + 1));
  next.searchParams.set('pageSize', String(pageSize));
  const more = all.length > page * pageSize ? { nextPage: next.href } : {};
  return {
    status: 200,
    body: { [name]: all.slice((page - 1) * pageSize, page * pageSize), ...more, success: true },
  };
}

function findAccount(world: SampleData, key: string) {
  return world.accounts.find(({ id, number }) => id === key || number === key);
}

function notFound(call: StandInRequest, key: string): StandInReply {
  return failureReply(call, 404, 50000040, `Cannot find entity by key: '${key}'.`);
}

function refuse(refusal: RefusalReason, call: StandInRequest): StandInReply {
  switch (refusal) {
    case 'unauthorized':
      return failureReply(
        { ...call, headers: NEW_VERSION_HEADERS },
        401,
        90000011,
        'Failed to authenticate. Please sign in.',
      );
    case 'forbidden':
      return failureReply(call, 403, 50000010, 'You do not have permission to perform this operation.');
    case 'method':
      return failureReply(
        { ...call, headers: NEW_VERSION_HEADERS },
        405,
        50000045,
        'HTTP method not supported.',
      );
    case 'not-found':
      return { status: 404, body: { status: 404, error: 'Not Found', path: call.path } };
  }
}

/** The gateway's own refusals carry their HTTP status whatever version was asked for. */
const NEW_VERSION_HEADERS = { 'zuora-version': '2025-08-12' };

/** From 2024-05-20 on a failure has its own HTTP status; callers of an older version, or of none, get 200. */
function failureReply(call: StandInRequest, status: number, code: number, message: string): StandInReply {
  const version = String(call.headers['zuora-version'] ?? '186.0');
  const modern = /^\d{4}-\d\d-\d\d$/.test(version) && version >= '2024-05-20';
  const processId = crypto.randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
  return { status: modern ? status : 200, body: { success: false, processId, reasons: [{ code, message }] } };
}

function headers(call: StandInRequest): Record<string, string> {
  const track = call.headers['zuora-track-id'];
  return {
    'zuora-request-id': crypto.randomUUID(),
    ...(typeof track === 'string' ? { 'zuora-track-id': track } : {}),
    'ratelimit-limit': '2250000, 50000;w=60, 2250000;w=3600, 27000000;w=86400',
    'ratelimit-remaining': '49990',
    'ratelimit-reset': '30',
    'concurrency-limit-type': 'Default',
    'concurrency-limit-limit': '40',
    'concurrency-limit-remaining': '39',
  };
}
