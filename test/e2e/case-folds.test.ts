import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, View } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage, HALDEN_SUBSCRIPTION } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

let testApp: TestApp;
let card: Message;
beforeAll(async () => {
  testApp = await startTestApp();
  testApp.slack.fail('chat.postMessage', { error: 'invalid_blocks' });
  card = await checkAsAna(testApp, `${HALDEN_SUBSCRIPTION} sign-in`);
});
afterAll(() => testApp.close());

function topView(): View | undefined {
  return testApp.slack.views('UANA').at(-1);
}

async function open(actionId: string): Promise<View> {
  const before = topView()?.id;
  await testApp.slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId });
  return waitUntil('a modal', () => (topView()?.id === before ? undefined : topView()));
}

describe('Where Slack refuses collapsible blocks', () => {
  it('a button opens all steps, and a step completed there is completed in the modal and on the card', async () => {
    const { id } = await open('show-steps');
    await testApp.slack.click({
      user: 'UANA',
      viewId: id,
      actionId: 'step-done',
      value: stepValueIn(topView(), 'explain-changes'),
    });
    await waitUntilBotIsIdle(testApp);

    expect(visibleText({ blocks: topView()?.blocks })).toMatch(/✓ Tell Halden Mills/);
    expect(JSON.stringify(testApp.slack.messages('CSUPPORT').at(-1)?.blocks)).toContain('2 of 7 done');
  });

  it('a form that a step opens is stacked on the modal', async () => {
    const { id } = await open('show-steps');
    await testApp.slack.click({
      user: 'UANA',
      viewId: id,
      actionId: 'step-done',
      value: stepValueIn(topView(), 'ask-sales'),
    });
    await waitUntilBotIsIdle(testApp);

    expect(topView()?.callback_id).toBe('step-value');
    expect(testApp.slack.calls.some(({ method }) => method === 'views.push')).toBe(true);
  });

  it('another button shows the evidence', async () => {
    const view = await open('show-evidence');

    expect(visibleText({ blocks: view.blocks })).toContain('*Zuora* (source of truth)');
  });

  it('the reply to copy is one click away from the card', async () => {
    const view = await open('copy-texts');

    expect(JSON.stringify(view.blocks)).toContain('Hi, thanks for reaching out.');
  });
});

/** Returns the value of the button that ticks the step. */
function stepValueIn(view: View | undefined, stepId: string): string {
  const values = JSON.stringify(view?.blocks).match(/\{\\"caseId[^}]*\}/g) ?? [];
  const value = values.find((one) => one.includes(`\\"stepId\\":\\"${stepId}\\"`));
  if (value === undefined) throw new Error(`the modal has no button for ${stepId}`);
  return value.replaceAll('\\"', '"');
}

describe('A card that Slack refuses with collapsible blocks', () => {
  const isFolded = ({ blocks }: Message) => JSON.stringify(blocks).includes('"container"');
  const check = (app: TestApp, word: string) => checkAsAna(app, `${HALDEN_SUBSCRIPTION} ${word}`);

  it('for another reason is posted without them, and the next card has them again', async () => {
    const { slack } = testApp;
    const next = await check(testApp, 'new');
    await slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'step-done' });
    await waitUntilBotIsIdle(testApp);

    const again = currentMessage(testApp, card);
    expect([card, again].map((message) => message && isFolded(message))).toEqual([false, false]);
    expect(isFolded(next)).toBe(true);
  });

  it("because the workspace doesn't support them is the last card that is tried with them", async () => {
    const older = await startTestApp();
    const messages = ['[ERROR] unsupported type: container [json-pointer:/blocks/4/type]'];
    older.slack.fail('chat.postMessage', { error: 'invalid_blocks', messages });
    const cards = [await check(older, 'sign-in'), await check(older, 'new')];
    const posts = older.slack.calls.filter(({ method }) => method === 'chat.postMessage');
    await older.close();

    expect(cards.map(isFolded)).toEqual([false, false]);
    expect(posts).toHaveLength(3);
  });
});
