import type { KnownBlock } from '@slack/types';
import type { MessageMetadata, WebClient } from '@slack/web-api';
import type { MessageLocation } from '../../domain/case.ts';
import { DAY_MS } from '../../domain/dates.ts';
import { PermanentSlackError, RetryLater, SlackAuthError, UserError } from '../../errors.ts';
import type { PostRecord, Posts } from '../../ports/store.ts';
import { cardNotPostedText, UNKNOWN_SLACK_ERROR } from '../../words/replies.ts';
import { fallbackText } from '../block-kit/fallback-text.ts';
import type { SlackFailure } from '../web-api/slack-error.ts';
import { classifySlackError } from '../web-api/slack-error.ts';

/** The content of a message, and the metadata by which it is found again. */
export interface RenderedMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** The same message without folded blocks, for workspaces where Slack refuses them. */
  readonly unfolded?: {
    render(): KnownBlock[];
    /** Called when Slack took these blocks and refused the folded ones. */
    onAccepted(): void;
  };
  readonly metadata: MessageMetadata;
}

interface MessageContent {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Sends the message; while Slack refuses its content, without folded blocks, then as text only. */
async function tryContents<T>(
  rendered: RenderedMessage,
  send: (content: MessageContent) => Promise<CallResult<T>>,
): Promise<CallResult<T>> {
  const { text, blocks, unfolded } = rendered;
  const result = await send({ text, blocks });
  if (!isContentRefused(result)) return result;
  const unfoldedResult = unfolded ? await send({ text, blocks: unfolded.render() }) : result;
  if (unfolded && unfoldedResult.ok) unfolded.onAccepted();
  return isContentRefused(unfoldedResult) ? send({ text: fallbackText(blocks), blocks: [] }) : unfoldedResult;
}

function isContentRefused(result: CallResult<unknown>): boolean {
  return !result.ok && result.failure.kind === 'content-refused';
}

export interface PostSpec {
  /** The idempotency key of the message. */
  readonly key: string;
  readonly location: MessageLocation;
  /**
   * The user whose direct messages get the message when the location refuses it. null for a message that belongs to this
   * location only: it must not be shared with another company, and a refusal is thrown as `PermanentSlackError`.
   */
  readonly fallbackUserId: string | null;
  readonly rendered: RenderedMessage;
  /** The field of the metadata payload that identifies the message. */
  readonly metadataKey: string;
  /** Updates an existing message, but posts no new one. */
  readonly updateOnly?: boolean;
  /** How long to wait, in milliseconds, before posting again after an attempt whose outcome is unknown. */
  readonly settleMs: number;
}

/** `settleMs` of case cards. */
export const CARD_SETTLE_MS = 2_000;
/** How much Slack's clock may differ from ours when the channel is searched for a post. */
const MAX_CLOCK_SKEW_S = 60;

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
    existing.ts ?? (existing.attemptedAt === null ? null : await findOwnMessage(deps, existing, spec));
  if (knownTs === null && existing.attemptedAt !== null)
    await assertSettled(deps, existing.attemptedAt, spec);
  if (knownTs !== null) {
    if (existing.ts === null) await posts.markPosted(spec.key, knownTs);
    await assertRecipientAllowed(deps, existing, spec);
    if (await updatePost(client, { ...existing, ts: knownTs }, spec))
      return { locationRefusal: earlierRefusal(existing, spec) };
    await posts.markLost(spec.key, knownTs);
  }
  if (spec.updateOnly) return { locationRefusal: null };
  return spec.fallbackUserId === null
    ? postToFixedLocation(deps, spec)
    : postWithFallback(deps, existing, spec.fallbackUserId, spec);
}

interface PostDependencies {
  readonly posts: Posts;
  readonly client: WebClient;
  /** Returns why a user must not see customer data, or null. */
  refusalOf(user: string): Promise<string | null>;
  now(): Date;
}

/**
 * Throws `PermanentSlackError` when the recipient has become a guest or left the workspace since the request. Updates that
 * erase names are always allowed.
 */
async function assertRecipientAllowed(
  deps: PostDependencies,
  { channel }: MessageLocation,
  { updateOnly }: PostSpec,
): Promise<void> {
  if (updateOnly || !isUserId(channel)) return;
  const refusal = await deps.refusalOf(channel);
  if (refusal !== null) throw new PermanentSlackError(refusal);
}

/**
 * Throws `RetryLater` until `settleMs` have passed since the last attempt, because that post may still appear. An attempt
 * in the future was recorded before the clock was set back, and counts from now.
 */
async function assertSettled(
  { now, posts }: PostDependencies,
  attemptedAt: string,
  { key, settleMs }: PostSpec,
): Promise<void> {
  const remainingMs = Date.parse(attemptedAt) + settleMs - now().getTime();
  if (remainingMs > settleMs) await posts.markAttempted(key);
  if (remainingMs > 0)
    throw new RetryLater('earlier post attempt not settled yet', Math.min(remainingMs, settleMs));
}

/** Moves the intent to the channel of `spec` when that has changed. A message in the old channel is abandoned. */
async function redirectToChannel(
  posts: Posts,
  post: PostRecord,
  { key, location }: PostSpec,
): Promise<PostRecord> {
  if (post.channel === location.channel) return post;
  if (post.ts !== null) await posts.markLost(key, post.ts);
  await posts.changeLocation(key, location);
  return (await posts.recordIntent({ key, ...location })).post;
}

/** Posts to this location only. */
async function postToFixedLocation(
  deps: PostDependencies,
  spec: PostSpec,
): Promise<{ readonly locationRefusal: null }> {
  await assertChannelNotShared(deps, spec.location);
  const refusal = await attemptPost(deps, spec.location, spec);
  if (refusal !== null) throw new PermanentSlackError(refusal);
  return { locationRefusal: null };
}

/** Throws `PermanentSlackError` for a channel that is shared with another company. */
async function assertChannelNotShared(
  { client }: PostDependencies,
  { channel }: MessageLocation,
): Promise<void> {
  if (isUserId(channel)) return;
  const result = await tryCall(() => client.conversations.info({ channel }));
  if (!result.ok) throw toFixedLocationError(result.failure);
  const { channel: info } = result.answer;
  if (info?.is_ext_shared || info?.is_pending_ext_shared) throw new PermanentSlackError('shared-channel');
}

/** Posts to the location, or to the user's direct messages when it refuses. */
async function postWithFallback(
  deps: PostDependencies,
  post: PostRecord,
  fallbackUserId: string,
  spec: PostSpec,
): Promise<{ readonly locationRefusal: string | null }> {
  const refusal = await attemptPost(deps, post, spec);
  if (refusal === null) return { locationRefusal: earlierRefusal(post, spec) };
  const directMessages = { channel: fallbackUserId, thread: null };
  if (post.channel === directMessages.channel) throw new UserError(cardNotPostedText(refusal));
  await deps.posts.changeLocation(spec.key, directMessages);
  const fallbackRefusal = await attemptPost(deps, directMessages, spec);
  if (fallbackRefusal !== null) throw new UserError(cardNotPostedText(fallbackRefusal));
  return { locationRefusal: refusal };
}

/** Returns a generic reason when an earlier attempt was redirected, because Slack's error code is not stored; else null. */
function earlierRefusal(post: PostRecord, { location }: PostSpec): string | null {
  return post.channel === location.channel ? null : UNKNOWN_SLACK_ERROR;
}

/** Returns null when the message is posted, or why the location refuses it. Throws every other failure. */
async function attemptPost(
  deps: PostDependencies,
  location: MessageLocation,
  spec: PostSpec,
): Promise<string | null> {
  await assertRecipientAllowed(deps, location, spec);
  const { posts, client } = deps;
  const { key, fallbackUserId, rendered } = spec;
  const { metadata } = rendered;
  const channel = await resolveChannelId(client, location.channel);
  const target = { channel, ...(location.thread ? { thread_ts: location.thread } : {}), unfurl_links: false };
  const result = await tryContents(rendered, async (content) => {
    await posts.markAttempted(key);
    const attempt = await tryCall(() =>
      client.chat.postMessage({ ...target, ...content, metadata, unfurl_media: false }),
    );
    if (attempt.ok) await posts.markPosted(key, String(attempt.answer.ts));
    else if (attempt.failure.kind !== 'outcome-unknown') await posts.markRejected(key);
    return attempt;
  });
  if (result.ok) return null;
  if (result.failure.kind === 'location-refused') return result.failure.error;
  throw fallbackUserId === null ? toFixedLocationError(result.failure) : toCardError(result.failure);
}

/**
 * Returns true when the message is up to date, false when it has to be posted again. A message that belongs to one location
 * is left outdated rather than posted twice.
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

/** Searches the channel or thread for the message's metadata. Returns its timestamp, or null. */
async function findOwnMessage(
  { client, now }: PostDependencies,
  post: PostRecord,
  spec: PostSpec,
): Promise<string | null> {
  const { rendered, metadataKey } = spec;
  const metadataValue = rendered.metadata.event_payload[metadataKey];
  const channel = await resolveChannelId(client, post.channel);
  const oldest = String(
    searchStartMs(Date.parse(post.intendedAt), now().getTime()) / 1000 - MAX_CLOCK_SKEW_S,
  );
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
    for (const { ts, metadata } of result.answer.messages ?? []) {
      const payload = (metadata?.event_payload ?? {}) as Record<string, unknown>;
      if (
        ts &&
        metadata?.event_type === rendered.metadata.event_type &&
        payload[metadataKey] === metadataValue
      )
        return ts;
    }
    cursor = result.answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

/** An intent in the future was recorded before the clock was set back, so the post may be older by that difference. */
function searchStartMs(intendedAt: number, now: number): number {
  return intendedAt <= now ? intendedAt : now - Math.max(DAY_MS, intendedAt - now);
}

/** Returns the channel of the direct messages with a user; other channel ids are returned unchanged. */
async function resolveChannelId(client: WebClient, channel: string): Promise<string> {
  if (!isUserId(channel)) return channel;
  const result = await tryCall(() => client.conversations.open({ users: channel }));
  if (!result.ok) throw toCardError(result.failure);
  return String(result.answer.channel?.id);
}

function isUserId(channel: string): boolean {
  return /^[UW]/.test(channel);
}

type CallResult<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly failure: SlackFailure };

async function tryCall<T>(call: () => Promise<T>): Promise<CallResult<T>> {
  try {
    return { ok: true, answer: await call() };
  } catch (error) {
    return { ok: false, failure: classifySlackError(error) };
  }
}

function toCardError(failure: SlackFailure): Error {
  if (failure.kind === 'rate-limited') return new RetryLater('Slack rate limit', failure.retryAfterMs);
  if (failure.kind === 'outcome-unknown') return new RetryLater(`slack: ${failure.error}`, CARD_SETTLE_MS);
  if (failure.kind === 'token-refused') return new SlackAuthError(`slack: ${failure.error}`, CARD_SETTLE_MS);
  return new UserError(cardNotPostedText(failure.error));
}

/** Returns the error for a message that belongs to one location: `PermanentSlackError` when a retry can't succeed. */
export function toFixedLocationError(failure: SlackFailure, outcomeUnknown = false): Error {
  const { kind } = failure;
  if (kind === 'rate-limited' || kind === 'outcome-unknown' || kind === 'token-refused')
    return toCardError(failure);
  return new PermanentSlackError(failure.error, outcomeUnknown);
}
