import { StoreError } from '../store-error.ts';
import { prepareDatabaseFile } from './database-file.ts';
import { mapSqliteErrors, retryWhileBusy } from './sqlite-errors.ts';
import { loadSqliteModule } from './sqlite-module.ts';

/** Longer than a copy usually takes to stop, so that it can be restarted without a pause. */
const LOCK_TIMEOUT_MS = 15_000;

/** Keeps other copies of the bot from starting on a database. */
export interface DatabaseLock {
  release(): void;
}

/**
 * Locks the file `<file>-lock` for this process, and waits up to `timeoutMs` for another one. The operating system releases the
 * lock when the process ends, even by SIGKILL. The database itself stays open to commands, backups and the doctor. Throws
 * `StoreError`: `in-use` when another process keeps the lock.
 */
export async function lockSqliteFile(file: string, timeoutMs = LOCK_TIMEOUT_MS): Promise<DatabaseLock> {
  const deadline = performance.now() + timeoutMs;
  const { DatabaseSync } = await loadSqliteModule();
  const lockFile = `${file}-lock`;
  prepareDatabaseFile(lockFile);
  const database = mapSqliteErrors(() => new DatabaseSync(lockFile, { timeout: 0 }));
  try {
    await retryWhileBusy(deadline, () => mapSqliteErrors(() => database.exec('begin exclusive')));
  } catch (error) {
    database.close();
    throw error instanceof StoreError && error.reason === 'busy' ? new StoreError('in-use') : error;
  }
  return { release: () => database.close() };
}
