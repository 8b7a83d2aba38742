import { setMaxListeners } from 'node:events';
import { type Problem, problem } from './upstream-result.ts';

/** Returns the problem for a caller whose deadline has passed. */
export function deadlineExceeded(): Problem {
  return problem('timeout', 'deadline passed');
}

/** Resolves with the result of `work`, or with `fallback()` as soon as the signal aborts. Does not stop `work`. */
export function raceWithAbort<T>(work: Promise<T>, signal: AbortSignal, fallback: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const resolveWithFallback = () => resolve(fallback());
    // A check has dozens of lookups that share one signal, which would trigger Node's leak warning.
    setMaxListeners(0, signal);
    if (signal.aborted) resolveWithFallback();
    signal.addEventListener('abort', resolveWithFallback, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', resolveWithFallback));
  });
}
