import type { WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { classifySlackError } from '../web-api/slack-error.ts';
import { answerCacheOptions } from './answer-cache.ts';
import { IncompleteResponse } from './slack-user.ts';

/**
 * Returns true for a channel that is shared with another company. `bypassCache`: asks Slack again instead of using an answer
 * that is up to a minute old. Rejects with the Web API client's error, or with `IncompleteResponse`.
 */
export type IsSharedChannel = (
  channelId: string,
  options?: { readonly bypassCache?: boolean },
) => Promise<boolean>;

export interface SharedChannelOptions {
  readonly client: WebClient;
  /** How long Slack's answers are cached, in milliseconds. */
  readonly cacheTtlMs: number;
  /** Monotonic clock in milliseconds, for the age of cached answers; `performance` by default. */
  readonly clock?: { now(): number };
}

/** Caches Slack's answers; concurrent requests about the same channel share one call. */
export function createSharedChannels({ client, cacheTtlMs, clock }: SharedChannelOptions): IsSharedChannel {
  const channels = new LRUCache<string, 'shared' | 'internal'>({
    ...answerCacheOptions(cacheTtlMs, clock),
    fetchMethod: (channelId) => fetchSharing(client, channelId),
  });
  return async (channelId, { bypassCache = false } = {}) =>
    (await channels.forceFetch(channelId, { forceRefresh: bypassCache })) === 'shared';
}

/**
 * A private channel that the app is not in does not exist for it. Such a channel counts as internal: Slack refuses posts there,
 * and replies go to direct messages or are ephemeral.
 */
async function fetchSharing(client: WebClient, channelId: string): Promise<'shared' | 'internal'> {
  try {
    const { channel: info } = await client.conversations.info({ channel: channelId });
    if (!info) throw new IncompleteResponse('conversations.info', 'channel');
    return info.is_ext_shared || info.is_pending_ext_shared ? 'shared' : 'internal';
  } catch (error) {
    const failure = classifySlackError(error);
    if (failure.kind === 'location-refused' && failure.error === 'channel_not_found') return 'internal';
    throw error;
  }
}
