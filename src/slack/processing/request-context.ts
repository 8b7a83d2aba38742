import { z } from 'zod';
import type { InboundRequest } from '../../ports/queues.ts';
import { EVENTS, VIEWS } from '../ids.ts';
import type { RequestContext } from '../replies/reply.ts';

const CheckFormPlace = z.object({ channel: z.string().optional(), thread: z.string().optional() });

/** The fields of Slack's payloads that identify the user, workspace and channel of a request. */
interface RequestSourceFields {
  readonly user_id?: string;
  readonly team_id?: string | null;
  readonly user?: { readonly id: string; readonly team_id?: string | null };
  readonly team?: { readonly id: string } | null;
  readonly channel_id?: string;
  readonly channel?: { readonly id: string };
  readonly event?: {
    readonly type?: string;
    readonly user?: string;
    readonly team?: string | null;
    readonly channel?: string;
    readonly ts?: string;
    readonly thread_ts?: string;
  };
}

type RequestWithBody = Pick<InboundRequest, 'body'>;

/** Returns the Slack id of the user who made a request, or an empty string. */
export function userIdOf({ body }: RequestWithBody): string {
  const { user_id, user, event } = body as RequestSourceFields;
  return user_id ?? user?.id ?? event?.user ?? '';
}

/** Returns the id of the channel that a request or its form was started in, or null, such as for the Home tab. */
export function channelIdOf({ body }: RequestWithBody): string | null {
  const { channel_id, channel, event } = body as RequestSourceFields;
  return channel_id ?? channel?.id ?? event?.channel ?? placeOfForm(body).channel ?? null;
}

/** Returns the workspace ids that a request gives for its user. */
export function teamIdsOf({ body }: RequestWithBody): string[] {
  const { team_id, user, team, event } = body as RequestSourceFields;
  // An event's `team_id` is the workspace that it is delivered to, not the user's.
  const payload = event ? [event.team] : [team_id, user?.team_id, team?.id];
  return payload.flatMap((id) => (id ? [id] : []));
}

/** Returns who made a stored request, where, and how to reply. */
export function requestContextOf({ key, receivedAt, body }: InboundRequest): RequestContext {
  const payload = body as {
    message_ts?: string;
    thread_ts?: string;
    response_url?: string;
    container?: { is_ephemeral?: boolean };
    event?: { thread_ts?: string; ts?: string; type?: string };
  };
  return {
    key,
    userId: userIdOf({ body }),
    channelId: channelIdOf({ body }),
    threadTs:
      payload.thread_ts ??
      payload.message_ts ??
      threadOfEvent(body as RequestSourceFields) ??
      placeOfForm(body).thread ??
      null,
    responseUrl: payload.response_url ?? null,
    isTypedMessage: isTypedMessage(payload.event?.type),
    receivedAt: new Date(receivedAt),
    fromEphemeralMessage: payload.container?.is_ephemeral === true,
  };
}

/** Returns the place that the check form was opened from; empty for any other request. */
function placeOfForm(body: RequestWithBody['body']): z.infer<typeof CheckFormPlace> {
  const { view } = body as { view?: { callback_id?: string; private_metadata?: string } };
  if (view?.callback_id !== VIEWS.checkForm || !view.private_metadata) return {};
  try {
    return CheckFormPlace.parse(JSON.parse(view.private_metadata));
  } catch {
    return {};
  }
}

function isTypedMessage(eventType: string | undefined): boolean {
  return eventType === EVENTS.message || eventType === EVENTS.mention;
}

/** The thread of a mention, which is answered in its thread; in direct messages only if the message was in one. */
function threadOfEvent({ event }: RequestSourceFields): string | null {
  const startsThread = event?.type === EVENTS.mention && !event.channel?.startsWith('D');
  return event?.thread_ts ?? (startsThread ? (event.ts ?? null) : null);
}
