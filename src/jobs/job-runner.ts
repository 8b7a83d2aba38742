import type { ScheduledJob } from './job-schedule.ts';
import { JOB_INTERVALS_MS } from './job-schedule.ts';

export interface JobRunnerOptions {
  /** Does one sweep to its end. */
  readonly jobs: Readonly<Record<ScheduledJob, () => Promise<void>>>;
  /** Calls `work` once after `ms` of monotonic time. Returns a function that cancels the call. */
  schedule?(work: () => void, ms: number): () => void;
  onFault(what: string, error: unknown): void;
}

export interface JobRunner {
  /** Runs every sweep now, side by side, then each one repeatedly with its own pause. */
  start(): void;
  /** Every sweep once, one after another. */
  runAll(): Promise<void>;
  /** No more sweeps; waits for those that run. */
  stop(): Promise<void>;
}

const JOB_NAMES = Object.keys(JOB_INTERVALS_MS) as ScheduledJob[];

/** Creates one loop per sweep, so that a slow one, such as one that calls other systems, delays no other. */
export function createJobRunner({ jobs, schedule = scheduleOnce, onFault }: JobRunnerOptions): JobRunner {
  const running = new Map<ScheduledJob, Promise<void>>();
  const cancelNextRun = new Map<ScheduledJob, () => void>();
  let isStopped = false;

  /** One of a kind at a time: a second request waits for the first and adds nothing to it. */
  function runJob(job: ScheduledJob): Promise<void> {
    const current = running.get(job);
    if (current) return current;
    if (isStopped) return Promise.resolve();
    const work = jobs[job]()
      .catch((error: unknown) => onFault(`${job} sweep failed`, error))
      .finally(() => running.delete(job));
    running.set(job, work);
    return work;
  }

  async function runRepeatedly(job: ScheduledJob): Promise<void> {
    await runJob(job);
    if (!isStopped)
      cancelNextRun.set(
        job,
        schedule(() => void runRepeatedly(job), JOB_INTERVALS_MS[job]),
      );
  }

  return {
    start() {
      for (const job of JOB_NAMES) void runRepeatedly(job);
    },
    async runAll() {
      for (const job of JOB_NAMES) {
        await running.get(job);
        await runJob(job);
      }
    },
    async stop() {
      isStopped = true;
      for (const cancelRun of cancelNextRun.values()) cancelRun();
      await Promise.all(running.values());
    },
  };
}

function scheduleOnce(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
