import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message, SlackFault, View } from '../../scripts/sandbox/slack/local-slack.ts';
import { forgetOpenCases } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import {
  observeResponse,
  onlyCard,
  onlySentence,
  pressElement,
  typeCommand,
  upstreamCallCount,
  waitUntilBotIsIdle,
} from './responses.ts';

let testApp: TestApp;
beforeAll(async () => {
  testApp = await startTestApp();
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));
afterEach(() => testApp.slack.clearFaults());

function ticket(id: number): string {
  return `${testApp.upstreams.zendesk.url}/agent/tickets/${id}`;
}

function useShortcut(channel: string, ts: string) {
  return observeResponse(testApp, 'UANA', () =>
    testApp.slack.messageShortcut({ user: 'UANA', channel, ts, callbackId: 'check-ticket' }),
  );
}

describe('The shortcut on a message', () => {
  it('answers in the thread of that message', async () => {
    const ts = testApp.slack.postAsUser({
      user: 'UBEN',
      channel: 'CSUPPORT',
      text: `Resold? ${ticket(48211)}`,
    });
    const card = onlyCard(await useShortcut('CSUPPORT', ts));

    expect(card.thread_ts).toBe(ts);
    expect(cardMetadata(card)).toMatchObject({ verdict: 'reseller', topic: 'sign-in' });
  });

  it('answers in the same thread when it is used on a reply', async () => {
    const root = testApp.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text: 'A question' });
    const said = { user: 'UBEN', channel: 'CSUPPORT', text: `It is ${ticket(48220)}`, threadTs: root };
    const card = onlyCard(await useShortcut('CSUPPORT', testApp.slack.postAsUser(said)));

    const posts = testApp.slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(posts.at(-1)?.args['thread_ts']).toBe(root);
    expect(card.thread_ts).toBe(root);
    expect(testApp.slack.replies('CSUPPORT', root).at(-1)?.ts).toBe(card.ts);
  });

  it('finds the link that an app posted in blocks and attachments', async () => {
    const section = { type: 'section', text: { type: 'mrkdwn', text: `<${ticket(48220)}|New ticket>` } };
    const ts = testApp.slack.postAsUser({
      user: 'UBEN',
      channel: 'CSUPPORT',
      text: '',
      attachments: [{ blocks: [section] }],
    });

    expect(cardMetadata(onlyCard(await useShortcut('CSUPPORT', ts))).topic).toBe('license-upload');
  });

  it('checks the ticket, whatever address stands next to its link', async () => {
    const text = `<${ticket(48220)}> same as what ops@halden-mills.example had`;
    const ts = testApp.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text });
    const card = onlyCard(await useShortcut('CSUPPORT', ts));

    expect(cardMetadata(card)).toMatchObject({
      subscriptions: 'A-S00900050=reseller',
      topic: 'license-upload',
    });
    expect(visibleText(card)).not.toContain('Halden Mills');
  });

  it('answers in direct messages when it is used in any other channel, and says so there', async () => {
    const ts = testApp.slack.postAsUser({ user: 'UBEN', channel: 'CRANDOM', text: ticket(48211) });
    const { cards, sentences } = await useShortcut('CRANDOM', ts);

    expect(cards.map(({ channel }) => channel)).toEqual([testApp.slack.channelOfDirectMessages('UANA')]);
    expect(sentences.map(({ channel, text }) => [channel, text])).toEqual([
      ['CRANDOM', expect.stringMatching(/do not post cards in this channel.*direct message/)],
    ]);
    expect(testApp.slack.messages('CRANDOM').map((message) => message.ts)).toEqual([ts]);
  });
});

describe('The form', () => {
  async function openForm(): Promise<View> {
    const shortcut = { user: 'UANA', callbackId: 'check-customer' };
    await observeResponse(testApp, 'UANA', () => testApp.slack.globalShortcut(shortcut));
    return testApp.slack.views('UANA').at(-1) as View;
  }
  function submit({ id: viewId }: View, what: string, topic: string | null = null) {
    const values = { what: { what: { value: what } }, topic: { topic: { selected_option: topic } } };
    return observeResponse(testApp, 'UANA', () => testApp.slack.submitView({ user: 'UANA', viewId, values }));
  }

  it('leads to a card in direct messages', async () => {
    const card = onlyCard(await submit(await openForm(), 'A-S00900001', 'direct-renewal'));

    expect(card.channel).toBe(testApp.slack.channelOfDirectMessages('UANA'));
    expect(cardMetadata(card)).toMatchObject({ verdict: 'reseller', topic: 'direct-renewal' });
    expect(testApp.slack.views('UANA')).toEqual([]);
  });

  it('takes the topic from the text when none was chosen', async () => {
    const card = onlyCard(await submit(await openForm(), 'renewal of A-S00900001'));

    expect(cardMetadata(card)).toMatchObject({ verdict: 'reseller', topic: 'direct-renewal' });
  });

  it.each([
    ['nonsense', 'who knows', /do not recognise that/],
    ['a mistyped number', 'A-S0O900001', /Did you mean A-S00900001\?/],
    ['a word that means nothing', 'A-S00900001 quickly', /I ignored “quickly”/],
    ['two things', 'A-S00900001 A-S00900002', /Only one reference can be checked at a time/],
    ['a refused host', 'https://federal-support.gitlab.com/tickets/1', /I looked up and stored nothing/],
  ])('with %s shows the error at the field and stays open', async (_, what, problem) => {
    const asked = upstreamCallCount(testApp);
    const form = await openForm();
    const { outcome, cards, sentences } = await submit(form, what);

    expect(outcome.errors).toEqual({ what: expect.stringMatching(problem) });
    expect([...cards, ...sentences]).toEqual([]);
    expect(testApp.slack.views('UANA').map(({ id }) => id)).toEqual([form.id]);
    expect(upstreamCallCount(testApp)).toBe(asked);
  });

  const spellings: SlackFault[] = [
    { error: 'expired_trigger_id' },
    { error: 'exchanged_trigger_id' },
    { error: 'invalid_trigger_id' },
    { error: 'trigger_expired' },
    { error: 'trigger_exchanged' },
    { error: 'invalid_trigger' },
    {
      error: 'invalid_arguments',
      messages: ['[ERROR] `trigger_id` expired [json-pointer:/trigger_id]'],
    },
    {
      error: 'invalid_arguments',
      messages: ['[ERROR] invalid `trigger_id` [json-pointer:/trigger_id]'],
    },
  ];

  it.each(spellings)('that came too late (%j) is offered again with a button', async (fault) => {
    testApp.slack.fail('views.open', fault);
    const act = () => testApp.slack.globalShortcut({ user: 'UBEN', callbackId: 'check-customer' });
    const came = await observeResponse(testApp, 'UBEN', act);
    const [line] = came.sentences;

    expect(onlySentence(came)).toMatch(/did not open in time.*Press the button/);
    expect(testApp.slack.views('UBEN')).toEqual([]);
    testApp.slack.clearFaults();
    await pressElement(testApp, line as Message, { actionId: 'open-check-form', user: 'UBEN' });
    const [form, ...more] = testApp.slack.views('UBEN');
    expect([form?.callback_id, more]).toEqual(['check-form', []]);
    await testApp.slack.closeView({ user: 'UBEN', viewId: form?.id ?? '' });
  });

  it('that Slack refuses for another reason is logged as an error, not as a late press', async () => {
    const messages = ['[ERROR] must be less than 24 characters [json-pointer:/view/title/text]'];
    testApp.slack.fail('views.open', { error: 'invalid_arguments', messages });
    const act = () => testApp.slack.globalShortcut({ user: 'UBEN', callbackId: 'check-customer' });

    expect(onlySentence(await observeResponse(testApp, 'UBEN', act))).toMatch(/^Something went wrong/);
  });
});

describe('A card', () => {
  it('changes in place when another topic is chosen, without calling the systems', async () => {
    const card = onlyCard(await typeCommand(testApp, 'A-S00900001 sign-in'));
    const asked = upstreamCallCount(testApp);
    const selectedOption = JSON.stringify({ caseId: cardMetadata(card).case_id, topic: 'license-upload' });
    const changed = onlyCard(await pressElement(testApp, card, { actionId: 'choose-topic', selectedOption }));

    expect(changed.ts).toBe(card.ts);
    expect(changed.edited).toBeDefined();
    expect(cardMetadata(changed)).toMatchObject({
      case_id: cardMetadata(card).case_id,
      topic: 'license-upload',
    });
    expect(visibleText(changed)).toContain(
      '<@UANA> changed the topic from “cannot sign in” to “licence upload fails”',
    );
    expect(upstreamCallCount(testApp)).toBe(asked);
  });

  it('is re-checked past the cache, and says what changed', async () => {
    const card = onlyCard(await typeCommand(testApp, 'A-S00900004 enable-login'));
    const account = testApp.upstreams.world.account('A00900004');
    account.custom['SSPChannel__c'] = 'Non-Reseller';

    const changed = onlyCard(await pressElement(testApp, card, { actionId: 'recheck' }));
    account.custom['SSPChannel__c'] = 'Reseller';

    expect(changed.ts).toBe(card.ts);
    expect(changed.edited).toBeDefined();
    expect(cardMetadata(changed).verdict).toBe('transition-complete');
    expect(visibleText(changed)).toContain(
      'verdict was “Between reseller and direct”, now “Direct (was reseller)”',
    );
  });

  it('stays one card when two people re-check it in a row', async () => {
    const card = onlyCard(await typeCommand(testApp, 'A-S00900001'));
    const before = cardsIn(testApp.slack, 'CSUPPORT').length;
    const press = (user: string) =>
      testApp.slack.click({ user, channel: card.channel, ts: card.ts, actionId: 'recheck' });

    await Promise.all([press('UANA'), press('UANA'), press('UBEN')]);
    await waitUntilBotIsIdle(testApp);

    const now = cardsIn(testApp.slack, 'CSUPPORT');
    expect(now).toHaveLength(before);
    expect(now.at(-1)?.ts).toBe(card.ts);
    expect(visibleText(now.at(-1) as Message)).toContain('Re-checked: no change');
  });

  it('whose case is gone answers a click with what to do', async () => {
    const forgetful = await startTestApp();
    const card = await checkAsAna(forgetful, 'A-S00900001');
    await forgetful.restart(() =>
      forgetful.executeSql(
        'delete from latest_cases; delete from case_references; delete from case_events; delete from cases',
      ),
    );
    const came = await pressElement(forgetful, card, { actionId: 'recheck' });
    const [still] = cardsIn(forgetful.slack, 'CSUPPORT');
    await forgetful.close();

    expect(onlySentence(came)).toMatch(/no longer have this case.*Run the check again: \/reseller-check A-S/);
    expect(still).toEqual(card);
  });
});

describe('The bot', () => {
  it('works the same over Socket Mode', async () => {
    const socket = await startTestApp({ delivery: 'socket' });
    await waitUntil('the connection', () => socket.slack.socketCount > 0);
    const card = onlyCard(await typeCommand(socket, 'A-S00900003 enable-login'));
    const looked = onlyCard(await pressElement(socket, card, { actionId: 'recheck' }));
    await socket.close();

    expect(cardMetadata(looked)).toMatchObject({ verdict: 'conflict', topic: 'enable-login' });
    expect(looked.ts).toBe(card.ts);
  });

  it('posts nothing in a dry run, and says so', async () => {
    const dry = await startTestApp({ settings: { MESSAGES: 'log' } });
    const came = await typeCommand(dry, 'A-S00900001');
    const [calls, logged] = [dry.slack.calls.map(({ method }) => method), dry.logLines.join('')];
    await dry.close();

    expect(onlySentence(came)).toMatch(/dry run.*posted nothing/);
    expect(calls.filter((method) => method.startsWith('chat.'))).toEqual([]);
    expect(logged).toMatch(/"verdict":"reseller".*"msg":"would post card"/);
  });
});
