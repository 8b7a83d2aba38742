import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows that one call reads or writes at most: SQLite does its work on the event loop, so no call may take long. */
export const PAGE = 200;

/**
 * Reads page after page until one is not full, and lets other work run in between. `read` returns the rows after
 * `last`, at most `size`. Not for use inside a transaction, which would hold up all other writers.
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
    await nextTurn();
  }
}

/** Calls `write` with at most `size` items at a time, and lets other work run in between. */
export async function inPieces<T>(
  items: readonly T[],
  write: (piece: readonly T[]) => Promise<void>,
  size = PAGE,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await nextTurn();
    await write(items.slice(from, from + size));
  }
}

/** Repeats a write that changes at most `size` rows until it changes fewer; `write` returns how many it changed. */
export async function untilFewer(write: (size: number) => Promise<number>, size = PAGE): Promise<number> {
  let all = 0;
  for (;;) {
    const changed = await write(size);
    all += changed;
    if (changed < size) return all;
    await nextTurn();
  }
}
