import { z } from 'zod';
import type { LookupOptions } from '../../ports/systems.ts';
import type { CallPriority } from '../concurrency-limiter.ts';
import type { UpstreamReader } from '../upstream-reader.ts';
import { problem, success, type UpstreamResult } from '../upstream-result.ts';

export interface ObjectQuery<T> {
  readonly operation: string;
  readonly object: 'subscriptions' | 'contacts' | 'accounts';
  /** Such as "name.EQ:A-S00000001", not encoded. */
  readonly filter: string;
  readonly sort?: string;
  readonly expand?: readonly string[];
  readonly rowSchema: z.ZodType<T>;
  readonly priority?: CallPriority;
  /** Paths, within a row, of fields that the row can be read without. */
  readonly optionalFields?: readonly string[];
}

export interface PagedListRequest<T> {
  readonly operation: string;
  readonly path: string;
  /** Further parameters, encoded. */
  readonly queryString?: string;
  /** Name of the list in the answer. */
  readonly listField: string;
  readonly rowSchema: z.ZodType<T>;
  readonly maxPages: number;
  readonly priority?: CallPriority;
  /** Paths, within a row, of fields that the row can be read without. */
  readonly optionalFields?: readonly string[];
}

const MAX_QUERY_PAGES = 5;

/** Every row, or a problem: never the first pages only. */
export async function queryAllRows<T>(
  read: UpstreamReader,
  query: ObjectQuery<T>,
  options: LookupOptions,
): Promise<UpstreamResult<T[]>> {
  const schema = z.object({ data: z.array(query.rowSchema), nextPage: z.string().min(1).nullish() });
  const { operation, priority = 'deciding' } = query;
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
    if (next === cursor) return problem('invalid-response', 'nextPage: the same page again');
    cursor = next;
  }
  return problem('invalid-response', `more than ${MAX_QUERY_PAGES} pages`);
}

/**
 * Reads every row of a list that is read page by page. `nextPage` only tells that there is another page; its address is
 * not followed, because a gateway may put another host and path in it.
 */
export async function listAllRows<T>(
  read: UpstreamReader,
  list: PagedListRequest<T>,
  options: LookupOptions,
): Promise<UpstreamResult<T[]>> {
  const schema = z
    .object({
      success: z.literal(true).optional(),
      nextPage: z.string().min(1).nullish(),
      [list.listField]: z.array(list.rowSchema),
    })
    .transform((response) => ({
      rows: response[list.listField] as T[],
      nextPage: response.nextPage as string | null | undefined,
    }));
  const { operation, priority = 'deciding' } = list;
  const optionalFields = list.optionalFields?.map((path) => `${list.listField}.*.${path}`) ?? [];
  const rows: T[] = [];
  for (let page = 1; page <= list.maxPages; page += 1) {
    const path = `${list.path}?page=${page}&pageSize=40${list.queryString ? `&${list.queryString}` : ''}`;
    const response = await read({ operation, path, schema, priority, optionalFields }, options);
    if (!response.ok) return response;
    rows.push(...response.value.rows);
    if (!response.value.nextPage) return success(rows);
    // An empty page that names a next one could repeat forever.
    if (response.value.rows.length === 0)
      return problem('invalid-response', `${list.listField}: an empty page that names a next one`);
  }
  return problem('invalid-response', `more than ${list.maxPages} pages`);
}

/** For values inside a URL, also where a server is picky about quotes and brackets. */
export function encodedQueryValue(value: string): string {
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
  // Without it a blank invoice owner cannot be told from one that was not shown.
  parameters.set('includeNullFields', ['true']);
  parameters.set('pageSize', ['99']);
  if (cursor) parameters.set('cursor', [cursor]);
  const pairs = [...parameters].flatMap(([name, values]) =>
    values.map((value) => `${encodedQueryValue(name)}=${encodedQueryValue(value)}`),
  );
  return `/object-query/${object}?${pairs.join('&')}`;
}
