import { StoreError } from './store-error.ts';

/** Writes all items that wait when a write begins in one commit, because each commit waits for the disk. */
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

/** Writes all items that `take` returns, or none, and returns one result per item, in the same order. */
export type WriteBatch<T, R> = (take: () => readonly T[]) => Promise<readonly R[]>;

/**
 * Creates a batcher. `write` is to call `take` as late as possible, in the transaction, so that it gets the items that were
 * added while the transaction waited to begin; called again, it returns the same items.
 */
export function createWriteBatcher<T, R>(write: WriteBatch<T, R>, maxBatchSize = 100): WriteBatcher<T, R> {
  const queue: QueuedItem<T, R>[] = [];
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    while (queue.length > 0) {
      let taken: readonly QueuedItem<T, R>[] | null = null;
      const take = () => (taken ??= queue.splice(0, maxBatchSize));
      await writeBatch(write, take);
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
  write: WriteBatch<T, R>,
  take: () => readonly QueuedItem<T, R>[],
): Promise<void> {
  try {
    const results = await write(() => take().map(({ item }) => item));
    for (const [index, { resolve }] of take().entries()) resolve(results[index] as R);
  } catch (error) {
    const batch = take();
    if (error instanceof StoreError || batch.length === 1) {
      for (const { reject } of batch) reject(error);
      return;
    }
    // One invalid item fails the whole batch, so each item is written on its own.
    for (const single of batch) await writeBatch(write, () => [single]);
  }
}
