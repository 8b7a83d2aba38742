import { afterEach, describe, expect, it } from 'vitest';
import type { Message, NewChannel } from '../../scripts/sandbox/slack/local-slack.ts';
import { sampleItems } from '../sample-size.ts';
import { directMessages } from './check-requests.ts';
import {
  HANDOFF_FORM_INPUT,
  handoffRowText,
  handoffsIn,
  notesTo,
  openHandoffPreview,
  pressHandoffButton,
  RENEWAL_COMMAND,
  submitHandoffAndWaitForPost,
  submitHandoffFor,
  submitTopModal,
  waitForModal,
  waitUntilDelivered,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { cardsIn, checkAsAna, startTestApp, visibleText, waitUntil } from './harness.ts';
import { isPostedByApp, waitUntilBotIsIdle } from './responses.ts';

const open: TestApp[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

const CSALES: NewChannel = { id: 'CSALES', name: 'sales-handoffs', members: ['UROBIN', 'U0BOT'] };
const CAPAC: NewChannel = { id: 'CAPAC', name: 'sales-apac', members: ['UROBIN', 'U0BOT'] };
const APAC = { option: JSON.stringify({ channel: 'CAPAC', team: 'apac' }) };
const SALES = { option: JSON.stringify({ channel: 'CSALES', team: 'sales' }) };
/** What the form of a licence that does not upload wants filled in. */
const LICENSE_COUNTS = { usersInLicence: '25', billableUsers: '30', maximumUsers: '31' };
const HANDOFF_INPUT = {
  ...HANDOFF_FORM_INPUT,
  ask: 'They leave the partner in April. Please reach out.',
  destination: SALES,
};

async function start(): Promise<TestApp> {
  const testApp = await startTestApp({
    settings: { SALES_CHANNELS: 'apac=CAPAC' },
    prepare: (slack) => slack.addChannel(CAPAC),
  });
  open.push(testApp);
  return testApp;
}

interface RefusalCase {
  readonly spoil: (whole: TestApp) => void;
  /** What the engineer is told to do. */
  readonly cure: string;
  /** What somebody does about it; left out: it passes. */
  readonly mend?: (whole: TestApp) => void;
}

/** The next post, which is the handoff's, is refused so. */
function refuse(error: string): RefusalCase['spoil'] {
  return ({ slack }) => slack.fail('chat.postMessage', { error });
}

/** Makes the Sales channel another one. */
function replaceSalesChannel(other: Partial<NewChannel>): RefusalCase['spoil'] {
  return ({ slack }) => slack.addChannel({ ...CSALES, ...other });
}

const REFUSALS: Readonly<Record<string, RefusalCase>> = {
  not_in_channel: {
    spoil: ({ slack }) => slack.kick('CSALES', 'U0BOT'),
    cure: 'Invite me there with /invite',
    mend: ({ slack }) => slack.invite('CSALES', 'U0BOT'),
  },
  'channel_not_found, since it is private': {
    spoil: replaceSalesChannel({ private: true, members: ['UROBIN'] }),
    cure: 'If it is private, invite me there',
    mend: ({ slack }) => slack.invite('CSALES', 'U0BOT'),
  },
  is_archived: {
    spoil: ({ slack }) => slack.archive('CSALES'),
    cure: 'that channel is archived. Choose another destination',
    mend: replaceSalesChannel({}),
  },
  restricted_action: { spoil: refuse('restricted_action'), cure: 'Ask its owner to let me' },
  missing_scope: { spoil: refuse('missing_scope'), cure: 'the app needs the scopes in manifest.yml' },
  'a word that nobody has heard before': { spoil: refuse('moon_in_the_way'), cure: 'moon_in_the_way' },
  'shared with another company': {
    spoil: replaceSalesChannel({ extShared: true }),
    cure: 'shared with another company',
    mend: replaceSalesChannel({}),
  },
  'about to be shared with another company': {
    spoil: replaceSalesChannel({ pendingExtShared: true }),
    cure: 'shared with another company',
    mend: replaceSalesChannel({}),
  },
};

function appMessagesIn({ slack }: TestApp, channel: string): readonly string[] {
  return slack.messages(channel).filter(isPostedByApp).map(visibleText);
}

/** Which inputs of the open form hold what. */
async function reopenedForm(testApp: TestApp, { channel, ts }: { channel: string; ts: string }) {
  await testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'draft-handoff' });
  const { blocks } = await waitForModal(testApp, 'UANA', 'handoff-draft');
  const elements = blocks.flatMap(({ element }) => (element ? [element as Record<string, unknown>] : []));
  return Object.fromEntries(elements.map((element) => [element['action_id'], element['initial_value']]));
}

describe('A Sales channel that refuses the handoff', () => {
  it.each(sampleItems(Object.entries(REFUSALS), 3))(
    '%s: nothing is posted, the engineer is told once what to fix, and then the same draft is posted once',
    async (_why, { spoil, cure, mend }) => {
      const whole = await start();
      const before = appMessagesIn(whole, 'CSALES');
      const card = await handOverAfter(whole, spoil);

      expect(appMessagesIn(whole, 'CSALES')).toEqual(before);
      const [note, ...more] = directMessages(whole);
      expect(more).toEqual([]);
      expect(note?.text).toMatch(/^Not sent to Sales: Halden Mills/);
      expect(visibleText(note ?? {})).toContain('Sales does not have it, and your draft is kept');
      expect(visibleText(note ?? {})).toContain(cure);
      expect(handoffRowText(whole, card)).toMatch(/^\*Handoff:\* not sent: /);
      expect(handoffRowText(whole, card)).toContain(cure);

      mend?.(whole);
      expect(await reopenedForm(whole, note ?? card)).toMatchObject({
        ask: HANDOFF_INPUT.ask,
        plan: 'Premium',
        seats: '25',
        writtenWishSource: 'in ticket #48211',
      });
      await submitTopModal(whole, 'UANA');
      await waitForModal(whole, 'UANA', 'handoff-preview');
      await submitTopModal(whole, 'UANA');
      await waitUntilDelivered(whole);

      const posts = handoffsIn(whole);
      expect(posts).toHaveLength(1);
      expect(visibleText(posts[0] ?? {})).toContain(HANDOFF_INPUT.ask);
      expect(directMessages(whole)).toHaveLength(1);
      expect(handoffRowText(whole, card)).toMatch(/^\*Handoff:\* with Sales since/);
    },
    30_000,
  );

  it.each(
    sampleItems(
      Object.entries(REFUSALS).filter(([why]) => !/scope|token/.test(why)),
      4,
    ),
  )(
    '%s: another destination can be chosen, and nothing is ever posted in the first',
    async (_why, { spoil }) => {
      const whole = await start();
      const before = appMessagesIn(whole, 'CSALES');
      const card = await handOverAfter(whole, spoil);

      await openHandoffPreview(whole, { card, filled: { destination: APAC } });
      await submitTopModal(whole, 'UANA');
      await waitUntilDelivered(whole);

      expect(appMessagesIn(whole, 'CSALES')).toEqual(before);
      expect(handoffsIn(whole, 'CAPAC')).toHaveLength(1);
      expect(visibleText(handoffsIn(whole, 'CAPAC')[0] ?? {})).toContain(HANDOFF_INPUT.ask);
      expect(handoffRowText(whole, card)).toMatch(/^\*Handoff:\* with Sales \(APAC\) since/);
      expect(directMessages(whole)).toHaveLength(1);
    },
    30_000,
  );

  it('can be followed by another one that refuses: each refusal is told once, and the third attempt is posted', async () => {
    const whole = await start();
    const card = await handOverAfter(whole, ({ slack }) => {
      slack.archive('CSALES');
      slack.kick('CAPAC', 'U0BOT');
    });
    await openHandoffPreview(whole, { card, filled: { destination: APAC } });
    await submitTopModal(whole, 'UANA');
    await waitUntilDelivered(whole);

    expect(handoffRowText(whole, card)).toContain('not sent: I am not in that channel');
    expect(notesTo(whole, 'UANA')).toHaveLength(2);
    whole.slack.invite('CAPAC', 'U0BOT');
    await openHandoffPreview(whole, { card, filled: {} });
    await submitTopModal(whole, 'UANA');
    await waitUntilDelivered(whole);
    expect(handoffsIn(whole, 'CAPAC')).toHaveLength(1);
    expect(notesTo(whole, 'UANA')).toHaveLength(2);
  }, 30_000);

  it('is shared by mistake: no customer is named there', async () => {
    const whole = await startTestApp({ settings: { SALES_CHANNEL: 'CSHARED' } });
    open.push(whole);
    const card = await submitHandoffFor(whole);
    await waitUntilDelivered(whole);

    expect(appMessagesIn(whole, 'CSHARED')).toEqual([]);
    expect(handoffRowText(whole, card)).toContain('shared with another company');
    expect(notesTo(whole, 'UANA')).toHaveLength(1);
  }, 30_000);
});

/** Who handed over wants to be mentioned in the thread of the card. */
async function submitWithMentions(testApp: TestApp): Promise<{ card: Message; post: Message }> {
  await enableMentions(testApp);
  return submitHandoffAndWaitForPost(testApp);
}

async function enableMentions(testApp: TestApp): Promise<void> {
  await testApp.slack.openHome('UANA');
  const { id } = await waitUntil('a Home tab', () => testApp.slack.home('UANA'));
  const selectedOption = JSON.stringify({ notifyBy: 'mention' });
  await testApp.slack.click({ user: 'UANA', viewId: id, actionId: 'set-notifications', selectedOption });
  await waitUntilBotIsIdle(testApp);
}

async function askQuestion(testApp: TestApp, post: Message): Promise<void> {
  const filled = { question: 'Which entity signs?' };
  const actionId = 'handoff-question';
  await pressHandoffButton(testApp, post, { user: 'UROBIN', actionId, form: actionId, filled });
  await waitUntilDelivered(testApp);
}

/** How often it was said in the thread, and how often in direct messages. */
function noteCounts(testApp: TestApp, { channel, ts }: Message): { thread: number; direct: number } {
  const count = (messages: readonly Message[]) =>
    messages.map(visibleText).filter((text) => text.includes('has a question')).length;
  return { thread: count(testApp.slack.replies(channel, ts)), direct: count(notesTo(testApp, 'UANA')) };
}

describe('A thread that refuses a notification', () => {
  it.each<[string, (whole: TestApp) => void]>([
    ['its channel is archived', ({ slack }) => slack.archive('CSUPPORT')],
    ['the bot was thrown out', ({ slack }) => slack.kick('CSUPPORT', 'U0BOT')],
    ['Slack says a word that nobody has heard before', refuse('moon_in_the_way')],
    ['its channel is shared with another company', ({ slack }) => slack.setExtShared('CSUPPORT', true)],
  ])(
    '%s: it is sent once as a direct message',
    async (_why, spoil) => {
      const whole = await start();
      const { card, post } = await submitWithMentions(whole);
      spoil(whole);

      await askQuestion(whole, post);

      expect(noteCounts(whole, card)).toEqual({ thread: 0, direct: 1 });
      expect(whole.logLines.filter((line) => line.includes('notification rejected by Slack'))).toEqual([]);
    },
    30_000,
  );

  it('after a lost answer, when the card itself is a reply: the notification is found and not sent again', async () => {
    const whole = await start();
    await enableMentions(whole);
    const text = `${whole.upstreams.zendesk.url}/agent/tickets/48220`;
    const ts = whole.slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text });
    await whole.slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' });
    const card = await waitUntil('the card', () => cardsIn(whole.slack, 'CSUPPORT')[0]);
    expect(card.thread_ts).toBe(ts);
    const { post } = await submitHandoffAndWaitForPost(whole, {
      card,
      filled: { ...LICENSE_COUNTS, destination: SALES },
    });
    whole.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel: 'CSUPPORT' });

    await askQuestion(whole, post);

    expect(noteCounts(whole, { ...card, ts })).toEqual({ thread: 1, direct: 0 });
  }, 40_000);

  it('and a lost answer of the direct message: the notification is found there', async () => {
    const whole = await start();
    const { card, post } = await submitWithMentions(whole);
    whole.slack.kick('CSUPPORT', 'U0BOT');
    const { channel } = whole.slack.directMessages('UANA');
    whole.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel });

    await askQuestion(whole, post);

    expect(noteCounts(whole, card)).toEqual({ thread: 0, direct: 1 });
  }, 30_000);

  it('after a lost answer: the notification is not sent again', async () => {
    const whole = await start();
    const { card, post } = await submitWithMentions(whole);
    whole.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel: 'CSUPPORT' });
    const asked = askQuestion(whole, post);
    await waitUntil('the note', () => noteCounts(whole, card).thread === 1);
    whole.slack.archive('CSUPPORT');
    await asked;

    expect(noteCounts(whole, card)).toEqual({ thread: 1, direct: 0 });
  }, 30_000);
});

/** The card is there before anything goes wrong. */
async function handOverAfter(testApp: TestApp, spoil: RefusalCase['spoil']) {
  const card = await checkAsAna(testApp, RENEWAL_COMMAND);
  spoil(testApp);
  await submitHandoffFor(testApp, { card, filled: HANDOFF_INPUT });
  await waitUntilDelivered(testApp);
  return card;
}

describe('A bot token that Slack refuses for a while', () => {
  it.each(sampleItems(['account_inactive', 'token_revoked', 'invalid_auth', 'token_expired'], 3))(
    '%s: the handoff waits, and is posted once when the token is accepted again',
    async (error) => {
      const whole = await start();
      const card = await handOverAfter(whole, ({ slack }) => slack.fail('chat.postMessage', { error }, 3));
      const refused = () => whole.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
      await waitUntil('the post', () => handoffsIn(whole)[0]);
      await waitUntilDelivered(whole);

      expect(handoffsIn(whole)).toHaveLength(1);
      expect(refused()).toBeGreaterThanOrEqual(4);
      expect(notesTo(whole, 'UANA').map(({ text }) => text)).not.toContainEqual(
        expect.stringContaining('Not sent to Sales'),
      );
      expect(handoffRowText(whole, card)).not.toMatch(/not sent/);
      expect(
        whole.logLines.filter((line) => line.includes('outbox paused: Slack rejects the bot token')),
      ).toHaveLength(1);
    },
  );
});
