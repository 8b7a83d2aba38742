import { withBlockIds } from './elements.ts';
import type { MessageContent, MessageMetadata } from './messages.ts';
import { characterCount, isObject, type Json } from './shape-checks.ts';
import { errorWithProblems, LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';
import { validateBlocks } from './validate-blocks.ts';

const MAX_TEXT_LENGTH = 40_000;
const MAX_MARKDOWN_LENGTH = 12_000;
const METADATA_BYTES = 16 * 1024;

/** Returns the message content in the arguments of a call. Throws Slack's error for content that Slack would refuse. */
export function readMessageContent(
  args: Json,
  { refusedBlocks }: Pick<SlackState, 'refusedBlocks'>,
): MessageContent {
  const markdown = markdownOf(args);
  if (markdown !== undefined) return readMessageContent(markdown, { refusedBlocks });
  const text = typeof args['text'] === 'string' ? args['text'] : '';
  const blocks = blocksOf(args['blocks'], refusedBlocks);
  const attachments = attachmentsOf(args['attachments']);
  const metadata = metadataOf(args['metadata']);
  if (text === '' && !blocks?.length && !attachments?.length) throw new LocalSlackError('no_text');
  if (characterCount(text) > MAX_TEXT_LENGTH) throw new LocalSlackError('msg_too_long');
  return {
    text,
    ...(blocks && { blocks }),
    ...(attachments && { attachments }),
    ...(metadata && { metadata }),
  };
}

/** Returns the arguments with `markdown_text` as a block, which it may not stand beside; undefined: there is none. */
function markdownOf({ markdown_text: markdown, ...args }: Json): Json | undefined {
  if (typeof markdown !== 'string' || markdown === '') return undefined;
  if (args['text'] || args['blocks']) throw new LocalSlackError('markdown_text_conflict');
  if (characterCount(markdown) > MAX_MARKDOWN_LENGTH) throw new LocalSlackError('msg_too_long');
  return { ...args, text: markdown, blocks: [{ type: 'markdown', text: markdown }] };
}

function blocksOf(given: unknown, refused: ReadonlySet<string>): Json[] | undefined {
  if (given === undefined || given === '') return undefined;
  if (!Array.isArray(given)) throw new LocalSlackError('invalid_blocks_format');
  const problems = [...validateBlocks(given, 'message'), ...refusedTypes(given, refused)];
  if (problems.length > 0) throw errorWithProblems('invalid_blocks', problems);
  return withBlockIds(given.filter(isObject));
}

/** Slack answers the same for a block type that it does not offer to a workspace. */
export function refusedTypes(blocks: readonly unknown[], refused: ReadonlySet<string>): string[] {
  return blocks.flatMap((block, index) => {
    const type = isObject(block) ? String(block['type']) : '';
    return refused.has(type) ? [`unsupported type: ${type} [json-pointer:/blocks/${index}/type]`] : [];
  });
}

function attachmentsOf(given: unknown): Json[] | undefined {
  if (given === undefined || given === '') return undefined;
  if (!Array.isArray(given)) throw new LocalSlackError('invalid_attachments');
  if (given.length > 100) throw new LocalSlackError('too_many_attachments');
  return given.filter(isObject);
}

function metadataOf(given: unknown): MessageMetadata | undefined {
  if (given === undefined || given === '') return undefined;
  if (!isObject(given)) throw new LocalSlackError('invalid_metadata_format');
  const { event_type: type, event_payload: payload } = given;
  if (typeof type !== 'string' || type === '' || !isObject(payload))
    throw new LocalSlackError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(given)) > METADATA_BYTES)
    throw new LocalSlackError('metadata_too_large');
  return { event_type: type, event_payload: payload };
}
