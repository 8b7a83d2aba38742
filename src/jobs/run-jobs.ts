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

  async function runEach(all: readonly Sweep[]): Promise<void> {
    for (const sweep of all) {
      await running.get(sweep);
      await run(sweep);
    }
  }

  const runAll = () => runEach(SCHEDULE.flatMap(({ sweeps: each }) => each));

  return {
    start() {
      void runAll();
      tasks = SCHEDULE.map(({ sweeps: all, cron }) =>
        schedule(cron, () => runEach(all), {
          name: all.join(' '),
          timezone: 'UTC',
          noOverlap: true,
          suppressMissedWarning: true,
          logger: QUIET,
        }),
      );
    },
    runAll,
    async stop() {
      stopped = true;
      for (const task of tasks) await task.destroy();
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
