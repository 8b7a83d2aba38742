import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreTrouble } from './store-error.ts';
import { StoreFailed } from './store-error.ts';

/** Tries again for as long as another process holds the database, until that `performance.now()`. */
export async function whileBusy<T>(until: number, work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const busy = error instanceof StoreFailed && error.why === 'busy';
      if (!busy || performance.now() >= until) throw error;
    }
    await sleep(10 + Math.random() * 30);
  }
}

/** SQLite's own words, because the driver gives a code only for statements that return no rows. */
const TROUBLES: readonly (readonly [RegExp, StoreTrouble])[] = [
  [/database (table )?is locked/, 'busy'],
  [/database or disk is full/, 'full'],
  [/attempt to write a readonly database/, 'read-only'],
  [/disk I\/O error/, 'disk'],
  [/file is not a database|database disk image is malformed/, 'damaged'],
  [/unable to open database file|access permission denied/, 'unreachable'],
];

/** Does something with SQLite, and says in our words what went wrong. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(error);
  }
}

/** By its fields, not by its class: the driver's errors may be made in another realm than ours. */
function translate(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error)) return error;
  const { code } = error;
  if (code === 'ERR_INVALID_STATE') return new StoreFailed('closed', { cause: error });
  if (code !== 'ERR_SQLITE_ERROR' || !('message' in error)) return error;
  const why = TROUBLES.find(([words]) => words.test(String(error.message)))?.[1];
  return why ? new StoreFailed(why, { cause: error }) : error;
}
