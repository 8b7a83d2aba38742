import { loadEnvFile } from '../src/config/env-file.ts';
import { SETTINGS } from '../src/config/settings.ts';
import { ConfigError } from '../src/config.ts';
import { UnreadableRow } from '../src/errors.ts';
import type { ReadOnlyStore } from '../src/store/sqlite/read-only-store.ts';
import { openReadOnlyStore } from '../src/store/sqlite/read-only-store.ts';
import { StoreError } from '../src/store/store-error.ts';
import { databaseNotFoundLine } from '../src/words/audit-lines.ts';

/**
 * Lets `work` read the cases of the database that DATABASE_URL names, which is neither made nor changed; no other
 * setting is needed. Gives the exit code: 1 and a sentence when there is nothing to read.
 */
export async function withStoredCases(work: (cases: ReadOnlyStore) => Promise<number>): Promise<number> {
  const file = databaseFilePath();
  let cases: ReadOnlyStore | null = null;
  try {
    cases = await openReadOnlyStore(file);
    if (cases) return await work(cases);
    console.error(databaseNotFoundLine(file));
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof UnreadableRow)) throw error;
    console.error(`Cannot read the database ${file}: ${error.message}.`);
  } finally {
    await cases?.close();
  }
  return 1;
}

/** Path of the SQLite file that DATABASE_URL names, in the environment or in `.env`. Throws `ConfigError`. */
export function databaseFilePath(): string {
  const { problems } = loadEnvFile('.env', process.env);
  if (problems.length > 0) throw new ConfigError(problems);
  return (process.env['DATABASE_URL']?.trim() || SETTINGS.DATABASE_URL.default).replace(/^sqlite:/, '');
}
