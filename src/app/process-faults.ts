import type { Log } from '../log.ts';
import type { SetStopHandler } from './stop-on-signals.ts';

/** The process exits after this time even when work is still in progress; longer than draining takes. */
const FORCE_EXIT_AFTER_MS = 30_000;

/**
 * Logs unhandled rejections and uncaught exceptions through the scrubbing logger, never to standard error. After a
 * rejection the process goes on, because only the work that caused it is affected. After an exception the state is in
 * doubt: the bot finishes the work in progress, then the process exits with code 1 for its supervisor to restart it.
 */
export function handleProcessFaults(log: Log): SetStopHandler {
  let stop: () => Promise<void> = async () => {};
  let isExiting = false;
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }));
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { error });
    if (isExiting) return;
    isExiting = true;
    setTimeout(() => process.exit(1), FORCE_EXIT_AFTER_MS).unref();
    stop()
      .catch((failed: unknown) => log.error('could not stop', { error: failed }))
      .finally(() => process.exit(1));
  });
  return (stopBot) => {
    stop = stopBot;
  };
}
