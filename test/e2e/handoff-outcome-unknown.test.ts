import { afterEach, describe, expect, it } from 'vitest';
import type { Message, NewChannel, SlackFault } from '../../scripts/sandbox/slack/local-slack.ts';
import { currentMessage, directMessages } from './check-requests.ts';
import {
  handoffPostMetadata,
  handoffRowText,
  handoffsIn,
  notesTo,
  openHandoffPreview,
  pressHandoffButton,
  RENEWAL_COMMAND,
  slackCallsFor,
  submitHandoffAndWaitForPost,
  submitHandoffFor,
  submitTopModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { cardMetadata, cardsIn, checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { waitUntilBotIsIdle } from './responses.ts';

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

const CAPAC: NewChannel = { id: 'CAPAC', name: 'sales-apac', members: ['UROBIN', 'U0BOT'] };
const APAC = { option: JSON.stringify({ channel: 'CAPAC', team: 'apac' }) };

async function start(): Promise<TestApp> {
  const testApp = await startTestApp({
    settings: { SALES_CHANNELS: 'apac=CAPAC' },
    prepare: (slack) => slack.addChannel(CAPAC),
  });
  open.push(testApp);
  return testApp;
}

/** Nobody hears what became of the post, and before the bot can look it is thrown out of the channel. */
async function loseAnswerAndLeaveChannel(testApp: TestApp, fault: SlackFault): Promise<Message> {
  const card = await checkAsAna(testApp, RENEWAL_COMMAND);
  testApp.slack.fail('chat.postMessage', fault);
  await submitHandoffFor(testApp, { card });
  await waitUntil('the post to be tried', () => slackCallsFor(testApp).some(({ name }) => name === 'post'));
  testApp.slack.kick('CSALES', 'U0BOT');
  await waitUntil('the card to say so', () => /did not confirm whether/.test(handoffRowText(testApp, card)));
  await waitUntilDelivered(testApp);
  return card;
}

/** Presses Post in the preview once more; answers what the engineer is told in private because of it. */
async function sendAgain(
  testApp: TestApp,
  given: Parameters<typeof openHandoffPreview>[1],
): Promise<string[]> {
  const before = directMessages(testApp).length;
  await openHandoffPreview(testApp, given);
  await submitTopModal(testApp, given.user ?? 'UANA');
  await waitUntilDelivered(testApp);
  return directMessages(testApp).slice(before).map(visibleText);
}

describe('When the outcome of posting a handoff is unknown', () => {
  it('the engineer is asked once to look, and can choose both answers', async () => {
    const whole = await start();
    const card = await loseAnswerAndLeaveChannel(whole, { loseAnswer: true });

    const [note, ...more] = directMessages(whole);
    expect(more).toEqual([]);
    expect(note?.text).toMatch(/^Slack didn't say whether this reached Sales: Halden Mills/);
    for (const message of [note ?? card, currentMessage(whole, card) ?? card]) {
      expect(visibleText(message)).toMatch(
        /I cannot read the channel[\s\S]*Post is missing[\s\S]*Edit and send again/,
      );
    }
    expect(handoffsIn(whole)).toHaveLength(1);
  }, 30_000);

  it('another destination is refused, and nothing is posted anywhere', async () => {
    const whole = await start();
    const card = await loseAnswerAndLeaveChannel(whole, { loseAnswer: true });

    const told = await sendAgain(whole, { card, filled: { destination: APAC } });

    expect(told).toEqual([expect.stringContaining('so I will not post it in another channel')]);
    expect(handoffsIn(whole, 'CAPAC')).toEqual([]);
    expect(handoffsIn(whole)).toHaveLength(1);
    expect(handoffRowText(whole, card)).toMatch(/did not confirm whether/);
  }, 30_000);

  it('retrying while the bot is not in the channel changes nothing and posts nothing', async () => {
    const whole = await start();
    const card = await loseAnswerAndLeaveChannel(whole, { loseAnswer: true });

    await sendAgain(whole, { card, filled: {} });

    expect(slackCallsFor(whole).filter(({ name }) => name === 'post')).toHaveLength(1);
    expect(handoffRowText(whole, card)).toMatch(/did not confirm whether/);
  }, 30_000);

  it('a claim by Sales proves that it was posted', async () => {
    const whole = await start();
    const card = await loseAnswerAndLeaveChannel(whole, { loseAnswer: true });
    const [post] = handoffsIn(whole) as [Message];

    await pressHandoffButton(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(whole);
    expect(whole.slack.ephemerals({ user: 'UROBIN' })).toEqual([]);
    expect(handoffRowText(whole, card)).toContain('with <@UROBIN> of Sales since');
    whole.slack.invite('CSALES', 'U0BOT');
    await pressHandoffButton(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await pressHandoffButton(whole, post, { user: 'UBEN', actionId: 'handoff-decline' });
    await waitUntilDelivered(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
    expect(slackCallsFor(whole).filter(({ name }) => name === 'post')).toHaveLength(1);
  }, 30_000);

  it('retrying after the bot is back in the channel finds the post and posts nothing', async () => {
    const whole = await start();
    const card = await loseAnswerAndLeaveChannel(whole, { loseAnswer: true });
    whole.slack.invite('CSALES', 'U0BOT');

    const told = await sendAgain(whole, { card, filled: {} });

    expect(told).toEqual([]);
    expect(handoffsIn(whole)).toHaveLength(1);
    expect(slackCallsFor(whole).map(({ name }) => name)).toEqual(['post', 'look', 'look', 'update']);
    expect(handoffRowText(whole, card)).toMatch(/^\*Handoff:\* with Sales since/);
  }, 30_000);

  it('retrying after the bot is back in the channel posts once if there is no post', async () => {
    const whole = await start();
    const card = await loseAnswerAndLeaveChannel(whole, { status: 500 });
    whole.slack.invite('CSALES', 'U0BOT');

    await sendAgain(whole, { card, filled: {} });
    await waitUntil('the post', () => handoffsIn(whole)[0]);
    await waitUntilDelivered(whole);

    expect(handoffsIn(whole)).toHaveLength(1);
    expect(handoffRowText(whole, card)).toMatch(/^\*Handoff:\* with Sales since/);
  }, 30_000);

  it.each<[string, string, string]>([
    ['the same channel', 'CSALES', 'with Sales since'],
    ['another channel', 'CAPAC', 'with Sales (APAC) since'],
  ])(
    'pressing "Post is missing" twice posts to %s exactly once',
    async (_, channel, row) => {
      const whole = await start();
      const card = await loseAnswerAndLeaveChannel(whole, { status: 500 });
      whole.slack.invite('CSALES', 'U0BOT');
      const [note] = directMessages(whole) as [Message];

      await pressHandoffButton(whole, note, { user: 'UANA', actionId: 'handoff-post-missing' });
      await pressHandoffButton(whole, note, { user: 'UANA', actionId: 'handoff-post-missing' });
      await waitUntilDelivered(whole);
      expect(handoffRowText(whole, card)).toMatch(/^\*Handoff:\* not sent: /);
      const told = await sendAgain(whole, {
        card,
        filled: channel === 'CAPAC' ? { destination: APAC } : {},
      });
      await waitUntil('the post', () => handoffsIn(whole, channel)[0], 20_000);
      await waitUntilDelivered(whole);

      expect(told).toEqual([]);
      const counts = ['CSALES', 'CAPAC'].map((each) => handoffsIn(whole, each).length);
      expect(counts).toEqual(channel === 'CAPAC' ? [0, 1] : [1, 0]);
      expect(handoffRowText(whole, card)).toContain(row);
    },
    40_000,
  );
});

describe('When a handoff with unknown outcome is withdrawn', () => {
  async function lostAndUnreadable(whole: TestApp, fault: SlackFault): Promise<Message> {
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('chat.postMessage', fault);
    whole.slack.fail('conversations.history', { error: 'missing_scope' }, 9, { channel: 'CSALES' });
    await submitHandoffFor(whole, { card });
    await waitUntil(
      'the card to say so',
      () => /did not confirm whether/.test(handoffRowText(whole, card)),
      20_000,
    );
    await waitUntilDelivered(whole);
    whole.slack.clearFaults();
    return card;
  }

  it('its post shows that as soon as the channel can be read', async () => {
    const whole = await start();
    const card = await lostAndUnreadable(whole, { loseAnswer: true });

    await withdraw(whole, card);

    const posts = handoffsIn(whole).map((post) => currentMessage(whole, post) ?? post);
    expect(posts.map((post) => handoffPostMetadata(post).state)).toEqual(['withdrawn']);
    expect(handoffRowText(whole, card)).toMatch(/withdrawn/i);
  }, 40_000);

  it('it is not posted when it had not arrived', async () => {
    const whole = await start();
    const card = await lostAndUnreadable(whole, { status: 500 });

    await withdraw(whole, card);

    expect(slackCallsFor(whole).filter(({ name }) => name === 'post')).toHaveLength(1);
    expect(handoffsIn(whole)).toEqual([]);
    expect(handoffRowText(whole, card)).toMatch(/withdrawn/i);
  }, 40_000);

  it('it is not posted when it had not arrived and the channel was not searched yet', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('chat.postMessage', { status: 500 });
    await submitHandoffFor(whole, { card });
    await waitUntil('the post to be tried', () => slackCallsFor(whole).some(({ name }) => name === 'post'));

    await withdraw(whole, card);

    expect(slackCallsFor(whole).filter(({ name }) => name === 'post')).toHaveLength(1);
    expect(handoffsIn(whole)).toEqual([]);
  }, 40_000);
});

describe('When the channel becomes shared with another company while the outcome is unknown', () => {
  async function lostAndShared(whole: TestApp, fault: SlackFault): Promise<Message> {
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('chat.postMessage', fault);
    await submitHandoffFor(whole, { card });
    await waitUntil('the post to be tried', () => slackCallsFor(whole).some(({ name }) => name === 'post'));
    whole.slack.setExtShared('CSALES', true);
    return card;
  }

  it('it is searched first, and a post found there counts as posted', async () => {
    const whole = await start();
    const card = await lostAndShared(whole, { loseAnswer: true });

    await waitUntil('the card to say so', () => /with Sales since/.test(handoffRowText(whole, card)), 20_000);
    await waitUntilDelivered(whole);

    expect(directMessages(whole)).toEqual([]);
    expect(handoffsIn(whole)).toHaveLength(1);
  }, 40_000);

  it('nothing is posted there, and the engineer can choose another channel', async () => {
    const whole = await start();
    const card = await lostAndShared(whole, { status: 500 });
    await waitUntil('the card to say so', () => /not sent: /.test(handoffRowText(whole, card)), 20_000);
    await waitUntilDelivered(whole);

    const told = await sendAgain(whole, { card, filled: { destination: APAC } });
    await waitUntil('the post', () => handoffsIn(whole, 'CAPAC')[0]);
    await waitUntilDelivered(whole);

    expect(told).toEqual([]);
    expect(['CSALES', 'CAPAC'].map((each) => handoffsIn(whole, each).length)).toEqual([0, 1]);
    expect(handoffRowText(whole, card)).toContain('with Sales (APAC) since');
  }, 40_000);
});

describe('When a post is found but cannot be updated', () => {
  it('the outcome stays unknown, and the engineer can send it to another channel', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('chat.postMessage', { loseAnswer: true });
    whole.slack.fail('chat.update', { error: 'restricted_action' }, 1, { channel: 'CSALES' });
    await submitHandoffFor(whole, { card });
    await waitUntil(
      'the card to say so',
      () => /did not confirm whether/.test(handoffRowText(whole, card)),
      20_000,
    );
    await waitUntilDelivered(whole);

    const [note] = directMessages(whole) as [Message];
    await pressHandoffButton(whole, note, { user: 'UANA', actionId: 'handoff-post-missing' });
    await waitUntilDelivered(whole);
    await sendAgain(whole, { card, filled: { destination: APAC } });

    expect(handoffsIn(whole, 'CAPAC')).toHaveLength(1);
    expect(handoffRowText(whole, card)).toContain('with Sales (APAC) since');
  }, 40_000);
});

describe('When somebody deletes a message of the bot', () => {
  it('the next event posts the handoff again, and there is exactly one post', async () => {
    const whole = await start();
    const { card, post } = await submitHandoffAndWaitForPost(whole);
    await deleteMessage(whole, post);

    await withdraw(whole, card);

    const [fresh, ...more] = handoffsIn(whole);
    expect(more).toEqual([]);
    expect(fresh?.ts).not.toBe(post.ts);
    expect(fresh && handoffPostMetadata(fresh).state).toBe('withdrawn');
  }, 30_000);

  it('between two presses of Sales, the fresh post shows the first press', async () => {
    const whole = await start();
    const { card, post } = await submitHandoffAndWaitForPost(whole);
    whole.slack.fail('chat.update', { error: 'message_not_found' });

    await pressHandoffButton(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    const fresh = await waitUntil('a fresh post', () => handoffsIn(whole)[1]);
    await deleteMessage(whole, post);
    await waitUntilDelivered(whole);
    await pressHandoffButton(whole, fresh, { user: 'UROBIN', actionId: 'handoff-release' });
    await waitUntilDelivered(whole);

    expect(handoffsIn(whole).map(({ ts }) => ts)).toEqual([fresh.ts]);
    expect(currentMessage(whole, fresh)?.edited).toBeDefined();
    expect(visibleText(currentMessage(whole, fresh) ?? {})).toContain('released it');
    expect(handoffRowText(whole, card)).toContain('nobody has claimed it yet');
    expect(notesTo(whole, 'UANA')).toHaveLength(2);
  }, 30_000);

  it('and the answer to the fresh post is lost, it is found, and there is one post', async () => {
    const whole = await start();
    const { card, post } = await submitHandoffAndWaitForPost(whole);
    whole.slack.fail('chat.update', { error: 'message_not_found' });
    whole.slack.fail('chat.postMessage', { loseAnswer: true });

    await pressHandoffButton(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await deleteMessage(whole, post);
    await waitUntil(
      'a card that says so',
      () => handoffRowText(whole, card).includes('with <@UROBIN>'),
      20_000,
    );
    await waitUntilDelivered(whole);

    expect(handoffsIn(whole).map((one) => handoffPostMetadata(one).state)).toEqual(['claimed']);
  }, 40_000);

  it("the next event posts the case's card again, once, and its buttons work", async () => {
    const whole = await start();
    const { card, post } = await submitHandoffAndWaitForPost(whole);
    await deleteMessage(whole, card);

    await pressHandoffButton(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
    await waitUntilDelivered(whole);

    const [fresh, ...more] = cardsIn(whole.slack, 'CSUPPORT');
    expect(more).toEqual([]);
    expect(fresh && cardMetadata(fresh).case_id).toBe(cardMetadata(card).case_id);
    expect(handoffRowText(whole, fresh ?? card)).toContain('with <@UROBIN> of Sales since');
    await whole.slack.click({ user: 'UANA', channel: 'CSUPPORT', ts: fresh?.ts ?? '', actionId: 'recheck' });
    await waitUntilBotIsIdle(whole);
    expect(cardsIn(whole.slack, 'CSUPPORT')).toHaveLength(1);
  }, 30_000);
});

describe("When Slack doesn't let the bot update a post", () => {
  it.each(['edit_window_closed', 'cant_update_message'])(
    '%s: nothing is posted again, and the press counts',
    async (error) => {
      const whole = await start();
      const { card, post } = await submitHandoffAndWaitForPost(whole);
      whole.slack.fail('chat.update', { error }, 9, { channel: 'CSALES' });

      await pressHandoffButton(whole, post, { user: 'UROBIN', actionId: 'handoff-claim' });
      await waitUntilDelivered(whole);

      expect(handoffsIn(whole).map(({ ts }) => ts)).toEqual([post.ts]);
      expect(handoffRowText(whole, card)).toContain('with <@UROBIN> of Sales since');
    },
    30_000,
  );

  it('a post whose answer was lost counts as posted', async () => {
    const whole = await start();
    const card = await checkAsAna(whole, RENEWAL_COMMAND);
    whole.slack.fail('chat.postMessage', { loseAnswer: true });
    whole.slack.fail('chat.update', { error: 'edit_window_closed' }, 9, { channel: 'CSALES' });

    await submitHandoffFor(whole, { card });
    await waitUntil('the card to say so', () => /with Sales since/.test(handoffRowText(whole, card)), 20_000);

    expect(handoffsIn(whole)).toHaveLength(1);
  }, 30_000);
});

/** An administrator of the workspace does it, in effect. */
async function deleteMessage({ slack }: TestApp, { channel, ts }: Message): Promise<void> {
  const headers = { authorization: `Bearer ${slack.botToken}` };
  const body = new URLSearchParams({ channel, ts });
  await fetch(`${slack.apiUrl}chat.delete`, { method: 'POST', headers, body });
}

async function withdraw(testApp: TestApp, card: Message): Promise<void> {
  const { channel, ts } = card;
  const selectedOption = optionOf(currentMessage(testApp, card) ?? card, 'withdraw');
  await testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'handoff-menu', selectedOption });
  await waitUntil('the form', () => testApp.slack.views('UANA').at(-1)?.callback_id === 'handoff-reason');
  await submitTopModal(testApp, 'UANA', { reason: 'The customer changed their mind.' });
  await waitUntilDelivered(testApp);
}

/** The value of an option of the handoff's menu on a card. */
function optionOf(card: Message, does: string): string {
  const found = JSON.stringify(card.blocks).match(/"value":("(?:[^"\\]|\\.)*")/g) ?? [];
  const values = found.map((each) => JSON.parse(each.slice('"value":'.length)) as string);
  return values.find((value) => value.includes(`"do":"${does}"`)) ?? '';
}
