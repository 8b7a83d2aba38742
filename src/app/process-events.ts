import type { Log, LogFields } from '../log.ts';

/** The signal that forces an exit. Not the second one, because npm forwards Ctrl-C to its child a second time. */
const FORCED_EXIT_SIGNAL = 3;

/** A process that stops exits after this time even when work is still in progress; longer than draining usually takes. */
const FORCE_EXIT_AFTER_MS = 30_000;

/** Sets the function that stops the bot, once the bot has started. */
export type SetStopHandler = (stop: () => Promise<void>) => void;

/**
 * On the first SIGTERM or SIGINT, stops the bot and exits with code 0, or with code 1 when that takes longer than
 * `FORCE_EXIT_AFTER_MS`. The second changes nothing; the third exits at once with code 1. Before the bot has started, the
 * first signal exits at once with code 0.
 */
export function stopOnSignals(log: Log): SetStopHandler {
  let stop: (() => Promise<void>) | undefined;
  let signalCount = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    signalCount += 1;
    if (!stop) return process.exit(0);
    if (signalCount >= FORCED_EXIT_SIGNAL) return forceExit(log, { signal });
    log.info(signalCount === 1 ? 'stopping' : 'still stopping, one more signal forces an exit', { signal });
    if (signalCount === 1) {
      forceExitAfterTimeout(log);
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error('could not stop', { error });
          process.exit(1);
        },
      );
    }
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  return (stopBot) => {
    stop = stopBot;
  };
}

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
    forceExitAfterTimeout(log);
    stop()
      .catch((failed: unknown) => log.error('could not stop', { error: failed }))
      .finally(() => process.exit(1));
  });
  return (stopBot) => {
    stop = stopBot;
  };
}

function forceExitAfterTimeout(log: Log): void {
  setTimeout(() => forceExit(log, { afterMs: FORCE_EXIT_AFTER_MS }), FORCE_EXIT_AFTER_MS).unref();
}

function forceExit(log: Log, reason: LogFields): never {
  log.error('forced exit before the work in progress was finished', reason);
  process.exit(1);
}
