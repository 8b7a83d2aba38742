import type { KnownBlock } from '@slack/types';
import type { MessageMetadata, WebClient } from '@slack/web-api';
import type { MessageLocation } from '../../domain/case.ts';
import { PermanentSlackError, RetryLater, SlackAuthError, UserError } from '../../errors.ts';
import type { PostRecord, Posts } from '../../ports/store.ts';
import { cardNotPostedText, UNKNOWN_SLACK_ERROR } from '../../words/replies.ts';
import type { SlackFailure } from '../web-api/slack-error.ts';
import { classifySlackError } from '../web-api/slack-error.ts';

/** A message to be there once, and to look like this. */
export interface RenderedMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
}

export interface PostSpec {
  /** Our own name for the message. */
  readonly key: string;
  readonly location: MessageLocation;
  /**
   * Whose direct messages take it when the place refuses; null: it goes to that place only, which no other company may
   * read, and a refusal is thrown as `NotTaken`.
   */
  readonly fallbackUserId: string | null;
  readonly rendered: RenderedMessage;
  /** Without blocks, for when Slack refuses those. */
  readonly textOnly: string;
  /** The field of the metadata's payload that tells our message from all others. */
  readonly metadataKey: string;
  /** What is there is changed, and nothing is posted any more. */
  readonly updateOnly?: boolean;
  /** How long Slack may still be busy with a post whose answer we lost; so long it is not posted again. */
  readonly settleMs: number;
}

/** Until the first look for a post whose answer we lost. */
export const CARD_SETTLE_MS = 2_000;
/** Slack's clock and ours may differ by this much when we look for a post. */
const MAX_CLOCK_SKEW_S = 60;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Posts, or changes what was posted. The intention is on disk before Slack is called; whenever nobody knows
 * whether Slack took it, our metadata is looked for in the channel before anything is posted again. Answers why the
 * place refused, when it is in the person's direct messages instead.
 */
export async function postOnce(
  deps: PostDependencies,
  spec: PostSpec,
): Promise<{ readonly refusedPlace: string | null }> {
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
      return { refusedPlace: earlierRefusal(existing, spec) };
    await posts.markLost(spec.key, knownTs);
  }
  if (spec.updateOnly) return { refusedPlace: null };
  return spec.fallbackUserId === null
    ? postToFixedLocation(deps, spec)
    : postWithFallback(deps, existing, spec.fallbackUserId, spec);
}

interface PostDependencies {
  readonly posts: Posts;
  readonly client: WebClient;
  /** Returns why a person may see nothing about customers; null: they may. */
  refusalOf(user: string): Promise<string | null>;
  now(): Date;
}

/** An engineer may have become a guest or left the workspace since they asked. Names are still taken out of old messages. */
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
  triedAt: string,
  { key, settleMs }: PostSpec,
): Promise<void> {
  const remainingMs = Date.parse(triedAt) + settleMs - now().getTime();
  if (remainingMs > settleMs) await posts.markAttempted(key);
  if (remainingMs > 0)
    throw new RetryLater('slack may still be busy with the post', Math.min(remainingMs, settleMs));
}

/** Where it goes may have changed since it was first meant. What is in another channel is not where it belongs. */
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

/** There and nowhere else. */
async function postToFixedLocation(
  deps: PostDependencies,
  spec: PostSpec,
): Promise<{ readonly refusedPlace: null }> {
  await assertChannelNotShared(deps, spec.location);
  const refusal = await attemptPost(deps, spec.location, spec);
  if (refusal !== null) throw new PermanentSlackError(refusal);
  return { refusedPlace: null };
}

/** Other companies read along there. A channel that Slack does not describe is left to the post itself. */
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

/** There, or where the person reads it. */
async function postWithFallback(
  deps: PostDependencies,
  post: PostRecord,
  fallbackUserId: string,
  spec: PostSpec,
): Promise<{ readonly refusedPlace: string | null }> {
  const refusal = await attemptPost(deps, post, spec);
  if (refusal === null) return { refusedPlace: earlierRefusal(post, spec) };
  const directMessages = { channel: fallbackUserId, thread: null };
  if (post.channel === directMessages.channel) throw new UserError(cardNotPostedText(refusal));
  await deps.posts.changeLocation(spec.key, directMessages);
  const fallbackRefusal = await attemptPost(deps, directMessages, spec);
  if (fallbackRefusal !== null) throw new UserError(cardNotPostedText(fallbackRefusal));
  return { refusedPlace: refusal };
}

/** An earlier try was sent away and did not come to its end; Slack's own word for why is not kept. */
function earlierRefusal(post: PostRecord, { location }: PostSpec): string | null {
  return post.channel === location.channel ? null : UNKNOWN_SLACK_ERROR;
}

/** null when Slack has it now, else why this place will not have it. Whatever else Slack says is thrown. */
async function attemptPost(
  deps: PostDependencies,
  location: MessageLocation,
  spec: PostSpec,
): Promise<string | null> {
  await assertRecipientAllowed(deps, location, spec);
  const { posts, client } = deps;
  const { key, fallbackUserId, rendered, textOnly } = spec;
  const { text, blocks, metadata } = rendered;
  const channel = await resolveChannelId(client, location.channel);
  const target = { channel, ...(location.thread ? { thread_ts: location.thread } : {}), unfurl_links: false };
  const post = async (content: { readonly text: string; readonly blocks?: KnownBlock[] }) => {
    await posts.markAttempted(key);
    const result = await tryCall(() =>
      client.chat.postMessage({ ...target, ...content, metadata, unfurl_media: false }),
    );
    if (result.ok) await posts.markPosted(key, String(result.answer.ts));
    else if (result.failure.kind !== 'uncertain') await posts.markRejected(key);
    return result;
  };
  const fullResult = await post({ text, blocks });
  if (fullResult.ok) return null;
  if (fullResult.failure.kind === 'place') return fullResult.failure.error;
  const plainResult = fullResult.failure.kind === 'content' ? await post({ text: textOnly }) : fullResult;
  if (plainResult.ok) return null;
  throw fallbackUserId === null
    ? toFixedLocationError(plainResult.failure)
    : toCardError(plainResult.failure);
}

/**
 * True when the message now looks like the drawing; false when it has to be posted anew. What goes to one place only
 * rather stays there as it is than twice.
 */
async function updatePost(client: WebClient, post: PostRecord, spec: PostSpec): Promise<boolean> {
  const { fallbackUserId, rendered, textOnly } = spec;
  const { text, blocks, metadata } = rendered;
  const target = { channel: await resolveChannelId(client, post.channel), ts: post.ts ?? '' };
  const fullResult = await tryCall(() => client.chat.update({ ...target, text, blocks, metadata }));
  if (fullResult.ok) return true;
  const { failure } = fullResult;
  if (failure.kind === 'gone') return false;
  if (failure.kind === 'fixed') return fallbackUserId === null;
  if (failure.kind === 'place' && fallbackUserId !== null) return false;
  const plainResult =
    failure.kind === 'content'
      ? await tryCall(() => client.chat.update({ ...target, text: textOnly, blocks: [], metadata }))
      : fullResult;
  if (plainResult.ok) return true;
  throw fallbackUserId === null
    ? toFixedLocationError(plainResult.failure, true)
    : toCardError(plainResult.failure);
}

/** Slack's id of the message that carries our mark, or null when the channel has none. */
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
    if (!result.ok && result.failure.kind === 'place') return null;
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

/** An intention in the future was recorded before the clock was set back: the post may be as old as that difference. */
function searchStartMs(intendedAt: number, now: number): number {
  return intendedAt <= now ? intendedAt : now - Math.max(DAY_MS, intendedAt - now);
}

/** A person's id stands for our direct messages with them. */
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
  if (failure.kind === 'limited') return new RetryLater('slack is limiting us', failure.retryAfterMs);
  if (failure.kind === 'uncertain') return new RetryLater(`slack: ${failure.error}`, CARD_SETTLE_MS);
  if (failure.kind === 'no-access') return new SlackAuthError(`slack: ${failure.error}`, CARD_SETTLE_MS);
  return new UserError(cardNotPostedText(failure.error));
}

/** A failed call of what goes to one place only: what waiting does not mend is for a person. */
export function toFixedLocationError(failure: SlackFailure, outcomeUnknown = false): Error {
  const { kind } = failure;
  if (kind === 'limited' || kind === 'uncertain' || kind === 'no-access') return toCardError(failure);
  return new PermanentSlackError(failure.error, outcomeUnknown);
}
