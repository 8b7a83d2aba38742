import { afterEach, describe, expect, it } from 'vitest';
import type { Message, SlackFault } from '../../scripts/sandbox/slack/local-slack.ts';
import {
  currentMessage,
  directMessages,
  ephemeralTexts,
  firstEphemeralText,
  HALDEN_SUBSCRIPTION,
  requestCheck,
  requestRecheck,
} from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, checkAsAna, startTestApp, waitUntil } from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

/** Longer than any way back from a lost answer: the limit of a call, the wait after it, and the next look. */
const AFTER_TIMEOUT_MS = 18_000;

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(): Promise<TestApp> {
  const testApp = await startTestApp({ slackTimeoutMs: 1_500 });
  open.push(testApp);
  return testApp;
}

describe('When the outcome of posting a card is unknown', () => {
  const POST = 'chat.postMessage';
  const LOOK = 'conversations.history';
  const found = { cards: 1, talk: `${POST} ${LOOK} chat.update`, told: [] };
  const posted = { cards: 1, talk: `${POST} ${LOOK} ${POST}`, told: [] };
  const troubles: [name: string, faults: [method: string, fault: SlackFault][], end: typeof found][] = [
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

  it('the channel is searched before posting again, and there is exactly one card in the end', async () => {
    const ends = troubles.map(async ([name, faults]) => {
      const whole = await start();
      for (const [method, fault] of faults) whole.slack.fail(method, fault);
      await requestCheck(whole);
      await waitUntil(`a card when ${name}`, () => cardsIn(whole.slack, 'CSUPPORT')[0], AFTER_TIMEOUT_MS);
      await waitUntilBotIsIdle(whole);
      const talk = whole.slack.calls
        .map(({ method }) => method)
        .filter((method) => /history|post|update/.test(method));
      return [
        name,
        { cards: cardsIn(whole.slack, 'CSUPPORT').length, talk: talk.join(' '), told: ephemeralTexts(whole) },
      ];
    });

    expect(Object.fromEntries(await Promise.all(ends))).toEqual(
      Object.fromEntries(troubles.map(([name, , end]) => [name, end])),
    );
  }, 40_000);

  it('in direct messages, used because the channel refused the card, there is one card and a line that says why', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error: 'not_in_channel' });
    whole.slack.fail('chat.postMessage', { loseAnswer: true });

    await requestCheck(whole);
    const line = await firstEphemeralText(whole);
    await waitUntilBotIsIdle(whole);

    expect(line).toMatch(/^I sent you the card in a direct message: .*\/invite/);
    expect(directMessages(whole)).toHaveLength(1);
    expect(ephemeralTexts(whole)).toHaveLength(1);
  });

  it("the message of Slack's library is in our log, in our format", async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { loseAnswer: true });

    await requestCheck(whole);
    const said = await waitUntil('a line of the library', () =>
      whole.logLines.find((line) => line.includes('Slack library')),
    );

    expect(JSON.parse(said)).toMatchObject({ level: 'warn', msg: 'Slack library' });
    expect(said).not.toMatch(/Halden|Quillmark/);
  });

  it('in a thread, that thread is searched', async () => {
    const whole = await start();
    const ts = whole.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text: HALDEN_SUBSCRIPTION });
    whole.slack.fail('chat.postMessage', { loseAnswer: true });

    await whole.slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' });
    await waitUntil('the card to be found', () =>
      whole.slack.calls.some(({ method }) => method === 'chat.update'),
    );
    await waitUntilBotIsIdle(whole);

    expect(whole.slack.replies('CSUPPORT', ts)).toHaveLength(1);
  });
});

describe('When a card was deleted', () => {
  async function remove({ slack }: TestApp, { channel, ts }: Message): Promise<void> {
    const headers = { authorization: `Bearer ${slack.botToken}` };
    await fetch(`${slack.apiUrl}chat.delete`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ channel, ts }),
    });
  }

  it.each<[string, SlackFault | null]>([
    ['', null],
    [', though the answer to its post is lost', { loseAnswer: true }],
  ])('a press posts one fresh card, which further presses change%s', async (_how, fault) => {
    const whole = await start();
    const card = await checkAsAna(whole, HALDEN_SUBSCRIPTION);
    whole.slack.fail('chat.update', { error: 'message_not_found' });
    if (fault) whole.slack.fail('chat.postMessage', fault);

    await requestRecheck(whole, card);
    const fresh = await waitUntil('a fresh card', () => cardsIn(whole.slack, 'CSUPPORT')[1]);
    await remove(whole, card);
    await waitUntilBotIsIdle(whole);
    await requestRecheck(whole, fresh);
    await waitUntilBotIsIdle(whole);

    expect(cardsIn(whole.slack, 'CSUPPORT').map(({ ts }) => ts)).toEqual([fresh.ts]);
    expect(currentMessage(whole, fresh)?.edited).toBeDefined();
    expect(cardMetadata(fresh).case_id).toBe(cardMetadata(card).case_id);
  });
});
