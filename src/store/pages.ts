/**
 * Rows that one call reads or writes at most. SQLite works on the event loop, so no call may take long; between calls
 * the driver lets other work run.
 */
export const PAGE = 200;

/**
 * Reads page after page until one is not full. `read` returns the rows after `last`, at most `size`. Not for use inside
 * a transaction, which would hold up all other writers.
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

/** Repeats a write that changes at most `size` rows until it changes fewer. Returns how many it changed in all. */
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

/** The ranges of words before, between and after these, in their order: a word in none of the ranges is one of these. */
export function rangesOutside(words: readonly string[]): (readonly [after: string, before: string | null])[] {
  const sorted = [...words].sort();
  return ['', ...sorted].map((after, index) => [after, sorted[index] ?? null] as const);
}
