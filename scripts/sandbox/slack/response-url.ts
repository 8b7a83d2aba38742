import type { IncomingMessage, ServerResponse } from 'node:http';
import { withFault } from './apply-fault.ts';
import { answerText, readRequestBody } from './http.ts';
import type { ResponseTarget } from './interaction-tokens.ts';
import { readMessageContent } from './message-content.ts';
import { botAuthorFields } from './serialize.ts';
import { isObject, type Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';

/** Answers a POST to a `response_url`. */
export async function handleResponseUrl(
  request: IncomingMessage,
  response: ServerResponse,
  state: SlackState,
): Promise<void> {
  const token = (request.url ?? '').split('/').at(-1) ?? '';
  const body = await readRequestBody(request);
  await withFault({ method: 'response_url', response, state }, () => {
    const refused = answerAtResponseUrl(token, body, state);
    state.changed();
    if (refused === undefined) answerText(response, 200, 'ok');
    else answerText(response, refused.endsWith('_url') ? 404 : 400, refused);
  });
}

function answerAtResponseUrl(token: string, body: string, state: SlackState): string | undefined {
  try {
    const to = state.responseUrls.use(token);
    const answer: unknown = JSON.parse(body);
    if (!isObject(answer)) return 'invalid_payload';
    showResponse(answer, to, state);
    if (typeof answer['text'] === 'string') to.onAnswer?.(answer['text']);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return 'invalid_payload';
    if (error instanceof LocalSlackError) return error.message;
    throw error;
  }
}

/** Shows what an app answers to an interaction: in the acknowledgement of a command, or at a `response_url`. */
export function showResponse(answer: Json, to: ResponseTarget, state: SlackState): void {
  const original = originalOf(to, state);
  if (answer['delete_original'] === true && original !== undefined) {
    state.messages.remove(to.channel, original.ts);
    return;
  }
  const content = readMessageContent(answer, state);
  if (answer['replace_original'] === true && original !== undefined) {
    delete original.blocks;
    Object.assign(original, content);
    return;
  }
  const thread = typeof answer['thread_ts'] === 'string' ? { thread_ts: answer['thread_ts'] } : {};
  const message = { channel: to.channel, ...botAuthorFields(state.ids), ...content, ...thread };
  if (answer['response_type'] === 'in_channel') state.messages.add(message);
  else state.messages.addEphemeral({ ...message, visibleTo: to.user });
}

/** The message that may be replaced: only the app's own. */
function originalOf({ original, channel }: ResponseTarget, state: SlackState) {
  if (original === undefined) return undefined;
  const found = original.ephemeral
    ? state.messages.findEphemeral(channel, original.ts)
    : state.messages.find(channel, original.ts);
  return found?.bot_id === state.ids.botId ? found : undefined;
}
