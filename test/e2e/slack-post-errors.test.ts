import { afterEach, describe, expect, it } from 'vitest';
import type { SlackFault } from '../../scripts/sandbox/slack/local-slack.ts';
import {
  currentMessage,
  directMessages,
  ephemeralTexts,
  firstEphemeralText,
  forgetOpenCases,
  HALDEN_SUBSCRIPTION,
  requestCheck,
  requestRecheck,
} from './check-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, checkAsAna, startTestApp, waitUntil } from './harness.ts';
import { onlySentence, typeCommand, waitUntilBotIsIdle } from './responses.ts';

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

async function start(): Promise<TestApp> {
  const testApp = await startTestApp();
  open.push(testApp);
  return testApp;
}

describe('When the channel refuses the card', () => {
  it.each([
    ['not_in_channel', '/invite'],
    ['channel_not_found', '/invite'],
    ['is_archived', 'archived'],
    ['restricted_action', 'only some people may post'],
  ])(
    '%s: the card is posted in direct messages, and a message says why and what to do',
    async (error, told) => {
      const whole = await start();
      whole.slack.fail('chat.postMessage', { error });

      await requestCheck(whole);
      const line = await firstEphemeralText(whole);
      await waitUntilBotIsIdle(whole);

      expect(line).toContain('I sent you the card in a direct message');
      expect(line).toContain(told);
      expect(cardsIn(whole.slack, 'CSUPPORT')).toEqual([]);
      expect(directMessages(whole).map(({ metadata }) => metadata?.event_type)).toEqual(['reseller_case']);
      expect(ephemeralTexts(whole)).toHaveLength(1);
    },
  );

  it('and the direct messages refuse it, too, a message says so and what to do', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error: 'not_in_channel' });
    whole.slack.fail('chat.postMessage', { error: 'restricted_action' });

    await requestCheck(whole);
    const line = await firstEphemeralText(whole);

    expect(line).toMatch(/^The card could not be posted: I am not in that channel\. Invite me there/);
  });

  it('and the direct messages refuse it, too, the next check posts the card in the channel once it is accepted', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error: 'not_in_channel' }, 4);

    const refused = await typeCommand(whole, HALDEN_SUBSCRIPTION);
    const stillRefused = await typeCommand(whole, HALDEN_SUBSCRIPTION);
    const { cards, sentences } = await typeCommand(whole, HALDEN_SUBSCRIPTION);

    expect(onlySentence(refused)).toMatch(/^The card could not be posted/);
    expect(onlySentence(stillRefused)).toContain('There is an open case');
    expect(cardsIn(whole.slack, 'CSUPPORT')).toEqual(cards);
    expect(cards.map(({ metadata }) => metadata?.event_type)).toEqual(['reseller_case']);
    expect(JSON.stringify(sentences)).toContain(`/p${cards[0]?.ts.replace('.', '')}`);
  });

  it('because the bot was removed, the card moves to direct messages, and pressing its button keeps it there', async () => {
    const whole = await start();
    whole.slack.kick('CSUPPORT', whole.slack.botUserId);

    await requestCheck(whole);
    const card = await waitUntil('a card', () => directMessages(whole)[0]);
    await waitUntilBotIsIdle(whole);
    await requestRecheck(whole, card);
    await waitUntil('the card to change', () => currentMessage(whole, card)?.edited);

    expect(directMessages(whole)).toHaveLength(1);
  });
});

describe('When Slack refuses the blocks', () => {
  it('because they are collapsible, buttons open the hidden parts from then on', async () => {
    const whole = await start();
    const messages = ['[ERROR] unsupported type: container [json-pointer:/blocks/6/type]'];
    whole.slack.fail('chat.postMessage', { error: 'invalid_blocks', messages });

    const card = await checkAsAna(whole, HALDEN_SUBSCRIPTION);
    const attempts = () => whole.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
    const before = attempts();
    const next = await checkAsAna(whole, 'A-S00900002');

    for (const { blocks = [] } of [card, next]) {
      expect(blocks.map(({ type }) => type)).not.toContain('container');
      expect(JSON.stringify(blocks)).toContain('"show-steps"');
    }
    expect(attempts()).toBe(before + 1);
  });

  it.each(['invalid_blocks', 'msg_too_long'])('%s: the card is posted as plain text', async (error) => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error }, 2);

    const card = await checkAsAna(whole, HALDEN_SUBSCRIPTION);

    expect(card.blocks ?? []).toEqual([]);
    expect(card.text).toContain('Reseller · Halden Mills*');
    expect(card.text).toContain('Quillmark Resale Ltd');
    expect(card.text).toContain('*Next:');
    expect(cardMetadata(card).verdict).toBe('reseller');
  });

  it('and plain text, too, a message says so', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { error: 'invalid_blocks' }, 3);

    await requestCheck(whole);
    const line = await firstEphemeralText(whole);

    expect(line).toMatch(/^The card could not be posted: it is too large for Slack\./);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toEqual([]);
  });

  it('of an update, the card becomes plain text in its place', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, HALDEN_SUBSCRIPTION);
    whole.slack.fail('chat.update', { error: 'invalid_blocks' }, 2);

    await requestRecheck(whole, card);
    const changed = await waitUntil(
      'the card to change',
      () => currentMessage(whole, card)?.edited && currentMessage(whole, card),
    );

    expect(changed.blocks ?? []).toEqual([]);
    expect(changed.text).toContain('Reseller · ');
  });
});

describe('When Slack rate-limits the bot', () => {
  it('the card is posted once, not before the time that Slack asked for', async () => {
    const whole = await start();
    whole.slack.fail('chat.postMessage', { rateLimited: 1 });

    await checkAsAna(whole, HALDEN_SUBSCRIPTION);
    await waitUntilBotIsIdle(whole);

    const posts = whole.slack.calls.filter(({ method }) => method === 'chat.postMessage');
    const [refused, posted, ...more] = posts;
    expect(more).toEqual([]);
    expect((posted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
  });

  it('for longer than a check may wait, the card of the opened case is posted afterwards', async () => {
    const whole = await start();
    const waitMs = 16 * 60_000;
    whole.slack.fail('chat.postMessage', { rateLimited: waitMs / 1_000 });

    await requestCheck(whole);
    await waitUntil('the refusal', () => whole.logLines.find((line) => line.includes('request postponed')));
    await waitUntil('the bot to wait', () => whole.bot.isIdle());
    await whole.advance(waitMs + 1_000);
    await waitUntilBotIsIdle(whole);

    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
    expect(ephemeralTexts(whole)).toEqual([]);
  });
});

describe('When a reply cannot be sent where the request came from', () => {
  it.each<[string, SlackFault]>([
    ['404', { error: 'expired_url' }],
    ['500', { status: 500 }],
  ])('%s: it is sent once as a direct message', async (_status, fault) => {
    const whole = await start();
    whole.slack.fail('users.info', { error: 'missing_scope' }, 1_000);
    whole.slack.fail('response_url', fault);

    await requestCheck(whole);
    await waitUntil('a direct message', () => directMessages(whole)[0]);
    await waitUntilBotIsIdle(whole);

    expect(directMessages(whole).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Slack did not tell me who you are/),
    ]);
    expect(ephemeralTexts(whole)).toEqual([]);
  });

  it('nor as a direct message for a moment, it is sent later, without a message about an error', async () => {
    const whole = await start();
    const ts = whole.slack.postAsUser({ user: 'UBEN', channel: 'CRANDOM', text: HALDEN_SUBSCRIPTION });
    whole.slack.fail('response_url', { status: 500 }, 2);

    await checkAsAna(whole, HALDEN_SUBSCRIPTION);
    await forgetOpenCases(whole);
    whole.slack.fail('chat.postMessage', { delayMs: 0 });
    whole.slack.fail('chat.postMessage', { rateLimited: 1 });
    await whole.slack.messageShortcut({ user: 'UANA', channel: 'CRANDOM', ts, callbackId: 'check-ticket' });
    await waitUntil('the line', () => directMessages(whole).length > 1);
    await waitUntilBotIsIdle(whole);

    expect(directMessages(whole).map(({ metadata }) => metadata?.event_type)).toEqual([
      'reseller_case',
      undefined,
    ]);
    expect(directMessages(whole)[1]?.text).toMatch(/^I do not post cards in this channel/);
    expect(whole.slack.ephemerals({ user: 'UANA', channel: 'CRANDOM' })).toEqual([]);
  });
});
