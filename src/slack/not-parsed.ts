import { randomUUID } from 'node:crypto';
import { plainText } from '../domain/text.ts';
import { notParsed } from '../words/answers.ts';
import { line } from './lines.ts';
import { originOf } from './origin.ts';
import type { Voice } from './say.ts';
import { say } from './say.ts';

const TYPE = /^[a-z][a-z_.]{0,40}$/;

/** Returns Slack's word for the kind of a request, such as `block_actions`; `other` for what is no word of Slack's. */
export function typeOf(body: unknown): string {
  const event = textAt(at(body, 'event'), 'type');
  const type = textAt(body, 'command') ? 'command' : event || textAt(body, 'type');
  return TYPE.test(type) ? type : 'other';
}

/** Returns the acknowledgement that tells the person, where Slack shows one: for commands and forms. */
export function acknowledgeNotParsed(body: unknown): unknown {
  if (textAt(body, 'command')) return { response_type: 'ephemeral', ...line(notParsed()) };
  if (textAt(body, 'type') !== 'view_submission') return undefined;
  const input = inputOf(body);
  if (input === undefined) return undefined;
  return { response_action: 'errors', errors: { [input]: plainText(notParsed()) } };
}

/** The first input of a form, under which Slack shows what is wrong. */
function inputOf(body: unknown): string | undefined {
  const values = at(at(at(body, 'view'), 'state'), 'values');
  return typeof values === 'object' && values !== null ? Object.keys(values)[0] : undefined;
}

/**
 * Tells the person who pressed a button, used a shortcut or sent a form without inputs; does nothing when Slack did not
 * name them.
 */
export async function tellNotParsed(voice: Voice, body: unknown): Promise<void> {
  const type = textAt(body, 'type');
  const isSilent = type === 'view_submission' && inputOf(body) === undefined;
  const isPress = isSilent || ['block_actions', 'shortcut', 'message_action'].includes(type);
  const user = textAt(at(body, 'user'), 'id');
  if (!isPress || !user) return;
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
