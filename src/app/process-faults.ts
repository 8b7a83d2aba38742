import type { Log } from '../log.ts';
import type { OnceStarted } from './stop-on-signals.ts';

/** After this the process ends although work is still in hand; longer than draining takes. */
const END_WITHIN_MS = 30_000;

/**
 * Logs what nobody caught, through the scrubbing logger and never to standard error. A rejected promise concerns
 * the work that made it, and the process goes on. After an exception anything may be half done: the bot is stopped
 * as by a signal, work in hand is finished, and the process ends with exit code 1 for its supervisor to restart it.
 */
export function logProcessFaults(log: Log): OnceStarted {
  let stop: () => Promise<void> = async () => {};
  let ending = false;
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }));
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { error });
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
    stop()
      .catch((failed: unknown) => log.error('could not stop', { error: failed }))
      .finally(() => process.exit(1));
  });
  return (given) => {
    stop = given;
  };
}
