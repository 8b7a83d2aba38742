import type { Arrival } from '../ports.ts';
import type { Origin } from './say.ts';

/** The fields of Slack's payloads that identify the user, workspace and channel of a request. */
interface RequestSource {
  readonly user_id?: string;
  readonly team_id?: string | null;
  readonly user?: { readonly id: string; readonly team_id?: string | null };
  readonly team?: { readonly id: string } | null;
  readonly channel_id?: string;
  readonly channel?: { readonly id: string };
  readonly event?: { readonly user?: string };
}

type Request = Pick<Arrival, 'body'>;

/** Returns the Slack id of the user who made a request, or an empty string. */
export function userOf({ body }: Request): string {
  const { user_id, user, event } = body as RequestSource;
  return user_id ?? user?.id ?? event?.user ?? '';
}

/** Returns the id of the channel that a request was made in, or null, such as for the Home tab. */
export function channelOf({ body }: Request): string | null {
  const { channel_id, channel } = body as RequestSource;
  return channel_id ?? channel?.id ?? null;
}

/** Returns the workspace ids that a request gives for its user. */
export function teamsOf({ body }: Request): string[] {
  const { team_id, user, team, event } = body as RequestSource;
  // An event's `team_id` is the workspace that it is delivered to, not the user's.
  const given = event ? [] : [team_id, user?.team_id, team?.id];
  return given.flatMap((id) => (id ? [id] : []));
}

/** Who asked, from where, and how to answer them: read from any kept request. */
export function originOf({ key, receivedAt, body }: Arrival): Origin {
  const given = body as {
    message_ts?: string;
    thread_ts?: string;
    response_url?: string;
    container?: { is_ephemeral?: boolean };
  };
  return {
    key,
    user: userOf({ body }),
    channel: channelOf({ body }),
    thread: given.thread_ts ?? given.message_ts ?? null,
    responseUrl: given.response_url ?? null,
    receivedAt: new Date(receivedAt),
    onEphemeral: given.container?.is_ephemeral === true,
  };
}
