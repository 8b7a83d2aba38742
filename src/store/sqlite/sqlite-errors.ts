import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreErrorReason } from '../store-error.ts';
import { StoreError } from '../store-error.ts';

/** Retries while another process locks the database, until `performance.now()` reaches the deadline. */
export async function retryWhileBusy<T>(deadline: number, work: () => T | Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isBusy = error instanceof StoreError && error.reason === 'busy';
      if (!isBusy || performance.now() >= deadline) throw error;
    }
    await sleep(10 + Math.random() * 30);
  }
}

/** SQLite's messages, because the driver sets an error code only for statements that return no rows. */
const ERROR_PATTERNS: readonly (readonly [RegExp, StoreErrorReason])[] = [
  [/database (table )?is locked/, 'busy'],
  [/database or disk is full/, 'full'],
  [/attempt to write a readonly database/, 'read-only'],
  [/disk I\/O error/, 'disk-error'],
  [/file is not a database|database disk image is malformed/, 'corrupt'],
  [/unable to open database file|access permission denied/, 'unreachable'],
];

/** Runs `work` and converts errors of SQLite into `StoreError`. */
export function mapSqliteErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Reads the fields instead of the class, because the driver's errors may come from another realm. */
function toStoreError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('code' in error)) return error;
  const { code } = error;
  if (code === 'ERR_INVALID_STATE') return new StoreError('closed', { cause: error });
  if (code !== 'ERR_SQLITE_ERROR' || !('message' in error)) return error;
  const reason = ERROR_PATTERNS.find(([pattern]) => pattern.test(String(error.message)))?.[1];
  return reason ? new StoreError(reason, { cause: error }) : error;
}
