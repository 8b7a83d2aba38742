import { isTruthyArgument, requireText } from './api-arguments.ts';
import type { Message } from './messages.ts';
import { serializeMessage, serializeThreadRoot } from './serialize.ts';
import type { Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';
import type { WorkspaceChannel } from './workspace.ts';

export function conversationInfo(args: Json, state: SlackState): Json {
  return { channel: serializeChannel(existingChannel(args, state), state) };
}

export function openConversation(args: Json, state: SlackState): Json {
  const users = requireText(args, args['channel'] ? 'channel' : 'users').split(',');
  const user = state.workspace.users.get(users[0] ?? '');
  if (users.length > 1) throw new LocalSlackError('too_many_users');
  const channel = args['channel'] ? existingChannel(args, state) : openWith(user?.id ?? '', state);
  return {
    channel: isTruthyArgument(args['return_im']) ? serializeChannel(channel, state) : { id: channel.id },
  };
}

export function conversationMembers(args: Json, state: SlackState): Json {
  return pageOf([...existingChannel(args, state).members], args, (members) => ({ members }));
}

/** Newest first; answers in threads are left out. */
export function conversationHistory(args: Json, state: SlackState): Json {
  const channel = joinedChannel(args, state);
  const metadata = isTruthyArgument(args['include_all_metadata']);
  const roots = messagesBetween(state.messages.inChannel(channel.id), args)
    .filter((message) => message.thread_ts === undefined || message.thread_ts === message.ts)
    .reverse();
  return pageOf(roots, args, (messages) => ({
    messages: messages.map((each) =>
      serializeThreadRoot(each, state.messages.repliesTo(channel.id, each.ts), { metadata }),
    ),
    pin_count: 0,
  }));
}

/** The message that the thread hangs on, then its answers, oldest first. */
export function conversationReplies(args: Json, state: SlackState): Json {
  const channel = joinedChannel(args, state);
  const metadata = isTruthyArgument(args['include_all_metadata']);
  const root = state.messages.find(channel.id, requireText(args, 'ts'));
  if (root === undefined) throw new LocalSlackError('thread_not_found');
  const replies = state.messages.repliesTo(channel.id, root.ts);
  return pageOf([root, ...messagesBetween(replies, args)], args, (messages) => ({
    messages: messages.map((each) =>
      each === root ? serializeThreadRoot(root, replies, { metadata }) : serializeMessage(each, { metadata }),
    ),
  }));
}

/** The channel of a call, or `channel_not_found`; a private one does not exist for a bot that is not in it. */
export function existingChannel(args: Json, state: SlackState): WorkspaceChannel {
  const channel = state.workspace.channels.get(requireText(args, 'channel'));
  if (channel === undefined) throw new LocalSlackError('channel_not_found');
  if (channel.private && !isBotMember(channel, state)) throw new LocalSlackError('channel_not_found');
  return channel;
}

/** Returns the conversation of a message: a channel that the bot may write in, or the direct messages of a user. */
export function channelForPosting(args: Json, state: SlackState): WorkspaceChannel {
  const id = requireText(args, 'channel');
  const channel = /^[UW][A-Z0-9]+$/.test(id)
    ? openWith(id, state, 'channel_not_found')
    : (channelNamed(id, state) ?? existingChannel(args, state));
  if (channel.archived) throw new LocalSlackError('is_archived');
  const anywhere = state.scopes.has('chat:write.public') && !channel.private;
  if (!isBotMember(channel, state) && !anywhere) throw new LocalSlackError('not_in_channel');
  return channel;
}

/** Messages may also be posted by the name of a channel, with or without its `#`. */
function channelNamed(name: string, { workspace }: SlackState): WorkspaceChannel | undefined {
  return [...workspace.channels.values()].find(
    (channel) => channel.kind === 'channel' && channel.name === name.replace(/^#/, ''),
  );
}

export function isBotMember(channel: WorkspaceChannel, state: SlackState): boolean {
  return channel.members.has(state.ids.botUserId);
}

function openWith(userId: string, state: SlackState, unknown = 'user_not_found'): WorkspaceChannel {
  const user = state.workspace.users.get(userId);
  if (user === undefined) throw new LocalSlackError(unknown);
  if (user.bot) throw new LocalSlackError('cannot_dm_bot');
  if (user.deleted) throw new LocalSlackError('user_disabled');
  return state.workspace.directMessages(userId);
}

function joinedChannel(args: Json, state: SlackState): WorkspaceChannel {
  const channel = existingChannel(args, state);
  if (!isBotMember(channel, state)) throw new LocalSlackError('not_in_channel');
  return channel;
}

export function serializeChannel(channel: WorkspaceChannel, state: SlackState): Json {
  const shared = {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: channel.archived,
    is_org_shared: false,
    context_team_id: state.ids.teamId,
  };
  if (channel.kind === 'im') return { ...shared, is_im: true, user: channel.with };
  return {
    ...shared,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.private,
    is_group: channel.private,
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.private,
    is_general: false,
    is_member: isBotMember(channel, state),
    is_shared: channel.extShared,
    is_ext_shared: channel.extShared,
    is_pending_ext_shared: channel.pendingExtShared,
    num_members: channel.members.size,
  };
}

/** `oldest` and `latest` are outside the range unless `inclusive` is given. */
function messagesBetween(messages: readonly Message[], args: Json): Message[] {
  const [oldest, latest] = [Number(args['oldest'] ?? 0), Number(args['latest'] ?? Number.POSITIVE_INFINITY)];
  const inclusive = isTruthyArgument(args['inclusive']);
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

export function pageOf<T>(items: readonly T[], args: Json, answer: (some: readonly T[]) => Json): Json {
  const limit = Math.min(Math.max(Number(args['limit'] ?? 100) || 100, 1), 999);
  const given = typeof args['cursor'] === 'string' && args['cursor'] !== '' ? args['cursor'] : btoa('next:0');
  const cursor = Buffer.from(given, 'base64').toString();
  const start = Number(cursor.replace('next:', ''));
  if (!Number.isInteger(start)) throw new LocalSlackError('invalid_cursor');
  const more = start + limit < items.length;
  const next = more ? Buffer.from(`next:${start + limit}`).toString('base64') : '';
  return {
    ...answer(items.slice(start, start + limit)),
    has_more: more,
    response_metadata: { next_cursor: next },
  };
}
