import { isTruthyArgument, requireText } from './api-arguments.ts';
import type { Json } from './shape-checks.ts';
import { LocalSlackError } from './slack-error.ts';
import type { SlackState } from './state.ts';
import type { WorkspaceUser } from './workspace.ts';

export function authTest(_args: Json, { ids, url }: SlackState): Json {
  return {
    url: `${url()}/`,
    team: 'Sandbox',
    team_id: ids.teamId,
    user: 'reseller-check',
    user_id: ids.botUserId,
    bot_id: ids.botId,
    ...(ids.enterpriseId ? { enterprise_id: ids.enterpriseId } : {}),
    is_enterprise_install: false,
  };
}

export function botInfo(args: Json, { ids }: SlackState): Json {
  if (requireText(args, 'bot') !== ids.botId) throw new LocalSlackError('bot_not_found');
  return {
    bot: { id: ids.botId, app_id: ids.appId, user_id: ids.botUserId, name: ids.botName, deleted: false },
  };
}

export function userInfo(args: Json, state: SlackState): Json {
  const user = state.workspace.users.get(requireText(args, 'user'));
  if (user === undefined) throw new LocalSlackError('user_not_found');
  return { user: serializeUser(user, state) };
}

export function userByEmail(args: Json, state: SlackState): Json {
  const email = requireText(args, 'email').toLowerCase();
  const user = [...state.workspace.users.values()].find(
    (each) => each.email?.toLowerCase() === email && !each.deleted,
  );
  if (user === undefined) throw new LocalSlackError('users_not_found');
  return { user: serializeUser(user, state) };
}

export function userGroupMembers(args: Json, state: SlackState): Json {
  const group = state.workspace.userGroups.get(requireText(args, 'usergroup'));
  if (group === undefined) throw new LocalSlackError('no_such_subteam');
  const isThere = (id: string) =>
    isTruthyArgument(args['include_disabled']) || !state.workspace.users.get(id)?.deleted;
  return { users: group.users.filter(isThere) };
}

export function serializeUser(user: WorkspaceUser, { ids, scopes, workspace }: SlackState): Json {
  const team = workspace.teamOf(user.id, ids.teamId);
  const enterprise = user.enterprise ?? (team === ids.teamId ? ids.enterpriseId : null);
  const email = user.email && scopes.has('users:read.email') ? { email: user.email } : {};
  return {
    id: user.id,
    ...(user.team === null ? {} : { team_id: team }),
    ...(enterprise ? { enterprise_user: enterpriseUser(user, { enterprise, team }) } : {}),
    name: user.name,
    real_name: user.realName,
    deleted: user.deleted ?? false,
    tz: user.tz ?? 'Etc/UTC',
    tz_label: user.tz ?? 'Etc/UTC',
    is_bot: user.bot ?? false,
    is_app_user: false,
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.guest !== undefined,
    is_ultra_restricted: user.guest === 'single',
    is_stranger: user.stranger ?? false,
    is_email_confirmed: true,
    profile: {
      real_name: user.realName,
      display_name: user.name,
      team,
      ...email,
    },
  };
}

function enterpriseUser(
  { id }: WorkspaceUser,
  { enterprise, team }: { enterprise: string; team: string },
): Json {
  return {
    id,
    enterprise_id: enterprise,
    enterprise_name: 'Sandbox Group',
    is_admin: false,
    is_owner: false,
    teams: [team],
  };
}
