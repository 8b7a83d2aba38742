import { describe, expect, it } from 'vitest';
import { ReadQueue } from '../../../src/store/sqlite/read-queue.ts';

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the connection', () => {
  it('is given to one at a time, first come, first served', async () => {
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

  it('is left alone for a turn of the event loop when the slice is used up', async () => {
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

  it('lets no long chain keep out who came meanwhile', async () => {
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
