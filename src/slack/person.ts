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
