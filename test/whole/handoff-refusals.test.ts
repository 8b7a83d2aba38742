import { afterAll, describe, expect, it } from '@jest/globals';
import type { NewChannel } from '../../scripts/sandbox/slack/local-slack.ts';
import { home } from './asking.ts';
import {
  handOver,
  handoffsIn,
  modalOf,
  notesTo,
  preview,
  RENEWAL,
  rowOf,
  send,
  settled,
  WISH,
} from './handing.ts';
import type { Whole } from './harness.ts';
import { check, startWhole, words } from './harness.ts';
import { isOurs } from './reading.ts';

const open: Whole[] = [];
afterAll(async () => {
  await Promise.all(open.map((whole) => whole.close()));
});

const CSALES: NewChannel = { id: 'CSALES', name: 'sales-handoffs', members: ['UROBIN', 'U0BOT'] };
const CEMEA: NewChannel = { id: 'CEMEA', name: 'sales-emea', members: ['UROBIN', 'U0BOT'] };
const EMEA = { option: JSON.stringify({ channel: 'CEMEA', team: 'emea' }) };
const SALES = { option: JSON.stringify({ channel: 'CSALES', team: 'sales' }) };
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
  missing_scope: { spoil: refuse('missing_scope'), cure: 'the app needs the scope "chat:write"' },
  token_revoked: { spoil: refuse('token_revoked'), cure: 'the token has to be renewed' },
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
  it.concurrent.each(Object.entries(REFUSALS))(
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

  it.concurrent.each(Object.entries(REFUSALS).filter(([why]) => !/scope|token/.test(why)))(
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

  it.concurrent('and not the second one either: each refusal is told once, and the third try arrives', async () => {
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

  it.concurrent('is set up by mistake and shared: no customer is named there', async () => {
    const whole = await startWhole({ settings: { SALES_CHANNEL: 'CSHARED' } });
    open.push(whole);
    const card = await handOver(whole);
    await settled(whole);

    expect(ours(whole, 'CSHARED')).toEqual([]);
    expect(rowOf(whole, card)).toContain('shared with another company');
    expect(notesTo(whole, 'UANA')).toHaveLength(1);
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
