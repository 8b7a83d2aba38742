import type { Kysely, Selectable } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Case } from '../domain/case.ts';
import { readPages } from './batching.ts';
import type { CaseHistory } from './stored-case.ts';
import { EMPTY_CASE_HISTORY, readCaseEvents } from './stored-case.ts';
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
  readonly lastEventId: number;
  /** Characters of JSON. */
  readonly sizeInCharacters: number;
}

type CaseEventRow = Pick<Selectable<Tables['case_events']>, 'id' | 'at' | 'by' | 'kind' | 'data'>;

export interface CaseReader {
  /** Reads a case. Throws `UnreadableRow`. */
  find(id: string): Promise<Case | null>;
  /** Removes a case from the cache. */
  evict(id: string): void;
}

/**
 * Creates a reader that caches the events of a case. Events never change unless the case is erased, so the next read
 * needs only those that were added, however many checks the case has.
 */
export function createCachedCaseReader(db: () => Kysely<Tables>): CaseReader {
  const cache = new LRUCache<string, CachedHistory>({
    maxSize: MAX_CACHED_CHARACTERS,
    sizeCalculation: ({ sizeInCharacters: size }) => Math.max(1, size),
    ttl: CACHE_TTL_MS,
  });
  /** First reads in progress, so that simultaneous requests share one. */
  const firstReads = new Map<string, Promise<CachedHistory>>();

  async function readHistory(row: CaseRow, cached: CachedHistory | undefined): Promise<CachedHistory> {
    if (cached?.erasedAt === row.erased_at) return readNewEvents(db(), row, cached);
    const key = JSON.stringify([row.id, row.erased_at]);
    const running = firstReads.get(key);
    // It began earlier, so it may lack the newest events.
    if (running) return readNewEvents(db(), row, await running);
    const reading = readNewEvents(db(), row, emptyCachedHistory(row)).finally(() => firstReads.delete(key));
    firstReads.set(key, reading);
    return reading;
  }

  return {
    async find(id) {
      const row = await findCaseRow(db(), id);
      if (!row) return null;
      const cached = cache.get(id);
      const current = await readHistory(row, cached);
      if (current !== cached) cache.set(id, current);
      return toCase(row, current);
    },
    evict: (id) => void cache.delete(id),
  };
}

/** Reads the whole case. Throws `UnreadableRow`. */
export async function readCase(db: Kysely<Tables>, id: string): Promise<Case | null> {
  const row = await findCaseRow(db, id);
  return row ? toCase(row, await readNewEvents(db, row, emptyCachedHistory(row))) : null;
}

function findCaseRow(db: Kysely<Tables>, id: string): Promise<CaseRow | undefined> {
  return db.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst();
}

function emptyCachedHistory({ erased_at }: CaseRow): CachedHistory {
  return { ...EMPTY_CASE_HISTORY, erasedAt: erased_at, lastEventId: 0, sizeInCharacters: 0 };
}

/** Returns `before` itself when nothing was added since. */
async function readNewEvents(
  db: Kysely<Tables>,
  { id }: CaseRow,
  base: CachedHistory,
): Promise<CachedHistory> {
  let history = base;
  const pages = readPages(
    (_last: CaseEventRow | undefined, size) =>
      db
        .selectFrom('case_events')
        .select(['id', 'at', 'by', 'kind', 'data'])
        .where('case_id', '=', id)
        .where('id', '>', history.lastEventId)
        .orderBy('id')
        .limit(size)
        .execute(),
    EVENTS_PER_PAGE,
  );
  for await (const page of pages) {
    history = {
      ...readCaseEvents(id, page, history),
      erasedAt: history.erasedAt,
      lastEventId: page.at(-1)?.id ?? history.lastEventId,
      sizeInCharacters: page.reduce((sum, { data }) => sum + data.length, history.sizeInCharacters),
    };
  }
  // A case without a single event is unreadable.
  return history.checks.length > 0 ? history : { ...history, ...readCaseEvents(id, [], history) };
}

function toCase(row: CaseRow, { checks, events }: CaseHistory): Case {
  return {
    id: row.id,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    erasedAt: row.erased_at,
    location: { channel: row.channel, thread: row.thread },
    checks,
    events,
  };
}
