import type { SampleData } from './sample-data.ts';
import type { StandInReply, StandInRequest } from './system-protocol.ts';
import { accountRow, contactRow, subscriptionRow, type ZuoraRow } from './zuora-rows.ts';

export type QueriedObject = 'subscriptions' | 'contacts' | 'accounts';

type QueryRecord = Record<string, unknown>;

const PAGE_SIZE = { default: 10, most: 99 };

/** Fields that may be filtered and sorted by; names are compared without case. */
const FILTERS: Record<QueriedObject, readonly string[]> = {
  subscriptions: [
    'id',
    'name',
    'accountid',
    'invoiceownerid',
    'creatorinvoiceownerid',
    'originalid',
    'status',
    'version',
    'previoussubscriptionid',
    'islatestversion',
    'termstartdate',
    'termenddate',
    'updateddate',
  ],
  contacts: ['id', 'accountid', 'workemail', 'personalemail', 'firstname', 'lastname', 'updateddate'],
  accounts: [
    'id',
    'accountnumber',
    'name',
    'crmid',
    'parentid',
    'status',
    'soldtoid',
    'billtoid',
    'updateddate',
  ],
};

const EXPANDS: Record<QueriedObject, readonly string[]> = {
  subscriptions: ['account', 'invoiceowner'],
  contacts: ['account'],
  accounts: ['soldto', 'billto', 'subscriptions'],
};

/** `GET /object-query/…`: AND of filters, texts compared without case, null fields left out. */
export function objectQuery(world: SampleData, object: QueriedObject, call: StandInRequest): StandInReply {
  const asked = { filters: call.query.getAll('filter[]'), sorts: call.query.getAll('sort[]') };
  const expands = call.query.getAll('expand[]').flatMap((names) => names.toLowerCase().split(','));
  const pageSize = Number(call.query.get('pageSize') ?? PAGE_SIZE.default);
  const bad =
    asked.filters.find((filter) => !readFilter(object, filter)) ??
    asked.sorts.find((sort) => !FILTERS[object].includes(sort.split('.')[0]?.toLowerCase() ?? '')) ??
    expands.find((name) => !EXPANDS[object].includes(name));
  if (bad !== undefined) return badQueryReply(call, `Invalid query parameter: ${bad}`);
  const start = startOf(call.query.get('cursor'));
  if (start === null) return badQueryReply(call, 'Invalid cursor.');
  if (!(pageSize >= 1 && pageSize <= PAGE_SIZE.most))
    return badQueryReply(call, 'pageSize must be between 1 and 99.');
  const filters = asked.filters.map((filter) => readFilter(object, filter));
  const fitting = rowsOf(world, object).filter((row) => filters.every((fits) => fits?.(row)));
  const sorted = sortedBy(fitting, asked.sorts.length > 0 ? asked.sorts : ['updateddate.DESC']);
  const data = sorted.slice(start, start + pageSize).map((row) => shownRecord(world, row, { call, expands }));
  const more = sorted.length > start + pageSize ? { nextPage: cursor(start + pageSize) } : {};
  return { status: 200, body: { ...more, data } };
}

function rowsOf(world: SampleData, object: QueriedObject): ZuoraRow[] {
  if (object === 'subscriptions') return world.subscriptions.map((one) => subscriptionRow(world, one));
  if (object === 'contacts') return world.contacts.map(contactRow);
  return world.accounts.map(accountRow);
}

/** The test a filter such as "name.EQ:A-S00000001" makes, or null when it cannot be read. */
function readFilter(object: QueriedObject, filter: string): ((row: ZuoraRow) => boolean) | null {
  const [, field = '', operator = '', value = ''] = /^(\w+)\.(\w+):(.*)$/s.exec(filter) ?? [];
  const name = field.toLowerCase();
  if (!FILTERS[object].includes(name)) return null;
  const text = (row: ZuoraRow) => String(fieldOf(row, name) ?? '').toLowerCase();
  const wanted = value.toLowerCase();
  switch (operator.toUpperCase()) {
    case 'EQ':
      return (row) => (wanted === 'null' ? fieldOf(row, name) === null : text(row) === wanted);
    case 'NE':
      return (row) => text(row) !== wanted;
    case 'SW':
      return (row) => text(row).startsWith(wanted);
    case 'IN':
      return (row) =>
        wanted
          .replace(/^\[|\]$/g, '')
          .split(',')
          .includes(text(row));
    default:
      return null;
  }
}

function sortedBy(rows: readonly ZuoraRow[], sorts: readonly string[]): ZuoraRow[] {
  const keys = sorts.map((sort) => {
    const [name = '', direction = 'ASC'] = sort.split('.');
    return { name: name.toLowerCase(), sign: direction.toUpperCase() === 'DESC' ? -1 : 1 };
  });
  return [...rows].sort((a, b) =>
    keys.reduce((order, { name, sign }) => order || sign * compare(a, b, name), 0),
  );
}

function compare(a: ZuoraRow, b: ZuoraRow, name: string): number {
  const [left, right] = [fieldOf(a, name), fieldOf(b, name)];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left ?? '').localeCompare(String(right ?? ''));
}

function fieldOf(row: ZuoraRow, name: string): ZuoraRow[string] {
  for (const key in row)
    if (key.length === name.length && key.toLowerCase() === name) return row[key] ?? null;
  return null;
}

function shownRecord(
  world: SampleData,
  row: ZuoraRow,
  { call, expands }: { call: StandInRequest; expands: readonly string[] },
): QueryRecord {
  const fields = call.query.getAll('fields[]').flatMap((list) => list.toLowerCase().split(','));
  const nulls = call.query.get('includeNullFields') === 'true';
  const kept = Object.entries(row)
    .filter(([name]) => fields.length === 0 || fields.includes(name.toLowerCase()))
    .filter(([, value]) => nulls || value !== null);
  return {
    ...Object.fromEntries(kept),
    ...Object.assign({}, ...expands.map((name) => expanded(world, row, name))),
  };
}

function expanded(world: SampleData, row: ZuoraRow, name: string): QueryRecord {
  const account = (id: unknown) => world.accounts.find((one) => one.id === id);
  const contact = (id: unknown) => world.contacts.find((one) => one.id === id);
  const one = (key: string, found: ZuoraRow | undefined) => (found ? { [key]: withoutNulls(found) } : {});
  const own = account(row['accountId']);
  const invoice = account(row['invoiceOwnerId']);
  const [soldTo, billTo] = [contact(row['soldToId']), contact(row['billToId'])];
  if (name === 'account') return one('account', own && accountRow(own));
  if (name === 'invoiceowner') return one('invoiceOwner', invoice && accountRow(invoice));
  if (name === 'soldto') return one('soldTo', soldTo && contactRow(soldTo));
  if (name === 'billto') return one('billTo', billTo && contactRow(billTo));
  const owned = world.subscriptions.filter(({ accountId }) => accountId === row['id']);
  return {
    subscriptions: owned.slice(0, PAGE_SIZE.most).map((sub) => withoutNulls(subscriptionRow(world, sub))),
  };
}

function withoutNulls(row: ZuoraRow): ZuoraRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

function cursor(start: number): string {
  return Buffer.from(JSON.stringify([{ start }])).toString('base64');
}

/** Null when it is no cursor of ours. */
function startOf(given: string | null): number | null {
  if (!given) return 0;
  const [, start] = /^\[\{"start":(\d+)\}\]$/.exec(Buffer.from(given, 'base64').toString('utf8')) ?? [];
  return start ? Number(start) : null;
}

/** Since 2025-08-12 the same shape for every bad query; before that it had `success` and no `requestId`. */
function badQueryReply({ headers }: StandInRequest, message: string): StandInReply {
  const reasons = [{ code: 50000027, message }];
  const version = String(headers['zuora-version'] ?? '');
  if (/^\d{4}-/.test(version) && version >= '2025-08-12') {
    return { status: 400, body: { reasons, requestId: crypto.randomUUID() } };
  }
  return { status: 400, body: { success: false, processId: '0000000000000000', reasons } };
}
