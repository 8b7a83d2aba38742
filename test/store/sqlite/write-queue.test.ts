import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { WriteQueue } from '../../../src/store/sqlite/write-queue.ts';

let clock: number;
let happened: string[];
let queue: WriteQueue;
beforeEach(() => {
  clock = 0;
  happened = [];
  queue = new WriteQueue({
    sliceMs: 8,
    monotonic: () => clock,
    onBatchEnd: () => void happened.push('commit'),
  });
});

async function enqueueWork(name: string, ms: number): Promise<void> {
  await queue.acquire();
  happened.push(name);
  clock += ms;
  queue.release();
}

it('runs all waiting writes one after the other, and ends the batch once', async () => {
  const all = ['a', 'b', 'c'].map((name) => enqueueWork(name, 1));
  expect(happened).toEqual([]);

  await Promise.all(all);
  await nextTurn();

  expect(happened).toEqual(['a', 'b', 'c', 'commit']);
});

it('ends the batch when the time slice is used up, and continues in the next turn', async () => {
  const turns: string[] = [];
  const all = ['a', 'b', 'c', 'd'].map((name) => enqueueWork(name, 5));
  for (let turn = 0; turn < 4; turn += 1) {
    await nextTurn();
    turns.push(happened.splice(0).join(' '));
  }
  await Promise.all(all);

  expect(turns.filter((each) => each !== '')).toEqual(['a b commit', 'c d commit']);
});

it('never runs two writes at once', async () => {
  await queue.acquire();
  let isSecond = false;
  void queue.acquire().then(() => {
    isSecond = true;
    queue.release();
  });
  await nextTurn();
  await nextTurn();
  expect(isSecond).toBe(false);

  queue.release();
  await nextTurn();
  expect(isSecond).toBe(true);
});
