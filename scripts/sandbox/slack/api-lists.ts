import { isTruthyArgument } from './api-arguments.ts';
import { pageOf, serializeChannel } from './api-conversations.ts';
import { serializeUser } from './api-people.ts';
import type { Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';
import type { WorkspaceChannel } from './workspace.ts';

/** conversations.list: of the types asked for, without private ones that the bot is not in. */
export function listConversations(args: Json, state: SlackState): Json {
  const { types: wanted } = args;
  const types = (typeof wanted === 'string' ? wanted : 'public_channel').split(',');
  const leavesOutArchived = isTruthyArgument(args['exclude_archived']);
  const shown = [...state.workspace.channels.values()].filter(
    (channel) =>
      types.includes(typeOf(channel)) &&
      !(leavesOutArchived && channel.archived) &&
      (!channel.private || channel.members.has(state.ids.botUserId)),
  );
  return pageOf(shown, args, (channels) => ({
    channels: channels.map((channel) => serializeChannel(channel, state)),
  }));
}

export function listUsers(args: Json, state: SlackState): Json {
  const everybody = [...state.workspace.users.values()];
  return pageOf(everybody, args, (members) => ({
    members: members.map((user) => serializeUser(user, state)),
    cache_ts: Math.floor(state.now() / 1000),
  }));
}

export function listUserGroups(_args: Json, { workspace, ids }: SlackState): Json {
  const usergroups = [...workspace.userGroups.values()].map(({ id, handle, users }) => ({
    id,
    team_id: ids.teamId,
    is_usergroup: true,
    handle,
    name: handle,
    user_count: users.length,
  }));
  return { usergroups };
}

export function teamInfo(_args: Json, { ids }: SlackState): Json {
  return { team: { id: ids.teamId, name: 'Sandbox', domain: ids.teamDomain } };
}

function typeOf({ kind, private: isPrivate }: WorkspaceChannel): string {
  if (kind !== 'channel') return kind;
  return isPrivate ? 'private_channel' : 'public_channel';
}
