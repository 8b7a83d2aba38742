import type { KnownBlock } from '@slack/types';
import type { MessageMetadata, WebClient } from '@slack/web-api';
import type { Place } from '../domain/case.ts';
import { NoAccess, NotTaken, RetryLater, UserError } from '../errors.ts';
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
  /**
   * Whose direct messages take it when the place refuses; null: it goes to that place only, which no other company may
   * read, and a refusal is thrown as `NotTaken`.
   */
  readonly fallbackUser: string | null;
  readonly drawing: Drawing;
  /** Without blocks, for when Slack refuses those. */
  readonly brief: string;
  /** The field of the metadata's payload that tells our message from all others. */
  readonly markedBy: string;
  /** What is there is changed, and nothing is posted any more. */
  readonly onlyChange?: boolean;
  /** How long Slack may still be busy with a post whose answer we lost; so long it is not posted again. */
  readonly settleMs: number;
}

/** Until the first look for a post whose answer we lost. */
export const SETTLE_MS = 2_000;
/** Slack's clock and ours may differ by this much when we look for a post. */
const SLACK_SKEW_S = 60;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Posts, or changes what was posted. The intention is on disk before Slack is called; whenever nobody knows
 * whether Slack took it, our metadata is looked for in the channel before anything is posted again. Answers why the
 * place refused, when it is in the person's direct messages instead.
 */
export async function postOnce(tools: Tools, once: Once): Promise<{ readonly refusedPlace: string | null }> {
  const { posts, client } = tools;
  const { post: meant } = await posts.intend({ key: once.key, ...once.place });
  const there = once.fallbackUser === null ? await inItsChannel(posts, meant, once) : meant;
  const known = there.ts ?? (there.triedAt === null ? null : await findOurs(tools, there, once));
  if (known === null && there.triedAt !== null) await refuseToHurry(tools, there.triedAt, once);
  if (known !== null) {
    if (there.ts === null) await posts.posted(once.key, known);
    await refuseGuests(tools, there, once);
    if (await change(client, { ...there, ts: known }, once))
      return { refusedPlace: refusedBefore(there, once) };
    await posts.lost(once.key, known);
  }
  if (once.onlyChange) return { refusedPlace: null };
  return once.fallbackUser === null
    ? postHere(tools, once)
    : postOrMove(tools, there, once.fallbackUser, once);
}

interface Tools {
  readonly posts: Posts;
  readonly client: WebClient;
  /** Returns why a person may see nothing about customers; null: they may. */
  refusalOf(user: string): Promise<string | null>;
  now(): Date;
}

/** An engineer may have become a guest or left the workspace since they asked. Names are still taken out of old messages. */
async function refuseGuests(tools: Tools, { channel }: Place, { onlyChange }: Once): Promise<void> {
  if (onlyChange || !isPerson(channel)) return;
  const refused = await tools.refusalOf(channel);
  if (refused !== null) throw new NotTaken(refused);
}

/**
 * Throws `RetryLater` until `settleMs` have passed since the last attempt, because that post may still appear. An attempt
 * in the future was recorded before the clock was set back, and counts from now.
 */
async function refuseToHurry({ now, posts }: Tools, triedAt: string, { key, settleMs }: Once): Promise<void> {
  const left = Date.parse(triedAt) + settleMs - now().getTime();
  if (left > settleMs) await posts.trying(key);
  if (left > 0) throw new RetryLater('slack may still be busy with the post', Math.min(left, settleMs));
}

/** Where it goes may have changed since it was first meant. What is in another channel is not where it belongs. */
async function inItsChannel(posts: Posts, post: Post, { key, place }: Once): Promise<Post> {
  if (post.channel === place.channel) return post;
  if (post.ts !== null) await posts.lost(key, post.ts);
  await posts.redirect(key, place);
  return (await posts.intend({ key, ...place })).post;
}

/** There and nowhere else. */
async function postHere(tools: Tools, once: Once): Promise<{ readonly refusedPlace: null }> {
  await refuseShared(tools, once.place);
  const refused = await postTo(tools, once.place, once);
  if (refused !== null) throw new NotTaken(refused);
  return { refusedPlace: null };
}

/** Other companies read along there. A channel that Slack does not describe is left to the post itself. */
async function refuseShared({ client }: Tools, { channel }: Place): Promise<void> {
  if (isPerson(channel)) return;
  const described = await attempt(() => client.conversations.info({ channel }));
  if (!described.ok) throw notTaken(described.failure);
  const { channel: info } = described.answer;
  if (info?.is_ext_shared || info?.is_pending_ext_shared) throw new NotTaken('shared-channel');
}

/** There, or where the person reads it. */
async function postOrMove(
  tools: Tools,
  post: Post,
  fallbackUser: string,
  once: Once,
): Promise<{ readonly refusedPlace: string | null }> {
  const refused = await postTo(tools, post, once);
  if (refused === null) return { refusedPlace: refusedBefore(post, once) };
  const home = { channel: fallbackUser, thread: null };
  if (post.channel === home.channel) throw new UserError(slackRefused(refused));
  await tools.posts.redirect(once.key, home);
  const second = await postTo(tools, home, once);
  if (second !== null) throw new UserError(slackRefused(second));
  return { refusedPlace: refused };
}

/** An earlier try was sent away and did not come to its end; Slack's own word for why is not kept. */
function refusedBefore(post: Post, { place }: Once): string | null {
  return post.channel === place.channel ? null : REFUSED_BEFORE;
}

/** null when Slack has it now, else why this place will not have it. Whatever else Slack says is thrown. */
async function postTo(tools: Tools, place: Place, once: Once): Promise<string | null> {
  await refuseGuests(tools, place, once);
  const { posts, client } = tools;
  const { key, fallbackUser, drawing, brief } = once;
  const { text, blocks, metadata } = drawing;
  const channel = await channelOf(client, place.channel);
  const where = { channel, ...(place.thread ? { thread_ts: place.thread } : {}), unfurl_links: false };
  const post = async (content: { readonly text: string; readonly blocks?: KnownBlock[] }) => {
    await posts.trying(key);
    const tried = await attempt(() =>
      client.chat.postMessage({ ...where, ...content, metadata, unfurl_media: false }),
    );
    if (tried.ok) await posts.posted(key, String(tried.answer.ts));
    else if (tried.failure.kind !== 'uncertain') await posts.notTaken(key);
    return tried;
  };
  const full = await post({ text, blocks });
  if (full.ok) return null;
  if (full.failure.kind === 'place') return full.failure.error;
  const plain = full.failure.kind === 'content' ? await post({ text: brief }) : full;
  if (plain.ok) return null;
  throw fallbackUser === null ? notTaken(plain.failure) : notPosted(plain.failure);
}

/**
 * True when the message now looks like the drawing; false when it has to be posted anew. What goes to one place only
 * rather stays there as it is than twice.
 */
async function change(client: WebClient, post: Post, once: Once): Promise<boolean> {
  const { fallbackUser, drawing, brief } = once;
  const { text, blocks, metadata } = drawing;
  const where = { channel: await channelOf(client, post.channel), ts: post.ts ?? '' };
  const full = await attempt(() => client.chat.update({ ...where, text, blocks, metadata }));
  if (full.ok) return true;
  const { failure } = full;
  if (failure.kind === 'gone') return false;
  if (failure.kind === 'fixed') return fallbackUser === null;
  if (failure.kind === 'place' && fallbackUser !== null) return false;
  const plain =
    failure.kind === 'content'
      ? await attempt(() => client.chat.update({ ...where, text: brief, blocks: [], metadata }))
      : full;
  if (plain.ok) return true;
  throw fallbackUser === null ? notTaken(plain.failure, true) : notPosted(plain.failure);
}

/** Slack's id of the message that carries our mark, or null when the channel has none. */
async function findOurs({ client, now }: Tools, post: Post, once: Once): Promise<string | null> {
  const { drawing, markedBy } = once;
  const mark = drawing.metadata.event_payload[markedBy];
  const channel = await channelOf(client, post.channel);
  const oldest = String(lookFrom(Date.parse(post.intendedAt), now().getTime()) / 1000 - SLACK_SKEW_S);
  let cursor: string | undefined;
  do {
    const page = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const read = await attempt(() =>
      post.thread
        ? client.conversations.replies({ ...page, ts: post.thread })
        : client.conversations.history(page),
    );
    if (!read.ok && once.fallbackUser === null) throw notTaken(read.failure, true);
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

/** An intention in the future was recorded before the clock was set back: the post may be as old as that difference. */
function lookFrom(intendedAt: number, now: number): number {
  return intendedAt <= now ? intendedAt : now - Math.max(DAY_MS, intendedAt - now);
}

/** A person's id stands for our direct messages with them. */
async function channelOf(client: WebClient, channel: string): Promise<string> {
  if (!isPerson(channel)) return channel;
  const opened = await attempt(() => client.conversations.open({ users: channel }));
  if (!opened.ok) throw notPosted(opened.failure);
  return String(opened.answer.channel?.id);
}

function isPerson(channel: string): boolean {
  return /^[UW]/.test(channel);
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
  if (failure.kind === 'no-access') return new NoAccess(`slack: ${failure.error}`, SETTLE_MS);
  return new UserError(slackRefused(failure.error));
}

/** A failed call of what goes to one place only: what waiting does not mend is for a person. */
export function notTaken(failure: Failure, unsure = false): Error {
  const { kind } = failure;
  if (kind === 'limited' || kind === 'uncertain' || kind === 'no-access') return notPosted(failure);
  return new NotTaken(failure.error, unsure);
}
