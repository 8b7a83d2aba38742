import { z } from 'zod';
import type { LookupOptions } from '../../ports/systems.ts';
import type { CallPriority } from '../concurrency-limiter.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { problem, success, type UpstreamResult } from '../upstream-result.ts';

export interface ObjectQuery<T> {
  readonly operation: string;
  readonly object: 'subscriptions' | 'contacts' | 'accounts';
  /** Such as "name.EQ:A-S00000001", not URL-encoded. */
  readonly filter: string;
  readonly sort?: string;
  readonly expand?: readonly string[];
  /** From `objectQueryPage`. */
  readonly pageSchema: ReturnType<typeof objectQueryPage<T>>;
  readonly priority?: CallPriority;
  /** Paths, within a row, of fields that may be invalid. */
  readonly optionalFields?: readonly string[];
}

export interface PagedListRequest<T> {
  readonly operation: string;
  readonly path: string;
  /** Additional URL-encoded parameters. */
  readonly queryString?: string;
  /** From `listPage`. */
  readonly page: ReturnType<typeof listPage<T>>;
  readonly maxPages: number;
  readonly priority?: CallPriority;
  /** Paths, within a row, of fields that may be invalid. */
  readonly optionalFields?: readonly string[];
}

const MAX_QUERY_PAGES = 5;

/** Returns the schema of a page of an object query. To be created once, because zod compiles a new schema at its first use. */
export function objectQueryPage<T>(rowSchema: z.ZodType<T>) {
  return z.object({ data: z.array(rowSchema), nextPage: z.string().min(1).nullish() });
}

/** Returns the schema of a page of a list, whose rows are in the field `listField`. To be created once, too. */
export function listPage<T>(listField: string, rowSchema: z.ZodType<T>) {
  const schema = z
    .object({
      success: z.literal(true).optional(),
      nextPage: z.string().min(1).nullish(),
      [listField]: z.array(rowSchema),
    })
    .transform((response) => ({
      rows: response[listField] as T[],
      nextPage: response.nextPage as string | null | undefined,
    }));
  return { listField, schema };
}

/** Reads all pages of an object query. Returns a problem rather than an incomplete list. */
export async function queryAllRows<T>(
  read: UpstreamReader,
  query: ObjectQuery<T>,
  options: LookupOptions,
): Promise<UpstreamResult<T[]>> {
  const { operation, pageSchema: schema, priority = 'deciding' } = query;
  const optionalFields = query.optionalFields?.map((path) => `data.*.${path}`) ?? [];
  const rows: T[] = [];
  let cursor = '';
  for (let page = 1; page <= MAX_QUERY_PAGES; page += 1) {
    const path = objectQueryPath(query, cursor);
    const result = await read({ operation, path, schema, priority, optionalFields, isQuery: true }, options);
    if (!result.ok) return result;
    rows.push(...result.value.data);
    const next = result.value.nextPage;
    if (!next) return success(rows);
    if (next === cursor) return problem('invalid-response', 'nextPage: repeats the same page');
    cursor = next;
  }
  return problem('invalid-response', `more than ${MAX_QUERY_PAGES} pages`);
}

/**
 * Reads all pages of a list. Returns a problem rather than an incomplete list. The URL in `nextPage` is not followed, because
 * a gateway may change its host and path.
 */
export async function listAllRows<T>(
  read: UpstreamReader,
  list: PagedListRequest<T>,
  options: LookupOptions,
): Promise<UpstreamResult<T[]>> {
  const { operation, priority = 'deciding' } = list;
  const { listField, schema } = list.page;
  const optionalFields = list.optionalFields?.map((path) => `${listField}.*.${path}`) ?? [];
  const rows: T[] = [];
  for (let page = 1; page <= list.maxPages; page += 1) {
    const path = `${list.path}?page=${page}&pageSize=40${list.queryString ? `&${list.queryString}` : ''}`;
    const response = await read({ operation, path, schema, priority, optionalFields }, options);
    if (!response.ok) return response;
    rows.push(...response.value.rows);
    if (!response.value.nextPage) return success(rows);
    // Prevents an endless loop.
    if (response.value.rows.length === 0)
      return problem('invalid-response', `${listField}: empty page with a next page`);
  }
  return problem('invalid-response', `more than ${list.maxPages} pages`);
}

/** Encodes a value for a query string, including quotes, brackets and asterisks. */
function encodedQueryValue(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function objectQueryPath(
  { object, filter, sort, expand = [] }: ObjectQuery<unknown>,
  cursor: string,
): string {
  const parameters = new Map<string, readonly string[]>([['filter[]', [filter]]]);
  parameters.set('expand[]', expand);
  if (sort) parameters.set('sort[]', [sort]);
  // Distinguishes a blank invoice owner from one that is not visible.
  parameters.set('includeNullFields', ['true']);
  parameters.set('pageSize', ['99']);
  if (cursor) parameters.set('cursor', [cursor]);
  const pairs = [...parameters].flatMap(([name, values]) =>
    values.map((value) => `${encodedQueryValue(name)}=${encodedQueryValue(value)}`),
  );
  return `/object-query/${object}?${pairs.join('&')}`;
}
