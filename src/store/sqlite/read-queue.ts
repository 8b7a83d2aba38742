/** Time for reads in one turn of the event loop, in milliseconds. */
const READ_SLICE_MS = 8;

export interface ReadQueueOptions {
  readonly sliceMs?: number;
  /** Monotonic time in milliseconds. */
  monotonic?(): number;
}

/**
 * Gives the connection to one caller at a time, in order of arrival. SQLite is synchronous and its results arrive in
 * microtasks, so a chain of queries would block the event loop. When the slice of this turn is used up, the next caller
 * waits for the next turn.
 */
export class ReadQueue {
  readonly #waiting: (() => void)[] = [];
  readonly #sliceMs: number;
  readonly #monotonic: () => number;
  #isHeld = false;
  #startedAt: number | null = null;

  constructor({ sliceMs = READ_SLICE_MS, monotonic = () => performance.now() }: ReadQueueOptions = {}) {
    this.#sliceMs = sliceMs;
    this.#monotonic = monotonic;
  }

  async acquire(): Promise<void> {
    this.#beginSlice();
    if (this.#isHeld || this.#waiting.length > 0 || this.#isSliceUsed()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
      return;
    }
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    this.#grantNext();
  }

  #beginSlice(): void {
    if (this.#startedAt !== null) return;
    this.#startedAt = this.#monotonic();
    setImmediate(() => {
      this.#startedAt = null;
      if (!this.#isHeld) this.#grantNext();
    });
  }

  #grantNext(): void {
    if (this.#waiting.length === 0) return;
    this.#beginSlice();
    if (this.#isSliceUsed()) return;
    this.#isHeld = true;
    this.#waiting.shift()?.();
  }

  #isSliceUsed(): boolean {
    return this.#startedAt !== null && this.#monotonic() - this.#startedAt >= this.#sliceMs;
  }
}
