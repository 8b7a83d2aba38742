import type { OnGap } from '../connectors/memory.ts';
import type { OnUnread } from '../connectors/reader.ts';
import type { Log } from '../log.ts';

/** Writes to the log why a card says that a system, or a field of its answer, could not be read. */
export function reasonsTo(log: Log): { readonly onGap: OnGap; readonly onUnread: OnUnread } {
  return {
    onGap: ({ ok: _ok, status: statusCode, ...why }) => log.warn('upstream not read', { ...why, statusCode }),
    onUnread: (field) => log.warn('upstream field not read', { ...field }),
  };
}
