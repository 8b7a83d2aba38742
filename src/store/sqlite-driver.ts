import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { StoreFailed } from './store-error.ts';

/** The part of the SQLite interface that Node and `@photostructure/sqlite` share. */
export interface SqliteDriver {
  readonly DatabaseSync: new (
    file: string,
    options?: { readonly readOnly?: boolean; readonly timeout?: number },
  ) => DatabaseSyncInstance;
}

let known: Promise<SqliteDriver> | undefined;

/**
 * Returns `node:sqlite` on Node 22.16 and later, otherwise `@photostructure/sqlite`. Throws `StoreFailed` when neither is
 * available.
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
