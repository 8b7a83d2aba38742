import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InteractionResult, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { forgetOpenCases, HALDEN_SUBSCRIPTION } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, startTestApp, visibleText } from './harness.ts';
import {
  observeResponse,
  onlyCard,
  onlySentence,
  textsOnDisk,
  upstreamCallCount,
  waitUntilBotIsIdle,
} from './responses.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

interface Typed {
  readonly user?: string;
  readonly channel: string;
  readonly text: string;
  readonly threadTs?: string;
}

/** Events have no acknowledgement that anybody sees. */
const NO_ACKNOWLEDGEMENT = { status: 200, body: '', triggerId: '' } as unknown as InteractionResult;

/** Types a message and returns everything that the bot answers. */
function type({ user = 'UANA', ...typed }: Typed) {
  return observeResponse(testApp, user, async () => {
    testApp.slack.postAsUser({ user, ...typed });
    await testApp.slack.messagesDelivered();
    return NO_ACKNOWLEDGEMENT;
  });
}

function typeToBot(text: string, user = 'UANA') {
  return type({ user, channel: testApp.slack.channelOfDirectMessages(user), text });
}

function mention(text: string, more: Partial<Typed> = {}) {
  return type({ channel: 'CSUPPORT', ...more, text: `<@${testApp.slack.botUserId}> ${text}` });
}

function cardCount(): number {
  return testApp.slack.calls.filter(
    ({ method, args }) => method === 'chat.postMessage' && JSON.stringify(args).includes('reseller_case'),
  ).length;
}

/** Makes the bot forget whom it has greeted. */
function forgetGreetings(): Promise<void> {
  return testApp.executeSql("delete from people; delete from posts where key like '%greeting:%'");
}

describe("A person's first message to the bot", () => {
  beforeAll(forgetGreetings);

  it('is answered with a greeting, once, with the buttons of the help, and with the result', async () => {
    const { sentences, cards } = await typeToBot(HALDEN_SUBSCRIPTION);

    expect(sentences.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Hello\. Write a subscription/),
    ]);
    expect(visibleText(sentences[0] as Message)).toContain('My cases');
    expect(cards).toHaveLength(1);
    expect((await typeToBot(HALDEN_SUBSCRIPTION)).sentences.map(({ text }) => text)).not.toContainEqual(
      expect.stringMatching(/^Hello/),
    );
  });

  it('is not answered with a greeting next to the help', async () => {
    expect(onlySentence(await typeToBot('help', 'UBEN'))).toContain('I tell you who sold');
    expect(onlySentence(await typeToBot('mine', 'UBEN'))).not.toContain('Hello');
  });

  it.each(['UGUEST', 'UEXT'])('is refused instead when the person is %s', async (user) => {
    expect(onlySentence(await typeToBot('mine', user))).not.toContain('Hello');
  });
});

describe("Opening the bot's messages for the first time", () => {
  beforeAll(forgetGreetings);
  const openMessages = (user: string) =>
    observeResponse(testApp, user, () =>
      testApp.slack.sendEvent({ type: 'app_home_opened', user, tab: 'messages' }),
    );

  it('shows a greeting, once', async () => {
    expect(onlySentence(await openMessages('UBEN'))).toContain('Hello.');
    expect((await openMessages('UBEN')).sentences).toEqual([]);
    expect((await typeToBot('mine', 'UBEN')).sentences).toHaveLength(1);
  });

  it.each(['UGUEST', 'UEXT', 'UKIM'])('shows nothing when the person is %s', async (user) => {
    expect((await openMessages(user)).sentences).toEqual([]);
  });
});

describe('A direct message to the bot', () => {
  beforeAll(async () => void (await typeToBot('help')));

  it('is checked like a command, with topic and requester', async () => {
    const card = onlyCard(await typeToBot(`${HALDEN_SUBSCRIPTION} direct-renewal reseller`));

    expect(card.channel).toBe(testApp.slack.channelOfDirectMessages('UANA'));
    expect(cardMetadata(card)).toMatchObject({ verdict: 'reseller', topic: 'direct-renewal' });
    expect(visibleText(card)).toContain('Requester: reseller — set by <@UANA>');
  });

  it.each(['help', 'HELP', ''])('is answered with the help for %j', async (text) => {
    expect(onlySentence(await typeToBot(text))).toContain('I tell you who sold a subscription');
  });

  it('lists the person\'s cases for "mine"', async () => {
    expect(onlySentence(await typeToBot('mine'))).toContain(HALDEN_SUBSCRIPTION);
  });

  it('is answered with an example when it contains no reference', async () => {
    expect(onlySentence(await typeToBot('is Halden Mills resold?'))).toContain('A-S00012345');
  });
});

describe('A mention of the bot', () => {
  it('is answered in a thread of the message', async () => {
    const ts = testApp.slack.postAsUser({
      user: 'UANA',
      channel: 'CSUPPORT',
      text: `<@${testApp.slack.botUserId}>: ${HALDEN_SUBSCRIPTION}`,
    });
    await testApp.slack.messagesDelivered();
    await waitUntilBotIsIdle(testApp);
    const [card] = testApp.slack.replies('CSUPPORT', ts);

    expect(cardMetadata(card as Message).verdict).toBe('reseller');
  });

  it('is answered in the thread that it was written in', async () => {
    const root = testApp.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text: 'Who sold this?' });
    const card = onlyCard(await mention(HALDEN_SUBSCRIPTION, { threadTs: root }));

    expect(card.thread_ts).toBe(root);
  });

  it('is answered for the person only when it contains no reference', async () => {
    const before = testApp.slack.messages('CSUPPORT').length;
    const sentence = onlySentence(await mention('who sold this?'));

    expect(sentence).toContain('A-S00012345');
    expect(testApp.slack.messages('CSUPPORT').length).toBe(before + 1);
  });

  it('in direct messages is one question, although Slack sends two events', async () => {
    const before = cardCount();
    await typeToBot(`<@${testApp.slack.botUserId}> ${HALDEN_SUBSCRIPTION}`);

    expect(cardCount()).toBe(before + 1);
  });

  it.each(['UGUEST', 'UEXT'])('is refused for %s, and nothing is looked up', async (user) => {
    testApp.slack.invite('CSUPPORT', user);
    const upstreamCalls = upstreamCallCount(testApp);
    const sentence = onlySentence(await mention(HALDEN_SUBSCRIPTION, { user }));

    expect(sentence).not.toMatch(/Checking|Reseller/);
    expect(upstreamCallCount(testApp)).toBe(upstreamCalls);
  });
});

describe('What is not a question', () => {
  const edited = { user: 'UANA', ts: '1700000001.000100' };
  it.each([
    [
      'an edited message',
      { type: 'message', subtype: 'message_changed', message: { text: HALDEN_SUBSCRIPTION } },
    ],
    ['a mention that was edited into a message', { type: 'app_mention', edited }],
    ['a message of another bot', { type: 'message', bot_id: 'B0OTHER' }],
    ['a message in a group', { type: 'message', channel_type: 'mpim' }],
    ['somebody joining', { type: 'message', subtype: 'channel_join' }],
  ])('%s is not answered', async (_, event) => {
    const calls = testApp.slack.calls.length;
    await testApp.slack.sendEvent({
      user: 'UANA',
      channel: testApp.slack.channelOfDirectMessages('UANA'),
      channel_type: 'im',
      ts: '1700000000.000100',
      text: HALDEN_SUBSCRIPTION,
      ...event,
    });
    await waitUntilBotIsIdle(testApp);

    expect(testApp.slack.calls.slice(calls)).toEqual([]);
  });
});

it('Only the ids of a message are stored, and nothing else is stored or logged', async () => {
  const secret = 'Hunter2-Zebra-Umbrella';
  await typeToBot(`${HALDEN_SUBSCRIPTION} ${secret}`);

  expect(await textsOnDisk(testApp, [secret])).toEqual([]);
  expect(testApp.logLines.join('')).not.toContain(secret);
});

it('An event that is delivered twice leads to one card', async () => {
  const event = {
    type: 'message',
    channel_type: 'im',
    user: 'UBEN',
    team: testApp.slack.teamId,
    channel: testApp.slack.channelOfDirectMessages('UBEN'),
    ts: '1700000002.000100',
    text: HALDEN_SUBSCRIPTION,
  };
  await testApp.slack.sendEvent(event);
  await testApp.slack.sendEvent(event);
  await waitUntilBotIsIdle(testApp);

  expect(cardsIn(testApp.slack, testApp.slack.channelOfDirectMessages('UBEN')).length).toBe(1);
});

it('A mention outside the support channels is answered that the card is in direct messages', async () => {
  testApp.slack.invite('CRANDOM', testApp.slack.botUserId);
  const sentence = onlySentenceBesideCard(
    await mention(`${HALDEN_SUBSCRIPTION} new`, { channel: 'CRANDOM' }),
  );

  expect(sentence).toMatch(/direct message/);
});

function onlySentenceBesideCard({ sentences, cards }: Awaited<ReturnType<typeof mention>>): string {
  expect(cards).toHaveLength(1);
  expect(sentences).toHaveLength(1);
  return sentences[0]?.text ?? '';
}
