import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import { RetryLater, UserError } from '../../../src/errors.ts';
import type { Store } from '../../../src/ports/store.ts';
import { postOnce } from '../../../src/slack/delivery/post-once.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';

/** Two copies of the bot on one database: each has its own store and its own client. */
let folder: string;
let slack: LocalSlack;
let stores: Store[];
/** Milliseconds that the clocks of the copies and of the database are ahead of Slack's. */
let aheadMs: number;
const now = () => new Date(Date.now() + aheadMs);
const MINUTE_MS = 60_000;
beforeEach(async () => {
  aheadMs = 0;
  folder = mkdtempSync(join(tmpdir(), 'post-once-'));
  slack = await startLocalSlack();
  const options = { file: join(folder, 'store.db'), now };
  stores = [await openSqliteStore(options), await openSqliteStore(options)];
});
afterEach(async () => {
  await slack.close();
  for (const store of stores) await store.close();
  rmSync(folder, { recursive: true });
});

type Copy = Pick<Store, 'posts'> & { readonly monotonic?: () => number };

/** `copyAheadMs`: how far the clock of the copy is ahead of the database's. */
function postFrom(
  { posts, monotonic }: Copy,
  fallbackUserId: string | null,
  {
    thread = null,
    repostDelayMs = 2_000,
    copyAheadMs = 0,
    botId = slack.botId,
  }: {
    readonly thread?: string | null;
    readonly repostDelayMs?: number;
    readonly copyAheadMs?: number;
    readonly botId?: string;
  } = {},
) {
  const client = new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
  });
  return postOnce(
    {
      posts,
      client,
      refusalOf: async () => null,
      isSharedChannel: async () => false,
      ownIdentity: () => ({ botId, botUserId: slack.botUserId }),
      now: () => new Date(now().getTime() + copyAheadMs),
      ...(monotonic ? { monotonic } : {}),
    },
    {
      key: 'case:1',
      location: { channel: 'CSUPPORT', thread },
      fallbackUserId,
      rendered: {
        text: 'Card',
        blocks: [],
        metadata: { event_type: 'reseller_case', event_payload: { case_id: '1' } },
      },
      metadataKey: 'case_id',
      repostDelayMs,
    },
  );
}

it('does not post when marking the attempt took so long that another copy may post meanwhile', async () => {
  const [{ posts }] = stores as [Store];
  let monotonicMs = 0;
  const slowPosts: Store['posts'] = {
    ...posts,
    async markAttempted(post) {
      const attemptedAt = await posts.markAttempted(post);
      monotonicMs += 12_000;
      return attemptedAt;
    },
  };
  await expect(postFrom({ posts: slowPosts, monotonic: () => monotonicMs }, null)).rejects.toThrow(
    RetryLater,
  );
  expect(postCount()).toBe(0);

  await postFrom({ posts }, null);
  expect(postCount()).toBe(1);
});

const postCount = () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length;

it.each([null, 'UANA'])('posts once when several copies post the same message at once', async (fallback) => {
  const outcomes = await Promise.allSettled(
    [0, 1, 0, 1].map((copy) => postFrom(stores[copy] as Store, fallback)),
  );

  expect(postCount()).toBe(1);
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(errors).not.toHaveLength(0);
  for (const error of errors) expect(error).toBeInstanceOf(RetryLater);
});

it('posts once again when several copies find that the message was deleted', async () => {
  await postFrom(stores[0] as Store, 'UANA');
  for (let copy = 0; copy < 2; copy += 1) slack.fail('chat.update', { error: 'message_not_found' });

  await Promise.allSettled([0, 1].map((copy) => postFrom(stores[copy] as Store, 'UANA')));

  expect(postCount()).toBe(2);
});

it('moves the message to direct messages once when several copies find that the channel refuses it', async () => {
  slack.fail('chat.postMessage', { error: 'is_archived' });

  await Promise.allSettled([0, 1, 0].map((copy) => postFrom(stores[copy] as Store, 'UANA')));
  await postFrom(stores[1] as Store, 'UANA');

  const tried = slack.calls.filter(({ method }) => method === 'chat.postMessage');
  expect(tried).toHaveLength(2);
  expect(await stores[0]?.posts.find('case:1')).toMatchObject({ channel: 'UANA', thread: null });
});

it.each(['chat.postMessage', 'conversations.open'])(
  'returns to the channel when the direct messages refuse the message, too (%s)',
  async (method) => {
    slack.fail('chat.postMessage', { error: 'not_in_channel' });
    slack.fail(method, { error: 'restricted_action' });

    await expect(postFrom(stores[0] as Store, 'UANA')).rejects.toThrow(/I am not in that channel/);
    await postFrom(stores[0] as Store, 'UANA');

    expect(await stores[0]?.posts.find('case:1')).toMatchObject({
      channel: 'CSUPPORT',
      ts: expect.any(String),
    });
  },
);

it('returns to the channel when a message that was moved to direct messages is refused there', async () => {
  slack.fail('chat.postMessage', { error: 'is_archived' });
  await postFrom(stores[0] as Store, 'UANA');
  slack.fail('chat.update', { error: 'message_not_found' });
  slack.fail('chat.postMessage', { error: 'restricted_action' });

  await expect(postFrom(stores[0] as Store, 'UANA')).rejects.toThrow(UserError);
  await postFrom(stores[0] as Store, 'UANA');

  expect(await stores[0]?.posts.find('case:1')).toMatchObject({ channel: 'CSUPPORT' });
});

it.each([null, 'UANA'])(
  'finds a post whose answer was lost when the clock is an hour ahead',
  async (fallback) => {
    aheadMs = 3_600_000;
    slack.fail('chat.postMessage', { loseAnswer: true });

    await expect(postFrom(stores[0] as Store, fallback)).rejects.toBeInstanceOf(RetryLater);
    aheadMs += 60_000;
    await postFrom(stores[0] as Store, fallback);

    expect(postCount()).toBe(1);
  },
);

it.each([null, 'UANA'])(
  'waits the full delay after a post whose outcome is unknown when the clocks of the copies differ by minutes',
  async (fallback) => {
    const repostDelayMs = 2 * MINUTE_MS;
    slack.fail('chat.postMessage', { status: 500 });
    await expect(
      postFrom(stores[0] as Store, fallback, { repostDelayMs, copyAheadMs: -5 * MINUTE_MS }),
    ).rejects.toBeInstanceOf(RetryLater);

    await expect(
      postFrom(stores[1] as Store, fallback, { repostDelayMs, copyAheadMs: 5 * MINUTE_MS }),
    ).rejects.toBeInstanceOf(RetryLater);
    expect(postCount()).toBe(1);

    aheadMs = repostDelayMs;
    await postFrom(stores[0] as Store, fallback, { repostDelayMs, copyAheadMs: -5 * MINUTE_MS });
    expect(postCount()).toBe(2);
  },
);

it('finds the message of an app that was installed again with another bot id', async () => {
  slack.fail('chat.postMessage', { loseAnswer: true });
  await expect(postFrom(stores[0] as Store, null)).rejects.toBeInstanceOf(RetryLater);

  await postFrom(stores[0] as Store, null, { botId: 'B0REINSTALLED' });

  expect(slack.messages('CSUPPORT')).toHaveLength(1);
});

it('finds the newer of two cards in a thread when the first could not be edited', async () => {
  const thread = slack.postAsUser({ user: 'UANA', channel: 'CSUPPORT', text: 'A question' });
  await postFrom(stores[0] as Store, 'UANA', { thread });
  slack.fail('chat.update', { error: 'cant_update_message' });
  slack.fail('chat.postMessage', { loseAnswer: true });

  await expect(postFrom(stores[0] as Store, 'UANA', { thread })).rejects.toBeInstanceOf(RetryLater);
  await postFrom(stores[0] as Store, 'UANA', { thread });

  const [, newer] = slack.replies('CSUPPORT', thread);
  expect(postCount()).toBe(2);
  expect(await stores[0]?.posts.find('case:1')).toMatchObject({ ts: newer?.ts });
});
