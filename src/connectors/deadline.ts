import { setMaxListeners } from 'node:events';
import { type Problem, problem } from './upstream-result.ts';

/** What a caller gets whose time is up. */
export function deadlineExceeded(): Problem {
  return problem('timeout', 'deadline passed');
}

/** What `work` says, or `instead` as soon as the signal fires; the work itself is left to end on its own. */
export function raceWithAbort<T>(work: Promise<T>, signal: AbortSignal, fallback: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const resolveWithFallback = () => resolve(fallback());
    // One check may have dozens of look-ups under one deadline; that is no leak.
    setMaxListeners(0, signal);
    if (signal.aborted) resolveWithFallback();
    signal.addEventListener('abort', resolveWithFallback, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', resolveWithFallback));
  });
}
