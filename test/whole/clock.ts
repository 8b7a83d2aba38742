/**
 * The time of a test file: the real clock, plus what its tests skipped. Bolt, the bot and the local Slack share it,
 * because they compare times that they stamped for one another.
 */
const realNow = Date.now;
const realMonotonic = performance.now.bind(performance);
/** Milliseconds that the wall clock is ahead of the real one. */
let ahead = 0;
/** Milliseconds that the monotonic clock is ahead of the real one; it never goes back while an application runs. */
let skipped = 0;
const waits = new Set<{ readonly until: number; end(): void }>();

/** Makes it that moment (ISO 8601, UTC) for all that runs in this test file. */
export function clockTo(moment: string): void {
  skip(Date.parse(moment) - realNow() - ahead);
}

/** Moves both clocks forwards; a negative number moves only the wall clock. */
export function skip(ms: number): void {
  ahead += ms;
  skipped += Math.max(ms, 0);
  Date.now = () => realNow() + ahead;
  performance.now = () => realMonotonic() + skipped;
  for (const each of waits) if (each.until <= performance.now()) each.end();
}

/** Resolves when so many milliseconds have passed or were skipped. Keeps no process alive. */
export function waitFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => wait.end(), ms).unref();
    const wait = {
      until: performance.now() + ms,
      end() {
        clearTimeout(timer);
        waits.delete(wait);
        resolve();
      },
    };
    waits.add(wait);
  });
}

/** Goes back to the real clock. */
export function resetClock(): void {
  ahead = 0;
  skipped = 0;
  Date.now = realNow;
  performance.now = realMonotonic;
}

/** Milliseconds on the real clock, which nothing moves: for the limits of a test. */
export function realTime(): number {
  return realMonotonic();
}
