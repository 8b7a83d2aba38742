import { describe, expect, it } from 'vitest';
import { ReadQueue } from '../../../src/store/sqlite/read-queue.ts';

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the read connection', () => {
  it('is given to one caller at a time, in order of arrival', async () => {
    const queue = new ReadQueue({ monotonic: () => 0 });
    const seen: string[] = [];
    const use = async (name: string) => {
      await queue.acquire();
      seen.push(`${name} begins`);
      await nextTurn();
      seen.push(`${name} ends`);
      queue.release();
    };
    await Promise.all(['a', 'b', 'c'].map(use));

    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('is released for a turn of the event loop when the time slice is used up', async () => {
    let at = 0;
    const queue = new ReadQueue({ sliceMs: 10, monotonic: () => at });
    let calls = 0;
    const chain = async () => {
      for (let call = 0; call < 100; call += 1) {
        await queue.acquire();
        at += 1;
        calls += 1;
        queue.release();
      }
    };
    const done = chain();
    let turns = 0;
    while (calls < 100) {
      await nextTurn();
      turns += 1;
    }
    await done;

    expect(turns).toBeGreaterThanOrEqual(9);
  });

  it('is given to a newcomer before the later reads of long chains', async () => {
    let at = 0;
    const queue = new ReadQueue({ sliceMs: 10, monotonic: () => at });
    let left = 1_000;
    const chain = async () => {
      while (left > 0) {
        await queue.acquire();
        at += 1;
        left -= 1;
        queue.release();
      }
    };
    const chains = [chain(), chain(), chain()];
    await nextTurn();
    await queue.acquire();
    const leftThen = left;
    queue.release();
    await Promise.all(chains);

    expect(leftThen).toBeGreaterThan(960);
  });
});
