import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Random } from './random.ts';
import { type Cancel, NOTHING_DONE, type Scheduler } from './scheduler.ts';

/** What replaces the clock, the timers, random numbers and the network during a run. */
export interface VirtualGlobals {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Epoch milliseconds, as the running process sees them. */
  wallClock(): number;
  readonly fetch: typeof fetch;
  /** Returns true when a poll of the running process would find nothing, so that it need not run. */
  isPollIdle(): boolean;
}

let globals: VirtualGlobals | null = null;

/** Sets what the replaced globals use from now on. Call it at the start of each run. */
export function useVirtualGlobals(next: VirtualGlobals): void {
  globals = next;
}

function currentGlobals(): VirtualGlobals {
  if (!globals) throw new Error('no run has started');
  return globals;
}

/** Replaces the clock, the timers, random numbers and the network of this process for good. Call it before anything else. */
export function installVirtualGlobals(): void {
  installClock();
  installTimers();
  installRandomness();
  globalThis.fetch = (...args) => currentGlobals().fetch(...args);
}

function installClock(): void {
  const RealDate = Date;
  const now = () => Math.floor(globals?.wallClock() ?? 0);
  class VirtualDate extends RealDate {
    constructor(...args: unknown[]) {
      if (args.length === 0) super(now());
      else if (args.length === 1) super(args[0] as number);
      else super(...(args as [number, number]));
    }
    static override now(): number {
      return now();
    }
  }
  globalThis.Date = VirtualDate as DateConstructor;
  performance.now = () => globals?.scheduler.now ?? 0;
}

/** What `setTimeout` and `setInterval` return. */
class VirtualTimer {
  cancel: Cancel = () => undefined;
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
  [Symbol.toPrimitive](): number {
    return 0;
  }
}

function startTimer(kind: 'work' | 'timer', ms: number, run: () => unknown): Cancel {
  const { scheduler } = currentGlobals();
  return scheduler.schedule(scheduler.current, kind, ms, run);
}

function virtualTimeout(work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): VirtualTimer {
  const timer = new VirtualTimer();
  timer.cancel = startTimer('timer', Math.max(ms, 1), () => work(...args));
  return timer;
}

function virtualInterval(work: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): VirtualTimer {
  const timer = new VirtualTimer();
  const arm = () => {
    timer.cancel = startTimer('timer', Math.max(ms, 1), () => {
      arm();
      if (globals?.isPollIdle()) return NOTHING_DONE;
      return work(...args);
    });
  };
  arm();
  return timer;
}

function virtualImmediate(work: (...args: unknown[]) => void, ...args: unknown[]): VirtualTimer {
  const timer = new VirtualTimer();
  timer.cancel = startTimer('work', 0, () => work(...args));
  return timer;
}

function clear(timer: unknown): void {
  if (timer instanceof VirtualTimer) timer.cancel();
}

/** Resolves with `value` after `ms`; rejects when the signal aborts first. */
function virtualPause<T>(ms = 1, value?: T, { signal }: { signal?: AbortSignal } = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      timer.cancel();
      reject(new DOMException('The operation was aborted', 'AbortError'));
    };
    const timer = virtualTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve(value as T);
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

function installTimers(): void {
  const replacements = {
    setTimeout: virtualTimeout,
    setInterval: virtualInterval,
    setImmediate: virtualImmediate,
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
  Object.assign(globalThis, replacements);
  Object.assign(timers, replacements);
  Object.assign(timersPromises, {
    setTimeout: virtualPause,
    setImmediate: (value?: unknown) => new Promise((resolve) => virtualImmediate(() => resolve(value))),
  });
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    const abort = () => controller.abort(new DOMException('The operation timed out', 'TimeoutError'));
    virtualTimeout(abort, ms);
    return controller.signal;
  };
  syncBuiltinESMExports();
}

function installRandomness(): void {
  const next = () => currentGlobals().random.next();
  const bytes = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
  const uuid = () => {
    const hex = bytes(16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  Math.random = next;
  Object.assign(crypto, { randomBytes: bytes, randomUUID: uuid });
  Object.defineProperty(globalThis.crypto, 'randomUUID', { value: uuid });
  syncBuiltinESMExports();
}
