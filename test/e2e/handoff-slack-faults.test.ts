import { afterEach, describe, expect, it } from 'vitest';
import type { SlackFault } from '../../scripts/sandbox/slack/local-slack.ts';
import { sampleItems } from '../sample-size.ts';
import { ephemeralTexts } from './check-requests.ts';
import {
  HANDOFF_FORM_INPUT,
  handoffPostMetadata,
  handoffRowText,
  handoffsIn,
  notesTo,
  RENEWAL_COMMAND,
  slackCallsFor,
  submitHandoffFor,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

/** Far shorter than the time in which a post may still come. */
const SLACK_TIMEOUT_MS = 1_500;
/** Longer than that time and the looks around it. */
const AFTER_TIMEOUT_MS = 40_000;
const REPOST_DELAY_MS = 10_000;
/** We count from before the call, Slack from when it arrives: on a busy machine that makes a part of the time. */
const TIMING_TOLERANCE = 0.9;

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(): Promise<TestApp> {
  const testApp = await startTestApp({ slackTimeoutMs: SLACK_TIMEOUT_MS });
  open.push(testApp);
  return testApp;
}

const POST_METHOD = 'chat.postMessage';
const HISTORY_METHOD = 'conversations.history';

interface SlackFailure {
  readonly faults: readonly (readonly [method: string, fault: SlackFault, times?: number])[];
  /** What Slack is asked about the Sales channel, in this order. */
  readonly talk: RegExp;
  /** Between the first and the last post. */
  readonly atLeastMs?: number;
}

/** The first post is there; it is found by its metadata and brought up to date. */
const FOUND_AND_UPDATED = /^post( look)+ update$/;
/** Nothing was there when it was looked for, the last time after Slack could no longer be busy with it. */
const POSTED_AGAIN = /^post( look){2,} post$/;

const SLACK_FAILURES: Readonly<Record<string, SlackFailure>> = {
  'Slack limits us': { faults: [[POST_METHOD, { rateLimited: 2 }]], talk: /^post post$/, atLeastMs: 2_000 },
  'Slack limits us without a status': {
    faults: [[POST_METHOD, { error: 'ratelimited' }]],
    talk: /^post post$/,
    atLeastMs: 1_000,
  },
  'Slack limits us twice': {
    faults: [[POST_METHOD, { rateLimited: 1 }, 2]],
    talk: /^post post post$/,
    atLeastMs: 2_000,
  },
  'Slack fails': { faults: [[POST_METHOD, { status: 500 }]], talk: POSTED_AGAIN, atLeastMs: REPOST_DELAY_MS },
  'a gateway fails': {
    faults: [[POST_METHOD, { status: 503 }]],
    talk: POSTED_AGAIN,
    atLeastMs: REPOST_DELAY_MS,
  },
  'Slack says that it failed': {
    faults: [[POST_METHOD, { error: 'internal_error' }]],
    talk: POSTED_AGAIN,
    atLeastMs: REPOST_DELAY_MS,
  },
  'a proxy answers': {
    faults: [[POST_METHOD, { html: true }]],
    talk: POSTED_AGAIN,
    atLeastMs: REPOST_DELAY_MS,
  },
  'the answer is lost': { faults: [[POST_METHOD, { loseAnswer: true }]], talk: FOUND_AND_UPDATED },
  'Slack is slower than we wait': { faults: [[POST_METHOD, { delayMs: 5_000 }]], talk: FOUND_AND_UPDATED },
  'Slack never answers': {
    faults: [[POST_METHOD, { hang: true }]],
    talk: POSTED_AGAIN,
    atLeastMs: REPOST_DELAY_MS,
  },
  'the channel cannot be read for a while': {
    faults: [
      [POST_METHOD, { loseAnswer: true }],
      [HISTORY_METHOD, { status: 500 }],
      [HISTORY_METHOD, { rateLimited: 1 }],
      [HISTORY_METHOD, { html: true }],
    ],
    talk: /^post look look look look update$/,
  },
  'it is lost, and its change is limited': {
    faults: [
      [POST_METHOD, { loseAnswer: true }],
      ['chat.update', { delayMs: 0 }],
      ['chat.update', { rateLimited: 1 }],
    ],
    talk: /^post look( look)? update( update)?$/,
  },
  'it fails, is tried again and is lost': {
    faults: [
      [POST_METHOD, { status: 500 }],
      [POST_METHOD, { loseAnswer: true }],
    ],
    talk: /^post( look){2,} post( look)+ update$/,
    atLeastMs: REPOST_DELAY_MS,
  },
};

describe('A handoff during Slack failures', () => {
  it.each(sampleItems(Object.entries(SLACK_FAILURES), 3))(
    'is posted exactly once when %s',
    async (_when, trouble) => {
      const { faults, talk, atLeastMs = 0 } = trouble;
      const whole = await start();
      const card = await checkAsAna(whole, RENEWAL_COMMAND);
      for (const [method, fault, times] of faults) whole.slack.fail(method, fault, times);

      await submitHandoffFor(whole, { card });
      const post = await waitUntil('the post', () => handoffsIn(whole)[0], AFTER_TIMEOUT_MS);
      await waitUntil(
        'a card that says so',
        () => handoffRowText(whole, card).startsWith('*Handoff:* with Sales since'),
        AFTER_TIMEOUT_MS,
      );
      await waitUntilDelivered(whole);

      expect(handoffsIn(whole).map(({ ts }) => ts)).toEqual([post.ts]);
      expect(handoffPostMetadata(post).state).toBe('open');
      expect(visibleText(post)).toContain('Halden Mills');
      expect(notesTo(whole, 'UANA')).toEqual([]);
      const asked = slackCallsFor(whole);
      expect(asked.map(({ name }) => name).join(' ')).toMatch(talk);
      const posts = asked.filter(({ name }) => name === 'post').map(({ at }) => at);
      expect((posts.at(-1) ?? 0) - (posts[0] ?? 0)).toBeGreaterThanOrEqual(atLeastMs * TIMING_TOLERANCE);
    },
    60_000,
  );
});

describe('A handoff whose blocks Slack refuses', () => {
  it.each(['invalid_blocks', 'msg_too_long', 'metadata_too_large'])(
    '%s: is posted once as plain text, and updated as any other',
    async (error) => {
      const whole = await start();
      const card = await checkAsAna(whole, RENEWAL_COMMAND);
      whole.slack.fail(POST_METHOD, { error });

      await submitHandoffFor(whole, { card });
      await waitUntilDelivered(whole);

      const [post, ...more] = handoffsIn(whole);
      expect(more).toEqual([]);
      expect(post?.blocks ?? []).toEqual([]);
      expect(post?.text).toMatch(
        /Halden Mills[\s\S]*first bought through a reseller[\s\S]*Quillmark Resale Ltd/,
      );
      expect(post && handoffPostMetadata(post).state).toBe('open');
      expect(handoffRowText(whole, card)).toMatch(/^\*Handoff:\* with Sales since/);
    },
    20_000,
  );

  it('is not posted when Slack refuses plain text, too; the engineer is told once what to do', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail(POST_METHOD, { error: 'msg_too_long' }, 2);

    await submitHandoffFor(whole, { card });
    await waitUntilDelivered(whole);

    expect(handoffsIn(whole)).toEqual([]);
    expect(notesTo(whole, 'UANA').map(visibleText)).toEqual([
      expect.stringContaining('Shorten what you wrote'),
    ]);
    expect(handoffRowText(whole, card)).toContain('Shorten what you wrote');
  }, 20_000);
});

describe('A form during Slack failures', () => {
  const busy: [string, SlackFault][] = [
    ['fails', { status: 503 }],
    ['limits us', { rateLimited: 1 }],
    ['loses its answer', { loseAnswer: true }],
  ];

  it.each(busy)('is filled although Slack %s for a moment', async (_, fault) => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('views.update', fault);

    await submitHandoffFor(whole, { card });
    await waitUntilDelivered(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
    expect(ephemeralTexts(whole)).toEqual([]);
  });

  it.each(busy.slice(0, 2))('says what to do when Slack %s for longer', async (_, fault) => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('views.update', fault, 100);

    await whole.slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'draft-handoff' });
    await waitUntilBotIsIdle(whole);

    expect(ephemeralTexts(whole)).toEqual([
      expect.stringMatching(/^Slack could not load the form\..* press the button on the card again\.$/),
    ]);
  });

  it('says that the submitted text is kept when the preview cannot be shown', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    await whole.slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'draft-handoff' });
    await waitForModal(whole, 'UANA', 'handoff-draft');
    whole.slack.fail('views.update', { status: 503 }, 100);

    await submitTopModal(whole, 'UANA', HANDOFF_FORM_INPUT);
    const said = () => whole.slack.directMessages('UANA').messages.map(({ text }) => text);
    await waitUntil('the reply', () => said().length > 0);

    expect(said()).toEqual([expect.stringMatching(/^Slack could not load the form.*; your text is kept\.$/)]);
  });

  it.each(busy)('does not open when Slack %s, and a message says to press again', async (_, fault) => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('views.open', fault);

    await whole.slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'draft-handoff' });
    await waitUntilBotIsIdle(whole);

    expect(ephemeralTexts(whole)).toEqual([
      expect.stringMatching(/^The form did not open in time\. Press the button .* again/),
    ]);
  });
});
