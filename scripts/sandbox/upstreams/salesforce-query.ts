import { objectNamed, type Row, type SalesforceObject } from './salesforce-objects.ts';
import { isSalesforceId, like, plain, same, shortId } from './salesforce-values.ts';
import { type Condition, type Literal, parseSoql, type Soql } from './soql.ts';
import type { World } from './world.ts';

/** What this tenant lacks or may not be read: "opportunity.deal_path__c", "accountpartner"; lower case. */
export interface Limits {
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

interface Source {
  readonly world: World;
  readonly limits: Limits;
}

type Shown = Record<string, unknown>;

/** Runs a SELECT over the sample world. Throws MalformedQuery or RefusedQuery. */
export function runSoql(
  world: World,
  limits: Limits,
  text: string,
): { totalSize: number; done: true; records: Shown[] } {
  const query = parseSoql(text);
  const source = { world, limits };
  const object = readable(source, query.from);
  if (!object) throw new RefusedQuery('INVALID_TYPE', `sObject type '${query.from}' is not supported.`);
  return select(source, object, { query, rows: object.rows(world) });
}

/** The fields of an object that this tenant has. */
export function fieldsOf(object: SalesforceObject, { removedFields }: Limits): string[] {
  return Object.keys(object.fields).filter(
    (field) => !removedFields.has(`${object.name}.${field}`.toLowerCase()),
  );
}

function select(
  source: Source,
  object: SalesforceObject,
  { query, rows }: { query: Soql; rows: readonly Row[] },
) {
  for (const path of query.fields) checkPath(source, object, path);
  const checks = query.where.map((condition) => check(source, object, condition));
  const orders = query.orderBy.map(({ field, descending }) => {
    checkPath(source, object, field);
    return {
      read: (row: Row) => String(read(source, object, { row, path: field }) ?? ''),
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
    const fields = query.fields.map((path) => nested(source, object, { row, path }));
    return [attributes(object, row), ...fields, ...lists.map((list) => list(row))].reduce(merge, {});
  });
  return { totalSize: records.length, done: true as const, records };
}

/** An empty list is null, as Salesforce shows it. */
function subSelect(source: Source, object: SalesforceObject, query: Soql): (row: Row) => Shown {
  const known = Object.entries(object.children).find(([name]) => same(name, query.from));
  const target = known && readable(source, known[1].object);
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

function check(
  source: Source,
  object: SalesforceObject,
  { field, operator, values }: Condition,
): (row: Row) => boolean {
  const type = checkPath(source, object, field);
  const isId = type === 'id' || type === 'reference';
  const broken = isId ? values.find((value) => value !== null && !isSalesforceId(value)) : undefined;
  if (broken !== undefined)
    throw new RefusedQuery('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${String(broken)}`);
  const equal = (left: unknown, right: Literal) =>
    isId ? shortId(left) === shortId(right) : plain(left) === plain(right);
  return (row) => {
    const value = read(source, object, { row, path: field });
    if (operator === 'LIKE') return like(String(values[0] ?? '')).test(String(value ?? ''));
    const among = values.some((wanted) => equal(value, wanted));
    return operator === '!=' ? !among : among;
  };
}

/** Type of the field at the end of a path such as "Owner.Name". */
function checkPath(
  source: Source,
  object: SalesforceObject,
  path: string,
): SalesforceObject['fields'][string] {
  const [step = '', ...rest] = path.split('.');
  if (rest.length > 0) return checkPath(source, parentOf(source, object, step).target, rest.join('.'));
  const name = fieldsOf(object, source.limits).find((field) => same(field, step));
  const type = name && object.fields[name];
  if (type) return type;
  const hint =
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.";
  throw new RefusedQuery('INVALID_FIELD', `No such column '${step}' on entity '${object.name}'. ${hint}`);
}

function parentOf({ limits }: Source, object: SalesforceObject, step: string) {
  const [name, parent] = Object.entries(object.parents).find(([known]) => same(known, step)) ?? [];
  const target = parent && objectNamed(parent.object);
  if (!name || !parent || !target || !fieldsOf(object, limits).includes(parent.field)) {
    throw new RefusedQuery('INVALID_FIELD', `Didn't understand relationship '${step}' in field path.`);
  }
  return { name, field: parent.field, target };
}

interface At {
  readonly row: Row;
  readonly path: string;
}

function read(source: Source, object: SalesforceObject, { row, path }: At): Literal {
  const [step = '', ...rest] = path.split('.');
  if (rest.length === 0)
    return row[Object.keys(object.fields).find((field) => same(field, step)) ?? ''] ?? null;
  const { field, target } = parentOf(source, object, step);
  const parent = target.rows(source.world).find(({ Id }) => Id === row[field]);
  return parent ? read(source, target, { row: parent, path: rest.join('.') }) : null;
}

function nested(source: Source, object: SalesforceObject, { row, path }: At): Shown {
  const [step = '', ...rest] = path.split('.');
  const fieldName = Object.keys(object.fields).find((field) => same(field, step)) ?? step;
  if (rest.length === 0) return { [fieldName]: row[fieldName] ?? null };
  const { name, field, target } = parentOf(source, object, step);
  const parent = target.rows(source.world).find(({ Id }) => Id === row[field]);
  if (!parent) return { [name]: null };
  return {
    [name]: merge(attributes(target, parent), nested(source, target, { row: parent, path: rest.join('.') })),
  };
}

function readable({ limits }: Source, name: string): SalesforceObject | undefined {
  const object = objectNamed(name);
  return object && !limits.forbiddenObjects.has(object.name.toLowerCase()) ? object : undefined;
}

function attributes({ name }: SalesforceObject, row: Row): Shown {
  return { attributes: { type: name, url: `/services/data/v66.0/sobjects/${name}/${row['Id']}` } };
}

/** Two paths into the same parent make one object. */
function merge(into: Shown, from: Shown): Shown {
  const merged = { ...into };
  for (const [name, value] of Object.entries(from)) {
    const before = merged[name];
    merged[name] = isObject(before) && isObject(value) ? merge(before, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Shown {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
