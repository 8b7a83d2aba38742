export interface ScheduledJob {
  readonly name: string;
  /** Pause between the end of a run and the start of the next one. */
  readonly intervalMs: number;
  run(): Promise<void>;
}

export interface JobRunnerOptions {
  readonly jobs: readonly ScheduledJob[];
  /** Calls `work` once after `ms` of monotonic time. Returns a function that cancels the call. */
  schedule?(work: () => void, ms: number): () => void;
  onFault(what: string, error: unknown): void;
}

export interface JobRunner {
  /** Runs every job now, concurrently, then each one again after its own interval. */
  start(): void;
  /** Runs every job once, one after another. */
  runAll(): Promise<void>;
  /** Starts no more runs, and waits for those in progress. */
  stop(): Promise<void>;
}

/** Creates one loop per job, so that a slow one delays no other. */
export function createJobRunner({ jobs, schedule = scheduleOnce, onFault }: JobRunnerOptions): JobRunner {
  const running = new Map<ScheduledJob, Promise<void>>();
  const cancelNextRun = new Map<ScheduledJob, () => void>();
  let isStopped = false;

  /** Runs a job, or waits for the run in progress. */
  function runJob(job: ScheduledJob): Promise<void> {
    const current = running.get(job);
    if (current) return current;
    if (isStopped) return Promise.resolve();
    const work = job
      .run()
      .catch((error: unknown) => onFault(`${job.name} job failed`, error))
      .finally(() => running.delete(job));
    running.set(job, work);
    return work;
  }

  async function runRepeatedly(job: ScheduledJob): Promise<void> {
    await runJob(job);
    if (!isStopped)
      cancelNextRun.set(
        job,
        schedule(() => void runRepeatedly(job), job.intervalMs),
      );
  }

  return {
    start() {
      for (const job of jobs) void runRepeatedly(job);
    },
    async runAll() {
      for (const job of jobs) {
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
