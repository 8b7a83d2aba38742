import type { Message } from './messages.ts';
import type { View } from './modals.ts';
import type { Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';
import type { AppIdentity } from './workspace.ts';

/** The author fields of the bot's own messages. */
export function botAuthorFields(ids: AppIdentity): {
  user: string;
  bot_id: string;
  app_id: string;
  team: string;
} {
  return { user: ids.botUserId, bot_id: ids.botId, app_id: ids.appId, team: ids.teamId };
}

/** A message as Slack sends it: without the channel, and without metadata unless asked for. */
export function serializeMessage(message: Message, { metadata }: { metadata: boolean }): Json {
  const { channel: _channel, metadata: data, ...rest } = message;
  return structuredClone({ ...rest, ...(metadata && data ? { metadata: data } : {}) });
}

/** Returns the message with Slack's fields about its thread. */
export function serializeThreadRoot(
  message: Message,
  replies: readonly Message[],
  { metadata }: { metadata: boolean },
): Json {
  const last = replies.at(-1);
  if (last === undefined) return serializeMessage(message, { metadata });
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    ...serializeMessage(message, { metadata }),
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: last.ts,
  };
}

/** A modal or Home tab as Slack sends it, with what this person has typed. */
export function serializeView(view: View, user: string, state: SlackState): Json {
  const values = state.inputs.of(viewInputKey(view, user), view.blocks);
  return structuredClone({ ...view, state: { values } });
}

/** The address of a message in the sandbox's own page. */
export function messagePermalink(url: string, message: Message): string {
  const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${message.channel}` : '';
  return `${url}/archives/${message.channel}/p${message.ts.replace('.', '')}${thread}`;
}

/** Returns the key under which the inputs of a modal are kept. */
export function viewInputKey(view: View, user: string): string {
  return `${user} ${view.id}`;
}

/** Returns the key under which the inputs of a message are kept. */
export function messageInputKey(message: Message, user: string): string {
  return `${user} ${message.channel} ${message.ts}`;
}
