import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { runTestCommand } from '../commands/run-command.ts';
import { currentMessage, directMessages } from './check-requests.ts';
import {
  caseIdOfCard,
  notesTo,
  pressHandoffButton,
  RENEWAL_COMMAND,
  submitHandoffAndWaitForPost,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { startTestApp, visibleText } from './harness.ts';
import { onlyCard, typeCommandAs } from './responses.ts';

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
});
