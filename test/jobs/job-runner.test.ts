import { describe, expect, it } from 'vitest';
import type { ScheduledJob } from '../../src/jobs/job-runner.ts';
import { createJobRunner } from '../../src/jobs/job-runner.ts';

const JOB_INTERVALS_MS: Readonly<Record<string, number>> = {
  outbox: 10_000,
  'claim-expiry': 10_000,
  clock: 10_000,
  'login-watch': 10_000,
  'unclaimed-reminder': 10_000,
  digest: 10_000,
  'follow-up': 10_000,
  retention: 60_000,
  keys: 60 * 60_000,
};
const ALL_JOBS = Object.keys(JOB_INTERVALS_MS);

function jobsThat(work: (job: string) => Promise<void>): ScheduledJob[] {
  return Object.entries(JOB_INTERVALS_MS).map(([name, intervalMs]) => ({
    name,
    intervalMs,
    run: () => work(name),
  }));
}

/** Time that passes only when told to. */
class FakeTimers {
  #at = 0;
  #waiting: { readonly at: number; readonly work: () => void }[] = [];

  readonly later = (work: () => void, ms: number): (() => void) => {
    const each = { at: this.#at + ms, work };
    this.#waiting.push(each);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== each);
    };
  };

  get waiting(): number {
    return this.#waiting.length;
  }

  async pass(ms: number): Promise<void> {
    this.#at += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.#at);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#at);
    for (const { work } of due) work();
    await flushMicrotasks();
  }
}

/** Lets everything run that waits for no time. */
async function flushMicrotasks(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the job runner', () => {
  it('runs every job at start, before any time has passed', async () => {
    const ran: string[] = [];
    const { later } = new FakeTimers();
    const jobs = jobsThat(async (job) => void ran.push(job));
    const runner = createJobRunner({ jobs, schedule: later, onFault: fail });
    runner.start();
    await flushMicrotasks();
    await runner.stop();

    expect(ran.toSorted()).toEqual(ALL_JOBS.toSorted());
  });

  it('runs each job again after its own interval', async () => {
    const ran: string[] = [];
    const time = new FakeTimers();
    const jobs = jobsThat(async (job) => void ran.push(job));
    const runner = createJobRunner({ jobs, schedule: time.later, onFault: fail });
    runner.start();
    await flushMicrotasks();
    for (let second = 0; second < 60; second += 1) await time.pass(1_000);
    await runner.stop();

    const times = (job: string) => ran.filter((one) => one === job).length;
    expect(Object.fromEntries(ALL_JOBS.map((job) => [job, times(job)]))).toEqual({
      clock: 7,
      'unclaimed-reminder': 7,
      'claim-expiry': 7,
      'follow-up': 7,
      'login-watch': 7,
      digest: 7,
      outbox: 7,
      retention: 2,
      keys: 1,
    });
    expect(time.waiting).toBe(0);
  });

  it('runs jobs without waiting for a slow one', async () => {
    const ran: string[] = [];
    const time = new FakeTimers();
    let end = (): void => undefined;
    const long = new Promise<void>((resolve) => {
      end = resolve;
    });
    const jobs = jobsThat(async (job) => {
      ran.push(job);
      if (job === 'login-watch') await long;
    });
    const runner = createJobRunner({ jobs, schedule: time.later, onFault: fail });
    runner.start();
    await flushMicrotasks();
    for (let second = 0; second < 30; second += 1) await time.pass(1_000);

    expect(ran.filter((job) => job === 'unclaimed-reminder')).toHaveLength(4);
    expect(ran.filter((job) => job === 'outbox')).toHaveLength(4);
    expect(ran.filter((job) => job === 'login-watch')).toHaveLength(1);
    end();
    await runner.stop();
  });

  it('continues when a job fails, and logs its name', async () => {
    const ran: string[] = [];
    const faults: string[] = [];
    const jobs = jobsThat(async (job) => {
      if (job === 'claim-expiry') throw new Error('broken');
      ran.push(job);
    });
    await createJobRunner({ jobs, onFault: (what) => faults.push(what) }).runAll();

    expect(faults).toEqual(['claim-expiry job failed']);
    expect(ran).toEqual(ALL_JOBS.filter((job) => job !== 'claim-expiry'));
  });

  it('never runs a job twice at once, and waits for running jobs when it stops', async () => {
    const running = new Map<string, number>();
    let most = 0;
    let ended = 0;
    const time = new FakeTimers();
    const jobs = jobsThat(async (job) => {
      running.set(job, (running.get(job) ?? 0) + 1);
      most = Math.max(most, ...running.values());
      await flushMicrotasks();
      running.set(job, 0);
      ended += 1;
    });
    const runner = createJobRunner({ jobs, schedule: time.later, onFault: fail });
    runner.start();
    void runner.runAll();
    await runner.stop();

    expect(most).toBe(1);
    expect(ended).toBe(ALL_JOBS.length);
    expect(time.waiting).toBe(0);
  });
});

function fail(what: string): never {
  throw new Error(what);
}
