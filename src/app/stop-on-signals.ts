import type { Log } from '../log.ts';

/** From this signal on, the process ends without finishing the work in hand. npm passes Ctrl-C on a second time. */
const GIVE_UP_AT = 3;

/** Takes the function that stops the bot, once there is a bot. */
export type OnceStarted = (stop: () => Promise<void>) => void;

/**
 * Stops the bot on the first SIGTERM or SIGINT and ends the process with exit code 0; the second changes nothing, the
 * third ends it at once with exit code 1. A signal before the bot has started ends the process: nothing is in hand.
 */
export function stopOnSignals(log: Log): OnceStarted {
  let stop: (() => Promise<void>) | undefined;
  let received = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    received += 1;
    if (!stop) return process.exit(0);
    if (received >= GIVE_UP_AT) {
      log.error('ended before the work in hand was finished', { signal });
      return process.exit(1);
    }
    log.info(received === 1 ? 'stopping' : 'still stopping, one more signal ends the process', { signal });
    if (received === 1) {
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
  return (given) => {
    stop = given;
  };
}
