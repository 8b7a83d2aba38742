import type { Json } from './shape-checks.ts';
import type { SlackState } from './state.ts';
import type { WorkspaceChannel } from './workspace.ts';

/** Slack's old verification token; apps that check signatures leave it alone. */
const TOKEN = 'local-slack-verification-token';

/** The flat fields of a slash command. */
export function commandPayload(
  given: {
    user: string;
    channel: WorkspaceChannel;
    command: string;
    text: string;
    triggerId: string;
    responseUrl: string;
  },
  state: SlackState,
): Json {
  const user = state.workspace.user(given.user);
  return {
    token: TOKEN,
    team_id: state.ids.teamId,
    team_domain: state.ids.teamDomain,
    channel_id: given.channel.id,
    channel_name: nameOf(given.channel),
    user_id: user.id,
    user_name: user.name,
    command: given.command,
    text: given.text,
    api_app_id: state.ids.appId,
    is_enterprise_install: 'false',
    response_url: given.responseUrl,
    trigger_id: given.triggerId,
  };
}

/** Returns the fields that every interaction payload has. */
export function interactionPayload(type: string, userId: string, state: SlackState): Json {
  const user = state.workspace.user(userId);
  const { ids, workspace } = state;
  return {
    type,
    token: TOKEN,
    team: { id: ids.teamId, domain: ids.teamDomain },
    user: {
      id: user.id,
      username: user.name,
      name: user.name,
      team_id: workspace.teamOf(user.id, ids.teamId),
    },
    api_app_id: ids.appId,
    enterprise: ids.enterpriseId === null ? null : { id: ids.enterpriseId, name: 'Sandbox Group' },
    is_enterprise_install: false,
  };
}

export function channelPayload(channel: WorkspaceChannel): Json {
  return {
    id: channel.id,
    name: nameOf(channel),
  };
}

/** Slack keeps the names of private channels to itself. */
function nameOf({ private: isPrivate, kind, name }: WorkspaceChannel): string {
  return isPrivate && kind === 'channel' ? 'privategroup' : name;
}

/** An event in the wrapping of the Events API. */
export function eventPayload(event: Json, state: SlackState): Json {
  const ts = state.messages.nextTs();
  return {
    token: TOKEN,
    team_id: state.ids.teamId,
    api_app_id: state.ids.appId,
    event: { event_ts: ts, ...event },
    type: 'event_callback',
    event_id: `Ev${ts.replace('.', '')}`,
    event_time: Math.floor(state.now() / 1000),
    authorizations: [
      {
        enterprise_id: state.ids.enterpriseId,
        team_id: state.ids.teamId,
        user_id: state.ids.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: state.workspace.channels.get(String(event['channel']))?.extShared ?? false,
  };
}
