import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Job, Lane, LaneLimits, WorkQueue } from '../../src/slack/work-queue.ts';
import { createWorkQueue } from '../../src/slack/work-queue.ts';

let started: string[];
let ends: Map<string, () => void>;
let faults: unknown[];
beforeEach(() => {
  started = [];
  ends = new Map();
  faults = [];
});

function queueOf(limits: Partial<Record<Lane, LaneLimits>> = {}): WorkQueue {
  const one = { concurrency: 1, perPerson: 1 };
  return createWorkQueue({
    limits: { check: one, interactive: one, ...limits },
    onFault: (_what, error) => void faults.push(error),
  });
}

/** A job that runs until the test ends it. */
function job(key: string, change: Partial<Job> = {}): Job {
  const run = () => {
    started.push(key);
    return new Promise<void>((resolve) => ends.set(key, resolve));
  };
  return { key, lane: 'check', person: key.slice(0, 1), run, ...change };
}

async function turns(count = 30): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

async function end(key: string): Promise<void> {
  ends.get(key)?.();
  await turns();
}

describe('the work queue', () => {
  it('runs no more jobs at once than the lane allows', async () => {
    const queue = queueOf({ check: { concurrency: 3, perPerson: 3 } });
    for (const key of ['a1', 'b1', 'c1', 'd1', 'e1']) queue.add(job(key));
    await turns();
    expect(started).toEqual(['a1', 'b1', 'c1']);
    expect(queue.waiting()).toBe(2);

    await end('b1');
    expect(started).toEqual(['a1', 'b1', 'c1', 'd1']);
  });

  it('serves people round-robin, however many jobs one of them has queued', async () => {
    const queue = queueOf();
    for (let index = 1; index <= 100; index += 1) queue.add(job(`a${index}`));
    queue.add(job('b1'));
    queue.add(job('c1'));
    queue.add(job('b2'));
    await turns();

    for (let ended = 0; ended < 6; ended += 1) await end(started.at(-1) ?? '');

    expect(started).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('never gives every slot to one person', async () => {
    const queue = queueOf({ check: { concurrency: 4, perPerson: 2 } });
    for (const key of ['a1', 'a2', 'a3', 'a4']) queue.add(job(key));
    await turns();
    expect(started).toEqual(['a1', 'a2']);

    queue.add(job('b1'));
    await turns();
    expect(started).toEqual(['a1', 'a2', 'b1']);

    await end('a1');
    expect(started).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('starts interactive requests while all slots for checks are taken', async () => {
    const queue = queueOf();
    for (const key of ['a1', 'b1', 'c1']) queue.add(job(key));
    await turns();

    queue.add(job('d1', { lane: 'interactive' }));
    await turns();

    expect(started).toEqual(['a1', 'd1']);
  });

  it('starts a check although there is always another interactive request to start', async () => {
    const queue = queueOf({ interactive: { concurrency: 16, perPerson: 16 } });
    let count = 0;
    const another = (): void => {
      count += 1;
      queue.add(job(`i${count}`, { lane: 'interactive', run: async () => another() }));
    };
    for (let index = 0; index < 4; index += 1) another();
    queue.add(job('c1'));
    await turns();
    queue.stop();

    expect(started).toEqual(['c1']);
  });

  it('starts no check while mayStart is false, and starts it at once afterwards', async () => {
    let isBusy = true;
    const one = { concurrency: 1, perPerson: 1 };
    const queue = createWorkQueue({
      limits: { check: one, interactive: one },
      mayStart: (lane) => lane === 'interactive' || !isBusy,
      onFault: (_what, error) => void faults.push(error),
    });
    queue.add(job('c1'));
    queue.add(job('i1', { lane: 'interactive' }));
    await turns();
    expect(started).toEqual(['i1']);

    isBusy = false;
    queue.wake();
    await turns();
    expect(started).toEqual(['i1', 'c1']);
  });

  it('lets the event loop turn between two starts', async () => {
    const queue = queueOf({ check: { concurrency: 10, perPerson: 10 } });
    const seen: number[] = [];
    for (const key of ['a1', 'b1', 'c1', 'd1']) queue.add(job(key));
    for (let turn = 0; turn < 6; turn += 1) {
      await nextTurn();
      seen.push(started.length);
    }

    const steps = seen.map((count, place) => count - (seen[place - 1] ?? 0));
    expect(Math.max(...steps)).toBe(1);
    expect(seen.at(-1)).toBe(4);
  });

  it('takes a job once while it waits or runs, and again afterwards', async () => {
    const queue = queueOf();
    expect(queue.add(job('a1'))).toBe(true);
    expect(queue.add(job('a1'))).toBe(false);
    await turns();
    expect(queue.add(job('a1'))).toBe(false);
    expect(queue.keys()).toEqual(['a1']);

    await end('a1');
    expect(queue.keys()).toEqual([]);
    expect(queue.add(job('a1'))).toBe(true);
  });

  it('counts the waiting jobs, also of one person', async () => {
    const queue = queueOf();
    for (const key of ['a1', 'a2', 'a3', 'b1']) queue.add(job(key));
    await turns();

    expect([queue.waiting(), queue.waiting('a'), queue.waiting('b'), queue.waiting('c')]).toEqual([
      3, 2, 1, 0,
    ]);
  });

  it('continues when a job fails', async () => {
    const queue = queueOf();
    queue.add(job('a1', { run: async () => Promise.reject(new Error('broken')) }));
    queue.add(job('b1'));
    await turns();

    expect(started).toEqual(['b1']);
    expect(faults).toEqual([new Error('broken')]);
  });

  it('resolves when no job waits or runs', async () => {
    const queue = queueOf();
    await queue.settled();
    queue.add(job('a1'));
    queue.add(job('b1'));
    let isSettled = false;
    void queue.settled().then(() => {
      isSettled = true;
    });
    await turns();

    await end('a1');
    expect(isSettled).toBe(false);
    await end('b1');
    expect(isSettled).toBe(true);
  });

  it('adds and starts no job once it is stopped', async () => {
    const queue = queueOf();
    queue.add(job('a1'));
    queue.add(job('b1'));
    await turns();
    queue.stop();

    await end('a1');
    expect(started).toEqual(['a1']);
    expect(queue.add(job('c1'))).toBe(false);
  });
});
