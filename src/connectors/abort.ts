import { setMaxListeners } from 'node:events';
import { type Problem, problem } from './outcome.ts';

/** What a caller gets whose time is up. */
export function late(): Problem {
  return problem('timeout', 'deadline passed');
}

/** What `work` says, or `instead` as soon as the signal fires; the work itself is left to end on its own. */
export function orWhenAborted<T>(work: Promise<T>, signal: AbortSignal, instead: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(instead());
    // One check may have dozens of look-ups under one deadline; that is no leak.
    setMaxListeners(0, signal);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
