import type { OnLookupFailed } from '../connectors/lookup-cache.ts';
import type { OnUnreadableField } from '../connectors/upstream-reader.ts';
import type { Log } from '../log.ts';

/** Returns callbacks that log why an upstream system, or a field of its answer, could not be read. */
export function logUpstreamFailures(log: Log): {
  readonly onLookupFailed: OnLookupFailed;
  readonly onUnreadableField: OnUnreadableField;
} {
  return {
    onLookupFailed: ({ ok: _ok, status: statusCode, ...details }) =>
      log.warn('upstream lookup failed', { ...details, statusCode }),
    onUnreadableField: (field) => log.warn('upstream field unreadable', { ...field }),
  };
}
