import { RetryLater } from '../errors.ts';

/** More than the number of people who decide on the same thing at once. */
const MAX_ATTEMPTS = 8;
const CONFLICT_RETRY_MS = 1_000;

/**
 * Optimistic concurrency: `attempt` reads, decides and writes unless what it read has changed since. Calls it again
 * while it answers `stale`, and returns its first other answer. Throws `RetryLater` after too many attempts.
 */
export async function retryWhenStale<T>(attempt: () => Promise<T | 'stale'>): Promise<T> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
    const result = await attempt();
    if (result !== 'stale') return result;
  }
  throw new RetryLater('too many concurrent updates', CONFLICT_RETRY_MS);
}
