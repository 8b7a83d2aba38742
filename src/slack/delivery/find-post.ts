import { DAY_MS } from '../../domain/dates.ts';
import { RetryLater } from '../../errors.ts';
import type { PostRecord } from '../../ports/store.ts';
import type { SlackIdentity } from '../web-api/slack-status.ts';
import { resolveChannelId, toCardError, toFixedLocationError, tryCall } from './post-calls.ts';
import type { PostDependencies, PostSpec } from './post-spec.ts';

/** How far the clock that recorded the intent may be ahead of Slack's. Costs a busy channel a few more pages. */
const SEARCH_MARGIN_MS = DAY_MS;

type BotIds = Pick<SlackIdentity, 'botId' | 'botUserId'>;

const OWN_IDENTITY_RETRY_MS = 1_000;

/**
 * Searches the channel or thread for the bot's own message with the metadata, which other apps can copy. Returns its timestamp,
 * or null. Of several messages, such as a card that could not be edited and was posted again, returns the newest. Throws
 * `RetryLater` until the bot knows its own identity.
 */
export async function findPost(
  { client, ownIdentity, now }: Pick<PostDependencies, 'client' | 'ownIdentity' | 'now'>,
  post: PostRecord,
  spec: PostSpec,
): Promise<string | null> {
  const { rendered, metadataKey } = spec;
  const own = ownIdentity();
  if (own === undefined) throw new RetryLater('own identity not known yet', OWN_IDENTITY_RETRY_MS);
  const metadataValue = rendered.metadata.event_payload[metadataKey];
  const channel = await resolveChannelId(client, post.channel);
  const oldest = String(searchStartMs(Date.parse(post.intendedAt), now().getTime()) / 1000);
  let newest: string | null = null;
  let cursor: string | undefined;
  do {
    const page = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const result = await tryCall(() =>
      post.thread
        ? client.conversations.replies({ ...page, ts: post.thread })
        : client.conversations.history(page),
    );
    if (!result.ok && spec.fallbackUserId === null) throw toFixedLocationError(result.failure, true);
    if (!result.ok && result.failure.kind === 'location-refused') return null;
    if (!result.ok) throw toCardError(result.failure);
    for (const { ts, metadata, bot_id: botId, user } of result.answer.messages ?? []) {
      const payload = (metadata?.event_payload ?? {}) as Record<string, unknown>;
      if (
        ts &&
        isOwn(own, { botId, botUserId: user }) &&
        metadata?.event_type === rendered.metadata.event_type &&
        payload[metadataKey] === metadataValue &&
        Number(ts) > Number(newest)
      )
        newest = ts;
    }
    cursor = result.answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return newest;
}

/** Either id is enough: an app that was installed again may have another `bot_id`, and its user stays the same. */
function isOwn(own: BotIds, author: BotIds): boolean {
  return (
    (author.botId !== undefined && author.botId === own.botId) ||
    (author.botUserId !== undefined && author.botUserId === own.botUserId)
  );
}

/**
 * An intent in the future was recorded before the clock was set back, or by a copy whose clock is ahead, so the post may be
 * older by that difference.
 */
function searchStartMs(intendedAt: number, now: number): number {
  return Math.min(intendedAt, now - (intendedAt - now)) - SEARCH_MARGIN_MS;
}
