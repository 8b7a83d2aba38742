import { beforeEach, expect, it } from 'vitest';
import { coalesceRenders } from '../../../src/slack/delivery/coalesce-renders.ts';

let renderedVersions: number[];
let pendingRenders: (() => void)[];
let draw: (key: string, shown: number) => Promise<string>;
beforeEach(() => {
  renderedVersions = [];
  pendingRenders = [];
  draw = coalesceRenders(
    (shown: number) => {
      renderedVersions.push(shown);
      return new Promise<string>((resolve) => pendingRenders.push(() => resolve(`drew ${shown}`)));
    },
    (one, other) => Math.max(one, other),
  );
});

const microtasks = () => new Promise((resolve) => setImmediate(resolve));

async function finishRender(): Promise<void> {
  pendingRenders.shift()?.();
  await microtasks();
}

it('renders only the newest value requested while another render runs', async () => {
  const first = draw('a', 1);
  await microtasks();
  const others = [draw('a', 2), draw('a', 4), draw('a', 3)];
  await microtasks();
  expect(renderedVersions).toEqual([1]);

  await finishRender();
  await finishRender();

  expect(renderedVersions).toEqual([1, 4]);
  expect(await first).toBe('drew 1');
  expect(await Promise.all(others)).toEqual(['drew 4', 'drew 4', 'drew 4']);
});

it('renders different keys concurrently', async () => {
  const both = [draw('a', 1), draw('b', 2)];
  await microtasks();

  expect(renderedVersions).toEqual([1, 2]);
  await finishRender();
  await finishRender();
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
