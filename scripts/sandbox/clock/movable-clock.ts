/** To be loaded into a process whose clock is to be moved. */
export const MOVED_CLOCK_URL = new URL('./moved-clock.js', import.meta.url).href;

/** A clock that a person moves, forwards only: everything in the sandbox goes by it, the bot's own process included. */
export interface MovableClock {
  /** Epoch milliseconds. */
  now(): number;
  /**
   * Resolves once the bot uses the new time. The local Slack follows only then; otherwise its requests would come
   * from the future.
   */
  move(ms: number): Promise<void>;
}

/** `moveBot` takes how far the bot's clock is to be ahead of the machine's, in milliseconds. */
export function createMovableClock(moveBot: (aheadMs: number) => Promise<void>): MovableClock {
  let ahead = 0;
  let moving = Promise.resolve();
  return {
    now: () => Date.now() + ahead,
    // One step after the other: two presses are two steps.
    move(ms) {
      const moved = step(moving, ms);
      moving = moved.catch(() => undefined);
      return moved;
    },
  };

  async function step(before: Promise<void>, ms: number): Promise<void> {
    await before;
    const next = ahead + Math.max(0, ms);
    await moveBot(next);
    ahead = next;
  }
}
