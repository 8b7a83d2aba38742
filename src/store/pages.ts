/** The most rows that one call reads or writes. SQLite blocks the event loop; other work runs between calls. */
export const PAGE = 200;

/**
 * Yields page after page until one is not full. `read` returns at most `size` rows after `last`. Not for use in a
 * transaction, which would block all other writers.
 */
export async function* pagesOf<T>(
  read: (last: T | undefined, size: number) => Promise<readonly T[]>,
  size = PAGE,
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
export async function inBatches<T>(
  items: readonly T[],
  write: (piece: readonly T[]) => Promise<unknown>,
  size = PAGE,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) await write(items.slice(from, from + size));
}

/** Repeats a write of at most `size` rows until it changes fewer. Returns how many rows were changed in total. */
export async function repeatInBatches(
  write: (size: number) => Promise<readonly unknown[]>,
  size = PAGE,
): Promise<number> {
  let all = 0;
  for (;;) {
    const changed = (await write(size)).length;
    all += changed;
    if (changed < size) return all;
  }
}

/** Returns the sort ranges (both ends excluded) that contain every word except those given, so that an index can find them. */
export function rangesOutside(words: readonly string[]): (readonly [after: string, before: string | null])[] {
  const sorted = [...words].sort();
  return ['', ...sorted].map((after, index) => [after, sorted[index] ?? null] as const);
}
