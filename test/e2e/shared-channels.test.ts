import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage, directMessages } from './check-requests.ts';
import {
  handoffPostMetadata,
  openHandoffPreview,
  pressHandoffButton,
  submitHandoffAndWaitForPost,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp, TestAppOptions } from './harness.ts';
import { cardsIn, checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { pressElement, waitUntilBotIsIdle } from './responses.ts';

const OVER_A_MINUTE_MS = 61_000;
const NAMES = /Halden|Quillmark/;

let testApp: TestApp;
afterEach(() => testApp.close());

async function start(options: TestAppOptions = {}): Promise<void> {
  testApp = await startTestApp(options);
}

function textOf(message: Message): string {
  return visibleText(currentMessage(testApp, message) ?? {});
}

/** Slack says so at once; the bot may use an earlier answer for a minute. */
async function share(...channels: readonly string[]): Promise<void> {
  for (const channel of channels) testApp.slack.setExtShared(channel, true);
  await testApp.advance(OVER_A_MINUTE_MS);
}

async function unshare(channel: string): Promise<void> {
  testApp.slack.setExtShared(channel, false);
  await testApp.advance(OVER_A_MINUTE_MS);
}

/** Chooses something in the menu that the card has for its handoff; the card's channel must not be shared. */
async function chooseMenuOption(card: Message, post: Message, what: string): Promise<void> {
  const { handoff_id: handoffId } = handoffPostMetadata(post);
  const { channel, ts } = card;
  const selectedOption = JSON.stringify({ handoffId, do: what });
  await testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'handoff-menu', selectedOption });
}

async function withdraw(card: Message, post: Message): Promise<void> {
  await chooseMenuOption(card, post, 'withdraw');
  await waitForModal(testApp, 'UANA', 'handoff-reason');
  await submitTopModal(testApp, 'UANA', { reason: 'The customer renewed with the partner after all.' });
  await waitUntilDelivered(testApp);
}

function rejectionsLogged(what: string): number {
  return testApp.logLines.filter((line) => line.includes(`${what} rejected by Slack`)).length;
}

describe('In a channel that has become shared with another company', () => {
  it('a card stays as it was; it is brought up to date once the channel is internal again', async () => {
    await start();
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    const before = textOf(card);
    await share('CSUPPORT');
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);

    expect(handoffPostMetadata(currentMessage(testApp, post) as Message).state).toBe('claimed');
    expect(textOf(card)).toBe(before);
    expect(directMessages(testApp).map(visibleText).join()).toContain('has claimed your handoff');
    expect(rejectionsLogged('case-card')).toBe(1);
    await unshare('CSUPPORT');
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-reconfirm' });
    await waitUntilDelivered(testApp);
    expect(textOf(card)).toContain('<@UROBIN>');
  });

  it('what a form records is kept, and who sent it is told that the card does not show it', async () => {
    await start();
    const card = await checkAsAna(testApp, 'A-S00900001 sign-in');
    await pressElement(testApp, card, { actionId: 'copy-texts' });
    const { id: viewId = '' } = testApp.slack.views('UANA').at(-1) ?? {};
    const before = textOf(card);
    await share('CSUPPORT');
    const values = { reply: { reply: { value: 'Edited by Ana' } } };
    await testApp.slack.submitView({ user: 'UANA', viewId, values });
    await waitUntilBotIsIdle(testApp);

    expect(textOf(card)).toBe(before);
    expect(directMessages(testApp).map(visibleText)).toEqual([
      expect.stringContaining('in a channel that is shared with another company'),
    ]);
    await unshare('CSUPPORT');
    await pressElement(testApp, card, { actionId: 'recheck' });
    expect(textOf(card)).toMatch(/✓ Ask Halden Mills what they wanted/);
  });

  it('a card that is not there yet goes to direct messages', async () => {
    await start();
    testApp.slack.fail('chat.postMessage', { status: 500 }, 1_000, { channel: 'CSUPPORT' });
    await testApp.slack.command({
      user: 'UANA',
      channel: 'CSUPPORT',
      command: '/reseller-check',
      text: 'A-S00900001',
    });
    await waitUntil('the first attempt', () =>
      testApp.logLines.some((line) => line.includes('request postponed')),
    );
    await share('CSUPPORT');
    const isCardThere = () =>
      directMessages(testApp).some(({ metadata }) => metadata?.['event_type'] === 'reseller_case');
    // The request is refused now, so the outbox posts the card a minute after the attempt.
    await waitUntil('the card in direct messages', isCardThere, 2 * OVER_A_MINUTE_MS);
    await waitUntilDelivered(testApp);

    expect(cardsIn(testApp.slack, 'CSUPPORT')).toEqual([]);
  });

  it('a handoff post stays as it was, and the log says so', async () => {
    await start();
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    const before = textOf(post);
    await share('CSALES');
    await withdraw(card, post);

    expect(textOf(card)).toContain('Withdrawn by <@UANA>');
    expect(textOf(post)).toBe(before);
    expect(rejectionsLogged('handoff-post')).toBe(1);
    await openHandoffPreview(testApp, { card });
    await submitTopModal(testApp, 'UANA');
    await waitUntilDelivered(testApp);
    expect(textOf(card)).toContain('shared with another company');
  });

  it('a reminder no longer lists any handoffs', async () => {
    await start({ today: '2026-03-02', startsAt: '2026-03-02T10:00:00.000Z' });
    const first = await submitHandoffAndWaitForPost(testApp);
    await submitHandoffAndWaitForPost(testApp, { text: 'A-S00900051 direct-renewal' });
    await testApp.advanceTo('2026-03-05T10:01:00.000Z');
    await testApp.advanceTo('2026-03-05T10:16:00.000Z');
    await waitUntilDelivered(testApp);
    const reminder = testApp.slack
      .messages('CSALES')
      .find(({ metadata }) => metadata?.['event_type'] === 'reseller_reminder') as Message;
    expect(textOf(reminder)).toMatch(/Halden[\s\S]*Petrel/);
    await share('CSALES');
    await withdraw(first.card, first.post);

    expect(textOf(reminder)).toContain('no longer lists any handoffs');
    expect(textOf(reminder)).not.toMatch(/Halden|Petrel/);
  });

  it('an erasure blanks the card, the post and the notes in its thread', async () => {
    await start({
      today: '2026-03-02',
      startsAt: '2026-03-02T10:00:00.000Z',
      settings: { RETENTION_DAYS: '30' },
    });
    await testApp.slack.openHome('UANA');
    const { id: viewId } = await waitUntil('a Home tab', () => testApp.slack.home('UANA'));
    const selectedOption = JSON.stringify({ notifyBy: 'mention' });
    await testApp.slack.click({ user: 'UANA', viewId, actionId: 'set-notifications', selectedOption });
    const { card, post } = await submitHandoffAndWaitForPost(testApp);
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(testApp);
    await withdraw(card, post);
    const shown = () => [card, post, ...testApp.slack.replies('CSUPPORT', card.ts)].map(textOf);
    expect(shown().filter((text) => NAMES.test(text)).length).toBeGreaterThanOrEqual(3);
    await share('CSUPPORT', 'CSALES');
    await testApp.advanceTo('2026-04-02T10:30:00.000Z');
    await testApp.advanceTo('2026-04-02T10:46:00.000Z');
    await waitUntilDelivered(testApp);

    expect(shown().filter((text) => NAMES.test(text))).toEqual([]);
  });
});

describe('Whether a channel is shared', () => {
  it('is asked once a minute, however often its messages change', async () => {
    await start();
    const askedAbout = (channel: string) =>
      testApp.slack.calls.filter(
        ({ method, args }) => method === 'conversations.info' && args['channel'] === channel,
      ).length;
    const card = await checkAsAna(testApp, 'A-S00900001 direct-renewal');
    expect(askedAbout('CSUPPORT')).toBe(1);
    const { post } = await submitHandoffAndWaitForPost(testApp, { card });
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId: 'handoff-release' });
    await waitUntilDelivered(testApp);

    expect(askedAbout('CSUPPORT')).toBe(1);
    expect(askedAbout('CSALES')).toBe(1);
  });
});
