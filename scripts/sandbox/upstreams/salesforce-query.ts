import { objectNamed, type SalesforceObject, type SalesforceRow } from './salesforce-objects.ts';
import {
  equalIgnoringCase,
  isSalesforceId,
  likePattern,
  shortSalesforceId,
  withoutType,
} from './salesforce-values.ts';
import type { SampleData } from './sample-data.ts';
import { parseSoql, type Soql, type SoqlCondition, type SoqlLiteral } from './soql.ts';

/** Objects and fields that this tenant lacks or hides, in lower case: "opportunity.deal_path__c", "accountpartner". */
export interface SalesforceAccess {
  /** Versions of the REST API, oldest first, such as "66.0". */
  readonly servedVersions: readonly string[];
  readonly removedFields: ReadonlySet<string>;
  readonly forbiddenObjects: ReadonlySet<string>;
}

/** The query names something that is not there; Salesforce then refuses all of it. */
export class RefusedQuery extends Error {
  readonly code: 'INVALID_FIELD' | 'INVALID_TYPE' | 'INVALID_QUERY_FILTER_OPERATOR';
  constructor(code: RefusedQuery['code'], message: string) {
    super(message);
    this.code = code;
  }
}

interface QuerySource {
  readonly world: SampleData;
  readonly limits: SalesforceAccess;
}

type QueryRecord = Record<string, unknown>;

/** Runs a SELECT over the sample world. Throws MalformedQuery or RefusedQuery. */
export function runSoql(
  world: SampleData,
  limits: SalesforceAccess,
  text: string,
): { totalSize: number; done: true; records: QueryRecord[] } {
  const query = parseSoql(text);
  const source = { world, limits };
  const object = readableObject(source, query.from);
  if (!object) throw new RefusedQuery('INVALID_TYPE', `sObject type '${query.from}' is not supported.`);
  return select(source, object, { query, rows: object.rows(world) });
}

/** The fields of an object that this tenant has. */
export function readableFields(object: SalesforceObject, { removedFields }: SalesforceAccess): string[] {
  return Object.keys(object.fields).filter(
    (field) => !removedFields.has(`${object.name}.${field}`.toLowerCase()),
  );
}

function select(
  source: QuerySource,
  object: SalesforceObject,
  { query, rows }: { query: Soql; rows: readonly SalesforceRow[] },
) {
  for (const path of query.fields) checkPath(source, object, path);
  const checks = query.where.map((condition) => checkFields(source, object, condition));
  const orders = query.orderBy.map(({ field, descending }) => {
    checkPath(source, object, field);
    return {
      read: (row: SalesforceRow) => String(readField(source, object, { row, path: field }) ?? ''),
      sign: descending ? -1 : 1,
    };
  });
  const fitting = rows
    .filter((row) => checks.every((fits) => fits(row)))
    .sort((a, b) =>
      orders.reduce((order, { read: key, sign }) => order || sign * key(a).localeCompare(key(b)), 0),
    )
    .slice(0, query.limit);
  const lists = query.children.map((child) => subSelect(source, object, child));
  const records = fitting.map((row) => {
    const fields = query.fields.map((path) => nestedRecord(source, object, { row, path }));
    return [attributes(object, row), ...fields, ...lists.map((list) => list(row))].reduce(merge, {});
  });
  return { totalSize: records.length, done: true as const, records };
}

/** An empty list is null, as Salesforce shows it. */
function subSelect(
  source: QuerySource,
  object: SalesforceObject,
  query: Soql,
): (row: SalesforceRow) => QueryRecord {
  const known = Object.entries(object.children).find(([name]) => equalIgnoringCase(name, query.from));
  const target = known && readableObject(source, known[1].object);
  if (!known || !target) {
    const text = `Didn't understand relationship '${query.from}' in FROM part of query call.`;
    throw new RefusedQuery('INVALID_TYPE', text);
  }
  const [name, { field }] = known;
  const all = target.rows(source.world);
  select(source, target, { query, rows: [] });
  return (row) => {
    const list = select(source, target, { query, rows: all.filter((child) => child[field] === row['Id']) });
    return { [name]: list.totalSize === 0 ? null : list };
  };
}

function checkFields(
  source: QuerySource,
  object: SalesforceObject,
  { field, operator, values }: SoqlCondition,
): (row: SalesforceRow) => boolean {
  const type = checkPath(source, object, field);
  const isId = type === 'id' || type === 'reference';
  const broken = isId ? values.find((value) => value !== null && !isSalesforceId(value)) : undefined;
  if (broken !== undefined)
    throw new RefusedQuery('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${String(broken)}`);
  const equal = (left: unknown, right: SoqlLiteral) =>
    isId ? shortSalesforceId(left) === shortSalesforceId(right) : withoutType(left) === withoutType(right);
  return (row) => {
    const value = readField(source, object, { row, path: field });
    if (operator === 'LIKE') return likePattern(String(values[0] ?? '')).test(String(value ?? ''));
    const among = values.some((wanted) => equal(value, wanted));
    return operator === '!=' ? !among : among;
  };
}

/** Type of the field at the end of a path such as "Owner.Name". */
function checkPath(
  source: QuerySource,
  object: SalesforceObject,
  path: string,
): SalesforceObject['fields'][string] {
  const [step = '', ...rest] = path.split('.');
  if (rest.length > 0) return checkPath(source, parentOf(source, object, step).target, rest.join('.'));
  const name = readableFields(object, source.limits).find((field) => equalIgnoringCase(field, step));
  const type = name && object.fields[name];
  if (type) return type;
  const hint =
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.";
  throw new RefusedQuery('INVALID_FIELD', `No such column '${step}' on entity '${object.name}'. ${hint}`);
}

function parentOf({ limits }: QuerySource, object: SalesforceObject, step: string) {
  const [name, parent] =
    Object.entries(object.parents).find(([known]) => equalIgnoringCase(known, step)) ?? [];
  const target = parent && objectNamed(parent.object);
  if (!name || !parent || !target || !readableFields(object, limits).includes(parent.field)) {
    throw new RefusedQuery('INVALID_FIELD', `Didn't understand relationship '${step}' in field path.`);
  }
  return { name, field: parent.field, target };
}

interface RowPath {
  readonly row: SalesforceRow;
  readonly path: string;
}

function readField(source: QuerySource, object: SalesforceObject, { row, path }: RowPath): SoqlLiteral {
  const [step = '', ...rest] = path.split('.');
  if (rest.length === 0)
    return row[Object.keys(object.fields).find((field) => equalIgnoringCase(field, step)) ?? ''] ?? null;
  const { field, target } = parentOf(source, object, step);
  const parent = target.rows(source.world).find(({ Id }) => Id === row[field]);
  return parent ? readField(source, target, { row: parent, path: rest.join('.') }) : null;
}

function nestedRecord(source: QuerySource, object: SalesforceObject, { row, path }: RowPath): QueryRecord {
  const [step = '', ...rest] = path.split('.');
  const fieldName = Object.keys(object.fields).find((field) => equalIgnoringCase(field, step)) ?? step;
  if (rest.length === 0) return { [fieldName]: row[fieldName] ?? null };
  const { name, field, target } = parentOf(source, object, step);
  const parent = target.rows(source.world).find(({ Id }) => Id === row[field]);
  if (!parent) return { [name]: null };
  return {
    [name]: merge(
      attributes(target, parent),
      nestedRecord(source, target, { row: parent, path: rest.join('.') }),
    ),
  };
}

function readableObject({ limits }: QuerySource, name: string): SalesforceObject | undefined {
  const object = objectNamed(name);
  return object && !limits.forbiddenObjects.has(object.name.toLowerCase()) ? object : undefined;
}

function attributes({ name }: SalesforceObject, row: SalesforceRow): QueryRecord {
  return { attributes: { type: name, url: `/services/data/v66.0/sobjects/${name}/${row['Id']}` } };
}

/** Two paths into the same parent make one object. */
function merge(into: QueryRecord, from: QueryRecord): QueryRecord {
  const merged = { ...into };
  for (const [name, value] of Object.entries(from)) {
    const before = merged[name];
    merged[name] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is QueryRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
