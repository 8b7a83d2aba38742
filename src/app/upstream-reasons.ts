import type { OnGap } from '../connectors/memory.ts';
import type { OnUnread } from '../connectors/reader.ts';
import type { Log } from '../log.ts';

/** Writes to the log why a card says that a system, or a field of its answer, could not be read. */
export function reasonsTo(log: Log): { readonly onGap: OnGap; readonly onUnread: OnUnread } {
  return {
    onGap: ({ system, operation, gap, detail, status, code, causeCode, key }) =>
      log.warn('upstream not read', {
        ...{ key, system, operation, gap, detail },
        ...{ statusCode: status, code, causeCode },
      }),
    onUnread: ({ system, operation, field, detail, key }) =>
      log.warn('upstream field not read', { key, system, operation, field, detail }),
  };
}
