import { METADATA_EVENT_TYPES } from '../../src/slack/ids.ts';
import type { Message } from '../sandbox/slack/local-slack.ts';

/** Returns the name and value by which a post can be recognized, or null. */
export function metadataIdOf({ metadata }: { readonly metadata?: unknown }): string | null {
  const read = (typeof metadata === 'string' ? JSON.parse(metadata) : metadata) as Message['metadata'];
  const payload = read?.event_payload;
  if (!payload) return null;
  const names: Readonly<Record<string, string>> = {
    [METADATA_EVENT_TYPES.resellerCase]: 'case_id',
    [METADATA_EVENT_TYPES.resellerHandoff]: 'handoff_id',
    [METADATA_EVENT_TYPES.resellerNote]: 'note_id',
    [METADATA_EVENT_TYPES.resellerReminder]: 'reminder_id',
    [METADATA_EVENT_TYPES.resellerDigest]: 'digest_id',
  };
  const name = names[read.event_type];
  return name === undefined ? null : `${name} ${String(payload[name])}`;
}
