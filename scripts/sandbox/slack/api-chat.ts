import { requireText } from './api-arguments.ts';
import { channelForPosting, existingChannel, isBotMember } from './api-conversations.ts';
import { readMessageContent } from './message-content.ts';
import type { Message } from './messages.ts';
import { botAuthorFields, messagePermalink, serializeMessage } from './serialize.ts';
import type { Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';

/** chat.postMessage. The channel may be a user id: then it goes to that person's direct messages. */
export function postMessage(args: Json, state: SlackState): Json {
  const channel = channelForPosting(args, state);
  const thread = threadOf(args, channel.id, state);
  const content = readMessageContent(args, state);
  const posted = state.messages.add({
    channel: channel.id,
    ...botAuthorFields(state.ids),
    ...content,
    ...thread,
  });
  return { channel: channel.id, ts: posted.ts, message: serializeMessage(posted, { metadata: true }) };
}

export function updateMessage(args: Json, state: SlackState): Json {
  const channel = existingChannel(args, state);
  const message = ownMessage({ args, channel: channel.id, error: 'cant_update_message' }, state);
  if (channel.archived) throw new LocalSlackError('is_inactive');
  const { metadata, ...content } = readMessageContent(
    { blocks: message.blocks, text: message.text, ...withoutEmpty(args) },
    state,
  );
  Object.assign(message, content, metadata && { metadata });
  message.edited = { user: state.ids.botUserId, ts: state.messages.nextTs() };
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: serializeMessage(message, { metadata: true }),
  };
}

export function deleteMessage(args: Json, state: SlackState): Json {
  const channel = existingChannel(args, state);
  const message = ownMessage({ args, channel: channel.id, error: 'cant_delete_message' }, state);
  state.messages.remove(channel.id, message.ts);
  return { channel: channel.id, ts: message.ts };
}

export function postEphemeral(args: Json, state: SlackState): Json {
  const channel = existingChannel(args, state);
  if (channel.archived) throw new LocalSlackError('is_archived');
  if (!isBotMember(channel, state)) throw new LocalSlackError('not_in_channel');
  const visibleTo = requireText(args, 'user');
  if (!channel.members.has(visibleTo)) throw new LocalSlackError('user_not_in_channel');
  const thread = threadOf(args, channel.id, state);
  const { metadata: _never, ...content } = readMessageContent(args, state);
  const shown = { channel: channel.id, visibleTo, ...botAuthorFields(state.ids), ...content, ...thread };
  return { message_ts: state.messages.addEphemeral(shown).ts };
}

export function getPermalink(args: Json, state: SlackState): Json {
  const channel = existingChannel(args, state);
  const message = state.messages.find(channel.id, requireText(args, 'message_ts'));
  if (message === undefined) throw new LocalSlackError('message_not_found');
  return { channel: channel.id, permalink: messagePermalink(state.url(), message) };
}

function ownMessage(
  { args, channel, error }: { args: Json; channel: string; error: string },
  state: SlackState,
): Message {
  const message = state.messages.find(channel, requireText(args, 'ts'));
  if (message === undefined) throw new LocalSlackError('message_not_found');
  if (message.bot_id !== state.ids.botId) throw new LocalSlackError(error);
  return message;
}

function threadOf(args: Json, channel: string, state: SlackState): { thread_ts?: string } {
  const ts = args['thread_ts'];
  if (ts === undefined || ts === '') return {};
  if (typeof ts !== 'string' || !/^\d+\.\d+$/.test(ts)) throw new LocalSlackError('invalid_thread_ts');
  const parent = state.messages.find(channel, ts);
  if (parent === undefined) throw new LocalSlackError('thread_not_found');
  // An answer to an answer joins the same thread: Slack has only one level.
  return { thread_ts: parent.thread_ts ?? ts };
}

/** Returns the arguments without missing ones, which leave their part unchanged; an empty list of blocks is kept. */
function withoutEmpty(args: Json): Json {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}
