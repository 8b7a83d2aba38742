import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

export interface LaneLimits {
  /** The most jobs of the lane that run at once. */
  readonly concurrency: number;
  /** The most jobs of one user that run at once; equal to `concurrency` where users don't matter, else fewer. */
  readonly perUser: number;
}

export interface JobFields<Lane extends string> {
  readonly lane: Lane;
  /** Slack user id; the same for all jobs of a lane that needs no fairness. */
  readonly userId: string;
}

export interface Job<Lane extends string> extends JobFields<Lane> {
  /** Unique among waiting and running jobs. */
  readonly key: string;
  run(): Promise<void>;
}

/** An in-memory queue with a concurrency limit for each lane. Within a lane, users are served round-robin. */
export interface WorkQueue<Lane extends string> {
  /** Adds a job. Returns false when the queue has stopped, or a job with that key is already waiting or running. */
  add(job: Job<Lane>): boolean;
  /** Returns the keys of all waiting and running jobs. */
  keys(): string[];
  /** Starts the jobs that may start now; to be called when `mayStart` may have changed. */
  startWaitingJobs(): void;
  /** Returns the number of waiting jobs, of one user if given. */
  waitingCount(userId?: string): number;
  /** Resolves when no job is waiting or running. */
  whenIdle(): Promise<void>;
  /** Stops adding and starting jobs. */
  stop(): void;
}

export interface WorkQueueOptions<Lane extends string> {
  readonly limits: Readonly<Record<Lane, LaneLimits>>;
  /** Returns false while jobs of the lane have to wait for something more urgent. */
  mayStart?(lane: Lane): boolean;
  /** Called after each job, whether it succeeded or failed. */
  onJobEnd?(): void;
  /** Called when a job rejects. */
  onFault(error: unknown): void;
}

/**
 * Creates the queue. It yields to the event loop between two starts, so that requests that have just arrived are
 * acknowledged before more work begins.
 */
export function createWorkQueue<Lane extends string>({
  limits,
  mayStart,
  onJobEnd,
  onFault,
}: WorkQueueOptions<Lane>): WorkQueue<Lane> {
  const lanes = (Object.keys(limits) as Lane[]).map((name) => new LaneQueue(limits[name], name));
  const jobKeys = new Set<string>();
  const idleWaiters: (() => void)[] = [];
  let isStartingJobs = false;
  let stopped = false;

  async function run(lane: LaneQueue<Lane>, job: Job<Lane>): Promise<void> {
    try {
      await job.run();
    } catch (error) {
      onFault(error);
    }
    jobKeys.delete(job.key);
    lane.finish(job);
    onJobEnd?.();
    if (jobKeys.size === 0) for (const resolve of idleWaiters.splice(0)) resolve();
    void startJobs();
  }

  async function startJobs(): Promise<void> {
    if (isStartingJobs) return;
    isStartingJobs = true;
    for (let started = true; started && !stopped; ) {
      await yieldToEventLoop();
      started = false;
      // One job of each lane, so that a busy lane doesn't starve the other.
      for (const lane of lanes) {
        const mustWait = stopped || mayStart?.(lane.name) === false;
        const job = mustWait ? undefined : lane.next();
        if (!job) continue;
        started = true;
        void run(lane, job);
      }
    }
    isStartingJobs = false;
  }

  return {
    add(job) {
      const lane = lanes.find(({ name }) => name === job.lane);
      if (stopped || jobKeys.has(job.key) || !lane) return false;
      jobKeys.add(job.key);
      lane.add(job);
      void startJobs();
      return true;
    },
    keys: () => [...jobKeys],
    startWaitingJobs: () => void startJobs(),
    waitingCount: (userId) => lanes.reduce((sum, lane) => sum + lane.waiting(userId), 0),
    async whenIdle() {
      if (jobKeys.size > 0) await new Promise<void>((resolve) => idleWaiters.push(resolve));
    },
    stop() {
      stopped = true;
    },
  };
}

/** The waiting jobs of one lane, by user. Users are served in the map's order. */
class LaneQueue<Lane extends string> {
  readonly name: Lane;
  readonly #limits: LaneLimits;
  readonly #waiting = new Map<string, Job<Lane>[]>();
  readonly #running = new Map<string, number>();
  #count = 0;
  #active = 0;

  constructor(limits: LaneLimits, name: Lane) {
    this.#limits = limits;
    this.name = name;
  }

  waiting(userId?: string): number {
    return userId === undefined ? this.#count : (this.#waiting.get(userId)?.length ?? 0);
  }

  add(job: Job<Lane>): void {
    const queue = this.#waiting.get(job.userId);
    if (queue) queue.push(job);
    else this.#waiting.set(job.userId, [job]);
    this.#count += 1;
  }

  /** Removes and returns the oldest job of the next user, who is then served last. */
  next(): Job<Lane> | undefined {
    if (this.#active >= this.#limits.concurrency) return undefined;
    for (const [userId, queue] of this.#waiting) {
      const active = this.#running.get(userId) ?? 0;
      if (active >= this.#limits.perUser) continue;
      const job = queue.shift();
      this.#waiting.delete(userId);
      if (queue.length > 0) this.#waiting.set(userId, queue);
      this.#running.set(userId, active + 1);
      this.#count -= 1;
      this.#active += 1;
      return job;
    }
    return undefined;
  }

  finish({ userId }: Job<Lane>): void {
    const active = (this.#running.get(userId) ?? 1) - 1;
    if (active > 0) this.#running.set(userId, active);
    else this.#running.delete(userId);
    this.#active -= 1;
  }
}
