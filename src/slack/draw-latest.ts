/**
 * Returns a function that draws one thing at a time for each key. Of the drawings that are asked for meanwhile only the
 * newest is made, and all who asked for one get its result: sixty presses on one card at once need no sixty messages.
 */
export function drawLatest<T, R>(
  draw: (shown: T) => Promise<R>,
  newest: (one: T, other: T) => T,
): (key: string, shown: T) => Promise<R> {
  const lines = new Map<string, Line<T, R>>();

  return (key, shown) => {
    const line = lines.get(key);
    if (line && !line.hasBegun) {
      line.shown = newest(line.shown, shown);
      return line.result;
    }
    const before = line?.result.catch(() => undefined) ?? Promise.resolve();
    const next: Line<T, R> = {
      shown,
      hasBegun: false,
      result: before
        .then(() => {
          next.hasBegun = true;
          return draw(next.shown);
        })
        .finally(() => {
          if (lines.get(key) === next) lines.delete(key);
        }),
    };
    lines.set(key, next);
    return next.result;
  };
}

/** The drawing of a key that was asked for last. */
interface Line<T, R> {
  shown: T;
  hasBegun: boolean;
  readonly result: Promise<R>;
}
