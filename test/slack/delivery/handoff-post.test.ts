import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import type { Handoff } from '../../../src/domain/handoff.ts';
import type { HandoffEvent } from '../../../src/domain/handoff-events.ts';
import { PermanentSlackError, PostInProgress, RetryLater } from '../../../src/errors.ts';
import type { Messenger } from '../../../src/ports/messenger.ts';
import type { Posts, Store } from '../../../src/ports/store.ts';
import { createMessenger } from '../../../src/slack/delivery/messenger.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { LINKS } from '../../builders/cases.ts';
import { aHandoff, POST_REFUSED } from '../../builders/handoffs.ts';

let slack: LocalSlack;
let store: Store;
let latest: Handoff;
let messenger: Messenger;
beforeEach(async () => {
  slack = await startLocalSlack();
  store = await openSqliteStore({ file: ':memory:', now: () => new Date() });
  messenger = createCopy(store.posts);
});

/** Creates the messenger of one copy of the bot. */
function createCopy(posts: Posts): Messenger {
  return createMessenger({
    client: new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } }),
    posts,
    links: LINKS,
    handoffs: { find: async () => latest, listByCase: async () => [latest] },
    escalationChannel: null,
    refusalOf: async () => null,
    isSharedChannel: async () => false,
    ownIdentity: () => slack,
    now: () => new Date(),
  });
}

afterEach(async () => {
  await slack.close();
  await store.close();
});

/** The handoff, sent to these channels one after the other; Slack refused it in all but the last. */
function sentTo(...channels: readonly string[]): Handoff {
  const { events, ...handoff } = aHandoff([], { posted: false });
  const [submitted] = events as [HandoffEvent];
  const submissions = channels.map((channel) => ({ ...submitted, channel }) as HandoffEvent);
  const refused: HandoffEvent = { ...POST_REFUSED, at: submitted.at, by: 'bot' };
  return {
    ...handoff,
    events: submissions.flatMap((one, index) => (index === 0 ? [one] : [refused, one])),
  };
}

const post = (handoff: Handoff) => messenger.publishHandoffPost(handoff);
const messagesIn = (channel: string) => slack.messages(channel).length;

it('posts a handoff in the other channel that was chosen after a refusal', async () => {
  slack.fail('chat.postMessage', { error: 'is_archived' });
  latest = sentTo('CSALES');
  await expect(post(latest)).rejects.toBeInstanceOf(PermanentSlackError);

  latest = sentTo('CSALES', 'CEMEA');
  await post(latest);

  expect(['CSALES', 'CEMEA'].map(messagesIn)).toEqual([0, 1]);
});

it('posts again at once after the attempt that a person reported missing, and after no later one', async () => {
  latest = sentTo('CSALES');
  slack.fail('chat.postMessage', { status: 500 });
  await expect(post(latest)).rejects.toBeInstanceOf(RetryLater);
  const attemptedAt = await messenger.lastHandoffAttempt(latest.id);
  // Reported to a copy whose clock is ahead.
  const at = new Date(Date.now() + 5 * 60_000).toISOString();
  latest = { ...latest, events: [...latest.events, { kind: 'post-missing', attemptedAt, at, by: 'UANA' }] };

  slack.fail('chat.postMessage', { loseAnswer: true });
  await expect(post(latest)).rejects.toBeInstanceOf(RetryLater);
  expect(messagesIn('CSALES')).toBe(1);

  await post(latest);
  expect(messagesIn('CSALES')).toBe(1);
});

it('does not post a handoff in the old channel when another copy read it earlier', async () => {
  const earlier = sentTo('CSALES');
  latest = sentTo('CSALES', 'CEMEA');
  await post(latest);

  await expect(post(earlier)).rejects.toBeInstanceOf(PostInProgress);

  expect(['CSALES', 'CEMEA'].map(messagesIn)).toEqual([0, 1]);
  expect(await store.posts.find(`handoff:${latest.id}`)).toMatchObject({
    channel: 'CEMEA',
    ts: slack.messages('CEMEA')[0]?.ts,
  });
});

it('does not post a handoff in the old channel when another copy was paused just before it posted', async () => {
  latest = sentTo('CSALES');
  const paused = createCopy({
    ...store.posts,
    async markAttempted(attempt) {
      slack.fail('chat.postMessage', { error: 'is_archived' }, 2);
      await expect(post(latest)).rejects.toBeInstanceOf(PermanentSlackError);
      latest = sentTo('CSALES', 'CEMEA');
      // The other channel refuses it, too, so that the last attempt is as the paused copy knows it.
      await expect(post(latest)).rejects.toBeInstanceOf(PermanentSlackError);
      return store.posts.markAttempted(attempt);
    },
  });

  await expect(paused.publishHandoffPost(latest)).rejects.toBeInstanceOf(PostInProgress);
  await post(latest);

  expect(['CSALES', 'CEMEA'].map(messagesIn)).toEqual([0, 1]);
});
