import type { WebClient } from '@slack/web-api';
import type { MessageLocation } from '../../domain/case.ts';
import { PermanentSlackError, RetryLater, UserError } from '../../errors.ts';
import type { PostRecord, Posts } from '../../ports/store.ts';
import { cardNotPostedText, UNKNOWN_SLACK_ERROR } from '../../words/replies.ts';
import { findPost } from './find-post.ts';
import { markAttempt, postedElsewhere } from './mark-attempt.ts';
import { resolveChannelId, toCardError, toFixedLocationError, tryCall, tryContents } from './post-calls.ts';
import {
  assertRecipientAllowed,
  goesToSharedChannel,
  outdatedInSharedChannel,
  permittedUpdate,
  SHARED_CHANNEL,
} from './post-permission.ts';
import type { PostDependencies, PostSpec } from './post-spec.ts';

/**
 * Posts a message, or updates it when it was posted before. The intent is stored before Slack is called. When the outcome of
 * an attempt is unknown, the channel is searched for the message's metadata before anything is posted again. Returns why the
 * location refused the message when it went to direct messages instead. Throws `RetryLater` when a retry may succeed,
 * `UserError` or `PermanentSlackError` when Slack refuses the message.
 */
export async function postOnce(
  deps: PostDependencies,
  spec: PostSpec,
): Promise<{ readonly locationRefusal: string | null }> {
  const { posts, client } = deps;
  const { post: intended } = await posts.recordIntent({ key: spec.key, ...spec.location });
  const existing = spec.fallbackUserId === null ? await redirectToChannel(posts, intended, spec) : intended;
  const knownTs =
    existing.ts ?? (existing.attemptedAt === null ? null : await findPost(deps, existing, spec));
  if (knownTs === null) await assertRepostDelayOver(deps, existing, spec);
  if (knownTs !== null) {
    if (existing.ts === null) await posts.markPosted(spec.key, knownTs);
    const rendered = await permittedUpdate(deps, existing, spec);
    // A message that was just found shows what was sent, which is enough to count as posted.
    if (rendered === null && existing.ts !== null) throw outdatedInSharedChannel(spec);
    if (rendered === null || (await updatePost(client, { ...existing, ts: knownTs }, { ...spec, rendered })))
      return { locationRefusal: earlierRefusal(existing, spec) };
    await posts.markLost(spec.key, knownTs);
  }
  if (spec.updateOnly) return { locationRefusal: null };
  const unposted = knownTs === null ? existing : { ...existing, attemptedAt: null };
  return spec.fallbackUserId === null
    ? postToFixedLocation(deps, unposted, spec)
    : postWithFallback(deps, unposted, spec.fallbackUserId, spec);
}

/**
 * Throws `RetryLater` unless `repostDelayMs` had passed since the last attempt when it was read, because that post may still
 * appear. An attempt in the future was recorded before the database's clock was set back, and counts from now.
 */
async function assertRepostDelayOver(
  { posts }: PostDependencies,
  existing: PostRecord,
  { repostDelayMs }: PostSpec,
): Promise<void> {
  const { attemptAgeMs } = existing;
  if (attemptAgeMs === null || attemptAgeMs >= repostDelayMs) return;
  if (attemptAgeMs < 0) await posts.markAttempted(existing);
  throw new RetryLater(
    'the outcome of an earlier post attempt is unknown',
    repostDelayMs - Math.max(attemptAgeMs, 0),
  );
}

/**
 * Moves the intent to the channel of `spec` when that has changed. A message in the old channel is abandoned. Throws
 * `PostInProgress` when the channel of `spec` is the outdated one: another process has moved the message since.
 */
async function redirectToChannel(
  posts: Posts,
  post: PostRecord,
  { key, location, isLocationCurrent }: PostSpec,
): Promise<PostRecord> {
  if (post.channel === location.channel) return post;
  if (isLocationCurrent && !(await isLocationCurrent())) throw postedElsewhere();
  if (post.ts !== null) await posts.markLost(key, post.ts);
  await moveUnposted(posts, { key, lastAttempt: post.ts === null ? post.attemptedAt : null }, location);
  return (await posts.recordIntent({ key, ...location })).post;
}

/** Throws `PostInProgress` when another process is posting the message. */
async function moveUnposted(
  posts: Posts,
  { key, lastAttempt }: { readonly key: string; readonly lastAttempt: string | null },
  location: MessageLocation,
): Promise<void> {
  if (!(await posts.changeLocation(key, location, lastAttempt))) throw postedElsewhere();
}

/** A message that Slack does not have, and the last attempt to post it. */
type UnpostedMessage = MessageLocation & Pick<PostRecord, 'attemptedAt'>;

/** Posts to this location only. */
async function postToFixedLocation(
  deps: PostDependencies,
  { attemptedAt }: UnpostedMessage,
  spec: PostSpec,
): Promise<{ readonly locationRefusal: null }> {
  if (await goesToSharedChannel(deps, spec.location, spec, { bypassCache: true }))
    throw new PermanentSlackError(SHARED_CHANNEL);
  const refusal = await attemptPost(deps, { ...spec.location, attemptedAt }, spec);
  if (refusal !== null) throw new PermanentSlackError(refusal);
  return { locationRefusal: null };
}

/**
 * Posts to the location, or to the user's direct messages when it refuses or is shared with another company. When both refuse,
 * the next attempt begins with the location again, which may accept the message by then, for example once the bot has been
 * invited; the user is told its reason.
 */
async function postWithFallback(
  deps: PostDependencies,
  post: UnpostedMessage,
  fallbackUserId: string,
  spec: PostSpec,
): Promise<{ readonly locationRefusal: string | null }> {
  const { key, location } = spec;
  const isShared = await goesToSharedChannel(deps, post, spec);
  const refusal = isShared ? SHARED_CHANNEL : await attemptPost(deps, post, spec);
  if (refusal === null) return { locationRefusal: earlierRefusal(post, spec) };
  if (post.channel !== fallbackUserId) {
    const directMessages = { channel: fallbackUserId, thread: null, attemptedAt: null };
    const lastAttempt = isShared ? post.attemptedAt : null;
    await moveUnposted(deps.posts, { key, lastAttempt }, directMessages);
    if (await isAccepted(attemptPost(deps, directMessages, spec))) return { locationRefusal: refusal };
  }
  await moveUnposted(deps.posts, { key, lastAttempt: null }, location);
  throw new UserError(cardNotPostedText(refusal));
}

/** Returns false when the direct messages refuse the message for good. */
async function isAccepted(attempt: Promise<string | null>): Promise<boolean> {
  try {
    return (await attempt) === null;
  } catch (error) {
    if (error instanceof UserError || error instanceof PermanentSlackError) return false;
    throw error;
  }
}

/** Returns a generic reason when an earlier attempt was redirected, because Slack's error code is not stored; else null. */
function earlierRefusal(post: MessageLocation, { location }: PostSpec): string | null {
  return post.channel === location.channel ? null : UNKNOWN_SLACK_ERROR;
}

/**
 * Returns null when the message is posted, or why the location refuses it. Throws every other failure, and `RetryLater`
 * when another process is posting the message.
 */
async function attemptPost(
  deps: PostDependencies,
  location: UnpostedMessage,
  spec: PostSpec,
): Promise<string | null> {
  await assertRecipientAllowed(deps, location, spec);
  const { posts, client } = deps;
  const { key, fallbackUserId, rendered } = spec;
  const { metadata } = rendered;
  const channel = await resolveChannelId(client, location.channel);
  const target = { channel, ...(location.thread ? { thread_ts: location.thread } : {}), unfurl_links: false };
  const read = { key, channel: location.channel, attemptedAt: location.attemptedAt };
  const result = await tryContents(rendered, async (content) => {
    const attemptedAt = await markAttempt(deps, read);
    const attempt = await tryCall(() =>
      client.chat.postMessage({ ...target, ...content, metadata, unfurl_media: false }),
    );
    if (attempt.ok) await posts.markPosted(key, String(attempt.answer.ts));
    else if (attempt.failure.kind !== 'outcome-unknown') {
      await posts.markRejected(key, attemptedAt);
      read.attemptedAt = null;
    }
    return attempt;
  });
  if (result.ok) return null;
  if (result.failure.kind === 'location-refused') return result.failure.error;
  throw fallbackUserId === null ? toFixedLocationError(result.failure) : toCardError(result.failure);
}

/**
 * Returns true when the message is up to date, false when it has to be posted again. A message that belongs to one location
 * is left outdated rather than posted twice. A card is posted again also when its channel is archived or the bot was removed
 * from it: that card can't be edited any more, and the engineer needs the current one, in direct messages if the channel
 * refuses it too.
 */
async function updatePost(client: WebClient, post: PostRecord, spec: PostSpec): Promise<boolean> {
  const { fallbackUserId, rendered } = spec;
  const { metadata } = rendered;
  const target = { channel: await resolveChannelId(client, post.channel), ts: post.ts ?? '' };
  const result = await tryContents(rendered, (content) =>
    tryCall(() => client.chat.update({ ...target, ...content, metadata })),
  );
  if (result.ok) return true;
  const { failure } = result;
  if (failure.kind === 'message-missing') return false;
  if (failure.kind === 'not-editable') return fallbackUserId === null;
  if (failure.kind === 'location-refused' && fallbackUserId !== null) return false;
  throw fallbackUserId === null ? toFixedLocationError(failure, true) : toCardError(failure);
}
