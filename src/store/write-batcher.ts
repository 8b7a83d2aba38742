import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreError } from './store-error.ts';

/** A commit waits for the disk; one commit for everything that arrives in a turn waits once. */
export interface WriteBatcher<T, R> {
  /** Resolves when the item is written, with what writing it came to. */
  add(item: T): Promise<R>;
  /** Resolves when nothing is waiting or being written. */
  whenIdle(): Promise<void>;
}

interface QueuedItem<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** `write` writes all or nothing and gives one result an item, in their order. */
export function createWriteBatcher<T, R>(
  write: (items: readonly T[]) => Promise<readonly R[]>,
  maxBatchSize = 100,
): WriteBatcher<T, R> {
  const queue: QueuedItem<T, R>[] = [];
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      await nextTurn();
      await writeBatch(write, queue.splice(0, maxBatchSize));
    }
    flushing = null;
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        flushing ??= flush();
      });
    },
    async whenIdle() {
      await flushing;
    },
  };
}

async function writeBatch<T, R>(
  write: (items: readonly T[]) => Promise<readonly R[]>,
  batch: readonly QueuedItem<T, R>[],
): Promise<void> {
  try {
    const results = await write(batch.map(({ item }) => item));
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R);
  } catch (error) {
    if (error instanceof StoreError || batch.length === 1) {
      for (const { reject } of batch) reject(error);
      return;
    }
    // One of them cannot be written at all; on their own, the others can.
    for (const single of batch) await writeBatch(write, [single]);
  }
}
