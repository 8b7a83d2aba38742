import type { InboundRequest } from '../../ports/queues.ts';
import type { RequestContext } from '../replies/reply.ts';

/** The fields of Slack's payloads that identify the user, workspace and channel of a request. */
interface RequestSourceFields {
  readonly user_id?: string;
  readonly team_id?: string | null;
  readonly user?: { readonly id: string; readonly team_id?: string | null };
  readonly team?: { readonly id: string } | null;
  readonly channel_id?: string;
  readonly channel?: { readonly id: string };
  readonly event?: { readonly user?: string };
}

type RequestWithBody = Pick<InboundRequest, 'body'>;

/** Returns the Slack id of the user who made a request, or an empty string. */
export function userIdOf({ body }: RequestWithBody): string {
  const { user_id, user, event } = body as RequestSourceFields;
  return user_id ?? user?.id ?? event?.user ?? '';
}

/** Returns the id of the channel that a request was made in, or null, such as for the Home tab. */
export function channelIdOf({ body }: RequestWithBody): string | null {
  const { channel_id, channel } = body as RequestSourceFields;
  return channel_id ?? channel?.id ?? null;
}

/** Returns the workspace ids that a request gives for its user. */
export function teamIdsOf({ body }: RequestWithBody): string[] {
  const { team_id, user, team, event } = body as RequestSourceFields;
  // An event's `team_id` is the workspace that it is delivered to, not the user's.
  const payload = event ? [] : [team_id, user?.team_id, team?.id];
  return payload.flatMap((id) => (id ? [id] : []));
}

/** Returns who made a stored request, where, and how to reply. */
export function requestContextOf({ key, receivedAt, body }: InboundRequest): RequestContext {
  const payload = body as {
    message_ts?: string;
    thread_ts?: string;
    response_url?: string;
    container?: { is_ephemeral?: boolean };
  };
  return {
    key,
    userId: userIdOf({ body }),
    channelId: channelIdOf({ body }),
    threadTs: payload.thread_ts ?? payload.message_ts ?? null,
    responseUrl: payload.response_url ?? null,
    receivedAt: new Date(receivedAt),
    fromEphemeralMessage: payload.container?.is_ephemeral === true,
  };
}
