import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Message, SlackFault } from '../../scripts/sandbox/slack/local-slack.ts';
import { sampleItems } from '../sample-size.ts';
import { forgetOpenCases } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, checkAsAna, startTestApp, waitUntil } from './harness.ts';
import {
  isPostedByApp,
  observeResponse,
  onlyCard,
  onlySentence,
  typeCommandAs,
  upstreamCallCount,
} from './responses.ts';

const GUEST = /Guests cannot use this bot.*Ask a colleague in Support/;
const OUTSIDER = /Only people of this workspace.*Ask your contact in Support/;
const NOT_A_MEMBER = /Only members of the Support user group.*Ask your manager/;
const SHARED = /shared with another company.*Ask in an internal channel/;
const QUEUED = /^Slack hasn't confirmed yet.*Your request is queued/;
const CANNOT_TELL = /Slack did not tell me who you are.*so I did nothing\. Tell the bot's owner/;

let testApp: TestApp;
let card: Message;
let asked: number;
let called: number;

beforeAll(async () => {
  testApp = await startTestApp();
  card = await checkAsAna(testApp, 'A-S00900001');
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

beforeEach(async () => {
  await testApp.restart();
  const { slack } = testApp;
  slack.addUser({ id: 'UGONE', name: 'gone', realName: 'Gone', deleted: true });
  slack.addUser({ id: 'UROBOT', name: 'robot', realName: 'Robot', bot: true });
  slack.addUser({ id: 'UMULTI', name: 'multi', realName: 'Multi', guest: 'multi' });
  for (const user of ['UGONE', 'UROBOT', 'UMULTI', 'UEXT']) slack.invite('CSUPPORT', user);
  slack.invite('CSHARED', 'UGUEST');
  slack.addChannel({
    id: 'CPENDING',
    name: 'soon',
    pendingExtShared: true,
    members: ['UANA', slack.botUserId],
  });
  [asked, called] = [upstreamCallCount(testApp), slack.calls.length];
});
afterEach(() => testApp.slack.clearFaults());

/** Web API methods called since the test began. */
function methods(): string[] {
  return testApp.slack.calls.slice(called).map(({ method }) => method);
}

/** Nobody outside was asked, nothing was written where others read it, and the card is as it was. */
function expectNothingDone(): void {
  const { slack } = testApp;
  expect(upstreamCallCount(testApp)).toBe(asked);
  expect(methods().filter((method) => /^(chat|views|conversations\.open)/.test(method))).toEqual([]);
  expect(cardsIn(slack, 'CSUPPORT')).toEqual([card]);
  expect(slack.messages('CSHARED').filter(isPostedByApp)).toEqual([]);
}

describe('A person who may not use the bot', () => {
  const people: [string, string, RegExp][] = [
    ['a guest of one channel', 'UGUEST', GUEST],
    ['a guest of several channels', 'UMULTI', GUEST],
    ['somebody of another company', 'UEXT', OUTSIDER],
    ['a deleted person', 'UGONE', OUTSIDER],
    ['a bot', 'UROBOT', OUTSIDER],
    ['a colleague who is not in the user group', 'UROBIN', NOT_A_MEMBER],
  ];

  it.each(people)('%s is refused a command', async (_, user, sentence) => {
    const came = await typeCommandAs(testApp, { user, channel: 'CSUPPORT' }, 'A-S00900002');

    expect(onlySentence(came)).toMatch(sentence);
    expectNothingDone();
  });

  it.each(people)('%s is refused the shortcut on a message', async (_, user, sentence) => {
    const ts = testApp.slack.postAsUser({ user: 'UANA', channel: 'CSUPPORT', text: 'A-S00900002' });
    const on = { user, channel: 'CSUPPORT', ts, callbackId: 'check-ticket' };
    const came = await observeResponse(testApp, user, () => testApp.slack.messageShortcut(on));

    expect(onlySentence(came)).toMatch(sentence);
    expectNothingDone();
  });

  it.each(people)('%s is refused a click on a card', async (_, user, sentence) => {
    const on = { user, channel: card.channel, ts: card.ts, actionId: 'recheck' };
    const came = await observeResponse(testApp, user, () => testApp.slack.click(on));

    expect(onlySentence(came)).toMatch(sentence);
    expectNothingDone();
  });

  it('a guest who uses the global shortcut is refused in direct messages', async () => {
    const act = () => testApp.slack.globalShortcut({ user: 'UGUEST', callbackId: 'check-customer' });
    const came = await observeResponse(testApp, 'UGUEST', act);

    expect(onlySentence(came)).toMatch(GUEST);
    expect(testApp.slack.views('UGUEST')).toEqual([]);
    expect(upstreamCallCount(testApp)).toBe(asked);
  });
});

describe('A channel shared with another company', () => {
  it.each([
    ['a channel shared with another company', 'CSHARED'],
    ['a channel about to be shared', 'CPENDING'],
  ])('a command is refused in %s', async (_, channel) => {
    const came = await typeCommandAs(testApp, { user: 'UANA', channel }, 'A-S00900002');

    expect(onlySentence(came)).toMatch(SHARED);
    expectNothingDone();
  });

  it('the message shortcut is refused', async () => {
    const ts = testApp.slack.postAsUser({ user: 'UROBIN', channel: 'CSHARED', text: 'A-S00900002' });
    const on = { user: 'UANA', channel: 'CSHARED', ts, callbackId: 'check-ticket' };
    const came = await observeResponse(testApp, 'UANA', () => testApp.slack.messageShortcut(on));

    expect(onlySentence(came)).toMatch(SHARED);
    expect(upstreamCallCount(testApp)).toBe(asked);
    expect(methods().filter((method) => method.startsWith('chat'))).toEqual([]);
  });

  it('a command is refused even if the channel is a support channel', async () => {
    const misled = await startTestApp({ settings: { SUPPORT_CHANNELS: 'CSUPPORT,CSHARED' } });
    const came = await typeCommandAs(misled, { user: 'UANA', channel: 'CSHARED' }, 'A-S00900002');
    const seen = [upstreamCallCount(misled), misled.slack.messages('CSHARED').filter(isPostedByApp).length];
    await misled.close();

    expect(onlySentence(came)).toMatch(SHARED);
    expect(seen).toEqual([0, 0]);
  });
});

describe('While Slack cannot be asked who somebody is', () => {
  const faults: [string, SlackFault][] = [
    ['an error', { error: 'internal_error' }],
    ['a server error', { status: 503 }],
    ['a limit', { rateLimited: 1 }],
    ['a page', { html: true }],
    ['a lost answer', { loseAnswer: true }],
  ];
  const calls = ['users.info', 'usergroups.users.list', 'conversations.info'];
  const inAnotherChannel = () =>
    testApp.slack.command({
      user: 'UANA',
      channel: 'CRANDOM',
      command: '/reseller-check',
      text: 'A-S00900002',
    });
  const cases = calls.flatMap((method) => faults.map(([what, fault]) => [method, what, fault] as const));

  it.each(sampleItems(cases, 4))(
    'a request waits while %s fails with %s, and is processed afterwards',
    async (method, _, fault) => {
      const { slack } = testApp;
      slack.fail(method, fault, 1_000);
      const came = await observeResponse(testApp, 'UANA', async () => {
        const outcome = await inAnotherChannel();
        await waitUntil('a third try', () => methods().filter((each) => each === method)[2]);
        expectNothingDone();
        slack.clearFaults();
        return outcome;
      });

      expect(came.sentences.map(({ text }) => text)).toEqual([expect.stringMatching(QUEUED)]);
      expect(cardMetadata(onlyCard({ ...came, sentences: [] })).verdict).toBe('direct');
    },
  );

  it.each(calls)(
    'a command is refused when the scope of %s is missing, and the log has the reason',
    async (method) => {
      testApp.slack.fail(method, { error: 'missing_scope' }, 1_000);
      const refused = await typeCommandAs(testApp, { user: 'UANA', channel: 'CSUPPORT' }, 'A-S00900002');

      expect(onlySentence(refused)).toMatch(CANNOT_TELL);
      expect(testApp.logLines.join('')).toContain('missing_scope');
      expectNothingDone();
    },
  );

  it.each([
    ['users.info', 'users:read'],
    ['usergroups.users.list', 'usergroups:read'],
    ['conversations.info', 'channels:read'],
  ])('a missing scope is logged with the method %s and its name', async (method, scope) => {
    const { slack, logLines } = testApp;
    slack.scopes.delete(scope);
    logLines.length = 0;
    await typeCommandAs(testApp, { user: 'UANA', channel: 'CRANDOM' }, 'A-S00900002');
    slack.scopes.add(scope);

    expect(logLines.join('')).toContain(`"method":"${method}","needed":["${scope}"]`);
  });

  it('the person is told once that the request waits, when it takes long', async () => {
    const { slack } = testApp;
    slack.fail('users.info', { status: 500 }, 1_000);
    const tries = () => methods().filter((each) => each === 'users.info').length;
    const came = observeResponse(testApp, 'UANA', async () => {
      const outcome = await inAnotherChannel();
      await waitUntil('a try', () => tries() > 0 || undefined);
      await testApp.advance(10_000);
      const before = tries();
      await waitUntil('three more tries', () => tries() > before + 3 || undefined);
      slack.clearFaults();
      return outcome;
    });

    const { sentences, cards } = await came;
    expect(sentences.map(({ text }) => text)).toEqual([expect.stringMatching(QUEUED)]);
    expect(cards).toHaveLength(1);
  });
});

describe('The order of the checks', () => {
  it('is person before channel, so that a guest learns nothing about a channel', async () => {
    const came = await typeCommandAs(testApp, { user: 'UGUEST', channel: 'CSHARED' }, 'A-S00900002');

    expect(onlySentence(came)).toMatch(GUEST);
    expect(methods()).toEqual(['users.info']);
  });

  it('is person, user group, channel, and then the upstream systems', async () => {
    await typeCommandAs(testApp, { user: 'UANA', channel: 'CRANDOM' }, 'A-S00900002');

    const order = ['users.info', 'usergroups.users.list', 'conversations.info'];
    expect(methods().slice(0, 3)).toEqual(order);
    expect(upstreamCallCount(testApp)).toBeGreaterThan(asked);
  });
});
