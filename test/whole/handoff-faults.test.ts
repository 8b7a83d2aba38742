import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '../../scripts/sandbox/slack/local-slack.ts';
import { saidHere } from './asking.ts';
import { handOver, handoffOf, handoffsIn, notesTo, RENEWAL, rowOf, settled, talkIn } from './handing.ts';
import type { Whole } from './harness.ts';
import { check, startWhole, until, words } from './harness.ts';
import { atRest } from './reading.ts';

/** Far shorter than the time in which a post may still come. */
const SLACK_TIMEOUT_MS = 1_500;
/** Longer than that time and the looks around it. */
const AFTER_A_HANG_MS = 40_000;
const SETTLE_MS = 10_000;
/** We count from before the call, Slack from when it arrives: on a busy machine that makes a part of the time. */
const MEASURED = 0.9;

const open: Whole[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(): Promise<Whole> {
  const whole = await startWhole({ slackTimeoutMs: SLACK_TIMEOUT_MS });
  open.push(whole);
  return whole;
}

const POST = 'chat.postMessage';
const LOOK = 'conversations.history';

interface Trouble {
  readonly faults: readonly (readonly [method: string, fault: Fault, times?: number])[];
  /** What Slack is asked about the Sales channel, in this order. */
  readonly talk: RegExp;
  /** Between the first and the last post. */
  readonly atLeastMs?: number;
}

/** The first post is there; it is found by its metadata and brought up to date. */
const FOUND = /^post( look)+ update$/;
/** Nothing was there when it was looked for, the last time after Slack could no longer be busy with it. */
const AGAIN = /^post( look){2,} post$/;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  'Slack limits us': { faults: [[POST, { rateLimited: 2 }]], talk: /^post post$/, atLeastMs: 2_000 },
  'Slack limits us without a status': {
    faults: [[POST, { error: 'ratelimited' }]],
    talk: /^post post$/,
    atLeastMs: 1_000,
  },
  'Slack limits us twice': {
    faults: [[POST, { rateLimited: 1 }, 2]],
    talk: /^post post post$/,
    atLeastMs: 2_000,
  },
  'Slack fails': { faults: [[POST, { status: 500 }]], talk: AGAIN, atLeastMs: SETTLE_MS },
  'a gateway fails': { faults: [[POST, { status: 503 }]], talk: AGAIN, atLeastMs: SETTLE_MS },
  'Slack says that it failed': {
    faults: [[POST, { error: 'internal_error' }]],
    talk: AGAIN,
    atLeastMs: SETTLE_MS,
  },
  'a proxy answers': { faults: [[POST, { html: true }]], talk: AGAIN, atLeastMs: SETTLE_MS },
  'the answer is lost': { faults: [[POST, { loseAnswer: true }]], talk: FOUND },
  'Slack is slower than we wait': { faults: [[POST, { delayMs: 5_000 }]], talk: FOUND },
  'Slack never answers': { faults: [[POST, { hang: true }]], talk: AGAIN, atLeastMs: SETTLE_MS },
  'the channel cannot be read for a while': {
    faults: [
      [POST, { loseAnswer: true }],
      [LOOK, { status: 500 }],
      [LOOK, { rateLimited: 1 }],
      [LOOK, { html: true }],
    ],
    talk: /^post look look look look update$/,
  },
  'it is lost, and its change is limited': {
    faults: [
      [POST, { loseAnswer: true }],
      ['chat.update', { delayMs: 0 }],
      ['chat.update', { rateLimited: 1 }],
    ],
    talk: /^post look( look)? update( update)?$/,
  },
  'it fails, is tried again and is lost': {
    faults: [
      [POST, { status: 500 }],
      [POST, { loseAnswer: true }],
    ],
    talk: /^post( look){2,} post( look)+ update$/,
    atLeastMs: SETTLE_MS,
  },
};

describe('A handoff in trouble', () => {
  it.each(Object.entries(TROUBLES))(
    'is posted exactly once when %s',
    async (_when, trouble) => {
      const { faults, talk, atLeastMs = 0 } = trouble;
      const whole = await start();
      const card = await check(whole, RENEWAL);
      for (const [method, fault, times] of faults) whole.slack.fail(method, fault, times);

      await handOver(whole, { card });
      const post = await until('the post', () => handoffsIn(whole)[0], AFTER_A_HANG_MS);
      await until(
        'a card that says so',
        () => rowOf(whole, card).startsWith('*Handoff:* with Sales since'),
        AFTER_A_HANG_MS,
      );
      await settled(whole);

      expect(handoffsIn(whole).map(({ ts }) => ts)).toEqual([post.ts]);
      expect(handoffOf(post).state).toBe('open');
      expect(words(post)).toContain('Halden Mills');
      expect(notesTo(whole, 'UANA')).toEqual([]);
      const asked = talkIn(whole);
      expect(asked.map(({ name }) => name).join(' ')).toMatch(talk);
      const posts = asked.filter(({ name }) => name === 'post').map(({ at }) => at);
      expect((posts.at(-1) ?? 0) - (posts[0] ?? 0)).toBeGreaterThanOrEqual(atLeastMs * MEASURED);
    },
    60_000,
  );
});

describe('A handoff that Slack does not take as it is drawn', () => {
  it.each(['invalid_blocks', 'msg_too_long', 'metadata_too_large'])(
    '%s: the same is posted as plain text, once, and is followed as any other',
    async (error) => {
      const whole = await start();
      const card = await check(whole, RENEWAL);
      whole.slack.fail(POST, { error });

      await handOver(whole, { card });
      await settled(whole);

      const [post, ...more] = handoffsIn(whole);
      expect(more).toEqual([]);
      expect(post?.blocks ?? []).toEqual([]);
      expect(post?.text).toMatch(
        /Halden Mills[\s\S]*first had a reseller purchase[\s\S]*Quillmark Resale Ltd/,
      );
      expect(post && handoffOf(post).state).toBe('open');
      expect(rowOf(whole, card)).toMatch(/^\*Handoff:\* with Sales since/);
    },
    20_000,
  );

  it('nor as plain text: nothing is with Sales, and the engineer is told once what to do', async () => {
    const whole = await start();
    const card = await check(whole, RENEWAL);
    whole.slack.fail(POST, { error: 'msg_too_long' }, 2);

    await handOver(whole, { card });
    await settled(whole);

    expect(handoffsIn(whole)).toEqual([]);
    expect(notesTo(whole, 'UANA').map(words)).toEqual([expect.stringContaining('Shorten what you wrote')]);
    expect(rowOf(whole, card)).toContain('Shorten what you wrote');
  }, 20_000);
});

describe('A form while Slack is busy', () => {
  const busy: [string, Fault][] = [
    ['fails', { status: 503 }],
    ['limits us', { rateLimited: 1 }],
    ['loses its answer', { loseAnswer: true }],
  ];

  it.each(busy)('is filled all the same when Slack %s for a moment', async (_, fault) => {
    const whole = await start();
    const card = await check(whole, RENEWAL);
    whole.slack.fail('views.update', fault);

    await handOver(whole, { card });
    await settled(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
    expect(saidHere(whole)).toEqual([]);
  });

  it.each(busy.slice(0, 2))('says what to do when Slack %s for longer', async (_, fault) => {
    const whole = await start();
    const card = await check(whole, RENEWAL);
    whole.slack.fail('views.update', fault, 100);

    await whole.slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'draft-handoff' });
    await atRest(whole);

    expect(saidHere(whole)).toEqual([expect.stringMatching(/^Slack did not take .* press the button/)]);
  });

  it.each(busy)('does not open when Slack %s: a line says to press again', async (_, fault) => {
    const whole = await start();
    const card = await check(whole, RENEWAL);
    whole.slack.fail('views.open', fault);

    await whole.slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'draft-handoff' });
    await atRest(whole);

    expect(saidHere(whole)).toEqual([expect.stringMatching(/^The form did not open in time.*once more/)]);
  });
});
