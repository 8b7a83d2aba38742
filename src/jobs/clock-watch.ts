/** Less is what a clock is corrected by now and then. */
const JUMP_MS = 5_000;

export interface ClockWatchOptions {
  now(): Date;
  /** Milliseconds from any moment, whatever happens to the clock. */
  monotonic(): number;
  /** By how many milliseconds the clock has jumped since the last look: ahead, or back when negative. */
  onJump(ms: number): void;
}

/** Answers a function that compares the clock with the monotonic one, and tells when they have gone apart. */
export function createClockWatch({ now, monotonic, onJump }: ClockWatchOptions): () => void {
  let offset = now().getTime() - monotonic();
  return () => {
    const current = now().getTime() - monotonic();
    const jumped = Math.round(current - offset);
    offset = current;
    if (Math.abs(jumped) >= JUMP_MS) onJump(jumped);
  };
}
