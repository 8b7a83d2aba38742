/** The most rows that one call reads or writes. SQLite blocks the event loop; other work runs between calls. */
export const PAGE_SIZE = 200;

/**
 * Yields page after page until one is not full. `read` returns at most `size` rows after `last`. Not for use in a
 * transaction, which would block all other writers.
 */
export async function* readPages<T>(
  read: (last: T | undefined, size: number) => Promise<readonly T[]>,
  size = PAGE_SIZE,
): AsyncGenerator<readonly T[]> {
  let last: T | undefined;
  for (;;) {
    const page = await read(last, size);
    if (page.length > 0) yield page;
    if (page.length < size) return;
    last = page.at(-1);
  }
}

/** Calls `write` with at most `size` items at a time. */
export async function writeInBatches<T>(
  items: readonly T[],
  write: (batch: readonly T[]) => Promise<unknown>,
  size = PAGE_SIZE,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) await write(items.slice(from, from + size));
}

/** Repeats a write of at most `size` rows until it changes fewer. Returns how many rows were changed in total. */
export async function repeatInBatchesUntilDone(
  write: (size: number) => Promise<readonly unknown[]>,
  size = PAGE_SIZE,
): Promise<number> {
  let total = 0;
  for (;;) {
    const changed = (await write(size)).length;
    total += changed;
    if (changed < size) return total;
  }
}
