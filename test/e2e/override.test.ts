import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage } from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp, visibleText, waitUntil } from './harness.ts';
import { observeResponse, onlyCard, onlySentence, pressElement, typeCommandAs } from './responses.ts';

const HOUR_MS = 60 * 60_000;
const REASON = 'Zuora is down, Billing confirmed by phone';
/** The guarded step of that card. */
const COMMAND = 'A-S00900005 enable-login';
const STEP = 'enable-login';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

/** A card whose guarded step was denied, in the channel or in Ana's direct messages. */
async function lockedCard(channel = 'CSUPPORT'): Promise<Message> {
  const card = onlyCard({
    ...(await typeCommandAs(testApp, { user: 'UANA', channel }, COMMAND)),
    sentences: [],
  });
  for (const stepId of ['other-account', 'purchase-processed', 'channel', 'history']) {
    await press(card, 'step-done', stepId);
    if (testApp.slack.views('UANA').length > 0) await submit({ reason: { value: 'bought on the web' } });
  }
  testApp.upstreams.zuora.setFault('down');
  await press(card, 'step-check-now', STEP);
  return card;
}

function press(card: Message, actionId: string, stepId: string, user = 'UANA') {
  const value = JSON.stringify({ caseId: cardMetadata(card).case_id, stepId, check: 0 });
  return pressElement(testApp, card, { actionId, value, user });
}

function submit(inputs: Record<string, Record<string, string>>) {
  const viewId = testApp.slack.views('UANA').at(-1)?.id ?? '';
  const values = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { [name]: value }]));
  return observeResponse(testApp, 'UANA', () => testApp.slack.submitView({ user: 'UANA', viewId, values }));
}

async function openForm(card: Message): Promise<void> {
  const option = JSON.stringify({ caseId: cardMetadata(card).case_id, override: STEP });
  await pressElement(testApp, card, { actionId: 'case-menu', selectedOption: option });
}

async function requestOverride(card: Message, colleague?: string) {
  await openForm(card);
  return submit({
    reason: { value: REASON },
    ...(colleague ? { colleague: { selected_user: colleague } } : {}),
  });
}

/** The requests in a channel, or in the direct messages of a user. */
function requestsIn(place: string): Message[] {
  const { slack } = testApp;
  const messages = place.startsWith('U') ? slack.directMessages(place).messages : slack.messages(place);
  return messages.filter((message) => visibleText(message).includes(REASON) && !isCard(message));
}

const isCard = ({ metadata }: Message) => metadata?.['event_type'] === 'reseller_case';
const firstRequestIn = (place: string) => waitUntil('the request', () => requestsIn(place)[0]);
const textOf = (message: Message) => visibleText(currentMessage(testApp, message) ?? {});

describe('A request for an override', () => {
  it('is posted once in the channel of the card, and anybody else can approve it there', async () => {
    const card = await lockedCard();
    await requestOverride(card);
    const request = await firstRequestIn('CSUPPORT');
    await testApp.restart();
    const own = await pressElement(testApp, request, { actionId: 'override-approve' });

    expect(onlySentence(own)).toContain('someone else');
    await pressElement(testApp, request, { actionId: 'override-approve', user: 'UBEN' });
    expect(textOf(card)).toMatch(/Overridden by <@UANA> and <@UBEN>/);
    await waitUntil('the request to say so', () => textOf(request).includes('Approved by <@UBEN>'));
    expect(requestsIn('CSUPPORT')).toHaveLength(1);
  });

  it('goes to the direct messages of a chosen colleague, who can approve it there', async () => {
    const card = await lockedCard('CRANDOM');
    await requestOverride(card, 'UBEN');
    const request = await firstRequestIn('UBEN');
    await pressElement(testApp, request, { actionId: 'override-approve', user: 'UBEN' });

    expect(requestsIn('CSUPPORT')).toEqual([]);
    expect(textOf(card)).toMatch(/Overridden by <@UANA> and <@UBEN>/);
  });

  it('that cannot be delivered to the colleague is reported once to the requester', async () => {
    const card = await lockedCard();
    testApp.slack.fail('chat.postMessage', { error: 'messages_tab_disabled' });
    await requestOverride(card, 'UBEN');
    const note = await waitUntil('a note', () => testApp.slack.directMessages('UANA').messages[0]);

    expect(requestsIn('UBEN')).toEqual([]);
    expect(visibleText(note)).toContain("Slack didn't let me ask <@UBEN>");
    expect(visibleText(note)).toContain('Open the card');
    expect(testApp.logLines.join()).toContain('override-request rejected by Slack');
    await testApp.restart();
    await testApp.advance(60_000);
    expect(testApp.slack.directMessages('UANA').messages).toHaveLength(1);
  });

  it('cannot go to the requester or to somebody outside Support', async () => {
    const card = await lockedCard();
    await openForm(card);
    const own = await submit({ reason: { value: REASON }, colleague: { selected_user: 'UANA' } });
    const guest = await submit({ reason: { value: REASON }, colleague: { selected_user: 'UGUEST' } });

    expect(own.outcome.errors).toEqual({ colleague: expect.stringContaining('someone else') });
    expect(onlySentence(guest)).toContain('choose somebody in Support');
    expect(textOf(card)).not.toContain('Override requested');
  });

  it('needs a chosen colleague when only the requester can see the card', async () => {
    const card = await lockedCard('CRANDOM');
    await openForm(card);

    await expect(submit({ reason: { value: REASON } })).rejects.toThrow('colleague must not be empty');
    expect(textOf(card)).not.toContain('Override requested');
  });

  it('cannot be approved after 24 hours', async () => {
    const card = await lockedCard();
    await requestOverride(card);
    const request = await firstRequestIn('CSUPPORT');
    await testApp.advance(24 * HOUR_MS + 1_000);
    const late = await pressElement(testApp, request, { actionId: 'override-approve', user: 'UBEN' });

    expect(late.sentences.map(visibleText).join()).toContain('after 24 hours');
    expect(textOf(card)).not.toMatch(/Override requested|Overridden/);
    await waitUntil('the request to say so', () => textOf(request).includes('has ended'));
  });
});
