import { beforeEach, expect, it } from '@jest/globals';
import { coalesceRenders } from '../../src/slack/coalesce-renders.ts';

let drawn: number[];
let ends: (() => void)[];
let draw: (key: string, shown: number) => Promise<string>;
beforeEach(() => {
  drawn = [];
  ends = [];
  draw = coalesceRenders(
    (shown: number) => {
      drawn.push(shown);
      return new Promise<string>((resolve) => ends.push(() => resolve(`drew ${shown}`)));
    },
    (one, other) => Math.max(one, other),
  );
});

const microtasks = () => new Promise((resolve) => setImmediate(resolve));

async function end(): Promise<void> {
  ends.shift()?.();
  await microtasks();
}

it('renders only the newest value requested while another render runs', async () => {
  const first = draw('a', 1);
  await microtasks();
  const others = [draw('a', 2), draw('a', 4), draw('a', 3)];
  await microtasks();
  expect(drawn).toEqual([1]);

  await end();
  await end();

  expect(drawn).toEqual([1, 4]);
  expect(await first).toBe('drew 1');
  expect(await Promise.all(others)).toEqual(['drew 4', 'drew 4', 'drew 4']);
});

it('renders different keys concurrently', async () => {
  const both = [draw('a', 1), draw('b', 2)];
  await microtasks();

  expect(drawn).toEqual([1, 2]);
  await end();
  await end();
  await Promise.all(both);
});

it('renders again after a render, and after one that failed', async () => {
  const failing = coalesceRenders(
    async (shown: number) => {
      if (shown === 1) throw new Error('refused');
      return `drew ${shown}`;
    },
    (_, other) => other,
  );

  const first = expect(failing('a', 1)).rejects.toThrow('refused');
  const second = Promise.resolve().then(() => failing('a', 2));

  await first;
  expect(await second).toBe('drew 2');
  expect(await failing('a', 3)).toBe('drew 3');
});
