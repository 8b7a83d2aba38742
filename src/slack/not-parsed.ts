import { randomUUID } from 'node:crypto';
import { ZodError } from 'zod';
import { plainText } from '../domain/text.ts';
import { notParsed } from '../words/answers.ts';
import { line } from './lines.ts';
import { originOf } from './origin.ts';
import type { Voice } from './say.ts';
import { say } from './say.ts';

/** A field of a schema, such as `view.callback_id`; keys that a person chose do not look like this. */
const FIELD = /^[a-z][a-z_]{0,40}$/;

/** What was wrong with a request whose shape is not known: kinds and field names only. */
export interface NotParsed {
  /** Such as `block_actions`; `other` for what is no type of Slack's. */
  readonly type: string;
  /** Such as `trigger_id, actions.0.action_id`. */
  readonly fields: string;
}

/** Returns what may be logged of a request that could not be parsed. */
export function describeNotParsed(error: unknown, body: unknown): NotParsed {
  const type = textAt(body, 'command') ? 'command' : textAt(body, 'type');
  const issues = error instanceof ZodError ? error.issues : [];
  const paths = issues.map(({ path }) =>
    path.map((part) => (typeof part === 'number' || FIELD.test(String(part)) ? String(part) : '?')).join('.'),
  );
  return {
    type: FIELD.test(type) ? type : 'other',
    fields: paths.slice(0, 5).join(', ') || (error instanceof Error ? error.name : 'unknown'),
  };
}

/** Returns the acknowledgement that tells the person, where Slack shows one: for commands and forms. */
export function acknowledgeNotParsed(body: unknown): unknown {
  if (textAt(body, 'command')) return { response_type: 'ephemeral', ...line(notParsed()) };
  if (textAt(body, 'type') !== 'view_submission') return undefined;
  const values = at(at(at(body, 'view'), 'state'), 'values');
  const [input] = typeof values === 'object' && values !== null ? Object.keys(values) : [];
  if (input === undefined) return undefined;
  return { response_action: 'errors', errors: { [input]: plainText(notParsed()) } };
}

/** Tells the person who pressed a button or used a shortcut; does nothing when Slack did not name them. */
export async function tellNotParsed(voice: Voice, body: unknown): Promise<void> {
  const isPress = ['block_actions', 'shortcut', 'message_action'].includes(textAt(body, 'type'));
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
