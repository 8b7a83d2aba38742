import type { Look, Ports } from '../ports.ts';

/** Starts the deadline of one check. `key`: the request's key, for the log. */
export function beginLook(
  { checkDeadlineMs, now }: Pick<Ports, 'checkDeadlineMs' | 'now'>,
  { key, fresh }: { readonly key: string; readonly fresh: boolean },
): Look {
  return {
    signal: AbortSignal.timeout(checkDeadlineMs),
    endsAt: new Date(now().getTime() + checkDeadlineMs),
    fresh,
    request: { key },
  };
}
