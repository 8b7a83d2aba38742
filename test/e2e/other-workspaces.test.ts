import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InteractionResult, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage, forgetOpenCases } from './check-requests.ts';
import {
  caseIdOfCard,
  handoffPostMetadata,
  submitHandoffAndWaitForPost,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { isPostedByApp, upstreamCallCount, waitUntilBotIsIdle } from './responses.ts';

const OUTSIDER = /^Only people of this workspace can use this bot/;
/** Of another company, and no stranger by Slack's word, because they share a channel with the app. */
const OTTO = 'UOTTO';
/** A colleague whose form is open when she leaves for the other company. */
const LEA = { id: 'ULEA', name: 'lea', realName: 'Lea' };

let testApp: TestApp;
let card: Message;
let post: Message;

beforeAll(async () => {
  testApp = await startTestApp();
  const { slack } = testApp;
  slack.addUser(LEA);
  slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UANA', 'UBEN', OTTO, LEA.id] });
  for (const channel of ['CSUPPORT', 'CSALES']) {
    slack.invite(channel, OTTO);
    slack.invite(channel, LEA.id);
  }
  ({ card, post } = await submitHandoffAndWaitForPost(testApp));
});
afterAll(() => testApp.close());
beforeEach(() => forgetOpenCases(testApp));

let stateBefore: { asked: number; heard: number; called: number; card: string; post: string };
beforeEach(() => {
  stateBefore = {
    asked: upstreamCallCount(testApp),
    heard: heardBy(OTTO).length + heardBy(LEA.id).length,
    called: testApp.slack.calls.length,
    ...shown(),
  };
});

function shown(): { card: string; post: string } {
  return {
    card: visibleText(currentMessage(testApp, card) ?? {}),
    post: visibleText(currentMessage(testApp, post) ?? {}),
  };
}

/** All that somebody alone reads: in channels and in direct messages. */
function heardBy(user: string): string[] {
  const direct = testApp.slack.directMessages(user).messages.filter(isPostedByApp);
  return [...testApp.slack.ephemerals({ user }), ...direct].map(({ text }) => text);
}

/** One sentence, and nothing else came of it: no look-up, no modal, no change on card or post. */
function expectRefused(user = OTTO): void {
  expect(heardBy(user).slice(-1)).toEqual([expect.stringMatching(OUTSIDER)]);
  expect(heardBy(OTTO).length + heardBy(LEA.id).length).toBe(stateBefore.heard + 1);
  expectNothingDone(user);
}

function expectNothingDone(user = OTTO): void {
  const { slack } = testApp;
  const called = slack.calls.slice(stateBefore.called).map(({ method }) => method);
  expect(called.filter((method) => method.startsWith('views.'))).toEqual([]);
  expect(upstreamCallCount(testApp)).toBe(stateBefore.asked);
  expect(slack.views(user)).toEqual([]);
  expect({ ...stateBefore, ...shown() }).toEqual(stateBefore);
}

describe('A person of another company who shares a channel with the app', () => {
  it.each(['A-S00900001', 'A-S00900002 sign-in', 'help', 'mine', '', 'nonsense', '#48211 A-S00900001'])(
    'gets only the refusal after /reseller-check %s',
    async (text) => {
      const on = { user: OTTO, channel: 'CSUPPORT', command: '/reseller-check', text };
      await testApp.slack.command(on);
      await waitUntilBotIsIdle(testApp);

      expectRefused();
    },
  );

  const acts: [string, () => Promise<InteractionResult>][] = [
    [
      'the shortcut on a message',
      () => {
        const ts = testApp.slack.postAsUser({ user: 'UANA', channel: 'CSUPPORT', text: 'A-S00900002' });
        return testApp.slack.messageShortcut({
          user: OTTO,
          channel: 'CSUPPORT',
          ts,
          callbackId: 'check-ticket',
        });
      },
    ],
    ['the global shortcut', () => testApp.slack.globalShortcut({ user: OTTO, callbackId: 'check-customer' })],
    ['a press on a card', () => press(card, 'recheck')],
    ['the draft of a handoff', () => pressRaw('draft-handoff', { caseId: caseIdOfCard(card) })],
    ['a claim', () => press(post, 'handoff-claim')],
    ['a question', () => press(post, 'handoff-question')],
    ['declining', () => press(post, 'handoff-decline')],
  ];

  function press({ channel, ts }: Message, actionId: string): Promise<InteractionResult> {
    return testApp.slack.click({ user: OTTO, channel, ts, actionId });
  }

  it.each(acts)('is refused %s', async (_, act) => {
    await act();
    await waitUntilBotIsIdle(testApp);

    expectRefused();
  });

  it('gets an empty Home tab', async () => {
    await testApp.slack.openHome(OTTO);
    await waitUntilBotIsIdle(testApp);

    expect(testApp.slack.home(OTTO)).toBeNull();
    expectNothingDone();
  });

  it.each([['release'], ['done'], ['reconfirm']])('cannot %s what a colleague claimed', async (what) => {
    await claimedByRobin();
    const [{ blocks = [] } = {}] = [currentMessage(testApp, post)];
    expect(JSON.stringify(blocks)).toContain('handoff-release');
    stateBefore = { ...stateBefore, ...shown() };
    await pressRaw(`handoff-${what}`, { handoffId: handoffPostMetadata(post).handoff_id });
    await waitUntilBotIsIdle(testApp);

    expectRefused();
  });

  it('is refused a form that was opened before, without a word of what was checked', async () => {
    await testApp.slack.globalShortcut({ user: LEA.id, callbackId: 'check-customer' });
    const { id: viewId } = await waitUntil('the form', () => testApp.slack.views(LEA.id)[0]);
    testApp.slack.addUser({ ...LEA, team: 'T0OTHERCO' });
    await testApp.restart();
    stateBefore = { ...stateBefore, called: testApp.slack.calls.length };
    await testApp.slack.submitView({
      user: LEA.id,
      viewId,
      values: { what: { what: { value: 'A-S00900002' } } },
    });
    await waitUntilBotIsIdle(testApp);

    expectRefused(LEA.id);
  });
});

async function claimedByRobin(): Promise<void> {
  if (handoffPostMetadata(currentMessage(testApp, post) as Message).state === 'claimed') return;
  await testApp.slack.click({
    user: 'UROBIN',
    channel: post.channel,
    ts: post.ts,
    actionId: 'handoff-claim',
  });
  await waitUntilDelivered(testApp);
  await waitUntil(
    'the claim',
    () => handoffPostMetadata(currentMessage(testApp, post) as Message).state === 'claimed',
  );
}

/** A signed press, as Slack sends it; the payload does not tell Otto's team. */
async function pressRaw(actionId: string, value: object): Promise<InteractionResult> {
  const payload = {
    type: 'block_actions',
    user: { id: OTTO },
    channel: { id: post.channel },
    container: { type: 'message', message_ts: post.ts, channel_id: post.channel },
    trigger_id: `1.2.${actionId}`,
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value: JSON.stringify(value) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return { ...(await testApp.slack.deliverRaw(body)), triggerId: '' } as InteractionResult;
}

describe('A workspace of an Enterprise Grid organisation', () => {
  let grid: TestApp;
  beforeAll(async () => {
    grid = await startTestApp({ enterpriseId: 'E0GROUP' });
    const { slack } = grid;
    slack.addUser({
      id: 'USIBLING',
      name: 'sib',
      realName: 'Sib',
      team: 'T0SIBLING',
      enterprise: 'E0GROUP',
      stranger: true,
    });
    slack.addUser({ id: 'UELSE', name: 'else', realName: 'Else', team: 'T0ELSE', enterprise: 'E0ELSE' });
    slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UANA', 'USIBLING', 'UELSE'] });
    for (const user of ['USIBLING', 'UELSE']) slack.invite('CSUPPORT', user);
  });
  afterAll(() => grid.close());

  it('lets people of its workspaces check, and nobody of another organisation', async () => {
    const { slack } = grid;
    await checkAsAna(grid, 'A-S00900002');
    for (const user of ['USIBLING', 'UELSE']) {
      await slack.command({ user, channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900002 new' });
    }
    await waitUntilBotIsIdle(grid);

    const cards = slack.messages('CSUPPORT').filter(isPostedByApp).map(visibleText).join('\n');
    expect(cards.match(/🟢 Direct · Orchard & Vale/g)).toHaveLength(2);
    expect(slack.ephemerals({ user: 'UELSE' }).map(({ text }) => text)).toEqual([
      expect.stringMatching(OUTSIDER),
    ]);
  });
});
