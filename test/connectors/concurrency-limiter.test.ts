import { expect, it } from 'vitest';
import type { CallPriority } from '../../src/connectors/concurrency-limiter.ts';
import { createConcurrencyLimiter } from '../../src/connectors/concurrency-limiter.ts';

/** Returns how many of 40 calls run at once. */
async function concurrentCalls(copies: number, priority: CallPriority): Promise<number> {
  const limiter = createConcurrencyLimiter(copies);
  let running = 0;
  const end = new Promise<void>((resolve) => setImmediate(resolve));
  const calls = Array.from({ length: 40 }, () =>
    limiter.run(priority, () => {
      running += 1;
      return end;
    }),
  );
  await new Promise((resolve) => queueMicrotask(() => process.nextTick(resolve)));
  const atOnce = running;
  await Promise.all(calls);
  return atOnce;
}

it.each([
  [1, 10, 6],
  [2, 5, 3],
  [3, 3, 2],
  [10, 1, 1],
])('%i copies of the bot share the concurrent calls to a system', async (copies, deciding, supporting) => {
  expect(await concurrentCalls(copies, 'deciding')).toBe(deciding);
  expect(await concurrentCalls(copies, 'supporting')).toBe(supporting);
});
