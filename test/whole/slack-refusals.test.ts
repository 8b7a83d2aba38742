import { afterAll, describe, expect, it } from '@jest/globals';
import type { Fault, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import type { Whole } from './harness.ts';
import { cardsIn, caseOf, check, startWhole, until, words } from './harness.ts';
import { atRest } from './reading.ts';

const HALDEN = 'A-S00900001';
/** Longer than any way back from a lost answer: the limit of a call, the wait after it, and the next look. */
const AFTER_A_HANG_MS = 18_000;

const open: Whole[] = [];
afterAll(async () => {
  await Promise.all(open.map((whole) => whole.close()));
});

async function start(): Promise<Whole> {
  const whole = await startWhole();
  open.push(whole);
  return whole;
}

function ask({ slack }: Whole, text = HALDEN) {
  return slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });
}

function recheck({ slack }: Whole, { channel, ts }: Message) {
  return slack.click({ user: 'UANA', channel, ts, actionId: 'recheck' });
}

/** What the bot said to Ana alone in the channel, without the lines that come with an acknowledgement. */
function saidHere({ slack }: Whole): string[] {
  return slack
    .ephemerals({ user: 'UANA', channel: 'CSUPPORT' })
    .map(words)
    .filter((text) => !text.startsWith('Checking'));
}

function home({ slack }: Whole): readonly Message[] {
  return slack.directMessages('UANA').messages;
}

function posts({ slack }: Whole) {
  return slack.calls.filter(({ method }) => method === 'chat.postMessage');
}

function newest({ slack }: Whole, { channel, ts }: Message): Message | undefined {
  return slack.messages(channel).find((one) => one.ts === ts);
}

describe('When the channel does not take the card', () => {
  it.each([
    ['not_in_channel', '/invite'],
    ['channel_not_found', '/invite'],
    ['is_archived', 'archived'],
    ['restricted_action', 'only some people may post'],
  ])('%s: it is in the direct messages, and a line says why and what to do', async (error, told) => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error });

    await ask(whole);
    const [line] = await until('a line', () => (saidHere(whole).length > 0 ? saidHere(whole) : null));
    await atRest(whole);

    expect(line).toContain('The card is in your direct messages with me');
    expect(line).toContain(told);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toEqual([]);
    expect(home(whole).map(({ metadata }) => metadata?.event_type)).toEqual(['reseller_case']);
    expect(saidHere(whole)).toHaveLength(1);
  });

  it('and the direct messages do not either: a sentence says that and what to do', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error: 'not_in_channel' });
    whole.slack.fail('chat.postMessage', { error: 'restricted_action' });

    await ask(whole);
    const [line] = await until('a line', () => (saidHere(whole).length > 0 ? saidHere(whole) : null));

    expect(line).toMatch(/^The card could not be posted: only some people may post in that channel\./);
  });

  it('really, because the bot was thrown out: the card moves, and pressing its button keeps it there', async () => {
    const whole = await start();
    whole.slack.kick('CSUPPORT', whole.slack.botUserId);

    await ask(whole);
    const card = await until('a card', () => home(whole)[0]);
    await atRest(whole);
    await recheck(whole, card);
    await until('the card to change', () => newest(whole, card)?.edited);

    expect(home(whole)).toHaveLength(1);
  });
});

describe('When Slack does not take the blocks', () => {
  it.each(['invalid_blocks', 'msg_too_long'])('%s: the same is posted as plain text', async (error) => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error });

    const card = await check(whole, HALDEN);

    expect(card.blocks ?? []).toEqual([]);
    expect(card.text).toContain(`*Reseller · ${HALDEN}*`);
    expect(card.text).toContain('Quillmark Resale Ltd');
    expect(card.text).toContain('*Steps');
    expect(caseOf(card).verdict).toBe('reseller');
  });

  it('nor the plain text: a sentence says so', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error: 'invalid_blocks' }, 2);

    await ask(whole);
    const [line] = await until('a line', () => (saidHere(whole).length > 0 ? saidHere(whole) : null));

    expect(line).toMatch(/^The card could not be posted: it is too large for Slack\./);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toEqual([]);
  });

  it('of a change: the card becomes plain text in its place', async () => {
    const whole = await start();
    const card = await check(whole, HALDEN);
    whole.slack.fail('chat.update', { error: 'invalid_blocks' });

    await recheck(whole, card);
    const changed = await until(
      'the card to change',
      () => newest(whole, card)?.edited && newest(whole, card),
    );

    expect(changed.blocks ?? []).toEqual([]);
    expect(changed.text).toContain('*Reseller');
  });
});

describe('When nobody knows whether Slack took the card', () => {
  const POST = 'chat.postMessage';
  const LOOK = 'conversations.history';
  const found = { cards: 1, talk: `${POST} ${LOOK} chat.update`, told: [] };
  const posted = { cards: 1, talk: `${POST} ${LOOK} ${POST}`, told: [] };
  const troubles: [name: string, faults: [method: string, fault: Fault][], end: typeof found][] = [
    ['the answer is lost', [[POST, { loseAnswer: true }]], found],
    ['Slack fails', [[POST, { status: 500 }]], posted],
    ['Slack says that it failed', [[POST, { error: 'internal_error' }]], posted],
    ['a proxy answers', [[POST, { html: true }]], posted],
    ['Slack never answers', [[POST, { hang: true }]], posted],
    [
      'the channel cannot be read for a while',
      [
        [POST, { loseAnswer: true }],
        [LOOK, { status: 500 }],
        [LOOK, { rateLimited: 1 }],
      ],
      { ...found, talk: `${POST} ${LOOK} ${LOOK} ${LOOK} chat.update` },
    ],
  ];

  it.concurrent('there is exactly one card in the end, and nothing is posted again before it was looked for', async () => {
    const ends = troubles.map(async ([name, faults]) => {
      const whole = await start();
      for (const [method, fault] of faults) whole.slack.fail(method, fault);
      await ask(whole);
      await until(`a card when ${name}`, () => cardsIn(whole.slack, 'CSUPPORT')[0], AFTER_A_HANG_MS);
      await atRest(whole);
      const talk = whole.slack.calls
        .map(({ method }) => method)
        .filter((method) => /history|post|update/.test(method));
      return [
        name,
        { cards: cardsIn(whole.slack, 'CSUPPORT').length, talk: talk.join(' '), told: saidHere(whole) },
      ];
    });

    expect(Object.fromEntries(await Promise.all(ends))).toEqual(
      Object.fromEntries(troubles.map(([name, , end]) => [name, end])),
    );
  }, 40_000);

  it.concurrent('in a thread: it is looked for in that thread', async () => {
    const whole = await start();
    const ts = whole.slack.say({ user: 'UBEN', channel: 'CSUPPORT', text: HALDEN });
    whole.slack.fail('chat.postMessage', { loseAnswer: true });

    await whole.slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' });
    await until('the card to be found', () =>
      whole.slack.calls.some(({ method }) => method === 'chat.update'),
    );
    await atRest(whole);

    expect(whole.slack.replies('CSUPPORT', ts)).toHaveLength(1);
  });
});

describe('When Slack limits us', () => {
  it.concurrent('the card is posted once, not before the time that Slack told', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { rateLimited: 2 });

    await check(whole, HALDEN);
    await atRest(whole);

    const [refused, posted, ...more] = posts(whole);
    expect(more).toEqual([]);
    expect((posted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_000);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
  });

  it('and it does not tell who asks: a sentence, nothing looked up, and the next time it works', async () => {
    const whole = await start();
    whole.slack.fail('users.info', { rateLimited: 30 });

    await ask(whole);
    const [line] = await until('a line', () => (saidHere(whole).length > 0 ? saidHere(whole) : null));

    expect(line).toMatch(/^Slack did not tell me who you are .*Try again in a minute/);
    expect(whole.upstreams.zuora.requests).toEqual([]);
    expect(caseOf(await check(whole, HALDEN)).verdict).toBe('reseller');
  });
});

describe('When a card is gone', () => {
  async function remove({ slack }: Whole, { channel, ts }: Message): Promise<void> {
    const headers = { authorization: `Bearer ${slack.botToken}` };
    await fetch(`${slack.apiUrl}chat.delete`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ channel, ts }),
    });
  }

  it.concurrent.each<[string, Fault | null]>([
    ['', null],
    [', though the answer to its post is lost', { loseAnswer: true }],
  ])('pressing leads to one fresh card, which further presses change%s', async (_how, fault) => {
    const whole = await start();
    const card = await check(whole, HALDEN);
    whole.slack.fail('chat.update', { error: 'message_not_found' });
    if (fault) whole.slack.fail('chat.postMessage', fault);

    await recheck(whole, card);
    const fresh = await until('a fresh card', () => cardsIn(whole.slack, 'CSUPPORT')[1]);
    await remove(whole, card);
    await atRest(whole);
    await recheck(whole, fresh);
    await atRest(whole);

    expect(cardsIn(whole.slack, 'CSUPPORT').map(({ ts }) => ts)).toEqual([fresh.ts]);
    expect(newest(whole, fresh)?.edited).toBeDefined();
    expect(caseOf(fresh).case_id).toBe(caseOf(card).case_id);
  });
});

describe('When an answer cannot be given where it was asked for', () => {
  it.each<[string, Fault]>([
    ['404', { error: 'expired_url' }],
    ['500', { status: 500 }],
  ])('%s: the sentence comes as a direct message, once', async (_status, fault) => {
    const whole = await start();
    whole.slack.fail('users.info', { rateLimited: 30 });
    whole.slack.fail('response_url', fault);

    await ask(whole);
    await until('a direct message', () => home(whole)[0]);
    await atRest(whole);

    expect(home(whole).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Slack did not tell me who you are/),
    ]);
    expect(saidHere(whole)).toEqual([]);
  });
});
