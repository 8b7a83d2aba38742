import type { ScheduledTask } from 'node-cron';
import { schedule } from 'node-cron';
import type { Sweep } from './schedule.ts';
import { SCHEDULE } from './schedule.ts';

export interface JobOptions {
  /** Does one sweep to its end. */
  readonly sweeps: Readonly<Record<Sweep, () => Promise<void>>>;
  onFault(what: string, error: unknown): void;
}

export interface Jobs {
  /** Every sweep once, for what fell due while nobody looked; then as the schedule says. */
  start(): void;
  /** Every sweep once, one after another. */
  runAll(): Promise<void>;
  /** No more sweeps; waits for those that run. */
  stop(): Promise<void>;
}

/** The library counts what it has begun only once it has begun: what runs is counted here. */
export function createJobs({ sweeps, onFault }: JobOptions): Jobs {
  const running = new Map<Sweep, Promise<void>>();
  let tasks: ScheduledTask[] = [];
  let stopped = false;

  /** One of a kind at a time: a second request waits for the first and adds nothing to it. */
  function run(sweep: Sweep): Promise<void> {
    const known = running.get(sweep);
    if (known) return known;
    if (stopped) return Promise.resolve();
    const work = sweeps[sweep]()
      .catch((error: unknown) => onFault(`${sweep} sweep failed`, error))
      .finally(() => running.delete(sweep));
    running.set(sweep, work);
    return work;
  }

  async function runAll(): Promise<void> {
    for (const { sweep } of SCHEDULE) {
      await running.get(sweep);
      await run(sweep);
    }
  }

  return {
    start() {
      void runAll();
      tasks = SCHEDULE.map(({ sweep, cron }) =>
        schedule(cron, () => run(sweep), {
          name: sweep,
          timezone: 'UTC',
          suppressMissedWarning: true,
          logger: QUIET,
        }),
      );
    },
    runAll,
    async stop() {
      stopped = true;
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running.values());
    },
  };
}

/** Faults of sweeps go to our own log; a late tick is no fault, since nothing hangs on it. */
const QUIET = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};
