import type { WebClient } from '@slack/web-api';
import { isChannelId } from '../../domain/case.ts';
import type { HomeTabContent } from '../../ports/messenger.ts';
import type { Posts } from '../../ports/store.ts';

/** Returns a function from a post's key to its permalink; null for direct messages and for posts that Slack can't find. */
export async function fetchPermalinks(
  deps: { readonly client: WebClient; readonly posts: Pick<Posts, 'find'> },
  { cases, handoffs }: Pick<HomeTabContent, 'cases' | 'handoffs'>,
): Promise<(key: string) => string | null> {
  const keys = [...cases.map(({ id }) => `case:${id}`), ...handoffs.map(({ id }) => `handoff:${id}`)];
  const found = await Promise.all(keys.map(async (key) => [key, await fetchPermalink(deps, key)] as const));
  const known = new Map(found);
  return (key) => known.get(key) ?? null;
}

/**
 * Returns the permalink of a post; null for a post that Slack can't find, and for direct messages, except those with
 * `viewer`.
 */
export async function fetchPermalink(
  { client, posts }: { readonly client: WebClient; readonly posts: Pick<Posts, 'find'> },
  key: string,
  viewer?: string,
): Promise<string | null> {
  const post = await posts.find(key);
  if (!post?.ts || (!isChannelId(post.channel) && post.channel !== viewer)) return null;
  try {
    const direct =
      post.channel === viewer ? (await client.conversations.open({ users: viewer })).channel?.id : null;
    const { permalink } = await client.chat.getPermalink({
      channel: direct ?? post.channel,
      message_ts: post.ts,
    });
    return permalink ?? null;
  } catch {
    return null;
  }
}
