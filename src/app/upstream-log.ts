import type { OnGap } from '../connectors/memory.ts';
import type { OnUnread } from '../connectors/reader.ts';
import type { Log } from '../log.ts';

/** Returns callbacks that log why an upstream system, or a field of its answer, could not be read. */
export function logUpstreamFailures(log: Log): { readonly onGap: OnGap; readonly onUnread: OnUnread } {
  return {
    onGap: ({ ok: _ok, status: statusCode, ...why }) => log.warn('upstream not read', { ...why, statusCode }),
    onUnread: (field) => log.warn('upstream field not read', { ...field }),
  };
}
