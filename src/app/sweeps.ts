import { DAY_MS } from '../domain/handoff-times.ts';
import { createClockWatch } from '../jobs/clock-watch.ts';
import type { OutboxWorker } from '../jobs/outbox-worker.ts';
import type { JobOptions } from '../jobs/run-jobs.ts';
import type { Log } from '../log.ts';
import type { Ports, Store, TimerKind } from '../ports.ts';
import { sweep } from '../usecases/sweep.ts';

export interface SweepDeps {
  readonly ports: Ports;
  readonly store: Store;
  readonly outbox: OutboxWorker;
  readonly log: Log;
  now(): Date;
  /** Monotonic clock in milliseconds. */
  monotonic(): number;
  /** Returns true once the bot is stopping, after which no timer is taken. */
  isStopping(): boolean;
  onFault(what: string, error: unknown): void;
}

/** How long keys of delivered messages are kept; longer than any message can be repeated. */
const DELIVERED_KEYS_MS = 90 * DAY_MS;

/** Returns the function that each scheduled sweep runs. */
export function sweepsOf(sweeping: SweepDeps): JobOptions['sweeps'] {
  const { store, outbox, log, now, monotonic, onFault } = sweeping;
  const ports = untilStopped(sweeping);
  const due = (kind: TimerKind) => () => sweep(ports, kind, onFault);
  const onJump = (ms: number) => log.warn('system clock jumped', { ms });
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
      await store.outbox.forgetDone(new Date(now().getTime() - DELIVERED_KEYS_MS));
      await store.eraseSetAside(new Date(now().getTime() - ports.retentionDays * DAY_MS));
      await store.inbox.setAsideUnknown();
      await store.timers.setAsideUnknown();
    },
  };
}

/** Returns the ports with timers that stop being handed out once the bot stops, however many are due. */
function untilStopped({ ports, isStopping }: SweepDeps): Ports {
  const { timers } = ports;
  return {
    ...ports,
    timers: { ...timers, take: async (kind, limit) => (isStopping() ? [] : timers.take(kind, limit)) },
  };
}
