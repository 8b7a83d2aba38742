import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage, requestRecheck } from './check-requests.ts';
import {
  caseIdOfCard,
  handoffPostMetadata,
  handoffsIn,
  notesTo,
  openHandoffPreview,
  pressHandoffButton,
  RENEWAL_COMMAND,
  submitHandoffAndWaitForPost,
  submitTopModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, visibleText } from './harness.ts';
import {
  observeResponse,
  onlyCard,
  onlySentence,
  typeCommandAs,
  upstreamCallCount,
  waitUntilBotIsIdle,
} from './responses.ts';

const NOT_A_MEMBER = /^Only members of the Support user group can use this bot/;
const GUARDED = 'enable-login';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

/** Slack knows at once; what it told the bot within the last minute says otherwise. */
function anaLeavesSupport(): void {
  testApp.slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UBEN'] });
}

let pressed = 0;

/** Ana presses a button of the card, whether it is drawn now or not. */
function press(card: Message, actionId: string, value: object) {
  pressed += 1;
  const payload = {
    type: 'block_actions',
    user: { id: 'UANA' },
    channel: { id: card.channel },
    container: { type: 'message', message_ts: card.ts, channel_id: card.channel },
    trigger_id: `${pressed}.1.1`,
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value: JSON.stringify(value) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return observeResponse(
    testApp,
    'UANA',
    async () =>
      ({
        ...(await testApp.slack.deliverRaw(body)),
        triggerId: payload.trigger_id,
      }) as never,
  );
}

/** Ana submits a form about a step. */
function submit(callbackId: string, meta: object, field: string) {
  pressed += 1;
  const text = field === 'value' ? 'https://gitlab.my.salesforce.com/x' : 'Billing confirmed it by phone';
  const payload = {
    type: 'view_submission',
    user: { id: 'UANA' },
    trigger_id: `${pressed}.1.1`,
    view: {
      id: 'V1',
      callback_id: callbackId,
      private_metadata: JSON.stringify(meta),
      state: { values: { [field]: { [field]: { value: text } } } },
    },
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return observeResponse(
    testApp,
    'UANA',
    async () =>
      ({
        ...(await testApp.slack.deliverRaw(body)),
        triggerId: payload.trigger_id,
      }) as never,
  );
}

describe('Somebody who has just left Support', () => {
  it('can still complete unguarded steps for a minute', async () => {
    const card = await checkAsAna(testApp, 'A-S00900005 enable-login');
    const meta = { caseId: caseIdOfCard(card), check: 0 };
    anaLeavesSupport();
    await press(card, 'step-done', { ...meta, stepId: 'channel' });
    await requestRecheck(testApp, card);
    await waitUntilBotIsIdle(testApp);

    expect(visibleText(currentMessage(testApp, card) ?? {})).toMatch(/2 of \d done/);
    await testApp.advance(61_000);
    expect(onlySentence(await press(card, 'recheck', meta))).toMatch(NOT_A_MEMBER);
  });

  it.each([['step-check-now'], ['step-done'], ['override-approve']])(
    'is refused %s of a guarded step',
    async (actionId) => {
      const card = await checkAsAna(testApp, 'A-S00900005 enable-login');
      anaLeavesSupport();
      const asked = upstreamCallCount(testApp);
      const came = await press(card, actionId, { caseId: caseIdOfCard(card), stepId: GUARDED, check: 0 });

      expect(onlySentence(came)).toMatch(NOT_A_MEMBER);
      expect(upstreamCallCount(testApp)).toBe(asked);
    },
  );

  it.each([
    ['override-reason', 'reason'],
    ['step-value', 'value'],
  ])('is refused the form %s of a guarded step', async (callbackId, field) => {
    const card = await checkAsAna(testApp, 'A-S00900005 enable-login');
    anaLeavesSupport();
    const asked = upstreamCallCount(testApp);
    const came = await submit(callbackId, { caseId: caseIdOfCard(card), stepId: GUARDED, check: 0 }, field);

    expect(onlySentence(came)).toMatch(NOT_A_MEMBER);
    expect(upstreamCallCount(testApp)).toBe(asked);
  });

  it('cannot send a handoff, and finds the draft again after rejoining', async () => {
    const card = await checkAsAna(testApp, RENEWAL_COMMAND);
    await openHandoffPreview(testApp, { card });
    anaLeavesSupport();
    const came = await observeResponse(testApp, 'UANA', () => submitTopModal(testApp, 'UANA'));

    expect(onlySentence(came)).toMatch(NOT_A_MEMBER);
    expect(handoffsIn(testApp)).toEqual([]);
    testApp.slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UANA', 'UBEN'] });
    await testApp.restart();
    await submitHandoffAndWaitForPost(testApp, { card });
    expect(handoffsIn(testApp)).toHaveLength(1);
  });

  it('is refused a login check', async () => {
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    anaLeavesSupport();
    const asked = upstreamCallCount(testApp);
    const value = { handoffId: handoffPostMetadata(post).handoff_id, do: 'check-now' };
    const came = await press(card, 'handoff-menu', value);

    expect(onlySentence(came)).toMatch(NOT_A_MEMBER);
    expect(upstreamCallCount(testApp)).toBe(asked);
  });
});

describe('What somebody no longer reads', () => {
  const CUSTOMER = /Halden|A-S009/;

  async function openHome(user: string): Promise<string> {
    await testApp.slack.openHome(user);
    await waitUntilBotIsIdle(testApp);
    return homeText(user);
  }

  const homeText = (user: string) => visibleText(testApp.slack.home(user) ?? {});

  it('who left Support: the customers on her Home, her card in direct messages, and news of her handoff', async () => {
    const asked = await typeCommandAs(testApp, { user: 'UANA', channel: 'CRANDOM' }, RENEWAL_COMMAND);
    const card = onlyCard({ ...asked, sentences: [] });
    const { post } = await submitHandoffAndWaitForPost(testApp, { card });
    expect(await openHome('UANA')).toMatch(CUSTOMER);
    const shown = visibleText(currentMessage(testApp, card) ?? {});
    anaLeavesSupport();
    await testApp.advance(61_000);

    expect(await openHome('UANA')).not.toMatch(CUSTOMER);
    expect(homeText('UANA')).toContain('Notifications');
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('claimed');
    expect(homeText('UANA')).not.toMatch(CUSTOMER);
    expect(notesTo(testApp, 'UANA')).toEqual([]);
    expect(visibleText(currentMessage(testApp, card) ?? {})).toBe(shown);
    expect(testApp.logLines.join('')).toContain('notification rejected by Slack');
    testApp.slack.addUserGroup({ id: 'SSUPPORT', handle: 'support', users: ['UANA', 'UBEN'] });
    await testApp.advance(61_000);
    expect(await openHome('UANA')).toMatch(/Halden Mills[\s\S]*<@UROBIN>/);
  });

  it('who left Sales: the handoffs that he has claimed, and the answer to his question', async () => {
    await testApp.close();
    testApp = await startTestApp({ settings: { SALES_USERGROUP: 'SSALES' } });
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    const form = 'handoff-question';
    const filled = { question: 'Which entity signs?' };
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: form, form, filled });
    await waitUntilDelivered(testApp);
    expect(await openHome('UROBIN')).toMatch(CUSTOMER);
    testApp.slack.addUserGroup({ id: 'SSALES', handle: 'sales', users: ['UKIM'] });
    await testApp.advance(61_000);

    expect(await openHome('UROBIN')).not.toMatch(CUSTOMER);
    const answer = { form: 'handoff-answer', filled: { answer: 'The same as before' } };
    await pressHandoffButton(testApp, card, { user: 'UANA', actionId: 'handoff-answer', ...answer });
    await waitUntilDelivered(testApp);
    expect(visibleText(currentMessage(testApp, post) ?? {})).toContain('The same as before');
    expect(notesTo(testApp, 'UROBIN')).toEqual([]);
    expect(homeText('UROBIN')).not.toMatch(CUSTOMER);
  });
});
