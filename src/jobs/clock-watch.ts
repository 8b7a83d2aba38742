/** Smaller differences are ordinary corrections, not jumps. */
const JUMP_MS = 5_000;

export interface ClockWatchOptions {
  now(): Date;
  /** Monotonic time in milliseconds. */
  monotonic(): number;
  /** `ms`: how far the clock jumped since the last call; negative when it went back. */
  onJump(ms: number): void;
}

/** Returns a function that compares wall-clock time with monotonic time and reports a jump since its last call. */
export function createClockWatch({ now, monotonic, onJump }: ClockWatchOptions): () => void {
  let offset = now().getTime() - monotonic();
  return () => {
    const current = now().getTime() - monotonic();
    const jumped = Math.round(current - offset);
    offset = current;
    if (Math.abs(jumped) >= JUMP_MS) onJump(jumped);
  };
}
