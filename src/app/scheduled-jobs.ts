import { DAY_MS } from '../domain/dates.ts';
import { createClockJumpDetector } from '../jobs/clock-jump-detector.ts';
import type { ScheduledJob } from '../jobs/job-runner.ts';
import type { Log } from '../log.ts';
import type { Store } from '../ports/store.ts';

export interface ScheduledJobsDependencies {
  readonly store: Store;
  readonly retentionDays: number;
  readonly log: Log;
  now(): Date;
  /** Monotonic clock in milliseconds. */
  monotonic(): number;
}

/** How long keys of delivered messages are kept; longer than any message can be repeated. */
const MESSAGE_KEY_RETENTION_MS = 90 * DAY_MS;
/** Slack repeats a request within minutes. Its key is kept for a day to recognise duplicates. */
const REQUEST_KEY_RETENTION_MS = DAY_MS;
/** Time to inspect a quarantined row. Erasing a case does not find its quarantined requests, which may hold typed text. */
const MAX_QUARANTINE_DAYS = 7;

/** Returns the maintenance of the queues. */
export function createScheduledJobs(dependencies: ScheduledJobsDependencies): readonly ScheduledJob[] {
  const { store, retentionDays, log, now, monotonic } = dependencies;
  const queues = [store.inbox, store.outbox, store.timers];
  const onClockJump = (ms: number) => log.warn('system clock jumped', { ms });
  const watchClock = createClockJumpDetector({ now, monotonic, onJump: onClockJump });
  const ago = (ms: number) => new Date(now().getTime() - ms);
  return [
    {
      name: 'clock-check',
      intervalMs: 10_000,
      async run() {
        watchClock();
        for (const queue of queues) await queue.releaseFutureLeases();
      },
    },
    {
      // Shows that this database is in use.
      name: 'heartbeat',
      intervalMs: 30_000,
      run: () => store.ping(),
    },
    {
      name: 'cleanup',
      intervalMs: 60 * 60_000,
      async run() {
        await store.inbox.deleteCompleted(ago(REQUEST_KEY_RETENTION_MS));
        await store.outbox.deleteCompleted(ago(MESSAGE_KEY_RETENTION_MS));
        await store.eraseQuarantined(ago(Math.min(retentionDays, MAX_QUARANTINE_DAYS) * DAY_MS));
        for (const queue of queues) await queue.quarantineUnclaimable();
      },
    },
  ];
}
