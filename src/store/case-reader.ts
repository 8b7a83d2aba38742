import type { Kysely, Selectable } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Case } from '../domain/case.ts';
import { pagesOf } from './pages.ts';
import type { CaseHistory } from './stored-case.ts';
import { NO_HISTORY, readCaseEvents } from './stored-case.ts';
import type { Tables } from './tables.ts';

/** A check takes about ten kilobytes. */
const EVENTS_PER_PAGE = 50;
/** Counted in the stored JSON; the objects read from it take about three times as much memory. */
const MAX_CACHED_CHARACTERS = 16_000_000;
/** Bounds how long this process keeps what another process has erased. */
const CACHE_TTL_MS = 10 * 60_000;

type CaseRow = Selectable<Tables['cases']>;

/** The events of a case that were read so far. */
interface CachedHistory extends CaseHistory {
  readonly erasedAt: string | null;
  readonly lastId: number;
  /** Characters of JSON. */
  readonly size: number;
}

type AddedEvent = Pick<Selectable<Tables['case_events']>, 'id' | 'at' | 'by' | 'kind' | 'data'>;

export interface CaseReader {
  /** Reads a case. Throws `UnreadableRow`. */
  find(id: string): Promise<Case | null>;
  /** Removes a case from the cache. */
  forget(id: string): void;
}

/**
 * Creates a reader that caches the events of a case. Events never change unless the case is erased, so the next read
 * needs only those that were added, however many checks the case has.
 */
export function createCaseReader(db: () => Kysely<Tables>): CaseReader {
  const cache = new LRUCache<string, CachedHistory>({
    maxSize: MAX_CACHED_CHARACTERS,
    sizeCalculation: ({ size }) => Math.max(1, size),
    ttl: CACHE_TTL_MS,
  });
  /** First reads in progress, so that simultaneous requests share one. */
  const firstReads = new Map<string, Promise<CachedHistory>>();

  function readFirst(row: CaseRow): Promise<CachedHistory> {
    const key = JSON.stringify([row.id, row.erased_at]);
    const reading =
      firstReads.get(key) ??
      readNewEvents(db(), row, emptyHistoryOf(row)).finally(() => firstReads.delete(key));
    firstReads.set(key, reading);
    return reading;
  }

  return {
    async find(id) {
      const row = await caseRow(db(), id);
      if (!row) return null;
      const known = cache.get(id);
      const before = known?.erasedAt === row.erased_at ? known : await readFirst(row);
      const now = await readNewEvents(db(), row, before);
      if (now !== known) cache.set(id, now);
      return caseOf(row, now);
    },
    forget: (id) => void cache.delete(id),
  };
}

/** Reads the whole case. Throws `UnreadableRow`. */
export async function readCase(db: Kysely<Tables>, id: string): Promise<Case | null> {
  const row = await caseRow(db, id);
  return row ? caseOf(row, await readNewEvents(db, row, emptyHistoryOf(row))) : null;
}

function caseRow(db: Kysely<Tables>, id: string): Promise<CaseRow | undefined> {
  return db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
}

function emptyHistoryOf({ erased_at }: CaseRow): CachedHistory {
  return { ...NO_HISTORY, erasedAt: erased_at, lastId: 0, size: 0 };
}

/** Returns `before` itself when nothing was added since. */
async function readNewEvents(
  db: Kysely<Tables>,
  { id }: CaseRow,
  before: CachedHistory,
): Promise<CachedHistory> {
  let known = before;
  const pages = pagesOf(
    (_last: AddedEvent | undefined, size) =>
      db
        .selectFrom('case_events')
        .select(['id', 'at', 'by', 'kind', 'data'])
        .where('case_id', '=', id)
        .where('id', '>', known.lastId)
        .orderBy('id')
        .limit(size)
        .execute(),
    EVENTS_PER_PAGE,
  );
  for await (const page of pages) {
    known = {
      ...readCaseEvents(id, page, known),
      erasedAt: known.erasedAt,
      lastId: page.at(-1)?.id ?? known.lastId,
      size: page.reduce((sum, { data }) => sum + data.length, known.size),
    };
  }
  // A case without a single event is unreadable.
  return known.checks.length > 0 ? known : { ...known, ...readCaseEvents(id, [], known) };
}

function caseOf(row: CaseRow, { checks, events }: CaseHistory): Case {
  return {
    id: row.id,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    erasedAt: row.erased_at,
    place: { channel: row.channel, thread: row.thread },
    checks,
    events,
  };
}
