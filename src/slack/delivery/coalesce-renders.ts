/**
 * Returns a function that runs one render at a time for each key. Calls that arrive while a render runs share the next
 * one, which renders the newest of their values, so that sixty clicks on a card do not cause sixty updates.
 */
export function coalesceRenders<T, R>(
  render: (value: T) => Promise<R>,
  newer: (one: T, other: T) => T,
): (key: string, value: T) => Promise<R> {
  const latest = new Map<string, PendingRender<T, R>>();

  return (key, value) => {
    const current = latest.get(key);
    if (current && !current.hasStarted) {
      current.value = newer(current.value, value);
      return current.result;
    }
    const previous = current?.result.catch(() => undefined) ?? Promise.resolve();
    const next: PendingRender<T, R> = {
      value,
      hasStarted: false,
      result: previous
        .then(() => {
          next.hasStarted = true;
          return render(next.value);
        })
        .finally(() => {
          if (latest.get(key) === next) latest.delete(key);
        }),
    };
    latest.set(key, next);
    return next.result;
  };
}

/** The render that was requested last for a key. */
interface PendingRender<T, R> {
  value: T;
  hasStarted: boolean;
  readonly result: Promise<R>;
}
