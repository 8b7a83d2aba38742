import type { ChildProcess } from 'node:child_process';

/** To be preloaded into a process whose clock is to be moved. */
export const MOVED_CLOCK = new URL('./moved-clock.js', import.meta.url).href;

/** A clock that a person moves, forwards only: everything in the sandbox goes by it, the bot's own process included. */
export interface MovableClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Answers once the bot goes by the new time; the local Slack follows only then, or it would send from the future. */
  move(ms: number): Promise<void>;
}

export function createClock(bot: () => ChildProcess): MovableClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    async move(ms) {
      const next = ahead + Math.max(0, ms);
      await confirmed(bot(), next);
      ahead = next;
    },
  };
}

function confirmed(bot: ChildProcess, clock: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      bot.off('message', onMessage);
      bot.off('exit', onExit);
      done();
    };
    const onExit = () => settle(() => reject(new Error('the bot is not running')));
    const onMessage = (message: unknown) => {
      if ((message as { clock?: number }).clock === clock) settle(resolve);
    };
    bot.on('message', onMessage);
    bot.once('exit', onExit);
    bot.send({ clock });
  });
}
