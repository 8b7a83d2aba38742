import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage } from './check-requests.ts';
import {
  HANDOFF_FORM_INPUT,
  handoffPostMetadata,
  handoffsIn,
  notesTo,
  openHandoffPreview,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  submitHandoffFor,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, visibleText } from './harness.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

function currentText(message: Message): string {
  return visibleText(currentMessage(testApp, message) ?? {});
}

describe('A handoff', () => {
  it('is posted to the Sales channel after a person has submitted the preview', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    const view = await openHandoffPreview(testApp, { card });

    expect(handoffsIn(testApp)).toEqual([]);
    expect(visibleText({ blocks: view.blocks })).toContain('Halden Mills');
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);
    const [post] = handoffsIn(testApp);
    expect(post && handoffPostMetadata(post).state).toBe('open');
    expect(visibleText(post ?? {})).toMatch(/Quillmark Resale Ltd/);
    expect(visibleText(post ?? {})).toContain('The customer first bought through a reseller.');
    expect(currentText(card)).toMatch(/Sales/);
  });

  it('of a case without a ticket accepts a ticket link, except of a refused help desk', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    const refused = 'https://gitlab-federal-support.zendesk.com/agent/tickets/4411';
    const submitWith = (ticket: string) =>
      openHandoffPreview(testApp, { card, filled: { ...HANDOFF_FORM_INPUT, ticket } });

    await expect(submitWith(refused)).rejects.toThrow('"ticket":');
    await submitTopModal(testApp, 'UANA', { ticket: `${testApp.upstreams.zendesk.url}/agent/tickets/48211` });
    await waitForModal(testApp, 'UANA', 'handoff-preview');
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);

    expect(visibleText(handoffsIn(testApp)[0] ?? {})).toContain('/agent/tickets/48211|ticket #48211>');
    expect(testApp.logLines.join()).not.toContain('4411');
  });

  it('goes through claim, question, answer and outcome on one post, with one notification each', async () => {
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    expect(currentText(post)).toContain('<@UROBIN>');
    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('claimed');

    await pressHandoffButton(testApp, post, {
      user: 'UROBIN',
      actionId: 'handoff-question',
      form: 'handoff-question',
      filled: { question: 'Which entity signs?' },
    });
    await waitUntilDelivered(testApp);
    const question = notesTo(testApp, 'UANA').at(-1) as Message;
    expect(visibleText(question)).toContain('Which entity signs?');
    await pressHandoffButton(testApp, question, {
      user: 'UANA',
      actionId: 'handoff-answer',
      form: 'handoff-answer',
      filled: { answer: 'Halden Mills Lda, as before.' },
    });
    await waitUntilDelivered(testApp);
    expect(visibleText(notesTo(testApp, 'UROBIN').at(-1) ?? {})).toContain('as before');

    await pressHandoffButton(testApp, post, {
      user: 'UROBIN',
      actionId: 'handoff-done',
      form: 'handoff-outcome',
      filled: { outcome: { option: 'quoted-direct' } },
    });
    await waitUntilDelivered(testApp);
    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('done');
    expect(handoffsIn(testApp)).toHaveLength(1);
    expect(currentText(card)).toContain('<@UROBIN>');
    expect(notesTo(testApp, 'UANA')).toHaveLength(3);
  });

  it('is posted once when the same submission comes twice and when two engineers submit at once', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    await openHandoffPreview(testApp, { card });
    await openHandoffPreview(testApp, {
      card,
      user: 'UBEN',
      filled: { ...HANDOFF_FORM_INPUT, ask: 'Please call Halden Mills.' },
    });
    const outcomes = await Promise.all([submitTopModal(testApp, 'UANA'), submitTopModal(testApp, 'UBEN')]);
    await Promise.all(outcomes.map((outcome) => testApp.slack.redeliver(outcome)));
    await waitUntilDelivered(testApp);

    expect(handoffsIn(testApp)).toHaveLength(1);
    const told = ['UANA', 'UBEN'].flatMap((user) =>
      testApp.slack.directMessages(user).messages.map(visibleText),
    );
    expect(told.filter((text) => text.includes('was not sent'))).toHaveLength(1);
  });

  it('is posted once when the same person submits it twice, without a message that it was not sent', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    await openHandoffPreview(testApp, { card });
    await Promise.all([submitTopModal(testApp, 'UANA'), submitTopModal(testApp, 'UANA')]);
    await waitUntilDelivered(testApp);

    expect(handoffsIn(testApp)).toHaveLength(1);
    expect(testApp.slack.directMessages('UANA').messages.map(visibleText)).toEqual([]);
  });

  it('is claimed by one of two people who press at once, and the other is told who and when', async () => {
    const { post } = await submitHandoffAndWaitForPost(testApp);
    await Promise.all(
      ['UROBIN', 'UBEN'].map((user) =>
        pressHandoffButton(testApp, post, { user, actionId: 'handoff-claim' }),
      ),
    );
    await waitUntilDelivered(testApp);
    const lines = testApp.slack.ephemerals({ channel: 'CSALES' }).map(visibleText);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/<@U(ROBIN|BEN)> claimed Halden Mills \(A-S00900001\) \(<!date/);
  });

  it('keeps the typed text over a restart, and is posted once', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    await openHandoffPreview(testApp, { card });
    await testApp.restart();
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);

    expect(handoffsIn(testApp)).toHaveLength(1);
  });

  it('is reported to the engineer when the bot is not in the channel, and posted after it was invited', async () => {
    testApp.slack.kick('CSALES', 'U0BOT');
    const card = await submitHandoffFor(testApp);
    await waitUntilDelivered(testApp);

    expect(currentText(card)).toContain('/invite');
    expect(visibleText(notesTo(testApp, 'UANA')[0] ?? {})).toContain('/invite');
    testApp.slack.invite('CSALES', 'U0BOT');
    await openHandoffPreview(testApp, { card, filled: {} });
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);
    expect(handoffsIn(testApp)).toHaveLength(1);
  });
});
