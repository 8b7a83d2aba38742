import { describe, expect, it } from '@jest/globals';
import { createJobs } from '../../src/jobs/run-jobs.ts';
import type { Sweep } from '../../src/jobs/schedule.ts';
import { PAUSES_MS } from '../../src/jobs/schedule.ts';

const ALL = Object.keys(PAUSES_MS) as Sweep[];

function sweepsThat(work: (sweep: Sweep) => Promise<void>): Record<Sweep, () => Promise<void>> {
  return Object.fromEntries(ALL.map((sweep) => [sweep, () => work(sweep)])) as Record<
    Sweep,
    () => Promise<void>
  >;
}

/** Time that passes only when told to. */
class FakeTime {
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
    await settled();
  }
}

/** Lets everything run that waits for no time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the jobs', () => {
  it('catch up with every sweep when they start, before any time has passed', async () => {
    const ran: Sweep[] = [];
    const { later } = new FakeTime();
    const sweeps = sweepsThat(async (sweep) => void ran.push(sweep));
    const jobs = createJobs({ sweeps, later, onFault: fail });
    jobs.start();
    await settled();
    await jobs.stop();

    expect(ran.toSorted()).toEqual(ALL.toSorted());
  });

  it('run each sweep again after its own pause', async () => {
    const ran: Sweep[] = [];
    const time = new FakeTime();
    const sweeps = sweepsThat(async (sweep) => void ran.push(sweep));
    const jobs = createJobs({ sweeps, later: time.later, onFault: fail });
    jobs.start();
    await settled();
    for (let second = 0; second < 60; second += 1) await time.pass(1_000);
    await jobs.stop();

    const times = (sweep: Sweep) => ran.filter((one) => one === sweep).length;
    expect(Object.fromEntries(ALL.map((sweep) => [sweep, times(sweep)]))).toEqual({
      clock: 7,
      silence: 7,
      lapse: 7,
      'follow-up': 7,
      watch: 7,
      digest: 7,
      outbox: 7,
      retention: 2,
      keys: 1,
    });
    expect(time.waiting).toBe(0);
  });

  it('let no sweep wait for another one that takes long', async () => {
    const ran: Sweep[] = [];
    const time = new FakeTime();
    let end = (): void => undefined;
    const long = new Promise<void>((resolve) => {
      end = resolve;
    });
    const sweeps = sweepsThat(async (sweep) => {
      ran.push(sweep);
      if (sweep === 'watch') await long;
    });
    const jobs = createJobs({ sweeps, later: time.later, onFault: fail });
    jobs.start();
    await settled();
    for (let second = 0; second < 30; second += 1) await time.pass(1_000);

    expect(ran.filter((sweep) => sweep === 'silence')).toHaveLength(4);
    expect(ran.filter((sweep) => sweep === 'outbox')).toHaveLength(4);
    expect(ran.filter((sweep) => sweep === 'watch')).toHaveLength(1);
    end();
    await jobs.stop();
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
    const running = new Map<Sweep, number>();
    let most = 0;
    let ended = 0;
    const time = new FakeTime();
    const sweeps = sweepsThat(async (sweep) => {
      running.set(sweep, (running.get(sweep) ?? 0) + 1);
      most = Math.max(most, ...running.values());
      await settled();
      running.set(sweep, 0);
      ended += 1;
    });
    const jobs = createJobs({ sweeps, later: time.later, onFault: fail });
    jobs.start();
    void jobs.runAll();
    await jobs.stop();

    expect(most).toBe(1);
    expect(ended).toBe(ALL.length);
    expect(time.waiting).toBe(0);
  });
});

function fail(what: string): never {
  throw new Error(what);
}
