import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RequestLane } from '../../src/jobs/request-worker.ts';
import type { Job, LaneLimits, WorkQueue } from '../../src/jobs/work-queue.ts';
import { createWorkQueue } from '../../src/jobs/work-queue.ts';

let startedKeys: string[];
let pendingJobs: Map<string, () => void>;
let faults: unknown[];
beforeEach(() => {
  startedKeys = [];
  pendingJobs = new Map();
  faults = [];
});

function queueOf(limits: Partial<Record<RequestLane, LaneLimits>> = {}): WorkQueue<RequestLane> {
  const one = { concurrency: 1, perUser: 1 };
  return createWorkQueue<RequestLane>({
    limits: { check: one, interactive: one, ...limits },
    onFault: (error) => void faults.push(error),
  });
}

/** A job that runs until the test ends it. */
function job(key: string, change: Partial<Job<RequestLane>> = {}): Job<RequestLane> {
  const run = () => {
    startedKeys.push(key);
    return new Promise<void>((resolve) => pendingJobs.set(key, resolve));
  };
  return { key, lane: 'check', userId: key.slice(0, 1), run, ...change };
}

async function flushEventLoop(count = 30): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

async function finishJob(key: string): Promise<void> {
  pendingJobs.get(key)?.();
  await flushEventLoop();
}

describe('the work queue', () => {
  it('runs no more jobs at once than the lane allows', async () => {
    const queue = queueOf({ check: { concurrency: 3, perUser: 3 } });
    for (const key of ['a1', 'b1', 'c1', 'd1', 'e1']) queue.add(job(key));
    await flushEventLoop();
    expect(startedKeys).toEqual(['a1', 'b1', 'c1']);
    expect(queue.waitingCount()).toBe(2);

    await finishJob('b1');
    expect(startedKeys).toEqual(['a1', 'b1', 'c1', 'd1']);
  });

  it('serves users round-robin, however many jobs one of them has queued', async () => {
    const queue = queueOf();
    for (let index = 1; index <= 100; index += 1) queue.add(job(`a${index}`));
    queue.add(job('b1'));
    queue.add(job('c1'));
    queue.add(job('b2'));
    await flushEventLoop();

    for (let ended = 0; ended < 6; ended += 1) await finishJob(startedKeys.at(-1) ?? '');

    expect(startedKeys).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('never gives every slot to one user', async () => {
    const queue = queueOf({ check: { concurrency: 4, perUser: 2 } });
    for (const key of ['a1', 'a2', 'a3', 'a4']) queue.add(job(key));
    await flushEventLoop();
    expect(startedKeys).toEqual(['a1', 'a2']);

    queue.add(job('b1'));
    await flushEventLoop();
    expect(startedKeys).toEqual(['a1', 'a2', 'b1']);

    await finishJob('a1');
    expect(startedKeys).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('starts interactive requests while all slots for checks are taken', async () => {
    const queue = queueOf();
    for (const key of ['a1', 'b1', 'c1']) queue.add(job(key));
    await flushEventLoop();

    queue.add(job('d1', { lane: 'interactive' }));
    await flushEventLoop();

    expect(startedKeys).toEqual(['a1', 'd1']);
  });

  it('starts a check although interactive requests keep arriving', async () => {
    const queue = queueOf({ interactive: { concurrency: 16, perUser: 16 } });
    let count = 0;
    const another = (): void => {
      count += 1;
      queue.add(job(`i${count}`, { lane: 'interactive', run: async () => another() }));
    };
    for (let index = 0; index < 4; index += 1) another();
    queue.add(job('c1'));
    await flushEventLoop();
    queue.stop();

    expect(startedKeys).toEqual(['c1']);
  });

  it('starts no check while mayStart is false, and starts it at once afterwards', async () => {
    let isBusy = true;
    const one = { concurrency: 1, perUser: 1 };
    const queue = createWorkQueue<RequestLane>({
      limits: { check: one, interactive: one },
      mayStart: (lane) => lane === 'interactive' || !isBusy,
      onFault: (error) => void faults.push(error),
    });
    queue.add(job('c1'));
    queue.add(job('i1', { lane: 'interactive' }));
    await flushEventLoop();
    expect(startedKeys).toEqual(['i1']);

    isBusy = false;
    queue.startWaitingJobs();
    await flushEventLoop();
    expect(startedKeys).toEqual(['i1', 'c1']);
  });

  it('yields to the event loop between two starts', async () => {
    const queue = queueOf({ check: { concurrency: 10, perUser: 10 } });
    const seen: number[] = [];
    for (const key of ['a1', 'b1', 'c1', 'd1']) queue.add(job(key));
    for (let turn = 0; turn < 6; turn += 1) {
      await nextTurn();
      seen.push(startedKeys.length);
    }

    const steps = seen.map((count, place) => count - (seen[place - 1] ?? 0));
    expect(Math.max(...steps)).toBe(1);
    expect(seen.at(-1)).toBe(4);
  });

  it('ignores a job that already waits or runs, and accepts it again afterwards', async () => {
    const queue = queueOf();
    expect(queue.add(job('a1'))).toBe(true);
    expect(queue.add(job('a1'))).toBe(false);
    await flushEventLoop();
    expect(queue.add(job('a1'))).toBe(false);
    expect(queue.keys()).toEqual(['a1']);

    await finishJob('a1');
    expect(queue.keys()).toEqual([]);
    expect(queue.add(job('a1'))).toBe(true);
  });

  it('counts the waiting jobs, in total and per user', async () => {
    const queue = queueOf();
    for (const key of ['a1', 'a2', 'a3', 'b1']) queue.add(job(key));
    await flushEventLoop();

    expect([
      queue.waitingCount(),
      queue.waitingCount('a'),
      queue.waitingCount('b'),
      queue.waitingCount('c'),
    ]).toEqual([3, 2, 1, 0]);
  });

  it('continues when a job fails', async () => {
    const queue = queueOf();
    queue.add(job('a1', { run: async () => Promise.reject(new Error('broken')) }));
    queue.add(job('b1'));
    await flushEventLoop();

    expect(startedKeys).toEqual(['b1']);
    expect(faults).toEqual([new Error('broken')]);
  });

  it('resolves when no job waits or runs', async () => {
    const queue = queueOf();
    await queue.whenIdle();
    queue.add(job('a1'));
    queue.add(job('b1'));
    let isSettled = false;
    void queue.whenIdle().then(() => {
      isSettled = true;
    });
    await flushEventLoop();

    await finishJob('a1');
    expect(isSettled).toBe(false);
    await finishJob('b1');
    expect(isSettled).toBe(true);
  });

  it('adds and starts no job once it is stopped', async () => {
    const queue = queueOf();
    queue.add(job('a1'));
    queue.add(job('b1'));
    await flushEventLoop();
    queue.stop();

    await finishJob('a1');
    expect(startedKeys).toEqual(['a1']);
    expect(queue.add(job('c1'))).toBe(false);
  });
});
