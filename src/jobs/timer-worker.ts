import { retryDelayMs, UnreadableRow } from '../errors.ts';
import type { Timer, TimerKind, Timers } from '../ports/queues.ts';
import { TIMER_KINDS } from '../ports/queues.ts';
import type { QueueWorker } from './queue-worker.ts';
import { createQueueWorker } from './queue-worker.ts';
import type { LaneLimits } from './work-queue.ts';

const POLL_INTERVAL_MS = 10_000;
const MAX_CLAIMED_PER_KIND = 20;
/** How many timers that call other systems run at once. */
const MAX_CONCURRENT_LOOKUPS = 3;
/** Bounds of the delay between two attempts, which grows with each attempt. */
const RETRY_DELAYS = { initialDelayMs: 5_000, maxDelayMs: 5 * 60_000 };
/** A timer that has failed this often (about a day) is quarantined. */
const MAX_ATTEMPTS = 300;

export interface TimerWorkerOptions {
  readonly timers: Timers;
  /** All kinds by default. */
  readonly kinds?: readonly TimerKind[];
  now(): Date;
  /** Does what the timer is for; may run again for the same one. */
  run(timer: Timer): Promise<void>;
  onFault(what: string, error: unknown): void;
}

export type TimerWorker = QueueWorker<Timer>;

/** Creates the worker that runs timers when they are due, however long ago: a process that was off catches up. */
export function createTimerWorker({
  timers,
  kinds = TIMER_KINDS,
  now,
  run,
  onFault,
}: TimerWorkerOptions): TimerWorker {
  const limits = Object.fromEntries(kinds.map((kind) => [kind, laneLimits(kind)])) as Record<
    TimerKind,
    LaneLimits
  >;
  return createQueueWorker({
    queue: timers,
    itemName: 'timer',
    now,
    kinds,
    maxClaimed: MAX_CLAIMED_PER_KIND,
    pollIntervalMs: POLL_INTERVAL_MS,
    limits,
    jobFieldsOf: ({ kind }) => ({ lane: kind, userId: '' }),
    async process(timer) {
      await run(timer);
      return 'done';
    },
    outcomeOfError({ kind, attempts = 1 }, error) {
      if (error instanceof UnreadableRow) return { unreadable: error.reason };
      onFault(`${kind} timer failed`, error);
      if (attempts >= MAX_ATTEMPTS) return { quarantine: 'max-attempts' };
      const waitMs = retryDelayMs(error, { attempts, random: 0, ...RETRY_DELAYS });
      return { retryAt: new Date(now().getTime() + waitMs) };
    },
    onFault,
  });
}

/** Timers of a kind run one after another, except those that wait for other systems. */
function laneLimits(kind: TimerKind): LaneLimits {
  const concurrency = kind === 'login-watch' ? MAX_CONCURRENT_LOOKUPS : 1;
  return { concurrency, perUser: concurrency };
}
