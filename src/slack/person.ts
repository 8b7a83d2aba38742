import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import { failureOf } from './slack-error.ts';
import type { SlackIdentity } from './slack-status.ts';

/** Slack answered without a field that authorization needs. */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';

  /** `method` of the Web API, and the `field` that its answer lacks. */
  constructor(method: string, field: string) {
    super(`${method} answered without ${field}`);
  }
}

/** The workspace that the app is installed in, and its Enterprise Grid organisation if it has one. */
export type OwnWorkspace = Pick<SlackIdentity, 'teamId' | 'enterpriseId'>;

/** What Slack says of somebody who uses the bot. */
export interface Person {
  /** Every id under which a user group may list them: in Enterprise Grid there can be two. */
  readonly ids: readonly string[];
  /** The workspace they belong to; null: Slack did not say. */
  readonly teamId: string | null;
  /** The Enterprise Grid organisations that Slack names for them; normally one or none. */
  readonly enterpriseIds: readonly string[];
  readonly isGuest: boolean;
  /** Slack leaves this false for people of other companies who share a channel with the app. */
  readonly isStranger: boolean;
  /** A bot, or an account that was deactivated. */
  readonly isNoPerson: boolean;
}

/** Slack's codes for somebody of whom the app may know nothing: nobody of its workspace. */
const NOT_VISIBLE = ['user_not_visible', 'user_not_found'];

/** Asks Slack who somebody is. Rejects with the Web API client's error, or with `IncompleteAnswer`. */
export async function askForPerson(client: WebClient, user: string): Promise<Person> {
  try {
    return described(user, (await client.users.info({ user })).user);
  } catch (error) {
    const failure = failureOf(error);
    if (!('error' in failure) || !NOT_VISIBLE.includes(failure.error)) throw error;
    return {
      ids: [user],
      teamId: null,
      enterpriseIds: [],
      isGuest: false,
      isStranger: true,
      isNoPerson: true,
    };
  }
}

function described(user: string, info: UsersInfoResponse['user']): Person {
  if (!info) throw new IncompleteAnswer('users.info', 'user');
  const { id = user, enterprise_user: enterprise } = info;
  const enterpriseIds = [enterprise?.enterprise_id, info.enterprise_id].filter((each) => each !== undefined);
  return {
    ids: [user, id, ...(enterprise?.id ? [enterprise.id] : [])],
    teamId: info.team_id ?? null,
    enterpriseIds,
    isGuest: Boolean(info.is_restricted || info.is_ultra_restricted),
    isStranger: Boolean(info.is_stranger),
    isNoPerson: Boolean(info.is_bot || info.deleted),
  };
}

/**
 * Returns why Slack's answer keeps this person out, or null for a full member of the app's workspace or of a sibling
 * workspace in the same Enterprise Grid organisation. Throws `IncompleteAnswer` when Slack named no workspace at all.
 */
export function readPerson(person: Person, own: OwnWorkspace): 'guest' | 'outsider' | null {
  if (person.isGuest) return 'guest';
  if (person.isNoPerson) return 'outsider';
  if (person.teamId === null) throw new IncompleteAnswer('users.info', 'team_id');
  if (own.enterpriseId !== undefined && person.enterpriseIds.includes(own.enterpriseId)) return null;
  return person.teamId === own.teamId && !person.isStranger ? null : 'outsider';
}

/**
 * True when the request itself shows that the person belongs to another company. In Enterprise Grid another workspace may
 * be a sibling, which only `users.info` tells.
 */
export function isOfAnotherTeam(teams: readonly string[], { teamId, enterpriseId }: OwnWorkspace): boolean {
  return enterpriseId === undefined && teams.some((team) => team !== teamId);
}
