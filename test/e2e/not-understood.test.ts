import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InteractionResult, Message, View } from '../../scripts/sandbox/slack/local-slack.ts';
import { controlsOf, textsOf } from '../slack/rendering/rendered-blocks.ts';
import { forgetOpenCases, HALDEN_SUBSCRIPTION } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText } from './harness.ts';
import {
  type ObservedResponse,
  observeResponse,
  onlyCard,
  onlySentence,
  pressElement,
  typeCommand,
  typeCommandAs,
  upstreamCallCount,
  useMessageShortcut,
} from './responses.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

function labelsOf({ sentences: [answer] }: ObservedResponse): string[] {
  return controlsOf(answer?.blocks as never).map((control) => control.accessibility_label ?? '');
}

/** Presses the button with this label for screen readers. */
function press({ sentences: [answer] }: ObservedResponse, label: string): Promise<ObservedResponse> {
  const found = controlsOf(answer?.blocks as never).find(({ accessibility_label: text }) => text === label);
  if (!found) throw new Error(`no button ${label}`);
  return pressElement(testApp, answer as Message, {
    actionId: found.action_id ?? '',
    ...(found.value ? { value: found.value } : {}),
  });
}

/** Mentions the bot in a thread of the support channel. */
function mentionInThread(text: string): Promise<ObservedResponse> {
  const threadTs = testApp.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text: 'Who sold this?' });
  return observeResponse(testApp, 'UANA', async () => {
    testApp.slack.postAsUser({
      user: 'UANA',
      channel: 'CSUPPORT',
      text: `<@${testApp.slack.botUserId}> ${text}`,
      threadTs,
    });
    await testApp.slack.messagesDelivered();
    return { status: 200, body: '', triggerId: '' } as unknown as InteractionResult;
  });
}

async function submitForm(what: string): Promise<ObservedResponse> {
  const { id: viewId } = testApp.slack.views('UANA').at(-1) as View;
  const values = { what: { what: { value: what } }, topic: { topic: { selected_option: null } } };
  return observeResponse(testApp, 'UANA', () => testApp.slack.submitView({ user: 'UANA', viewId, values }));
}

describe('A mistyped number', () => {
  const mistyped = 'AS00900001 direct-renewal reseller';
  const ways: [string, () => Promise<ObservedResponse>][] = [
    ['after the command', () => typeCommand(testApp, mistyped)],
    ['in a mention', () => mentionInThread(mistyped)],
  ];

  it.each(ways)('%s is answered with a button for the likely number', async (_, ask) => {
    const asked = upstreamCallCount(testApp);
    const answer = await ask();

    expect(onlySentence(answer)).toContain('Did you mean A-S00900001?');
    expect(onlySentence(answer)).toContain('the topic “direct-renewal” and the requester “reseller”');
    expect(labelsOf(answer)).toEqual([`Check subscription ${HALDEN_SUBSCRIPTION}`, 'Check a customer']);
    expect(upstreamCallCount(testApp)).toBe(asked);
    const card = onlyCard(await press(answer, `Check subscription ${HALDEN_SUBSCRIPTION}`));
    expect(cardMetadata(card)).toMatchObject({ verdict: 'reseller', topic: 'direct-renewal' });
    expect(visibleText(card)).toContain('requester: reseller');
  });

  it('in a thread leads to a card in that thread', async () => {
    const card = onlyCard(
      await press(await mentionInThread('AS00900001'), `Check subscription ${HALDEN_SUBSCRIPTION}`),
    );

    expect(card.channel).toBe('CSUPPORT');
    expect(card.thread_ts).toBeDefined();
  });

  it('in a message is offered by the shortcut', async () => {
    const answer = await useMessageShortcut(testApp, { text: 'Is AS00900001 resold?' });

    expect(labelsOf(answer)).toContain(`Check subscription ${HALDEN_SUBSCRIPTION}`);
  });
});

describe('The "Checking …" line of a chosen check', () => {
  const ephemeralTexts = () => testApp.slack.ephemerals({ user: 'UANA' }).map(({ text }) => text);

  it('disappears when the card is posted', async () => {
    const answer = await typeCommand(testApp, 'AS00900001');
    const before = ephemeralTexts();
    onlyCard(await press(answer, `Check subscription ${HALDEN_SUBSCRIPTION}`));

    expect(ephemeralTexts()).toHaveLength(before.length - 1);
    expect(ephemeralTexts().filter((text) => text.includes(`${HALDEN_SUBSCRIPTION}…`))).toEqual([]);
  });

  it('stays when the card was posted in direct messages', async () => {
    const by = { user: 'UANA', channel: 'CRANDOM' };
    await press(await typeCommandAs(testApp, by, 'AS00900001'), `Check subscription ${HALDEN_SUBSCRIPTION}`);

    expect(ephemeralTexts().at(-1)).toContain('I will send you the card in a direct message');
  });

  it('is replaced by the reason when there is no card', async () => {
    const answer = await typeCommand(testApp, '48214');

    expect(onlySentence(await press(answer, 'Check ticket #48214'))).toContain(
      'Ticket #48214 comes from a partner',
    );
  });
});

it('A mistyped topic is answered with the likely one, and with a check without a topic', async () => {
  const answer = await typeCommand(testApp, `${HALDEN_SUBSCRIPTION} direct-renewl`);

  expect(onlySentence(answer)).toContain('direct-renewl is not a topic');
  expect(labelsOf(answer)).toEqual([
    `Check subscription ${HALDEN_SUBSCRIPTION}, direct-renewal`,
    `Check subscription ${HALDEN_SUBSCRIPTION}, without a topic`,
    'Check a customer',
  ]);
  const card = onlyCard(await press(answer, `Check subscription ${HALDEN_SUBSCRIPTION}, direct-renewal`));
  expect(cardMetadata(card).topic).toBe('direct-renewal');
});

describe('The shortcut on a message without a reference', () => {
  const useOn = (channel: string, threadTs?: string) => {
    const said = { user: 'UBEN', channel, text: 'Who sold this?', ...(threadTs ? { threadTs } : {}) };
    const ts = testApp.slack.postAsUser(said);
    return observeResponse(testApp, 'UANA', () =>
      testApp.slack.messageShortcut({ user: 'UANA', channel, ts, callbackId: 'check-ticket' }),
    );
  };

  it('opens a form, and the card is posted in the thread of that message', async () => {
    const root = testApp.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text: 'A question' });
    const answer = await useOn('CSUPPORT', root);
    expect(onlySentence(answer)).toContain('I found no ticket link, subscription or account number');
    await press(answer, 'Check a customer');
    const card = onlyCard(await submitForm(HALDEN_SUBSCRIPTION));

    expect([card.channel, card.thread_ts]).toEqual(['CSUPPORT', root]);
  });

  it('in a channel without cards leads to a card in direct messages', async () => {
    await press(await useOn('CRANDOM'), 'Check a customer');
    const card = onlyCard(await submitForm(HALDEN_SUBSCRIPTION));

    expect(card.channel).toBe(testApp.slack.channelOfDirectMessages('UANA'));
  });
});

describe('The help', () => {
  it.each(['help', ''])(
    'for %j has three examples, the topics in one line, and two buttons',
    async (text) => {
      const answer = await typeCommand(testApp, text);

      const [first] = textsOf(answer.sentences[0]?.blocks as never);

      expect(first?.match(/^• /gm)).toHaveLength(3);
      expect(onlySentence(answer)).toContain('Topics: sign-in, ');
      expect(labelsOf(answer)).toEqual(['Check a customer', 'My cases']);
    },
  );

  it('opens the form, whose card is posted in the channel of the help', async () => {
    await press(await typeCommand(testApp, 'help'), 'Check a customer');

    expect(onlyCard(await submitForm(HALDEN_SUBSCRIPTION)).channel).toBe('CSUPPORT');
  });

  it('shows the cases of the person', async () => {
    onlyCard(await typeCommand(testApp, HALDEN_SUBSCRIPTION));

    expect(onlySentence(await press(await typeCommand(testApp, 'help'), 'My cases'))).toContain(
      HALDEN_SUBSCRIPTION,
    );
  });
});
