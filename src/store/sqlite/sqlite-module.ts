import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { StoreError } from '../store-error.ts';

/** The part of the SQLite interface that Node and `@photostructure/sqlite` share. */
export interface SqliteModule {
  readonly DatabaseSync: new (
    file: string,
    options?: { readonly readOnly?: boolean; readonly timeout?: number },
  ) => DatabaseSyncInstance;
}

let cachedModule: Promise<SqliteModule> | undefined;

/**
 * Returns `node:sqlite` on Node 22.16 and later, otherwise `@photostructure/sqlite`. Throws `StoreError` when neither is
 * available.
 */
export function loadSqliteModule(): Promise<SqliteModule> {
  cachedModule ??= importSqliteModule();
  return cachedModule;
}

async function importSqliteModule(): Promise<SqliteModule> {
  const builtIn = await import('node:sqlite').catch(() => null);
  if (builtIn && hasRequiredApi(builtIn)) return builtIn;
  return import('@photostructure/sqlite').catch((cause: unknown) => {
    throw new StoreError('no-sqlite', { cause });
  });
}

/** Earlier versions have neither `isTransaction` nor `columns`. */
function hasRequiredApi({ DatabaseSync }: SqliteModule): boolean {
  const database = new DatabaseSync(':memory:');
  try {
    return 'isTransaction' in database && typeof database.prepare('select 1').columns === 'function';
  } finally {
    database.close();
  }
}
