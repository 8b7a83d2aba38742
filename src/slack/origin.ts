import type { Arrival } from '../ports.ts';
import type { Origin } from './say.ts';

/** Who asked, from where, and how to answer them: read from any kept request. */
export function originOf({ key, receivedAt, body }: Arrival): Origin {
  const given = body as {
    user_id?: string;
    user?: { id: string };
    channel_id?: string;
    channel?: { id: string };
    message_ts?: string;
    thread_ts?: string;
    response_url?: string;
    container?: { is_ephemeral?: boolean };
    event?: { user?: string };
  };
  return {
    key,
    user: given.user_id ?? given.user?.id ?? given.event?.user ?? '',
    channel: given.channel_id ?? given.channel?.id ?? null,
    thread: given.thread_ts ?? given.message_ts ?? null,
    responseUrl: given.response_url ?? null,
    receivedAt: new Date(receivedAt),
    onEphemeral: given.container?.is_ephemeral === true,
  };
}
