import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreFailed } from './store-error.ts';

/** A commit waits for the disk; one commit for everything that arrives in a turn waits once. */
export interface GroupCommit<T, R> {
  /** Resolves when the item is written, with what writing it came to. */
  add(item: T): Promise<R>;
  /** Resolves when nothing is waiting or being written. */
  settled(): Promise<void>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** `write` writes all or nothing and gives one result an item, in their order. */
export function groupCommit<T, R>(
  write: (items: readonly T[]) => Promise<readonly R[]>,
  most = 100,
): GroupCommit<T, R> {
  const waiting: Waiting<T, R>[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn();
      await settle(write, waiting.splice(0, most));
    }
    running = null;
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= run();
      });
    },
    async settled() {
      await running;
    },
  };
}

async function settle<T, R>(
  write: (items: readonly T[]) => Promise<readonly R[]>,
  group: readonly Waiting<T, R>[],
): Promise<void> {
  try {
    const results = await write(group.map(({ item }) => item));
    for (const [index, { resolve }] of group.entries()) resolve(results[index] as R);
  } catch (error) {
    if (error instanceof StoreFailed || group.length === 1) {
      for (const { reject } of group) reject(error);
      return;
    }
    // One of them cannot be written at all; on their own, the others can.
    for (const single of group) await settle(write, [single]);
  }
}
