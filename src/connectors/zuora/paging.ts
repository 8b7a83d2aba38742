import { z } from 'zod';
import type { Look } from '../../ports.ts';
import { good, type Outcome, problem } from '../outcome.ts';
import type { Reader } from '../reader.ts';
import type { Lane } from '../slots.ts';

export interface ObjectQuery<T> {
  readonly operation: string;
  readonly object: 'subscriptions' | 'contacts' | 'accounts';
  /** Such as "name.EQ:A-S00000001", not encoded. */
  readonly filter: string;
  readonly sort?: string;
  readonly expand?: readonly string[];
  readonly row: z.ZodType<T>;
  readonly lane?: Lane;
  /** Paths, within a row, of fields that the row can be read without. */
  readonly optional?: readonly string[];
}

export interface PagedList<T> {
  readonly operation: string;
  readonly path: string;
  /** Further parameters, encoded. */
  readonly query?: string;
  /** Name of the list in the answer. */
  readonly list: string;
  readonly row: z.ZodType<T>;
  readonly mostPages: number;
  readonly lane?: Lane;
  /** Paths, within a row, of fields that the row can be read without. */
  readonly optional?: readonly string[];
}

const MOST_CURSORS = 5;

/** Every row, or a problem: never the first pages only. */
export async function queryAll<T>(read: Reader, query: ObjectQuery<T>, look: Look): Promise<Outcome<T[]>> {
  const schema = z.object({ data: z.array(query.row), nextPage: z.string().min(1).nullish() });
  const { operation, lane = 'deciding' } = query;
  const optional = query.optional?.map((path) => `data.*.${path}`) ?? [];
  const rows: T[] = [];
  let cursor = '';
  for (let page = 1; page <= MOST_CURSORS; page += 1) {
    const path = pathOf(query, cursor);
    const answer = await read({ operation, path, schema, lane, optional, isQuery: true }, look);
    if (!answer.ok) return answer;
    rows.push(...answer.value.data);
    const next = answer.value.nextPage;
    if (!next) return good(rows);
    if (next === cursor) return problem('bad-shape', 'nextPage: the same page again');
    cursor = next;
  }
  return problem('bad-shape', `more than ${MOST_CURSORS} pages`);
}

/**
 * Reads every row of a list that is read page by page. `nextPage` only tells that there is another page; its address is
 * not followed, because a gateway may put another host and path in it.
 */
export async function listAll<T>(read: Reader, list: PagedList<T>, look: Look): Promise<Outcome<T[]>> {
  const schema = z
    .object({
      success: z.literal(true).optional(),
      nextPage: z.string().min(1).nullish(),
      [list.list]: z.array(list.row),
    })
    .transform((answer) => ({
      rows: answer[list.list] as T[],
      nextPage: answer.nextPage as string | null | undefined,
    }));
  const { operation, lane = 'deciding' } = list;
  const optional = list.optional?.map((path) => `${list.list}.*.${path}`) ?? [];
  const rows: T[] = [];
  for (let page = 1; page <= list.mostPages; page += 1) {
    const path = `${list.path}?page=${page}&pageSize=40${list.query ? `&${list.query}` : ''}`;
    const answer = await read({ operation, path, schema, lane, optional }, look);
    if (!answer.ok) return answer;
    rows.push(...answer.value.rows);
    if (!answer.value.nextPage) return good(rows);
    // An empty page that names a next one could repeat forever.
    if (answer.value.rows.length === 0)
      return problem('bad-shape', `${list.list}: an empty page that names a next one`);
  }
  return problem('bad-shape', `more than ${list.mostPages} pages`);
}

/** For values inside a URL, also where a server is picky about quotes and brackets. */
export function encoded(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function pathOf({ object, filter, sort, expand = [] }: ObjectQuery<unknown>, cursor: string): string {
  const parameters = new Map<string, readonly string[]>([['filter[]', [filter]]]);
  parameters.set('expand[]', expand);
  if (sort) parameters.set('sort[]', [sort]);
  // Without it a blank invoice owner cannot be told from one that was not shown.
  parameters.set('includeNullFields', ['true']);
  parameters.set('pageSize', ['99']);
  if (cursor) parameters.set('cursor', [cursor]);
  const pairs = [...parameters].flatMap(([name, values]) =>
    values.map((value) => `${encoded(name)}=${encoded(value)}`),
  );
  return `/object-query/${object}?${pairs.join('&')}`;
}
