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
import { cardMetadata, checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { pressElement, typeCommand, waitUntilBotIsIdle } from './responses.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

const LINK = 'https://gitlab.lightning.force.com/lightning/r/Case/5005/view';

function currentText(message: Message): string {
  return visibleText(currentMessage(testApp, message) ?? {});
}

/** Chooses something in the menu that the card has for its handoff. */
async function chooseMenuOption(card: Message, what: string, user = 'UANA'): Promise<void> {
  const [post] = handoffsIn(testApp);
  const value = JSON.stringify({ handoffId: post && handoffPostMetadata(post).handoff_id, do: what });
  await testApp.slack.click({
    user,
    channel: card.channel,
    ts: card.ts,
    actionId: 'handoff-menu',
    selectedOption: value,
  });
}

describe('Permissions on a handoff', () => {
  it('let members of Sales claim who are not in the Support group and may not run checks', async () => {
    const { post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await testApp.slack.command({
      user: 'UROBIN',
      channel: 'CSALES',
      command: '/reseller-check',
      text: 'A-S00900001',
    });
    await waitUntilBotIsIdle(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('claimed');
    expect(testApp.slack.ephemerals({ user: 'UROBIN' }).map(visibleText).join('\n')).toContain(
      'Support user group',
    );
  });

  it('refuse guests with a message', async () => {
    testApp.slack.invite('CSALES', 'UGUEST');
    const { post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UGUEST', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('open');
    expect(testApp.slack.ephemerals({ user: 'UGUEST' }).map(visibleText).join('\n')).toContain('Guests');
    await testApp.slack.openHome('UGUEST');
    await waitUntilBotIsIdle(testApp);
    expect(testApp.slack.home('UGUEST')).toBeNull();
  });

  it('remove customers from the Home tab of somebody who became a guest', async () => {
    const { slack } = testApp;
    await submitHandoffAndWaitForPost(testApp);
    await slack.openHome('UANA');
    await waitUntilBotIsIdle(testApp);
    expect(visibleText(slack.home('UANA') ?? {})).toContain('Halden Mills');
    await testApp.restart(async () => {
      slack.addUser({ id: 'UANA', name: 'ana', realName: 'Ana', guest: 'multi' });
    });
    await slack.openHome('UANA');
    await waitUntilBotIsIdle(testApp);

    expect(visibleText(slack.home('UANA') ?? {})).not.toContain('Halden Mills');
    expect(visibleText(slack.home('UANA') ?? {})).toMatch(/Guests cannot use this bot/);
    const [post] = handoffsIn(testApp);
    await pressHandoffButton(testApp, post as Message, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    expect(visibleText(slack.home('UANA') ?? {})).not.toContain('Halden Mills');
  });

  it.each([
    ['became a guest', { guest: 'multi' }],
    ['belongs to another workspace', { team: 'T0OTHERCO' }],
  ] as const)(
    'send no notification to an engineer who %s, and remove customers from their Home tab',
    async (_, changed) => {
      const { slack } = testApp;
      const { post } = await submitHandoffAndWaitForPost(testApp);
      await slack.openHome('UANA');
      await waitUntilBotIsIdle(testApp);
      const before = notesTo(testApp, 'UANA').length;
      await testApp.restart(async () => {
        slack.addUser({ id: 'UANA', name: 'ana', realName: 'Ana', ...changed });
      });
      await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
      await waitUntilDelivered(testApp);

      expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('claimed');
      expect(notesTo(testApp, 'UANA')).toHaveLength(before);
      expect(visibleText(slack.home('UANA') ?? {})).not.toContain('Halden Mills');
      expect(testApp.logLines.join('')).toContain('notification rejected by Slack');
    },
  );

  it('refuse a form before it opens, with the reason', async () => {
    const { post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await pressHandoffButton(testApp, post, { user: 'UKIM', actionId: 'handoff-done' });

    const [view, ...more] = testApp.slack.views('UKIM').map(({ blocks }) => JSON.stringify(blocks));
    expect(more).toEqual([]);
    expect(view).toContain('claimed Halden Mills');
    expect(view).not.toContain('"input"');
  });

  it('let only the person with the claim release or complete it', async () => {
    const { post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await pressHandoffButton(testApp, post, { user: 'UBEN', actionId: 'handoff-release' });
    expect(testApp.slack.ephemerals({ user: 'UBEN' }).map(visibleText).join('\n')).toContain(
      '<@UROBIN> claimed Halden Mills',
    );
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-release' });
    await waitUntilDelivered(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('open');
    expect(currentText(post)).toContain('<@UROBIN> released it');
  });
});

describe('After a handoff, Support', () => {
  it('adds the Salesforce link, which completes the step that asks for it', async () => {
    const unlinked = { ...HANDOFF_FORM_INPUT, link: '' };
    const { card, post } = await submitHandoffAndWaitForPost(testApp, { filled: unlinked });
    const doneCount = () => Number(/(\d+) of \d+ done/.exec(currentText(card))?.[1]);
    const before = doneCount();
    expect(currentText(post)).toContain('Not handed over yet');
    await chooseMenuOption(card, 'link');
    await waitForModal(testApp, 'UANA', 'handoff-link');
    await submitTopModal(testApp, 'UANA', { link: `${LINK}?secret=1` });
    await waitUntilDelivered(testApp);

    expect(currentText(post)).toContain(LINK);
    expect(currentText(post)).not.toContain('secret');
    expect(currentText(post)).not.toContain('Not handed over yet');
    expect(doneCount()).toBe(before + 1);
    await chooseMenuOption(card, 'link');
    await waitForModal(testApp, 'UANA', 'handoff-link');
    await submitTopModal(testApp, 'UANA', { link: LINK.replace('5005', '5006') });
    await waitUntilDelivered(testApp);
    for (const message of [card, post]) {
      expect(JSON.stringify(currentMessage(testApp, message))).toContain('Case/5006/view');
      expect(JSON.stringify(currentMessage(testApp, message))).not.toContain('Case/5005/view');
    }
  });

  it('withdraws it with a reason; the person with the claim is notified, and a new one can be drafted', async () => {
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await chooseMenuOption(card, 'withdraw');
    await waitForModal(testApp, 'UANA', 'handoff-reason');
    await submitTopModal(testApp, 'UANA', { reason: 'The customer renewed with the partner after all.' });
    await waitUntilDelivered(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('withdrawn');
    expect(visibleText(notesTo(testApp, 'UROBIN').at(-1) ?? {})).toContain('renewed with the partner');
    await openHandoffPreview(testApp, { card });
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);
    expect(handoffsIn(testApp).map((one) => handoffPostMetadata(one).state)).toEqual(['withdrawn', 'open']);
  });

  it('gets the texts for Salesforce to copy, without any address', async () => {
    const { card } = await submitHandoffAndWaitForPost(testApp);
    await chooseMenuOption(card, 'texts');
    const modal = await waitForModal(testApp, 'UANA', 'handoff-texts');
    const text = JSON.stringify(modal.blocks);

    expect(text).toContain('Quillmark Resale Ltd');
    expect(text).toContain('The customer first bought through a reseller.');
    expect(text).not.toMatch(/@[a-z-]+\.example/);
  });

  it('is notified that it was declined, and why', async () => {
    const { post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, {
      user: 'UKIM',
      actionId: 'handoff-decline',
      form: 'handoff-reason',
      filled: { reason: 'Belongs to the partner team.' },
    });
    await waitUntilDelivered(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('declined');
    expect(visibleText(notesTo(testApp, 'UANA').at(-1) ?? {})).toContain('Belongs to the partner team');
  });

  it('finds every event in the history of the case', async () => {
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    const option = JSON.stringify({ caseId: cardMetadata(card).case_id, show: 'history' });
    await pressElement(testApp, card, { actionId: 'case-menu', selectedOption: option });
    const history = visibleText({ blocks: testApp.slack.views('UANA').at(-1)?.blocks });

    expect(history).toMatch(/<@UROBIN> · \*Claimed until/);
    expect(history).toContain('Handed to Sales in <#CSALES>');
  });
});

describe('A preview', () => {
  it('is not submitted when the case was checked again meanwhile', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    await openHandoffPreview(testApp, { card });
    await new Promise((resolve) => setTimeout(resolve, 10));
    await pressElement(testApp, card, { actionId: 'recheck' });
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);

    expect(handoffsIn(testApp)).toEqual([]);
    expect(testApp.slack.directMessages('UANA').messages.map(visibleText).join('\n')).toContain(
      'The case was checked again after this preview was made, so nothing was sent.',
    );
  });

  it('goes back to the form with the text that was typed', async () => {
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    const view = await openHandoffPreview(testApp, { card });
    await testApp.slack.click({ user: 'UANA', viewId: view.id, actionId: 'handoff-edit' });
    const form = await waitForModal(testApp, 'UANA', 'handoff-draft');

    expect(JSON.stringify(form.blocks)).toContain('in ticket #48211');
  });
});

describe('The Home tab and /reseller-check mine', () => {
  it('show what waits for Sales, and are updated after each change', async () => {
    await testApp.slack.openHome('UANA');
    await waitUntil('a Home tab', () => testApp.slack.home('UANA'));
    const { post } = await submitHandoffAndWaitForPost(testApp);
    const home = () => visibleText({ blocks: testApp.slack.home('UANA')?.blocks });
    expect(home()).toMatch(/Waiting for Sales[\s\S]*Halden Mills/);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);

    expect(home()).toContain('<@UROBIN>');
    const { sentences } = await typeCommand(testApp, 'mine');
    expect(visibleText(sentences[0] ?? {})).toContain('Halden Mills');
  });

  it('show handoffs that Slack refused, with a button to send them again, until they are sent', async () => {
    const { slack } = testApp;
    await slack.openHome('UANA');
    const { id: viewId } = await waitUntil('a Home tab', () => slack.home('UANA'));
    const home = () => visibleText({ blocks: slack.home('UANA')?.blocks });
    slack.kick('CSALES', slack.botUserId);
    await submitHandoffFor(testApp);
    await waitUntilDelivered(testApp);
    expect(home()).toMatch(/^\s*Waiting for you[\s\S]*Not sent to Sales: [^\n]*\/invite/);
    expect(visibleText((await typeCommand(testApp, 'mine')).sentences[0] ?? {})).toContain(
      'Not sent to Sales',
    );

    slack.invite('CSALES', slack.botUserId);
    await slack.click({ user: 'UANA', viewId, actionId: 'draft-handoff' });
    await waitForModal(testApp, 'UANA', 'handoff-draft');
    await submitTopModal(testApp, 'UANA');
    await waitForModal(testApp, 'UANA', 'handoff-preview');
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);

    expect(handoffsIn(testApp)).toHaveLength(1);
    expect(home()).not.toContain('Waiting for you');
  });

  it('store preferences, such as being mentioned in the thread of the card', async () => {
    await testApp.slack.openHome('UANA');
    const home = await waitUntil('a Home tab', () => testApp.slack.home('UANA'));
    const option = JSON.stringify({ notifyBy: 'mention' });
    await testApp.slack.click({
      user: 'UANA',
      viewId: home.id,
      actionId: 'set-notifications',
      selectedOption: option,
    });
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);

    expect(notesTo(testApp, 'UANA')).toEqual([]);
    const [reply] = testApp.slack.replies(card.channel, card.ts);
    expect(visibleText(reply ?? {})).toMatch(/<@UANA>[\s\S]*<@UROBIN>/);
  });
});
