import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import { classifySlackError } from '../web-api/slack-error.ts';
import type { SlackIdentity } from '../web-api/slack-status.ts';

/** A Web API response lacks a field that authorization needs. */
export class IncompleteResponse extends Error {
  override readonly name = 'IncompleteResponse';

  constructor(method: string, field: string) {
    super(`${method} answered without ${field}`);
  }
}

/** The workspace that the app is installed in, and its Enterprise Grid organisation if it has one. */
export type OwnWorkspace = Pick<SlackIdentity, 'teamId' | 'enterpriseId'>;

/** A user of the bot, as Slack's `users.info` describes them. */
export interface SlackUser {
  /** Every id under which a user group may list the user; Enterprise Grid has two. */
  readonly ids: readonly string[];
  /** The user's workspace; null when Slack did not name it. */
  readonly teamId: string | null;
  /** Enterprise Grid organisations of the user; normally one or none. */
  readonly enterpriseIds: readonly string[];
  readonly isGuest: boolean;
  /** Slack's `is_stranger`. False also for people from other companies who share a channel with the app. */
  readonly isExternal: boolean;
  readonly isBotOrDeactivated: boolean;
}

/** Error codes of `users.info` for users the app can't see, none of whom belong to its workspace. */
const NOT_VISIBLE_CODES = ['user_not_visible', 'user_not_found'];

/** Fetches a user with `users.info`. Rejects with the Web API client's error, or with `IncompleteResponse`. */
export async function fetchSlackUser(client: WebClient, user: string): Promise<SlackUser> {
  try {
    return toSlackUser(user, (await client.users.info({ user })).user);
  } catch (error) {
    const failure = classifySlackError(error);
    if (!('error' in failure) || !NOT_VISIBLE_CODES.includes(failure.error)) throw error;
    return {
      ids: [user],
      teamId: null,
      enterpriseIds: [],
      isGuest: false,
      isExternal: true,
      isBotOrDeactivated: true,
    };
  }
}

function toSlackUser(user: string, info: UsersInfoResponse['user']): SlackUser {
  if (!info) throw new IncompleteResponse('users.info', 'user');
  const { id = user, enterprise_user: enterprise } = info;
  const enterpriseIds = [enterprise?.enterprise_id, info.enterprise_id].filter((each) => each !== undefined);
  return {
    ids: [user, id, ...(enterprise?.id ? [enterprise.id] : [])],
    teamId: info.team_id ?? null,
    enterpriseIds,
    isGuest: Boolean(info.is_restricted || info.is_ultra_restricted),
    isExternal: Boolean(info.is_stranger),
    isBotOrDeactivated: Boolean(info.is_bot || info.deleted),
  };
}

/**
 * Returns why the user may not use the bot, or null for a full member of the app's workspace or of another workspace in
 * the same Enterprise Grid organisation. Throws `IncompleteResponse` when Slack named no workspace.
 */
export function refusalOfUser(slackUser: SlackUser, ownWorkspace: OwnWorkspace): 'guest' | 'outsider' | null {
  if (slackUser.isGuest) return 'guest';
  if (slackUser.isBotOrDeactivated) return 'outsider';
  if (slackUser.teamId === null) throw new IncompleteResponse('users.info', 'team_id');
  if (ownWorkspace.enterpriseId !== undefined && slackUser.enterpriseIds.includes(ownWorkspace.enterpriseId))
    return null;
  return slackUser.teamId === ownWorkspace.teamId && !slackUser.isExternal ? null : 'outsider';
}

/**
 * Returns true when the request itself shows that the user belongs to another company. Always false in Enterprise Grid,
 * where only `users.info` shows whether another workspace belongs to the same organisation.
 */
export function isFromOtherWorkspace(
  teams: readonly string[],
  { teamId, enterpriseId }: OwnWorkspace,
): boolean {
  return enterpriseId === undefined && teams.some((team) => team !== teamId);
}
