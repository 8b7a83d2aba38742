import { createClockWatch } from '../jobs/clock-watch.ts';
import type { OutboxWorker } from '../jobs/outbox-worker.ts';
import type { JobOptions } from '../jobs/run-jobs.ts';
import type { Log } from '../log.ts';
import type { Ports, Store, TimerKind } from '../ports.ts';
import { sweep } from '../usecases/sweep.ts';

export interface Sweeping {
  readonly ports: Ports;
  readonly store: Store;
  readonly outbox: OutboxWorker;
  readonly log: Log;
  now(): Date;
  /** Milliseconds from any moment, whatever happens to the clock. */
  monotonic(): number;
  /** True once the bot was told to stop: nothing more is taken up. */
  isStopping(): boolean;
  onFault(what: string, error: unknown): void;
}

/** What was said is known by its key for so long; longer than anything asks for it again. */
const SAID_KEPT_MS = 90 * 24 * 60 * 60_000;

/** What each sweep does. */
export function sweepsOf(sweeping: Sweeping): JobOptions['sweeps'] {
  const { store, outbox, log, now, monotonic, onFault } = sweeping;
  const ports = untilStopped(sweeping);
  const due = (kind: TimerKind) => () => sweep(ports, kind, onFault);
  const onJump = (ms: number) => log.warn('the clock has jumped', { ms });
  const watchClock = createClockWatch({ now, monotonic, onJump });
  return {
    clock: async () => {
      watchClock();
      for (const queue of [store.inbox, store.outbox, store.timers]) await queue.freeFutureHolds();
    },
    silence: due('silence'),
    lapse: due('lapse'),
    'follow-up': due('follow-up'),
    watch: due('watch'),
    digest: due('digest'),
    retention: due('retention'),
    outbox: () => outbox.sweep(),
    keys: async () => {
      await store.outbox.forgetDone(new Date(now().getTime() - SAID_KEPT_MS));
      await store.inbox.setAsideUnknown();
      await store.timers.setAsideUnknown();
    },
  };
}

/** Thousands of timers may be due when the bot is told to stop: those that are not begun wait for the next start. */
function untilStopped({ ports, isStopping }: Sweeping): Ports {
  const { timers } = ports;
  return {
    ...ports,
    timers: { ...timers, take: async (kind, limit) => (isStopping() ? [] : timers.take(kind, limit)) },
  };
}
