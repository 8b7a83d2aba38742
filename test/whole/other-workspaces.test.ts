import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Message, Outcome } from '../../scripts/sandbox/slack/local-slack.ts';
import { newest } from './asking.ts';
import { caseId, handedOver, handoffOf, settled } from './handing.ts';
import type { Whole } from './harness.ts';
import { check, startWhole, until, words } from './harness.ts';
import { atRest, isOurs, lookUps } from './reading.ts';

const OUTSIDER = /^Only people of this workspace can use this bot/;
/** Of another company, and no stranger by Slack's word, because they share a channel with the app. */
const OTTO = 'UOTTO';
/** A colleague whose form is open when she leaves for the other company. */
const LEA = { id: 'ULEA', name: 'lea', realName: 'Lea' };

let whole: Whole;
let card: Message;
let post: Message;

beforeAll(async () => {
  whole = await startWhole();
  const { slack } = whole;
  slack.addUser(LEA);
  slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UANA', 'UBEN', OTTO, LEA.id] });
  for (const channel of ['CSUPPORT', 'CSALES']) {
    slack.invite(channel, OTTO);
    slack.invite(channel, LEA.id);
  }
  ({ card, post } = await handedOver(whole));
});
afterAll(() => whole.close());

let before: { asked: number; heard: number; called: number; card: string; post: string };
beforeEach(() => {
  before = {
    asked: lookUps(whole),
    heard: heardBy(OTTO).length + heardBy(LEA.id).length,
    called: whole.slack.calls.length,
    ...shown(),
  };
});

function shown(): { card: string; post: string } {
  return { card: words(newest(whole, card) ?? {}), post: words(newest(whole, post) ?? {}) };
}

/** All that somebody alone reads: in channels and in direct messages. */
function heardBy(user: string): string[] {
  const direct = whole.slack.directMessages(user).messages.filter(isOurs);
  return [...whole.slack.ephemerals({ user }), ...direct].map(({ text }) => text);
}

/** One sentence, and nothing else came of it: no look-up, no modal, no change on card or post. */
function expectRefused(user = OTTO): void {
  expect(heardBy(user).slice(-1)).toEqual([expect.stringMatching(OUTSIDER)]);
  expect(heardBy(OTTO).length + heardBy(LEA.id).length).toBe(before.heard + 1);
  expectNothingDone(user);
}

function expectNothingDone(user = OTTO): void {
  const { slack } = whole;
  const called = slack.calls.slice(before.called).map(({ method }) => method);
  expect(called.filter((method) => method.startsWith('views.'))).toEqual([]);
  expect(lookUps(whole)).toBe(before.asked);
  expect(slack.views(user)).toEqual([]);
  expect({ ...before, ...shown() }).toEqual(before);
}

describe('Somebody of another company who shares a channel with the app', () => {
  it.each(['A-S00900001', 'A-S00900002 sign-in', 'help', 'mine', '', 'nonsense', '#48211 A-S00900001'])(
    'reads the refusal alone after /reseller-check %s',
    async (text) => {
      const on = { user: OTTO, channel: 'CSUPPORT', command: '/reseller-check', text };
      await whole.slack.command(on);
      await atRest(whole);

      expectRefused();
    },
  );

  const acts: [string, () => Promise<Outcome>][] = [
    [
      'the shortcut on a message',
      () => {
        const ts = whole.slack.say({ user: 'UANA', channel: 'CSUPPORT', text: 'A-S00900002' });
        return whole.slack.messageShortcut({
          user: OTTO,
          channel: 'CSUPPORT',
          ts,
          callbackId: 'check-ticket',
        });
      },
    ],
    ['the global shortcut', () => whole.slack.globalShortcut({ user: OTTO, callbackId: 'check-customer' })],
    ['a press on a card', () => press(card, 'recheck')],
    ['the draft of a handoff', () => pressRaw('draft-handoff', { caseId: caseId(card) })],
    ['a claim', () => press(post, 'handoff-claim')],
    ['a question', () => press(post, 'handoff-question')],
    ['declining', () => press(post, 'handoff-decline')],
  ];

  function press({ channel, ts }: Message, actionId: string): Promise<Outcome> {
    return whole.slack.click({ user: OTTO, channel, ts, actionId });
  }

  it.each(acts)('is refused %s', async (_, act) => {
    await act();
    await atRest(whole);

    expectRefused();
  });

  it('sees an empty Home', async () => {
    await whole.slack.openHome(OTTO);
    await atRest(whole);

    expect(whole.slack.home(OTTO)).toBeNull();
    expectNothingDone();
  });

  it.each([['release'], ['done'], ['reconfirm']])('cannot %s what a colleague claimed', async (what) => {
    await claimedByRobin();
    const [{ blocks = [] } = {}] = [newest(whole, post)];
    expect(JSON.stringify(blocks)).toContain('handoff-release');
    before = { ...before, ...shown() };
    await pressRaw(`handoff-${what}`, { handoffId: handoffOf(post).handoff_id });
    await atRest(whole);

    expectRefused();
  });

  it('is refused a form that was opened before, with no word of what was checked', async () => {
    await whole.slack.globalShortcut({ user: LEA.id, callbackId: 'check-customer' });
    const { id: viewId } = await until('the form', () => whole.slack.views(LEA.id)[0]);
    whole.slack.addUser({ ...LEA, team: 'T0OTHERCO' });
    await whole.restart();
    before = { ...before, called: whole.slack.calls.length };
    await whole.slack.submitView({
      user: LEA.id,
      viewId,
      values: { what: { what: { value: 'A-S00900002' } } },
    });
    await atRest(whole);

    expectRefused(LEA.id);
  });
});

async function claimedByRobin(): Promise<void> {
  if (handoffOf(newest(whole, post) as Message).state === 'claimed') return;
  await whole.slack.click({ user: 'UROBIN', channel: post.channel, ts: post.ts, actionId: 'handoff-claim' });
  await settled(whole);
  await until('the claim', () => handoffOf(newest(whole, post) as Message).state === 'claimed');
}

/** A signed press, as Slack sends it; the payload does not tell Otto's team. */
async function pressRaw(actionId: string, value: object): Promise<Outcome> {
  const payload = {
    type: 'block_actions',
    user: { id: OTTO },
    channel: { id: post.channel },
    container: { type: 'message', message_ts: post.ts, channel_id: post.channel },
    trigger_id: `1.2.${actionId}`,
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value: JSON.stringify(value) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return { ...(await whole.slack.deliverRaw(body)), triggerId: '' } as Outcome;
}

describe('A workspace of an Enterprise Grid organisation', () => {
  let grid: Whole;
  beforeAll(async () => {
    grid = await startWhole({ enterpriseId: 'E0GROUP' });
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

  it('lets people of sibling workspaces check, and nobody of another organisation', async () => {
    const { slack } = grid;
    await check(grid, 'A-S00900002');
    for (const user of ['USIBLING', 'UELSE']) {
      await slack.command({ user, channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900002' });
    }
    await atRest(grid);

    const cards = slack.messages('CSUPPORT').filter(isOurs).map(words).join('\n');
    expect(cards).toContain('Asked by <@USIBLING>');
    expect(cards).not.toContain('UELSE');
    expect(slack.ephemerals({ user: 'UELSE' }).map(({ text }) => text)).toEqual([
      expect.stringMatching(OUTSIDER),
    ]);
  });
});
