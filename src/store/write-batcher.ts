import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreError } from './store-error.ts';

/** Writes all items of one turn of the event loop in one commit, because each commit waits for the disk. */
export interface WriteBatcher<T, R> {
  /** Resolves with the result for the item when it is written. */
  add(item: T): Promise<R>;
  /** Resolves when nothing is waiting or being written. */
  whenIdle(): Promise<void>;
}

interface QueuedItem<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** Creates a batcher. `write` writes all items or none and returns one result per item, in the same order. */
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
    // One invalid item fails the whole batch, so each item is written on its own.
    for (const single of batch) await writeBatch(write, [single]);
  }
}
