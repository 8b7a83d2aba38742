import { randomUUID } from 'node:crypto';
import { plainText } from '../../domain/text-fragments.ts';
import { requestNotParsedText } from '../../words/replies.ts';
import { requestContextOf } from '../processing/request-context.ts';
import type { Responder } from '../replies/reply.ts';
import { reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';

const REQUEST_TYPE_PATTERN = /^[a-z][a-z_.]{0,40}$/;

/** Returns Slack's type of a request, such as `block_actions`; `other` when it has none. */
export function requestTypeOf(body: unknown): string {
  const event = stringPropertyOf(propertyOf(body, 'event'), 'type');
  const type = stringPropertyOf(body, 'command') ? 'command' : event || stringPropertyOf(body, 'type');
  return REQUEST_TYPE_PATTERN.test(type) ? type : 'other';
}

/** Returns the error message as the body of the acknowledgement for commands and forms; undefined for other requests. */
export function acknowledgeUnparsed(body: unknown): unknown {
  if (stringPropertyOf(body, 'command'))
    return { response_type: 'ephemeral', ...textReply(requestNotParsedText()) };
  if (stringPropertyOf(body, 'type') !== 'view_submission') return undefined;
  const input = firstInputBlockId(body);
  if (input === undefined) return undefined;
  return { response_action: 'errors', errors: { [input]: plainText(requestNotParsedText()) } };
}

/** Returns the block id of the form's first input, below which Slack shows the error. */
function firstInputBlockId(body: unknown): string | undefined {
  const values = propertyOf(propertyOf(propertyOf(body, 'view'), 'state'), 'values');
  return typeof values === 'object' && values !== null ? Object.keys(values)[0] : undefined;
}

/**
 * Replies to a button, a shortcut or a form without inputs, whose acknowledgement cannot show an error. Does nothing when
 * the request names no user.
 */
export async function replyToUnparsed(responder: Responder, body: unknown): Promise<void> {
  const type = stringPropertyOf(body, 'type');
  const isFormWithoutInputs = type === 'view_submission' && firstInputBlockId(body) === undefined;
  const needsReply = isFormWithoutInputs || ['block_actions', 'shortcut', 'message_action'].includes(type);
  const user = stringPropertyOf(propertyOf(body, 'user'), 'id');
  if (!needsReply || !user) return;
  const payload = { user: { id: user }, response_url: stringPropertyOf(body, 'response_url') };
  const request = {
    key: randomUUID(),
    kind: 'action',
    receivedAt: responder.now().toISOString(),
    body: payload,
  };
  await reply(
    responder,
    requestContextOf(request as Parameters<typeof requestContextOf>[0]),
    textReply(requestNotParsedText()),
  );
}

function propertyOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function stringPropertyOf(value: unknown, name: string): string {
  const property = propertyOf(value, name);
  return typeof property === 'string' ? property : '';
}
