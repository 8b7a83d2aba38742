import { describe, expect, it } from '@jest/globals';
import { createJobs } from '../../src/jobs/run-jobs.ts';
import type { Sweep } from '../../src/jobs/schedule.ts';
import { SCHEDULE } from '../../src/jobs/schedule.ts';

const ALL = SCHEDULE.flatMap(({ sweeps }) => sweeps);

function sweepsThat(work: (sweep: Sweep) => Promise<void>): Record<Sweep, () => Promise<void>> {
  return Object.fromEntries(ALL.map((sweep) => [sweep, () => work(sweep)])) as Record<
    Sweep,
    () => Promise<void>
  >;
}

describe('the jobs', () => {
  it('catch up with every sweep when they start, before the first tick', async () => {
    const ran: Sweep[] = [];
    const jobs = createJobs({ sweeps: sweepsThat(async (sweep) => void ran.push(sweep)), onFault: fail });
    jobs.start();
    await jobs.runAll();
    await jobs.stop();

    expect(new Set(ran)).toEqual(new Set(ALL));
  });

  it('go on when one sweep fails, and say which', async () => {
    const ran: Sweep[] = [];
    const faults: string[] = [];
    const sweeps = sweepsThat(async (sweep) => {
      if (sweep === 'lapse') throw new Error('broken');
      ran.push(sweep);
    });
    await createJobs({ sweeps, onFault: (what) => faults.push(what) }).runAll();

    expect(faults).toEqual(['lapse sweep failed']);
    expect(ran).toEqual(ALL.filter((sweep) => sweep !== 'lapse'));
  });

  it('never run one sweep twice at once, and wait for what runs when they stop', async () => {
    let running = 0;
    let most = 0;
    let ended = 0;
    const sweeps = sweepsThat(async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      ended += 1;
    });
    const jobs = createJobs({ sweeps, onFault: fail });
    jobs.start();
    await new Promise((resolve) => setTimeout(resolve, 1));
    await jobs.stop();

    expect(most).toBe(1);
    expect(running).toBe(0);
    expect(ended).toBeGreaterThan(0);
  });

  it('are woken by the clock, whatever zone the machine is in', async () => {
    let ticks = 0;
    const sweeps = sweepsThat(async (sweep) => {
      if (sweep === 'silence') ticks += 1;
    });
    const jobs = createJobs({ sweeps, onFault: fail });
    jobs.start();
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    await jobs.stop();

    expect(ticks).toBeGreaterThanOrEqual(2);
  });
});

function fail(what: string): never {
  throw new Error(what);
}
