/** Time for writes in one turn of the event loop, in milliseconds. */
const WRITE_SLICE_MS = 8;

export interface WriteQueueOptions {
  /** Called when no more callers follow in this turn of the event loop. Commits what they wrote. */
  onBatchEnd(): void;
  readonly sliceMs?: number;
  /** Monotonic time in milliseconds. */
  monotonic?(): number;
}

/**
 * Lets one caller write at a time, in order of arrival. Callers wait for the next turn of the event loop and then write
 * one right after the other, so that one commit serves them all and the write lock is held only briefly. When the slice
 * of the turn is used up, the others wait for the next turn, so that requests are acknowledged in between.
 */
export class WriteQueue {
  readonly #options: Required<WriteQueueOptions>;
  readonly #waiting: (() => void)[] = [];
  #isHeld = false;
  #isScheduled = false;
  #startedAt = 0;

  constructor({
    sliceMs = WRITE_SLICE_MS,
    monotonic = () => performance.now(),
    onBatchEnd,
  }: WriteQueueOptions) {
    this.#options = { sliceMs, monotonic, onBatchEnd };
  }

  /** Resolves when the caller may write. */
  acquire(): Promise<void> {
    const granted = new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!this.#isHeld) this.#schedule();
    return granted;
  }

  release(): void {
    this.#isHeld = false;
    this.#grant();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#startedAt = this.#options.monotonic();
      if (!this.#isHeld) this.#grant();
    });
  }

  #grant(): void {
    const { monotonic, sliceMs, onBatchEnd } = this.#options;
    const isSliceUsed = monotonic() - this.#startedAt >= sliceMs;
    const next = isSliceUsed ? undefined : this.#waiting.shift();
    if (next) {
      this.#isHeld = true;
      next();
      return;
    }
    onBatchEnd();
    if (this.#waiting.length > 0) this.#schedule();
  }
}
