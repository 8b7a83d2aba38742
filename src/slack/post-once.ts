import type { KnownBlock } from '@slack/types';
import type { MessageMetadata, WebClient } from '@slack/web-api';
import type { Place } from '../domain/case.ts';
import { RetryLater, UserError } from '../errors.ts';
import type { Post, Posts } from '../ports.ts';
import { REFUSED_BEFORE, slackRefused } from '../words/answers.ts';
import type { Failure } from './slack-error.ts';
import { failureOf } from './slack-error.ts';

/** A message to be there once, and to look like this. */
export interface Drawing {
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
}

export interface Once {
  /** Our own name for the message. */
  readonly key: string;
  readonly place: Place;
  /** Whose direct messages take it when the place refuses. */
  readonly fallbackUser: string;
  readonly drawing: Drawing;
  /** Without blocks, for when Slack refuses those. */
  readonly brief: string;
  /** The field of the metadata's payload that tells our message from all others. */
  readonly markedBy: string;
}

/** How long Slack may still be busy with a post whose answer we lost. */
const SETTLE_MS = 2_000;
/** Slack's clock and ours may differ by this much when we look for a post. */
const SLACK_SKEW_S = 60;

/**
 * Posts, or changes what was posted. The intention is on disk before Slack is called; whenever nobody knows
 * whether Slack took it, our metadata is looked for in the channel before anything is posted again.
 * Answers where the message is, and whether it had to go to the person's direct messages instead.
 */
export async function postOnce(
  { posts, client }: { posts: Posts; client: WebClient },
  once: Once,
): Promise<{ readonly post: Post; readonly refusedPlace: string | null }> {
  const { post, isNew } = await posts.intend({ key: once.key, ...once.place });
  const known = post.ts ?? (isNew ? null : await findOurs(client, post, once));
  if (known !== null) {
    if (post.ts === null) await posts.posted(once.key, known);
    const changed = await change(client, { ...post, ts: known }, once);
    if (changed) return { post: { ...post, ts: known }, refusedPlace: refusedBefore(post, once) };
    await posts.lost(once.key, known);
  }
  return postAnew({ posts, client }, post, once);
}

async function postAnew(
  { posts, client }: { posts: Posts; client: WebClient },
  post: Post,
  once: Once,
): Promise<{ readonly post: Post; readonly refusedPlace: string | null }> {
  const first = await postTo(client, post, once);
  if (typeof first === 'string') {
    await posts.posted(once.key, first);
    return { post: { ...post, ts: first }, refusedPlace: refusedBefore(post, once) };
  }
  const home = { channel: once.fallbackUser, thread: null };
  if (post.channel === home.channel) throw new UserError(slackRefused(first.error));
  await posts.redirect(once.key, home);
  const second = await postTo(client, { ...post, ...home }, once);
  if (typeof second !== 'string') throw new UserError(slackRefused(second.error));
  await posts.posted(once.key, second);
  return { post: { ...post, ...home, ts: second }, refusedPlace: first.error };
}

/** An earlier try was sent away and did not come to its end; Slack's own word for why is not kept. */
function refusedBefore(post: Post, { place }: Once): string | null {
  return post.channel === place.channel ? null : REFUSED_BEFORE;
}

/** Slack's id of the message, or why this place will not have it. */
async function postTo(
  client: WebClient,
  place: Place,
  { drawing, brief }: Once,
): Promise<string | Extract<Failure, { kind: 'place' }>> {
  const { text, blocks, metadata } = drawing;
  const channel = await channelOf(client, place.channel);
  const where = { channel, ...(place.thread ? { thread_ts: place.thread } : {}), unfurl_links: false };
  const full = await attempt(() =>
    client.chat.postMessage({ ...where, text, blocks, metadata, unfurl_media: false }),
  );
  if (full.ok) return String(full.answer.ts);
  const { failure } = full;
  if (failure.kind === 'place') return failure;
  if (failure.kind !== 'content') throw notPosted(failure);
  const plain = await attempt(() =>
    client.chat.postMessage({ ...where, text: brief, metadata, unfurl_media: false }),
  );
  if (plain.ok) return String(plain.answer.ts);
  throw plain.failure.kind === 'content'
    ? new UserError(slackRefused(failure.error))
    : notPosted(plain.failure);
}

/** True when the message now looks like the drawing; false when there is none to change. */
async function change(client: WebClient, post: Post, { drawing, brief }: Once): Promise<boolean> {
  const { text, blocks, metadata } = drawing;
  const where = { channel: await channelOf(client, post.channel), ts: post.ts ?? '' };
  const full = await attempt(() => client.chat.update({ ...where, text, blocks, metadata }));
  if (full.ok) return true;
  if (full.failure.kind === 'gone' || full.failure.kind === 'place') return false;
  if (full.failure.kind !== 'content') throw notPosted(full.failure);
  const plain = await attempt(() => client.chat.update({ ...where, text: brief, blocks: [], metadata }));
  if (plain.ok) return true;
  throw notPosted(plain.failure);
}

/** Slack's id of the message that carries our mark, or null when the channel has none. */
async function findOurs(client: WebClient, post: Post, { drawing, markedBy }: Once): Promise<string | null> {
  const mark = drawing.metadata.event_payload[markedBy];
  const channel = await channelOf(client, post.channel);
  const oldest = String(Date.parse(post.intendedAt) / 1000 - SLACK_SKEW_S);
  let cursor: string | undefined;
  do {
    const page = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const read = await attempt(() =>
      post.thread
        ? client.conversations.replies({ ...page, ts: post.thread })
        : client.conversations.history(page),
    );
    if (!read.ok && read.failure.kind === 'place') return null;
    if (!read.ok) throw notPosted(read.failure);
    for (const { ts, metadata } of read.answer.messages ?? []) {
      const payload = (metadata?.event_payload ?? {}) as Record<string, unknown>;
      if (ts && metadata?.event_type === drawing.metadata.event_type && payload[markedBy] === mark) return ts;
    }
    cursor = read.answer.response_metadata?.next_cursor || undefined;
  } while (cursor);
  return null;
}

/** A person's id stands for our direct messages with them. */
async function channelOf(client: WebClient, channel: string): Promise<string> {
  if (!/^[UW]/.test(channel)) return channel;
  const opened = await attempt(() => client.conversations.open({ users: channel }));
  if (!opened.ok) throw notPosted(opened.failure);
  return String(opened.answer.channel?.id);
}

type Attempt<T> =
  | { readonly ok: true; readonly answer: T }
  | { readonly ok: false; readonly failure: Failure };

async function attempt<T>(call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, answer: await call() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}

function notPosted(failure: Failure): Error {
  if (failure.kind === 'limited') return new RetryLater('slack is limiting us', failure.retryAfterMs);
  if (failure.kind === 'uncertain') return new RetryLater(`slack: ${failure.error}`, SETTLE_MS);
  return new UserError(slackRefused(failure.error));
}
