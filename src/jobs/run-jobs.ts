import type { Sweep } from './schedule.ts';
import { PAUSES_MS } from './schedule.ts';

export interface JobOptions {
  /** Does one sweep to its end. */
  readonly sweeps: Readonly<Record<Sweep, () => Promise<void>>>;
  /** Calls `work` once after `ms` of monotonic time. Returns a function that cancels the call. */
  later?(work: () => void, ms: number): () => void;
  onFault(what: string, error: unknown): void;
}

export interface Jobs {
  /** Runs every sweep now, side by side, then each one repeatedly with its own pause. */
  start(): void;
  /** Every sweep once, one after another. */
  runAll(): Promise<void>;
  /** No more sweeps; waits for those that run. */
  stop(): Promise<void>;
}

const SWEEPS = Object.keys(PAUSES_MS) as Sweep[];

/** Creates one loop per sweep, so that a slow one, such as one that calls other systems, delays no other. */
export function createJobs({ sweeps, later = afterMs, onFault }: JobOptions): Jobs {
  const running = new Map<Sweep, Promise<void>>();
  const cancel = new Map<Sweep, () => void>();
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

  async function loop(sweep: Sweep): Promise<void> {
    await run(sweep);
    if (!stopped)
      cancel.set(
        sweep,
        later(() => void loop(sweep), PAUSES_MS[sweep]),
      );
  }

  return {
    start() {
      for (const sweep of SWEEPS) void loop(sweep);
    },
    async runAll() {
      for (const sweep of SWEEPS) {
        await running.get(sweep);
        await run(sweep);
      }
    },
    async stop() {
      stopped = true;
      for (const cancelNext of cancel.values()) cancelNext();
      await Promise.all(running.values());
    },
  };
}

function afterMs(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
