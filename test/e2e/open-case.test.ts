import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, startTestApp } from './harness.ts';
import type { ObservedResponse } from './responses.ts';
import {
  observeResponse,
  onlyCard,
  onlySentence,
  pressElement,
  typeCommand,
  typeCommandAs,
  upstreamCallCount,
  useMessageShortcut,
} from './responses.ts';

const DAY_MS = 24 * 60 * 60_000;
const COMMAND = 'A-S00900001 sign-in';

let testApp: TestApp;
beforeEach(async () => {
  testApp = await startTestApp();
});
afterEach(() => testApp.close());

const asBen = (text: string, channel = 'CSUPPORT') => typeCommandAs(testApp, { user: 'UBEN', channel }, text);

/** Presses "Start new case" on the notice that was shown. */
function startAnew({ sentences }: ObservedResponse, user = 'UBEN'): Promise<ObservedResponse> {
  const [notice] = sentences;
  const { channel = '', ts = '' } = notice ?? {};
  return observeResponse(testApp, user, () =>
    testApp.slack.click({ user, channel, ts, actionId: 'start-anew' }),
  );
}

/** Ticks the first step that needs no form. */
function tickOneStep(card: Message) {
  const buttons = JSON.stringify(card.blocks).matchAll(
    /"text":"Done"[^{}]*\}[^{}]*"value":"((?:[^"\\]|\\.)*)"/g,
  );
  const [value = ''] = [...buttons].map(([, written]) => JSON.parse(`"${written}"`) as string);
  return pressElement(testApp, card, { actionId: 'step-done', value });
}

describe('A check of a subscription that has an open case', () => {
  it('shows that case, who works on it and its progress, and calls no system', async () => {
    const card = onlyCard(await typeCommand(testApp, COMMAND));
    await tickOneStep(card);
    const asked = upstreamCallCount(testApp);
    const response = await asBen('A-S00900001');
    const text = onlySentence(response);

    expect(text).toContain('There is an open case for subscription A-S00900001');
    expect(text).toMatch(/Opened by <@UANA>.*last worked on by <@UANA>/);
    expect(text).toMatch(/[1-9] of \d steps done · next: step \d “/);
    expect(JSON.stringify(response.sentences[0]?.blocks)).toContain(
      `/archives/CSUPPORT/p${card.ts.replace('.', '')}`,
    );
    expect(upstreamCallCount(testApp)).toBe(asked);
  });

  it('opens another one on request: with the button, once however often it is pressed, and with the word "new"', async () => {
    onlyCard(await typeCommand(testApp, COMMAND));
    const notice = await asBen('A-S00900001 direct-renewal');
    const anew = onlyCard({ ...(await startAnew(notice)), sentences: [] });
    const again = onlyCard(await asBen('A-S00900001 NEW'));

    expect(cardMetadata(anew).topic).toBe('direct-renewal');
    expect(cardMetadata(again).case_id).not.toBe(cardMetadata(anew).case_id);
  });

  it('shows the case also to the person who opened it, and to a person who used the shortcut on its ticket', async () => {
    onlyCard(await typeCommand(testApp, '#48211'));

    expect(onlySentence(await typeCommand(testApp, '#48211'))).toContain('open case for ticket #48211');
    expect(onlySentence(await useMessageShortcut(testApp, { text: 'Who takes #48211?' }))).toContain(
      'open case for ticket #48211',
    );
  });

  it('finds the case of a ticket by the subscription that the ticket names', async () => {
    const card = onlyCard(await typeCommand(testApp, '#48211'));
    const [number = ''] = cardMetadata(card).subscriptions.split('=');

    expect(onlySentence(await asBen(number))).toContain(`open case for subscription ${number}`);
  });

  it('opens another case when the ticket is checked with another subscription', async () => {
    onlyCard(await typeCommand(testApp, '#48211'));

    expect((await asBen('#48211 A-S00900002')).cards).toHaveLength(1);
  });

  it('says in whose direct messages the card is, and links it for nobody else', async () => {
    await typeCommandAs(testApp, { user: 'UANA', channel: 'CRANDOM' }, COMMAND);
    const [bens, anas] = [await asBen('A-S00900001'), await typeCommand(testApp, 'A-S00900001')];

    expect(onlySentence(bens)).toContain('in the direct messages of <@UANA>');
    expect(JSON.stringify(bens.sentences[0]?.blocks)).not.toContain('/archives/');
    expect(JSON.stringify(anas.sentences[0]?.blocks)).toContain('/archives/');
  });

  it('opens a new case 30 days after the last activity', async () => {
    onlyCard(await typeCommand(testApp, COMMAND));
    await testApp.advance(30 * DAY_MS + 1_000);

    expect((await asBen('A-S00900001')).cards).toHaveLength(1);
  });
});
