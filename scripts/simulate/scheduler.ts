import { EventHeap, type TimedEvent } from './event-heap.ts';
import type { Random } from './random.ts';

/** A process of the simulation: a copy of the bot, or `outside`, which is everything else. */
export interface SimulatedProcess {
  readonly name: string;
  /** False once it has crashed or ended: none of its events happen any more. */
  isAlive: boolean;
  /** Milliseconds that its wall clock is ahead of the true time. */
  clockSkewMs: number;
}

interface ScheduledEvent extends TimedEvent {
  readonly owner: SimulatedProcess;
  /** `work`: a call, an answer or a delivery. `timer`: a timer of a process. */
  readonly kind: 'work' | 'timer';
  /** Returns `NOTHING_DONE` when it did nothing, so that no code needs to run after it. */
  run: (() => unknown) | null;
}

/** Cancels an event; has no effect once it has happened. */
export type Cancel = () => void;

/** Returned by an event that did nothing. */
export const NOTHING_DONE = Symbol('nothing done');

const runRealImmediate = setImmediate;

/**
 * Runs events one after another in virtual time. The next event starts only when all code that the last one caused has run, so
 * that code belongs to the event's process. Events of the same time happen in an order that the seed decides.
 */
export class Scheduler {
  /** Milliseconds of virtual monotonic time. */
  now = 0;
  /** The process whose code is running. */
  current: SimulatedProcess;
  /** Number of events so far. */
  eventCount = 0;
  /** Number of scheduled calls, answers and deliveries. */
  workInFlight = 0;
  /** Promises of real work, which the next event waits for. */
  #awaited: Promise<void>[] = [];
  readonly #events = new EventHeap<ScheduledEvent>();
  readonly #random: Random;
  readonly #onError: (error: unknown) => void;

  constructor(outside: SimulatedProcess, random: Random, onError: (error: unknown) => void) {
    this.current = outside;
    this.#random = random;
    this.#onError = onError;
  }

  schedule(
    owner: SimulatedProcess,
    kind: ScheduledEvent['kind'],
    delayMs: number,
    run: () => unknown,
  ): Cancel {
    const time = this.now + Math.max(0, delayMs);
    const event: ScheduledEvent = { time, order: this.#random.next(), owner, kind, run };
    this.#events.push(event);
    if (kind === 'work') this.workInFlight += 1;
    return () => {
      if (event.run === null) return;
      event.run = null;
      if (kind === 'work') this.workInFlight -= 1;
    };
  }

  /** Returns when the next event happens; infinity when there is none. */
  nextTime(): number {
    for (;;) {
      const next = this.#events.peek();
      if (next === undefined) return Number.POSITIVE_INFINITY;
      if (next.run !== null && next.owner.isAlive) return Math.max(next.time, this.now);
      this.#discard();
    }
  }

  /** Runs the next event and all code that it causes. */
  async step(): Promise<void> {
    this.nextTime();
    const event = this.#events.pop();
    if (event?.run == null) return;
    const { run, owner, kind, time } = event;
    event.run = null;
    if (kind === 'work') this.workInFlight -= 1;
    this.now = Math.max(this.now, time);
    this.current = owner;
    this.eventCount += 1;
    try {
      if (run() === NOTHING_DONE) return;
    } catch (error) {
      this.#onError(error);
    }
    // Promises and `process.nextTick` have priority over this.
    await new Promise<void>((resolve) => runRealImmediate(resolve));
    while (this.#awaited.length > 0) {
      await Promise.all(this.#awaited.splice(0));
      await new Promise<void>((resolve) => runRealImmediate(resolve));
    }
  }

  /** Stops virtual time until the promise is settled, for real work of the running event. */
  waitFor(real: Promise<void>): void {
    this.#awaited.push(real);
  }

  /** Moves the time forwards without running anything. Timers that fall due before that time run late. */
  jumpTo(time: number): void {
    this.now = Math.max(this.now, time);
  }

  #discard(): void {
    const event = this.#events.pop();
    if (event && event.run !== null && event.kind === 'work') this.workInFlight -= 1;
  }
}
