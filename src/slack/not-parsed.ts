import { randomUUID } from 'node:crypto';
import { plainText } from '../domain/text.ts';
import { notParsed } from '../words/answers.ts';
import { line } from './lines.ts';
import { originOf } from './origin.ts';
import type { Voice } from './say.ts';
import { say } from './say.ts';

const TYPE = /^[a-z][a-z_.]{0,40}$/;

/** Returns Slack's type of a request, such as `block_actions`; `other` when it has none. */
export function typeOf(body: unknown): string {
  const event = textAt(at(body, 'event'), 'type');
  const type = textAt(body, 'command') ? 'command' : event || textAt(body, 'type');
  return TYPE.test(type) ? type : 'other';
}

/** Returns the error message as the body of the acknowledgement for commands and forms; undefined for other requests. */
export function acknowledgeNotParsed(body: unknown): unknown {
  if (textAt(body, 'command')) return { response_type: 'ephemeral', ...line(notParsed()) };
  if (textAt(body, 'type') !== 'view_submission') return undefined;
  const input = firstInputOf(body);
  if (input === undefined) return undefined;
  return { response_action: 'errors', errors: { [input]: plainText(notParsed()) } };
}

/** Returns the block id of the form's first input, below which Slack shows the error. */
function firstInputOf(body: unknown): string | undefined {
  const values = at(at(at(body, 'view'), 'state'), 'values');
  return typeof values === 'object' && values !== null ? Object.keys(values)[0] : undefined;
}

/**
 * Replies to a button, a shortcut or a form without inputs, whose acknowledgement cannot show an error. Does nothing when
 * the request names no user.
 */
export async function tellNotParsed(voice: Voice, body: unknown): Promise<void> {
  const type = textAt(body, 'type');
  const isFormWithoutInputs = type === 'view_submission' && firstInputOf(body) === undefined;
  const needsReply = isFormWithoutInputs || ['block_actions', 'shortcut', 'message_action'].includes(type);
  const user = textAt(at(body, 'user'), 'id');
  if (!needsReply || !user) return;
  const given = { user: { id: user }, response_url: textAt(body, 'response_url') };
  const arrival = { key: randomUUID(), kind: 'action', receivedAt: voice.now().toISOString(), body: given };
  await say(voice, originOf(arrival as Parameters<typeof originOf>[0]), line(notParsed()));
}

function at(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function textAt(value: unknown, name: string): string {
  const found = at(value, name);
  return typeof found === 'string' ? found : '';
}
