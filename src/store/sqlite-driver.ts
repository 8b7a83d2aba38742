import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { StoreFailed } from './store-error.ts';

/** SQLite as Node has it, or as the package of the same interface has it. */
export interface SqliteDriver {
  readonly DatabaseSync: new (
    file: string,
    options?: { readonly readOnly?: boolean; readonly timeout?: number },
  ) => DatabaseSyncInstance;
}

let known: Promise<SqliteDriver> | undefined;

/**
 * Returns `node:sqlite` where Node has all of it that we use (22.16 and later), else `@photostructure/sqlite`. Throws
 * `StoreFailed` where there is neither.
 */
export function sqliteDriver(): Promise<SqliteDriver> {
  known ??= loadDriver();
  return known;
}

async function loadDriver(): Promise<SqliteDriver> {
  const own = await import('node:sqlite').catch(() => null);
  if (own && isComplete(own)) return own;
  return import('@photostructure/sqlite').catch((cause: unknown) => {
    throw new StoreFailed('no-driver', { cause });
  });
}

/** Earlier versions have neither `isTransaction` nor `columns`. */
function isComplete({ DatabaseSync }: SqliteDriver): boolean {
  const database = new DatabaseSync(':memory:');
  try {
    return 'isTransaction' in database && typeof database.prepare('select 1').columns === 'function';
  } finally {
    database.close();
  }
}
