import type { Json } from './checks.ts';
import type { SlackState } from './state.ts';
import type { Channel } from './workspace.ts';

/** Slack's old verification token; apps that check signatures leave it alone. */
const TOKEN = 'local-slack-verification-token';

/** The flat fields of a slash command. */
export function commandPayload(
  given: {
    user: string;
    channel: Channel;
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
    channel_name:
      given.channel.private && given.channel.kind === 'channel' ? 'privategroup' : given.channel.name,
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

/** What every interaction carries, whatever its type. */
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
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelPayload(channel: Channel): Json {
  return {
    id: channel.id,
    name: channel.private && channel.kind === 'channel' ? 'privategroup' : channel.name,
  };
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
        enterprise_id: null,
        team_id: state.ids.teamId,
        user_id: state.ids.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: state.workspace.channels.get(String(event['channel']))?.extShared ?? false,
  };
}
