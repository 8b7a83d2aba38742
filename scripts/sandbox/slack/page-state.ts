import type { EphemeralMessage, Message } from './messages.ts';
import { serializeMessage, serializeView } from './serialize.ts';
import type { Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';
import type { WorkspaceChannel } from './workspace.ts';

/** Returns the state of the page for one person: nothing that they could not see in Slack. */
export function pageState(userId: string, state: SlackState): Json {
  const { workspace, modals } = state;
  const me = workspace.user(userId);
  workspace.directMessages(userId);
  const channels = [...workspace.channels.values()].filter((channel) => channel.members.has(userId));
  const home = modals.home(userId);
  return {
    me,
    bot: workspace.users.get(state.ids.botUserId),
    users: [...workspace.users.values()].filter((user) => !user.bot && !user.deleted),
    channels: channels.map((channel) => pageChannel(channel, userId, state)),
    messages: Object.fromEntries(channels.map(({ id }) => [id, pageMessages(id, userId, state)])),
    views: modals.stack(userId).map((view) => {
      const errors = modals.errors.get(view.id);
      return { ...serializeView(view, userId, state), ...(errors && { errors }) };
    }),
    home: home && serializeView(home, userId, state),
    names: {
      users: Object.fromEntries([...workspace.users.values()].map(({ id, realName }) => [id, realName])),
      channels: Object.fromEntries([...workspace.channels.values()].map(({ id, name }) => [id, name])),
    },
  };
}

function pageChannel(channel: WorkspaceChannel, userId: string, { ids, workspace }: SlackState): Json {
  const other = workspace.users.get(ids.botUserId)?.realName;
  return {
    id: channel.id,
    name: channel.kind === 'im' ? other : channel.name,
    kind: channel.kind,
    private: channel.private,
    extShared: channel.extShared,
    botMember: channel.members.has(ids.botUserId),
    member: channel.members.has(userId),
  };
}

function pageMessages(channel: string, user: string, state: SlackState): Json[] {
  const shown = state.messages.inChannel(channel).map((message) => pageMessage(message, state));
  const own = state.messages.ephemerals({ channel, user }).map((message) => pageMessage(message, state));
  return [...shown, ...own].sort((a, b) => Number(a['ts']) - Number(b['ts']));
}

function pageMessage(message: Message | EphemeralMessage, { workspace }: SlackState): Json {
  const { visibleTo, ...wire } = serializeMessage(message, { metadata: true });
  return {
    ...wire,
    name: workspace.users.get(message.user)?.realName ?? message.user,
    bot: message.bot_id !== undefined || message.user === 'USLACKBOT',
    ...(visibleTo !== undefined && { ephemeral: true }),
  };
}
