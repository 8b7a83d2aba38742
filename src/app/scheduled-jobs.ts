import { DAY_MS } from '../domain/dates.ts';
import { createClockJumpDetector } from '../jobs/clock-jump-detector.ts';
import type { JobRunnerOptions } from '../jobs/job-runner.ts';
import type { OutboxWorker } from '../jobs/outbox-worker.ts';
import type { Log } from '../log.ts';
import type { Ports } from '../ports/ports.ts';
import type { TimerKind } from '../ports/queues.ts';
import type { Store } from '../ports/store.ts';
import { runDueTimers } from '../usecases/run-due-timers.ts';

export interface ScheduledJobsDependencies {
  readonly ports: Ports;
  readonly store: Store;
  readonly outboxWorker: OutboxWorker;
  readonly log: Log;
  now(): Date;
  /** Monotonic clock in milliseconds. */
  monotonic(): number;
  /** Returns true once the bot is stopping, after which no timer is taken. */
  isStopping(): boolean;
  onFault(what: string, error: unknown): void;
}

/** How long keys of delivered messages are kept; longer than any message can be repeated. */
const DELIVERED_KEY_RETENTION_MS = 90 * DAY_MS;

/** Returns the function that each scheduled sweep runs. */
export function createScheduledJobs(dependencies: ScheduledJobsDependencies): JobRunnerOptions['jobs'] {
  const { store, outboxWorker, log, now, monotonic, onFault } = dependencies;
  const ports = portsUntilStopped(dependencies);
  const runTimersOf = (kind: TimerKind) => () => runDueTimers(ports, kind, onFault);
  const onClockJump = (ms: number) => log.warn('system clock jumped', { ms });
  const watchClock = createClockJumpDetector({ now, monotonic, onJump: onClockJump });
  return {
    clock: async () => {
      watchClock();
      for (const queue of [store.inbox, store.outbox, store.timers]) await queue.releaseFutureLeases();
    },
    'unclaimed-reminder': runTimersOf('unclaimed-reminder'),
    'claim-expiry': runTimersOf('claim-expiry'),
    'follow-up': runTimersOf('follow-up'),
    'login-watch': runTimersOf('login-watch'),
    digest: runTimersOf('digest'),
    retention: runTimersOf('retention'),
    outbox: () => outboxWorker.deliverDue(),
    keys: async () => {
      await store.outbox.deleteCompleted(new Date(now().getTime() - DELIVERED_KEY_RETENTION_MS));
      await store.eraseQuarantined(new Date(now().getTime() - ports.settings.retentionDays * DAY_MS));
      await store.inbox.quarantineUnclaimable();
      await store.timers.quarantineUnclaimable();
    },
  };
}

/** Returns the ports with timers that stop being handed out once the bot stops, however many are due. */
function portsUntilStopped({ ports, isStopping }: ScheduledJobsDependencies): Ports {
  const { timers } = ports;
  return {
    ...ports,
    timers: { ...timers, claim: async (limit, kind) => (isStopping() ? [] : timers.claim(limit, kind)) },
  };
}
