import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InteractionResult, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { runTestCommand } from '../commands/run-command.ts';
import { currentMessage, directMessages } from './check-requests.ts';
import {
  caseIdOfCard,
  notesTo,
  pressHandoffButton,
  RENEWAL_COMMAND,
  submitHandoffAndWaitForPost,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, visibleText } from './harness.ts';
import { observeResponse, onlyCard, typeCommand, typeCommandAs, waitUntilBotIsIdle } from './responses.ts';

const NAMES = /Halden|Quillmark/;

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

async function erase(card: Message): Promise<void> {
  const { code } = await runTestCommand('erase', [caseIdOfCard(card)], `sqlite:${testApp.database}`);
  expect(code).toBe(0);
  await testApp.bot.runDueWork();
  await waitUntilDelivered(testApp);
}

function claim(post: Message): Promise<void> {
  const press = { user: 'UROBIN', actionId: 'handoff-claim' };
  return pressHandoffButton(testApp, post, press).then(() => waitUntilDelivered(testApp));
}

describe('An erasure', () => {
  it('reaches the direct messages of somebody who has left Support since', async () => {
    const asked = await typeCommandAs(testApp, { user: 'UANA', channel: 'CRANDOM' }, RENEWAL_COMMAND);
    const card = onlyCard({ ...asked, sentences: [] });
    const { post } = await submitHandoffAndWaitForPost(testApp, { card });
    await claim(post);
    expect(notesTo(testApp, 'UANA').map(visibleText).join()).toMatch(NAMES);
    expect(visibleText(currentMessage(testApp, card) ?? {})).toMatch(NAMES);
    testApp.slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UBEN'] });
    await testApp.advance(61_000);
    await erase(card);

    expect(directMessages(testApp).map(visibleText).join()).not.toMatch(NAMES);
    expect(visibleText(currentMessage(testApp, post) ?? {})).not.toMatch(NAMES);
  });

  it('reaches the Home of everybody who has it, whether or not they open it again', async () => {
    const home = (user: string) => visibleText(testApp.slack.home(user) ?? {});
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await claim(post);
    for (const user of ['UANA', 'UROBIN']) {
      await testApp.slack.openHome(user);
      await waitUntilBotIsIdle(testApp);
      expect(home(user)).toMatch(NAMES);
    }
    await erase(card);

    for (const user of ['UANA', 'UROBIN']) expect(home(user)).not.toMatch(NAMES);
  });

  it('reaches the Home of who opened a case that was never handed over', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 sign-in');
    await testApp.slack.openHome('UANA');
    await waitUntilBotIsIdle(testApp);
    expect(visibleText(testApp.slack.home('UANA') ?? {})).toMatch(NAMES);
    await erase(card);

    expect(visibleText(testApp.slack.home('UANA') ?? {})).not.toMatch(NAMES);
  });
});

/** An erasure does not reach these, because the bot doesn't keep where they are. */
describe('A reply that stays in direct messages names no customer', () => {
  function typeToBot(user: string, text: string) {
    return observeResponse(testApp, user, async () => {
      testApp.slack.postAsUser({ user, channel: testApp.slack.channelOfDirectMessages(user), text });
      await testApp.slack.messagesDelivered();
      return { status: 200, body: '', triggerId: '' } as unknown as InteractionResult;
    });
  }

  const textOfAll = (messages: readonly { text: string }[]) => messages.map(visibleText).join('\n');

  it('to mine, unlike the one that only the person sees for now', async () => {
    await submitHandoffAndWaitForPost(testApp);
    const typed = textOfAll((await typeToBot('UANA', 'mine')).sentences);

    expect(typed).toMatch(/Waiting for Sales[\s\S]*The customer wants to renew directly · A-S00900001/);
    expect(typed).toMatch(/Reseller\* · A-S00900001/);
    expect(typed).not.toMatch(NAMES);
    expect(textOfAll((await typeCommand(testApp, 'mine')).sentences)).toMatch(NAMES);
  });

  it('to a check of what has an open case', async () => {
    await checkAsAna(testApp, 'A-S00900001 sign-in');
    const typed = textOfAll((await typeToBot('UBEN', 'A-S00900001')).sentences);

    expect(typed).toMatch(/There is an open case[\s\S]*Opened by <@UANA>/);
    expect(typed).not.toMatch(NAMES);
    const shown = await typeCommandAs(testApp, { user: 'UBEN', channel: 'CSUPPORT' }, 'A-S00900001');
    expect(textOfAll(shown.sentences)).toMatch(NAMES);
  });

  it('to a form that comes too late', async () => {
    const { post } = await submitHandoffAndWaitForPost(testApp);
    await testApp.slack.click({
      user: 'UKIM',
      channel: post.channel,
      ts: post.ts,
      actionId: 'handoff-decline',
    });
    await waitForModal(testApp, 'UKIM', 'handoff-reason');
    await claim(post);
    await submitTopModal(testApp, 'UKIM', { reason: 'Belongs to the partner team.' });
    await waitUntilBotIsIdle(testApp);

    const { messages } = testApp.slack.directMessages('UKIM');
    expect(messages.map(visibleText)).toEqual([
      expect.stringContaining('<@UROBIN> claimed the customer (A-S00900001)'),
    ]);
  });
});
