import { requireText } from './api-arguments.ts';
import { existingChannel } from './api-conversations.ts';
import type { Message } from './messages.ts';
import { serializeMessage } from './serialize.ts';
import type { Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';

export function addReaction(args: Json, state: SlackState): Json {
  const message = messageOf(args, state);
  const name = requireText(args, 'name').replaceAll(':', '');
  const user = state.ids.botUserId;
  const reactions = message.reactions ?? [];
  const same = reactions.find((reaction) => reaction.name === name);
  if (same?.users.includes(user)) throw new LocalSlackError('already_reacted');
  message.reactions = [
    ...reactions.filter((reaction) => reaction !== same),
    { name, users: [...(same?.users ?? []), user], count: (same?.count ?? 0) + 1 },
  ];
  return {};
}

export function removeReaction(args: Json, state: SlackState): Json {
  const message = messageOf(args, state);
  const name = requireText(args, 'name').replaceAll(':', '');
  const user = state.ids.botUserId;
  const same = message.reactions?.find((reaction) => reaction.name === name);
  if (!same?.users.includes(user)) throw new LocalSlackError('no_reaction');
  const users = same.users.filter((other) => other !== user);
  const others = message.reactions?.filter((reaction) => reaction !== same) ?? [];
  message.reactions = users.length === 0 ? others : [...others, { name, users, count: users.length }];
  return {};
}

export function getReactions(args: Json, state: SlackState): Json {
  const message = messageOf(args, state);
  return {
    type: 'message',
    channel: message.channel,
    message: serializeMessage(message, { metadata: false }),
  };
}

function messageOf(args: Json, state: SlackState): Message {
  const channel = existingChannel(args, state);
  const message = state.messages.find(channel.id, requireText(args, 'timestamp'));
  if (message === undefined) throw new LocalSlackError('message_not_found');
  return message;
}
