/**
 * The time of a test file: the real clock, plus what its tests skipped. Bolt, the bot and the local Slack share it,
 * because they compare times that they stamped for one another.
 */
const realNow = Date.now;
const realMonotonic = performance.now.bind(performance);
/** Milliseconds that the wall clock is ahead of the real one. */
let wallOffsetMs = 0;
/** Milliseconds that the monotonic clock is ahead of the real one; it never goes back while an application runs. */
let monotonicOffsetMs = 0;
const pendingWaits = new Set<{ readonly until: number; end(): void }>();

/** Sets the clock of everything in this test file to a moment (ISO 8601, UTC). */
export function setClock(moment: string): void {
  advanceClock(Date.parse(moment) - realNow() - wallOffsetMs);
}

/** Moves both clocks forwards; a negative number moves only the wall clock. */
export function advanceClock(ms: number): void {
  wallOffsetMs += ms;
  monotonicOffsetMs += Math.max(ms, 0);
  Date.now = () => realNow() + wallOffsetMs;
  performance.now = () => realMonotonic() + monotonicOffsetMs;
  for (const each of pendingWaits) if (each.until <= performance.now()) each.end();
}

/** Resolves when that many milliseconds have passed or were skipped. Keeps no process alive. */
export function waitOnTestClock(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => wait.end(), ms).unref();
    const wait = {
      until: performance.now() + ms,
      end() {
        clearTimeout(timer);
        pendingWaits.delete(wait);
        resolve();
      },
    };
    pendingWaits.add(wait);
  });
}

/** Moves the clock forwards by so many milliseconds, except for those that others skip in the meantime. */
export async function skipOnTestClock(ms: number): Promise<void> {
  const until = performance.now() + ms;
  await new Promise((resolve) => setImmediate(resolve));
  advanceClock(Math.max(until - performance.now(), 0));
}

/** Restores the real clock. */
export function resetClock(): void {
  wallOffsetMs = 0;
  monotonicOffsetMs = 0;
  Date.now = realNow;
  performance.now = realMonotonic;
}

/** Returns milliseconds of the real clock, for the limits of a test. */
export function realTimeMs(): number {
  return realMonotonic();
}
