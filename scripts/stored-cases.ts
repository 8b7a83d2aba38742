import { loadEnvFile } from '../src/config/env-file.ts';
import { SETTINGS } from '../src/config/settings.ts';
import { ConfigProblems } from '../src/config.ts';
import { UnreadableRow } from '../src/errors.ts';
import type { OpenedCases } from '../src/store/read-only.ts';
import { openForReading } from '../src/store/read-only.ts';
import { StoreFailed } from '../src/store/store-error.ts';
import { noDatabase } from '../src/words/audit.ts';

/**
 * Lets `work` read the cases of the database that DATABASE_URL names, which is neither made nor changed; no other
 * setting is needed. Gives the exit code: 1 and a sentence when there is nothing to read.
 */
export async function withStoredCases(work: (cases: OpenedCases) => Promise<number>): Promise<number> {
  const file = databaseFile();
  let cases: OpenedCases | null = null;
  try {
    cases = await openForReading(file);
    if (cases) return await work(cases);
    console.error(noDatabase(file));
  } catch (error) {
    if (!(error instanceof StoreFailed || error instanceof UnreadableRow)) throw error;
    console.error(`Cannot read the database ${file}: ${error.message}.`);
  } finally {
    await cases?.close();
  }
  return 1;
}

/** Path of the SQLite file that DATABASE_URL names, in the environment or in `.env`. Throws `ConfigProblems`. */
export function databaseFile(): string {
  const { problems } = loadEnvFile('.env', process.env);
  if (problems.length > 0) throw new ConfigProblems(problems);
  return (process.env['DATABASE_URL']?.trim() || SETTINGS.DATABASE_URL.default).replace(/^sqlite:/, '');
}
