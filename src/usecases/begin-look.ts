import type { Look, Ports } from '../ports.ts';

/** Starts the time that one check may take. `key`: the request's key, as it is logged. */
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
