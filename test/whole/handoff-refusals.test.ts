import { afterEach, describe, expect, it } from '@jest/globals';
import type { Message, NewChannel } from '../../scripts/sandbox/slack/local-slack.ts';
import { home } from './asking.ts';
import {
  handedOver,
  handOver,
  handoffsIn,
  modalOf,
  notesTo,
  press,
  preview,
  RENEWAL,
  rowOf,
  send,
  settled,
  WISH,
} from './handing.ts';
import type { Whole } from './harness.ts';
import { cardsIn, check, startWhole, until, words } from './harness.ts';
import { atRest, isOurs } from './reading.ts';

const open: Whole[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((whole) => whole.close()));
});

const CSALES: NewChannel = { id: 'CSALES', name: 'sales-handoffs', members: ['UROBIN', 'U0BOT'] };
const CEMEA: NewChannel = { id: 'CEMEA', name: 'sales-emea', members: ['UROBIN', 'U0BOT'] };
const EMEA = { option: JSON.stringify({ channel: 'CEMEA', team: 'emea' }) };
const SALES = { option: JSON.stringify({ channel: 'CSALES', team: 'sales' }) };
/** What the form of a licence that does not upload wants filled in. */
const COUNTS = { users: '30', previous: '25', trueUp: '5', maximum: '31' };
const WRITTEN = { ...WISH, ask: 'They leave the partner in April. Please reach out.', destination: SALES };

async function start(): Promise<Whole> {
  const whole = await startWhole({
    settings: { SALES_CHANNELS: 'emea=CEMEA' },
    prepare: (slack) => slack.addChannel(CEMEA),
  });
  open.push(whole);
  return whole;
}

interface Refusal {
  readonly spoil: (whole: Whole) => void;
  /** What the engineer is told to do. */
  readonly cure: string;
  /** What somebody does about it; left out: it passes. */
  readonly mend?: (whole: Whole) => void;
}

/** The next post, which is the handoff's, is refused so. */
function refuse(error: string): Refusal['spoil'] {
  return ({ slack }) => slack.fail('chat.postMessage', { error });
}

/** Makes the Sales channel another one. */
function becomes(other: Partial<NewChannel>): Refusal['spoil'] {
  return ({ slack }) => slack.addChannel({ ...CSALES, ...other });
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  not_in_channel: {
    spoil: ({ slack }) => slack.kick('CSALES', 'U0BOT'),
    cure: 'Invite me there with /invite',
    mend: ({ slack }) => slack.invite('CSALES', 'U0BOT'),
  },
  'channel_not_found, since it is private': {
    spoil: becomes({ private: true, members: ['UROBIN'] }),
    cure: 'If it is private, invite me there',
    mend: ({ slack }) => slack.invite('CSALES', 'U0BOT'),
  },
  is_archived: {
    spoil: ({ slack }) => slack.archive('CSALES'),
    cure: 'that channel is archived. Choose another destination',
    mend: becomes({}),
  },
  restricted_action: { spoil: refuse('restricted_action'), cure: 'Ask its owner to let me' },
  missing_scope: { spoil: refuse('missing_scope'), cure: 'the app needs the scopes in manifest.yml' },
  'a word that nobody has heard before': { spoil: refuse('moon_in_the_way'), cure: 'moon_in_the_way' },
  'shared with another company': {
    spoil: becomes({ extShared: true }),
    cure: 'shared with another company',
    mend: becomes({}),
  },
  'about to be shared with another company': {
    spoil: becomes({ pendingExtShared: true }),
    cure: 'shared with another company',
    mend: becomes({}),
  },
};

function ours({ slack }: Whole, channel: string): readonly string[] {
  return slack.messages(channel).filter(isOurs).map(words);
}

/** Which inputs of the open form hold what. */
async function reopened(whole: Whole, { channel, ts }: { channel: string; ts: string }) {
  await whole.slack.click({ user: 'UANA', channel, ts, actionId: 'draft-handoff' });
  const { blocks } = await modalOf(whole, 'UANA', 'handoff-draft');
  const elements = blocks.flatMap(({ element }) => (element ? [element as Record<string, unknown>] : []));
  return Object.fromEntries(elements.map((element) => [element['action_id'], element['initial_value']]));
}

describe('A Sales channel that does not take the handoff', () => {
  it.each(Object.entries(REFUSALS))(
    '%s: nothing is posted, the engineer is told once with the cure, and after it the same draft is posted once',
    async (_why, { spoil, cure, mend }) => {
      const whole = await start();
      const before = ours(whole, 'CSALES');
      const card = await handOverAfter(whole, spoil);

      expect(ours(whole, 'CSALES')).toEqual(before);
      const [note, ...more] = home(whole);
      expect(more).toEqual([]);
      expect(note?.text).toMatch(/^Not sent to Sales: Halden Mills/);
      expect(words(note ?? {})).toContain('Nothing is with Sales, and your draft is kept');
      expect(words(note ?? {})).toContain(cure);
      expect(rowOf(whole, card)).toMatch(/^\*Handoff:\* not sent: /);
      expect(rowOf(whole, card)).toContain(cure);

      mend?.(whole);
      expect(await reopened(whole, note ?? card)).toMatchObject({
        ask: WRITTEN.ask,
        plan: 'Premium',
        seats: '25',
        wishWhere: 'in ticket #48211',
      });
      await send(whole, 'UANA');
      await modalOf(whole, 'UANA', 'handoff-preview');
      await send(whole, 'UANA');
      await settled(whole);

      const posts = handoffsIn(whole);
      expect(posts).toHaveLength(1);
      expect(words(posts[0] ?? {})).toContain(WRITTEN.ask);
      expect(home(whole)).toHaveLength(1);
      expect(rowOf(whole, card)).toMatch(/^\*Handoff:\* with Sales since/);
    },
    30_000,
  );

  it.each(Object.entries(REFUSALS).filter(([why]) => !/scope|token/.test(why)))(
    '%s: another destination can be chosen instead, and nothing is ever posted in the first',
    async (_why, { spoil }) => {
      const whole = await start();
      const before = ours(whole, 'CSALES');
      const card = await handOverAfter(whole, spoil);

      await preview(whole, { card, filled: { destination: EMEA } });
      await send(whole, 'UANA');
      await settled(whole);

      expect(ours(whole, 'CSALES')).toEqual(before);
      expect(handoffsIn(whole, 'CEMEA')).toHaveLength(1);
      expect(words(handoffsIn(whole, 'CEMEA')[0] ?? {})).toContain(WRITTEN.ask);
      expect(rowOf(whole, card)).toMatch(/^\*Handoff:\* with Sales \(EMEA\) since/);
      expect(home(whole)).toHaveLength(1);
    },
    30_000,
  );

  it('and not the second one either: each refusal is told once, and the third try arrives', async () => {
    const whole = await start();
    const card = await handOverAfter(whole, ({ slack }) => {
      slack.archive('CSALES');
      slack.kick('CEMEA', 'U0BOT');
    });
    await preview(whole, { card, filled: { destination: EMEA } });
    await send(whole, 'UANA');
    await settled(whole);

    expect(rowOf(whole, card)).toContain('not sent: I am not in that channel');
    expect(notesTo(whole, 'UANA')).toHaveLength(2);
    whole.slack.invite('CEMEA', 'U0BOT');
    await preview(whole, { card, filled: {} });
    await send(whole, 'UANA');
    await settled(whole);
    expect(handoffsIn(whole, 'CEMEA')).toHaveLength(1);
    expect(notesTo(whole, 'UANA')).toHaveLength(2);
  }, 30_000);

  it('is set up by mistake and shared: no customer is named there', async () => {
    const whole = await startWhole({ settings: { SALES_CHANNEL: 'CSHARED' } });
    open.push(whole);
    const card = await handOver(whole);
    await settled(whole);

    expect(ours(whole, 'CSHARED')).toEqual([]);
    expect(rowOf(whole, card)).toContain('shared with another company');
    expect(notesTo(whole, 'UANA')).toHaveLength(1);
  }, 30_000);
});

/** Who handed over wants to be mentioned in the thread of the card. */
async function handedOverByWhoIsMentioned(whole: Whole): Promise<{ card: Message; post: Message }> {
  await wantsMentions(whole);
  return handedOver(whole);
}

async function wantsMentions(whole: Whole): Promise<void> {
  await whole.slack.openHome('UANA');
  const { id } = await until('a Home tab', () => whole.slack.home('UANA'));
  const selectedOption = JSON.stringify({ tell: 'mention' });
  await whole.slack.click({ user: 'UANA', viewId: id, actionId: 'prefer-tell', selectedOption });
  await atRest(whole);
}

async function asks(whole: Whole, post: Message): Promise<void> {
  const filled = { question: 'Which entity signs?' };
  const actionId = 'handoff-question';
  await press(whole, post, { user: 'UROBIN', actionId, form: actionId, filled });
  await settled(whole);
}

/** How often it was said in the thread, and how often in direct messages. */
function saidIn(whole: Whole, { channel, ts }: Message): { thread: number; direct: number } {
  const count = (messages: readonly Message[]) =>
    messages.map(words).filter((text) => text.includes('asks you something')).length;
  return { thread: count(whole.slack.replies(channel, ts)), direct: count(notesTo(whole, 'UANA')) };
}

describe('A thread that does not take what a person is told', () => {
  it.each<[string, (whole: Whole) => void]>([
    ['its channel is archived', ({ slack }) => slack.archive('CSUPPORT')],
    ['the bot was thrown out', ({ slack }) => slack.kick('CSUPPORT', 'U0BOT')],
    ['Slack says a word that nobody has heard before', refuse('moon_in_the_way')],
    ['its channel is shared with another company', ({ slack }) => slack.setExtShared('CSUPPORT', true)],
  ])(
    '%s: it is said once in direct messages',
    async (_why, spoil) => {
      const whole = await start();
      const { card, post } = await handedOverByWhoIsMentioned(whole);
      spoil(whole);

      await asks(whole, post);

      expect(saidIn(whole, card)).toEqual({ thread: 0, direct: 1 });
      expect(whole.logged.filter((line) => line.includes('note not taken'))).toEqual([]);
    },
    30_000,
  );

  it('after the answer was lost, where the card itself is a reply: it is found, and not said again', async () => {
    const whole = await start();
    await wantsMentions(whole);
    const text = `${whole.upstreams.zendesk.url}/agent/tickets/48220`;
    const ts = whole.slack.say({ user: 'UBEN', channel: 'CSUPPORT', text });
    await whole.slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' });
    const card = await until('the card', () => cardsIn(whole.slack, 'CSUPPORT')[0]);
    expect(card.thread_ts).toBe(ts);
    const { post } = await handedOver(whole, { card, filled: { ...COUNTS, destination: SALES } });
    whole.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel: 'CSUPPORT' });

    await asks(whole, post);

    expect(saidIn(whole, { ...card, ts })).toEqual({ thread: 1, direct: 0 });
  }, 40_000);

  it('and the answer of the direct message is lost: it is found there', async () => {
    const whole = await start();
    const { card, post } = await handedOverByWhoIsMentioned(whole);
    whole.slack.kick('CSUPPORT', 'U0BOT');
    const { channel } = whole.slack.directMessages('UANA');
    whole.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel });

    await asks(whole, post);

    expect(saidIn(whole, card)).toEqual({ thread: 0, direct: 1 });
  }, 30_000);

  it('after it took it and the answer was lost: it is not said again', async () => {
    const whole = await start();
    const { card, post } = await handedOverByWhoIsMentioned(whole);
    whole.slack.fail('chat.postMessage', { loseAnswer: true }, 1, { channel: 'CSUPPORT' });
    const asked = asks(whole, post);
    await until('the note', () => saidIn(whole, card).thread === 1);
    whole.slack.archive('CSUPPORT');
    await asked;

    expect(saidIn(whole, card)).toEqual({ thread: 1, direct: 0 });
  }, 30_000);
});

/** The card is there before anything goes wrong. */
async function handOverAfter(whole: Whole, spoil: Refusal['spoil']) {
  const card = await check(whole, RENEWAL);
  spoil(whole);
  await handOver(whole, { card, filled: WRITTEN });
  await settled(whole);
  return card;
}

describe('A token that Slack does not accept for a while', () => {
  it.each(['token_revoked', 'invalid_auth', 'token_expired'])(
    '%s: the handoff waits, and is posted once when the token is accepted again',
    async (error) => {
      const whole = await start();
      const card = await handOverAfter(whole, ({ slack }) => slack.fail('chat.postMessage', { error }, 3));
      const refused = () => whole.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
      await until('the post', () => handoffsIn(whole)[0]);
      await settled(whole);

      expect(handoffsIn(whole)).toHaveLength(1);
      expect(refused()).toBeGreaterThanOrEqual(4);
      expect(notesTo(whole, 'UANA').map(({ text }) => text)).not.toContainEqual(
        expect.stringContaining('Not sent to Sales'),
      );
      expect(rowOf(whole, card)).not.toMatch(/not sent/);
      expect(
        whole.logged.filter((line) => line.includes('messages wait: Slack rejects the token')),
      ).toHaveLength(1);
    },
  );
});
