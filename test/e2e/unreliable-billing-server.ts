import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';

/** Abnormal behaviours of one kind of call. */
export const ABNORMAL_BEHAVIORS = [
  'down',
  'late',
  'stalled',
  'cut',
  'html',
  'empty',
  'refused',
  'forbidden',
  'missing',
  'busy',
  'failing',
  'soft-error',
  'no-key',
  'wrong-type',
  'other-record',
] as const;
/** `unexpected-supporting-fields`: the right answer, with wrong types in the fields that decide nothing. */
export type CallBehavior = 'good' | 'unexpected-supporting-fields' | (typeof ABNORMAL_BEHAVIORS)[number];
export type BillingCall = 'subscription' | 'account' | 'ownerAccount' | 'history' | 'list';
export type InvoiceOwnerKind = 'self' | 'blank' | 'other' | 'parent' | 'amazon' | 'ibm';

/** One customer in the billing system, and how the system behaves for each kind of call. */
export interface BillingCase {
  readonly owner: InvoiceOwnerKind;
  readonly channel: unknown;
  readonly earlierOwner: boolean;
  /** Another subscription of the account: resold, ended long ago, or paid by the customer's child. */
  readonly sibling: 'none' | 'resold' | 'ended' | 'paid-by-child';
  readonly behaviour: Readonly<Record<BillingCall, CallBehavior>>;
}

const anyBehavior = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<CallBehavior>('good', 'good', 'good', 'unexpected-supporting-fields'),
  },
  { weight: 1, arbitrary: fc.constantFrom<CallBehavior>(...ABNORMAL_BEHAVIORS) },
);
const CHANNELS: readonly unknown[] = [
  '',
  null,
  'reseller',
  'Reseller ',
  'non-reseller',
  'NonReseller',
  'Partner',
  7,
  true,
];

/** Any kind of customer with any behaviour of each call; mostly direct customers. */
export const anyBillingCase: fc.Arbitrary<BillingCase> = fc.record({
  owner: fc.constantFrom<InvoiceOwnerKind>(
    'self',
    'self',
    'self',
    'blank',
    'other',
    'other',
    'parent',
    'amazon',
    'ibm',
  ),
  channel: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<unknown>('Non-Reseller', 'Non-Reseller', 'Reseller') },
    { weight: 1, arbitrary: fc.constantFrom(...CHANNELS) },
  ),
  earlierOwner: fc.boolean(),
  sibling: fc.constantFrom('none', 'resold', 'resold', 'ended', 'paid-by-child'),
  behaviour: fc.record({
    subscription: anyBehavior,
    account: anyBehavior,
    ownerAccount: anyBehavior,
    history: anyBehavior,
    list: anyBehavior,
  }),
});

export interface BillingServer {
  readonly url: string;
  /** `serial`: seven digits; the subscription is A-S1 and these, the account A1, the invoice owner's A2. */
  set(serial: string, world: BillingCase): void;
  close(): Promise<void>;
}

/** Starts a billing system in which every subscription has data of its own, so that many can be checked at once. */
export async function startBillingServer(): Promise<BillingServer> {
  const worlds = new Map<string, BillingCase>();
  const server = createServer((request, response) => {
    request.resume();
    respond(request, response, worlds);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (serial, world) => worlds.set(serial, world),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  worlds: Map<string, BillingCase>,
): unknown {
  const path = decodeURIComponent(request.url ?? '/');
  if (path.startsWith('/oauth')) {
    return send(response, 200, { access_token: 't', expires_in: 3599, token_type: 'bearer' });
  }
  const [, first = '', serial = ''] = /([124])(\d{7})(?!\d)/.exec(path) ?? [];
  const world = worlds.get(serial);
  if (!world) return send(response, 404, { success: false, reasons: [{ code: 50000040, message: '' }] });
  const call = callOf(path, first);
  const right = bodyOf(call, path, { serial, world });
  const another = bodyOf(call, path, { serial: '9999999', world });
  return respondAs(world.behaviour[call], { right, another }, response);
}

function callOf(path: string, first: string): BillingCall {
  if (path.startsWith('/v1/accounts/')) return first === '1' ? 'account' : 'ownerAccount';
  if (path.startsWith('/v1/subscriptions/accounts/')) return 'list';
  return path.startsWith('/v1/subscriptions/') ? 'subscription' : 'history';
}

interface BillingRequest {
  readonly serial: string;
  readonly world: BillingCase;
}

function bodyOf(call: BillingCall, path: string, { serial, world }: BillingRequest): Record<string, unknown> {
  const own = { id: `a${serial}`.padEnd(32, '0'), number: `A1${serial}`, name: 'Customer' };
  const owner = ownerOf(serial, world) ?? own;
  switch (call) {
    case 'account':
      return accountBody(own, {
        SSPChannel__c: world.channel,
        parentId: world.owner === 'parent' ? owner.id : null,
      });
    case 'ownerAccount':
      return path.includes(siblingPayer(serial).number)
        ? accountBody(siblingPayer(serial), {
            SSPChannel__c: null,
            parentId: world.sibling === 'paid-by-child' ? own.id : null,
          })
        : accountBody(owner, { SSPChannel__c: null, parentId: null });
    case 'list':
      return { success: true, subscriptions: listOf(serial, own, world) };
    case 'subscription':
      return subscriptionBody(serial, own, ownerOf(serial, world));
    case 'history':
      if (path.startsWith('/v1/orders')) return { success: true, orders: [] };
      return { data: versions(serial, own, { owner, earlier: world.earlierOwner }) };
  }
}

interface BillingAccountRef {
  readonly id: string;
  readonly number: string;
  readonly name: string;
}

const NAMES: Partial<Record<InvoiceOwnerKind, string>> = {
  amazon: 'Amazon Web Services, Inc.',
  ibm: 'IBM',
  parent: 'Customer Holding',
};

function ownerOf(serial: string, { owner }: BillingCase): BillingAccountRef | null {
  if (owner === 'blank') return null;
  if (owner === 'self') return { id: `a${serial}`.padEnd(32, '0'), number: `A1${serial}`, name: 'Customer' };
  return {
    id: `b${serial}`.padEnd(32, '0'),
    number: `A2${serial}`,
    name: NAMES[owner] ?? 'Quillmark Resale Ltd',
  };
}

function accountBody(
  { id, number, name }: BillingAccountRef,
  fields: Record<string, unknown>,
): Record<string, unknown> {
  return {
    success: true,
    basicInfo: { id, accountNumber: number, name, crmId: null, ...fields },
    billToContact: { workEmail: `ap@${number}.example` },
    soldToContact: { workEmail: `it@${number}.example` },
  };
}

/** Who pays for the other subscription of the account. */
function siblingPayer(serial: string): BillingAccountRef {
  return { id: `f${serial}`.padEnd(32, '0'), number: `A4${serial}`, name: 'Bramblegate Partners' };
}

function listOf(serial: string, own: BillingAccountRef, world: BillingCase): unknown[] {
  const only = subscriptionBody(serial, own, ownerOf(serial, world));
  if (world.sibling === 'none') return [only];
  const sibling = {
    ...subscriptionBody(serial, own, siblingPayer(serial)),
    id: `8${serial}`.padEnd(32, '0'),
    subscriptionNumber: `A-S4${serial}`,
    ...(world.sibling === 'ended' ? { status: 'Expired', termEndDate: '2020-01-01' } : {}),
  };
  return [only, sibling];
}

function subscriptionBody(
  serial: string,
  own: BillingAccountRef,
  owner: BillingAccountRef | null,
): Record<string, unknown> {
  return {
    success: true,
    id: `c${serial}`.padEnd(32, '0'),
    subscriptionNumber: `A-S1${serial}`,
    version: 2,
    status: 'Active',
    accountId: own.id,
    accountNumber: own.number,
    accountName: own.name,
    invoiceOwnerAccountId: owner?.id ?? null,
    invoiceOwnerAccountNumber: owner?.number ?? null,
    invoiceOwnerAccountName: owner?.name ?? null,
    termType: 'TERMED',
    termStartDate: '2026-01-01',
    termEndDate: '2099-01-01',
    soldToContact: { workEmail: `it@${own.number}.example` },
  };
}

function versions(
  serial: string,
  own: BillingAccountRef,
  { owner, earlier }: { owner: BillingAccountRef; earlier: boolean },
): unknown[] {
  const partner = { id: `d${serial}`.padEnd(32, '0'), number: `A3${serial}`, name: 'Earlier Owner' };
  const row = (version: number, paid: BillingAccountRef) => ({
    id: `e${version}${serial}`.padEnd(32, '0'),
    name: `A-S1${serial}`,
    version,
    isLatestVersion: version === 2,
    status: version === 2 ? 'Active' : 'Expired',
    accountId: own.id,
    invoiceOwnerId: paid.id,
    termEndDate: '2099-01-01',
    account: { id: own.id, accountNumber: own.number, name: own.name },
    invoiceOwner: { id: paid.id, accountNumber: paid.number, name: paid.name },
  });
  return [row(1, earlier ? partner : owner), row(2, owner)];
}

interface ResponseBodies {
  readonly right: Record<string, unknown>;
  readonly another: Record<string, unknown>;
}

const STATUS = {
  refused: 401,
  forbidden: 403,
  missing: 404,
  busy: 429,
  failing: 500,
} as const;

/** Longer than any check waits. */
const LATE_MS = 10_000;

function respondAs(how: CallBehavior, { right, another }: ResponseBodies, response: ServerResponse): unknown {
  if (hasStatus(how)) return response.writeHead(STATUS[how]).end('no');
  const text = JSON.stringify(right);
  switch (how) {
    case 'down':
      return response.destroy();
    case 'late':
      return setTimeout(() => send(response, 200, right), LATE_MS).unref();
    case 'stalled':
      return response.writeHead(200, { 'content-type': 'application/json' }).write(' ');
    case 'cut':
      return response.writeHead(200).end(text.slice(0, -20));
    case 'html':
      return response.writeHead(200).end('<html>Non-Reseller</html>');
    case 'empty':
      return response.writeHead(200).end();
    case 'soft-error':
      return send(response, 200, { success: false, reasons: [{ code: 50000061, message: 'later' }] });
    case 'no-key':
      return send(
        response,
        200,
        withChangedFields(right, DECIDING_FIELDS, () => undefined),
      );
    case 'wrong-type':
      return send(
        response,
        200,
        withChangedFields(right, DECIDING_FIELDS, () => 42.5),
      );
    case 'other-record':
      return send(response, 200, another);
    case 'unexpected-supporting-fields':
      return send(
        response,
        200,
        withChangedFields(right, SUPPORTING_FIELDS, () => 42.5),
      );
    case 'good':
      return send(response, 200, right);
  }
}

function hasStatus(how: CallBehavior): how is keyof typeof STATUS {
  return how in STATUS;
}

const DECIDING_FIELDS = [
  'SSPChannel__c',
  'invoiceOwnerAccountNumber',
  'accountNumber',
  'invoiceOwnerId',
  'version',
];

/**
 * Fields shown beside the verdict or used in sentences only. The account of a history is identified by its id as
 * well.
 */
const SUPPORTING_FIELDS = [
  'crmId',
  'soldToContact',
  'billToContact',
  'accountName',
  'account',
  'invoiceOwner',
  'createdDate',
  'termType',
];

/** Returns the value with these fields removed or changed at any depth. */
function withChangedFields(
  value: unknown,
  fields: readonly string[],
  change: () => unknown,
): Record<string, unknown> {
  const walk = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner).map(([key, each]) => [key, fields.includes(key) ? change() : walk(each)]),
    );
  };
  return walk(value) as Record<string, unknown>;
}

function send(response: ServerResponse, status: number, body: unknown): unknown {
  if (response.destroyed) return response;
  return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
