import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from './store-error.ts';

const MAX_ATTEMPTS = 5;
const MAX_DELAY_MS = 50;

/**
 * Runs `work`, and runs it again when the database has undone it in favour of another process (a deadlock, or a failed
 * serialization). Throws the `StoreError` of the last attempt.
 */
export async function repeatAfterConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isConflict = error instanceof StoreError && error.reason === 'conflict';
      if (!isConflict || attempt === MAX_ATTEMPTS) throw error;
    }
    await sleep(Math.random() * MAX_DELAY_MS);
  }
}
