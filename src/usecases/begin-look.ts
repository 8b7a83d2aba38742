import type { Look, Ports } from '../ports.ts';

/** Starts the deadline of one check. `key`: the request's key, for the log. */
export function beginLook(
  { checkDeadlineMs, monotonic }: Pick<Ports, 'checkDeadlineMs' | 'monotonic'>,
  { key, fresh }: { readonly key: string; readonly fresh: boolean },
): Look {
  return {
    signal: AbortSignal.timeout(checkDeadlineMs),
    endsAt: monotonic() + checkDeadlineMs,
    fresh,
    request: { key },
  };
}
