import type { WebClient } from '@slack/web-api';
import type { MessageLocation } from '../../domain/case.ts';
import type { Handoffs, PostRecord, Posts } from '../../ports/store.ts';
import type { Links } from '../../ports/systems.ts';
import type { Audience, Refusal } from '../processing/authorization.ts';
import type { IsSharedChannel } from '../processing/shared-channels.ts';
import { postOnce } from './post-once.ts';
import type { PostDependencies, PostSpec, RenderedMessage } from './post-spec.ts';

export interface MessengerDependencies {
  readonly client: WebClient;
  readonly posts: Posts;
  readonly links: Links;
  readonly handoffs: Pick<Handoffs, 'find' | 'listByCase'>;
  /** The channel for escalations; null when none is configured. */
  readonly escalationChannel: string | null;
  /** Returns why a user must not see what is for that audience, or null. Throws `RetryLater` while Slack can't say. */
  refusalOf(user: string, audience: Audience): Promise<Refusal | null>;
  readonly isSharedChannel: IsSharedChannel;
  readonly ownIdentity: PostDependencies['ownIdentity'];
  now(): Date;
}

/**
 * How long to wait after an attempt whose outcome is unknown: a second post to Sales is worse than a late one. Longer than the
 * time from the mark of an attempt to the end of its call.
 */
const FIXED_LOCATION_REPOST_DELAY_MS = 12_000;

/** A message that belongs to one location. */
export interface ChannelMessage {
  readonly key: string;
  readonly channel: string;
  readonly thread?: string | null;
  readonly metadataKey: PostSpec['metadataKey'];
  readonly rendered: RenderedMessage;
  readonly withoutCustomers?: RenderedMessage | null;
  readonly audience?: NonNullable<PostSpec['audience']>;
  readonly updateOnly?: boolean;
  readonly isLocationCurrent?: NonNullable<PostSpec['isLocationCurrent']>;
}

/** Posts the message, or updates it when it was posted before. Throws `PermanentSlackError` when Slack refuses it. */
export async function upsertMessage(deps: MessengerDependencies, message: ChannelMessage): Promise<void> {
  const { channel, thread = null, ...spec } = message;
  const location: MessageLocation = { channel, thread };
  await postOnce(deps, {
    ...spec,
    location,
    fallbackUserId: null,
    repostDelayMs: FIXED_LOCATION_REPOST_DELAY_MS,
  });
}

/** Calls `update` with the location of a message that may have been posted; does nothing for any other. */
export async function ifPosted(
  { posts }: MessengerDependencies,
  key: string,
  update: (post: MessageLocation) => Promise<void>,
): Promise<void> {
  const post = await posts.find(key);
  if (mayBePosted(post)) await update(post);
}

/** Returns true also when the outcome of the post is unknown: `postOnce` then searches the channel. */
export function mayBePosted(post: PostRecord | null): post is PostRecord {
  return post !== null && (post.ts !== null || post.attemptedAt !== null);
}
