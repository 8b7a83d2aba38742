import type { Ports } from '../ports/ports.ts';
import type { LookupOptions } from '../ports/systems.ts';

/** Starts the deadline of one check. `key`: the request's key, for the log. */
export function createLookupOptions(
  { checkDeadlineMs, monotonic }: Pick<Ports, 'checkDeadlineMs' | 'monotonic'>,
  { key, fresh }: { readonly key: string; readonly fresh: boolean },
): LookupOptions {
  return {
    signal: AbortSignal.timeout(checkDeadlineMs),
    deadlineMonotonicMs: monotonic() + checkDeadlineMs,
    bypassCache: fresh,
    request: { key },
  };
}
