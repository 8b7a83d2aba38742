import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { UPSTREAM_EVENTS } from '../../scripts/sandbox/upstream-events.ts';
import { currentMessage } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText, waitUntil } from './harness.ts';
import { observeResponse, onlyCard, pressElement, typeCommand, waitUntilBotIsIdle } from './responses.ts';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

const LINK = 'https://gitlab.lightning.force.com/lightning/r/Case/5005/view';

async function card(text: string): Promise<Message> {
  return onlyCard(await typeCommand(testApp, text));
}

/** The card as it is now, in words. */
function currentText(message: Message): string {
  return visibleText(currentMessage(testApp, message) ?? {});
}

/** The value of a step's button, taken from the card that is shown. */
function stepValue(message: Message, actionId: string, stepId: string): string {
  const blocks = currentMessage(testApp, message)?.blocks ?? [];
  const values = [
    ...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"[^{}]*?"value":"((?:[^"\\]|\\.)*)"/g),
  ]
    .filter(([, action]) => action === actionId)
    .map(([, , value]) => JSON.parse(`"${value}"`) as string);
  const found = values.find((value) => value.includes(`"stepId":"${stepId}"`));
  if (!found) throw new Error(`no ${actionId} for ${stepId}`);
  return found;
}

function press(message: Message, actionId: string, stepId: string, user = 'UANA') {
  return pressElement(testApp, message, { actionId, value: stepValue(message, actionId, stepId), user });
}

/** Fills in and sends the form that is open. */
function submit(user: string, field: 'value' | 'reason', text: string) {
  const viewId = testApp.slack.views(user).at(-1)?.id ?? '';
  const values = { [field]: { [field]: { value: text } } };
  return observeResponse(testApp, user, () => testApp.slack.submitView({ user, viewId, values }));
}

async function completeSteps(message: Message, ...stepIds: string[]): Promise<void> {
  for (const stepId of stepIds) {
    await press(message, 'step-done', stepId);
    if (testApp.slack.views('UANA').length > 0) await submit('UANA', 'value', LINK);
  }
}

const STEPS_BEFORE_LOGIN = ['other-account', 'purchase-processed', 'channel', 'history'];

describe('The steps of a card', () => {
  it('are all kept when two people complete different ones at once', async () => {
    const one = await card('A-S00900001 sign-in');
    const [first, second] = ['understand', 'explain-changes'].map((id) => stepValue(one, 'step-done', id));
    const click = (user: string, value: unknown) =>
      testApp.slack.click({ user, channel: one.channel, ts: one.ts, actionId: 'step-done', value });
    await Promise.all([click('UANA', first), click('UBEN', second)]);
    await waitUntilBotIsIdle(testApp);

    expect(currentText(one)).toMatch(/3 of \d done/);
    expect(currentText(one)).toContain('<@UBEN>');
  });

  it('are completed once when the same button is pressed twice', async () => {
    const one = await card('A-S00900001 sign-in');
    const value = stepValue(one, 'step-done', 'understand');
    const click = () =>
      testApp.slack.click({ user: 'UANA', channel: one.channel, ts: one.ts, actionId: 'step-done', value });
    await Promise.all([click(), click()]);
    await waitUntilBotIsIdle(testApp);

    expect(currentText(one)).toMatch(/2 of \d done/);
    await pressElement(testApp, one, {
      actionId: 'case-menu',
      selectedOption: JSON.stringify({ caseId: cardMetadata(one).case_id, show: 'history' }),
    });
    const history = visibleText({ blocks: testApp.slack.views('UANA').at(-1)?.['blocks'] });
    expect(history.match(/\bDone\b/g)).toHaveLength(1);
  });

  it('are completed from the reply that was copied', async () => {
    const one = await card('A-S00900001 sign-in');
    await pressElement(testApp, one, { actionId: 'copy-texts' });
    const view = testApp.slack.views('UANA').at(-1);
    expect(view).toMatchObject({ submit: { text: 'Mark as sent' } });
    const values = { reply: { reply: { value: 'Edited by Ana' } } };
    await observeResponse(testApp, 'UANA', () =>
      testApp.slack.submitView({ user: 'UANA', viewId: view?.id ?? '', values }),
    );

    expect(currentText(one)).toMatch(/2 of \d done/);
    expect(currentText(one)).toMatch(/✓ Ask Halden Mills what they wanted/);
  });

  it('keep a pasted link, and refuse text that is no link', async () => {
    const one = await card('A-S00900001 sign-in');
    await press(one, 'step-done', 'ask-sales');
    const refused = await submit('UANA', 'value', 'ftp:not-a-page');

    expect(refused.outcome.errors).toEqual({ value: expect.stringContaining('https://') });
    await submit('UANA', 'value', `${LINK}?secret=1`);
    expect(currentText(one)).toContain(`<${LINK}|link>`);
  });

  it('accept a reason instead of a link, without what must not be stored', async () => {
    const one = await card('A-S00900001 sign-in');
    await press(one, 'step-done', 'ask-sales');
    const refused = await submit('UANA', 'reason', 'no');
    expect(refused.outcome.errors).toEqual({ reason: expect.any(String) });
    await submit('UANA', 'reason', 'asked ines@harbour.example on the phone');

    expect(currentText(one)).toMatch(/not applicable: asked .+ on the phone/);
    expect(currentText(one)).not.toContain('ines@');
  });

  it('are undone with one click', async () => {
    const one = await card('A-S00900001 sign-in');
    await completeSteps(one, 'understand');
    await press(one, 'step-undo', 'understand');

    expect(currentText(one)).toMatch(/1 of \d done/);
  });

  it('stay completed over a re-check and a restart', async () => {
    const one = await card('A-S00900001 sign-in');
    await completeSteps(one, 'understand');
    await testApp.restart();
    await pressElement(testApp, one, { actionId: 'recheck' });

    expect(currentText(one)).toMatch(/2 of \d done/);
  });
});

describe('The login step', () => {
  it('is unlocked by a fresh check of a direct account, and says who checked', async () => {
    const one = await card('A-S00900005 enable-login');
    await completeSteps(one, ...STEPS_BEFORE_LOGIN);

    expect(currentText(one)).not.toContain('Unlocked');
    await press(one, 'step-check-now', 'enable-login');
    expect(currentText(one)).toMatch(
      /Unlocked until .*\. <@UANA>'s check \(.*\) found channel “Non-Reseller”\./,
    );
    await completeSteps(one, 'enable-login', 'save-sold-to');
    expect(currentText(one)).toContain('7 of 7 done');
  });

  it.each(['down', '500', '401', '429', 'nonsense'] as const)(
    'stays locked while Zuora is %s',
    async (mode) => {
      const one = await card('A-S00900005 enable-login');
      await completeSteps(one, ...STEPS_BEFORE_LOGIN);
      testApp.upstreams.zuora.setFault(mode);
      await press(one, 'step-check-now', 'enable-login');

      expect(currentText(one)).toContain('could not be read');
      expect(currentText(one)).not.toContain('Unlocked');
    },
  );

  it('is refused on an outdated card when the channel has changed', async () => {
    const one = await card('A-S00900005 enable-login');
    await completeSteps(one, ...STEPS_BEFORE_LOGIN);
    await press(one, 'step-check-now', 'enable-login');
    testApp.upstreams.world.account('A00900005').custom['SSPChannel__c'] = 'Reseller';
    await press(one, 'step-done', 'enable-login');

    expect(currentText(one)).toContain('channel “Reseller”');
    expect(currentText(one)).not.toContain('Unlocked');
    expect(currentText(one)).toContain('5 of 7 done');
  });

  it("is overridden only with a second person's approval, and is never shown as allowed", async () => {
    const one = await card('A-S00900005 enable-login');
    await completeSteps(one, ...STEPS_BEFORE_LOGIN);
    testApp.upstreams.zuora.setFault('down');
    await press(one, 'step-check-now', 'enable-login');
    const { case_id: caseId } = cardMetadata(one);
    const option = JSON.stringify({ caseId, override: 'enable-login' });
    await pressElement(testApp, one, { actionId: 'case-menu', selectedOption: option });
    await submit('UANA', 'reason', 'Zuora is down, Billing confirmed by phone');
    const own = await press(one, 'override-approve', 'enable-login');

    expect(own.sentences.map(({ text }) => text)).toEqual([expect.stringContaining('someone else')]);
    await press(one, 'override-approve', 'enable-login', 'UBEN');
    expect(currentText(one)).toMatch(/Overridden by <@UANA> and <@UBEN>.*Not confirmed by Zuora/);
    expect(currentText(one)).not.toContain('Unlocked');
  });

  it('can be completed in a direct renewal, from the first check to the last step', async () => {
    const one = await card('A-S00900001 direct-renewal');
    for (const { id, apply: happen } of UPSTREAM_EVENTS)
      if (!id.endsWith('back')) happen(testApp.upstreams.world);
    await pressElement(testApp, one, { actionId: 'recheck' });

    expect(currentText(one)).toMatch(/verdict was “Reseller”, now “Direct \(was reseller\)”/);
    await completeSteps(one, ...STEPS_BEFORE_LOGIN);
    await press(one, 'step-check-now', 'enable-login');
    expect(currentText(one)).toContain('Unlocked');
  });
});

describe('A fact that a person sets', () => {
  it('is kept by a slow re-check that is under way', async () => {
    const one = await card('A-S00900001 sign-in');
    const { zuora } = testApp.upstreams;
    zuora.setFault('slow', { seconds: 0.3 });
    const before = zuora.requests.length;
    const slow = pressElement(testApp, one, { actionId: 'recheck' });
    await waitUntil('a question to Zuora', () => zuora.requests.length > before);
    const option = JSON.stringify({ caseId: cardMetadata(one).case_id, topic: 'direct-renewal' });
    await pressElement(testApp, one, { actionId: 'choose-topic', selectedOption: option });
    await slow;

    expect(cardMetadata(currentMessage(testApp, one) as Message).topic).toBe('direct-renewal');
  });
});

describe('A contact change', () => {
  it('asks for the invoice until somebody confirms that it matches', async () => {
    const one = await card('#48212');
    const { case_id: caseId, scenario } = cardMetadata(one);
    const proof = (word: string) =>
      pressElement(testApp, one, {
        actionId: 'choose-proof',
        selectedOption: JSON.stringify({ caseId, proof: word }),
      });
    await proof('none');
    const without = currentText(one);
    await proof('invoice');

    expect(scenario).toContain('contact-change');
    expect(without).toMatch(/send a licence or code to Quillmark Resale Ltd/);
    expect(currentText(one)).not.toBe(without);
    expect(cardMetadata(currentMessage(testApp, one) as Message).scenario).not.toBe(scenario);
  });

  it('has texts to copy, without any address', async () => {
    const one = await card('#48212');
    await pressElement(testApp, one, { actionId: 'copy-texts' });
    const modal = JSON.stringify(testApp.slack.views('UANA').at(-1));

    expect(modal).toContain('Public reply');
    expect(modal).not.toMatch(/@[a-z-]+\.example/);
  });
});
