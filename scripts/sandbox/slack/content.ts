import { isObject, type Json, lengthOf } from './checks.ts';
import { withIds } from './elements.ts';
import type { Content, Metadata } from './messages.ts';
import { refusal, SlackError } from './slack-error.ts';
import { validateBlocks } from './validate-blocks.ts';

const LONGEST_TEXT = 40_000;
const METADATA_BYTES = 16 * 1024;

/** What the arguments of a call say is to be shown. Throws Slack's error for what Slack would refuse. */
export function contentOf(args: Json): Content {
  const text = typeof args['text'] === 'string' ? args['text'] : '';
  const blocks = blocksOf(args['blocks']);
  const attachments = attachmentsOf(args['attachments']);
  const metadata = metadataOf(args['metadata']);
  if (text === '' && !blocks?.length && !attachments?.length) throw new SlackError('no_text');
  if (lengthOf(text) > LONGEST_TEXT) throw new SlackError('msg_too_long');
  return {
    text,
    ...(blocks && { blocks }),
    ...(attachments && { attachments }),
    ...(metadata && { metadata }),
  };
}

function blocksOf(given: unknown): Json[] | undefined {
  if (given === undefined || given === '') return undefined;
  if (!Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const problems = validateBlocks(given, 'message');
  if (problems.length > 0) throw refusal('invalid_blocks', problems);
  return withIds(given.filter(isObject));
}

function attachmentsOf(given: unknown): Json[] | undefined {
  if (given === undefined || given === '') return undefined;
  if (!Array.isArray(given)) throw new SlackError('invalid_attachments');
  if (given.length > 100) throw new SlackError('too_many_attachments');
  return given.filter(isObject);
}

function metadataOf(given: unknown): Metadata | undefined {
  if (given === undefined || given === '') return undefined;
  if (!isObject(given)) throw new SlackError('invalid_metadata_format');
  const { event_type: type, event_payload: payload } = given;
  if (typeof type !== 'string' || type === '' || !isObject(payload))
    throw new SlackError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(given)) > METADATA_BYTES) throw new SlackError('metadata_too_large');
  return { event_type: type, event_payload: payload };
}
