/** Smaller differences are ordinary corrections, not jumps. */
const MIN_JUMP_MS = 5_000;

export interface ClockJumpDetectorOptions {
  now(): Date;
  /** Monotonic time in milliseconds. */
  monotonic(): number;
  /** `ms`: how far the clock jumped since the last call; negative when it went back. */
  onJump(ms: number): void;
}

/** Returns a function that compares wall-clock time with monotonic time and reports a jump since its last call. */
export function createClockJumpDetector({ now, monotonic, onJump }: ClockJumpDetectorOptions): () => void {
  let offset = now().getTime() - monotonic();
  return () => {
    const current = now().getTime() - monotonic();
    const jumpMs = Math.round(current - offset);
    offset = current;
    if (Math.abs(jumpMs) >= MIN_JUMP_MS) onJump(jumpMs);
  };
}
