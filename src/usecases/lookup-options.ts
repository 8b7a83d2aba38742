import type { Ports, UseCaseSettings } from '../ports/ports.ts';
import type { LookupOptions } from '../ports/systems.ts';

interface LookupDependencies extends Pick<Ports, 'monotonic'> {
  readonly settings: Pick<UseCaseSettings, 'checkDeadlineMs'>;
}

/** Starts the deadline of one check. `key`: the request's key, for the log. */
export function createLookupOptions(
  { settings: { checkDeadlineMs }, monotonic }: LookupDependencies,
  { key, fresh }: { readonly key: string; readonly fresh: boolean },
): LookupOptions {
  return {
    signal: AbortSignal.timeout(checkDeadlineMs),
    deadlineMonotonicMs: monotonic() + checkDeadlineMs,
    bypassCache: fresh,
    request: { key },
  };
}
