import { afterEach, describe, expect, it } from '@jest/globals';
import type { LocalSlack, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { size } from '../size.ts';
import { handoffOf, handoffsIn, modalOf, preview, RENEWAL, rowOf, send } from './handing.ts';
import type { Whole } from './harness.ts';
import { cardsIn, check, startWhole, until } from './harness.ts';
import { isOurs } from './reading.ts';

const HANDOFFS = size(50, 15);
/** Several support channels, so that the cards are brought up to date at the same time. */
const DESKS = ['0', '1', '2', '3', '4'].map((desk) => ({ user: `UDESK${desk}`, channel: `CDESK${desk}` }));
const EACH = HANDOFFS / DESKS.length;
/** One refusal for so many posts. */
const REFUSED_EVERY = 5;
/** What Slack answers the first time; by then a busy machine has opened a form. */
const LONG_REFUSAL_S = 10;
/** For as many tries as it takes, a little more than a second each. */
const ENOUGH_MS = 150_000;
const PACE_MS = 1_000;

function furnish(slack: LocalSlack): void {
  for (const { user, channel } of DESKS) {
    slack.addUser({ id: user, name: user.toLowerCase(), realName: user, email: `${user}@support.example` });
    slack.addChannel({ id: channel, name: channel.toLowerCase(), members: [user, slack.botUserId] });
  }
  slack.addUserGroup({
    id: 'SSUPPORT',
    handle: 'support',
    users: ['UANA', ...DESKS.map(({ user }) => user)],
  });
}

type Desk = (typeof DESKS)[number];

/** Opens so many cases in a support channel. */
async function openCases({ slack }: Whole, { user, channel }: Desk): Promise<Message[]> {
  const ask = { user, channel, command: '/reseller-check', text: RENEWAL };
  await Promise.all(Array.from({ length: EACH }, () => slack.command(ask)));
  return until(
    'all cards',
    () => {
      const all = cardsIn(slack, channel);
      return all.length === EACH && all;
    },
    60_000,
  );
}

/** Drafts and sends a handoff for each, one after the other. */
async function handOverAll(whole: Whole, { user }: Desk, cards: readonly Message[]): Promise<void> {
  for (const card of cards) {
    await preview(whole, { card, user });
    await send(whole, user);
  }
}

/** Presses, and answers once the form is there. */
async function opens(whole: Whole, { channel, ts }: Message): Promise<void> {
  await whole.slack.click({ user: 'UANA', channel, ts, actionId: 'draft-handoff' });
  const form = await modalOf(whole, 'UANA', 'handoff-draft');
  await whole.slack.closeView({ user: 'UANA', viewId: form.id });
}

/** Every try of a post in the Sales channel, oldest first. */
function triesIn({ slack }: Whole) {
  return slack.calls.filter(
    ({ method, args }) => method === 'chat.postMessage' && args['channel'] === 'CSALES',
  );
}

/** What Slack took has an answer by then. */
function isRefused({ answer, at }: ReturnType<typeof triesIn>[number]): boolean {
  return answer === undefined && Date.now() - at > 1_500;
}

let whole: Whole;
afterEach(() => whole.close());

describe('Fifty handoffs at once', () => {
  it('are each posted once, one a second, whatever Slack refuses; and nobody who presses a button waits for them', async () => {
    const channels = ['CSUPPORT', ...DESKS.map(({ channel }) => channel)].join(',');
    whole = await startWhole({ settings: { SUPPORT_CHANNELS: channels }, prepare: furnish });
    const { slack } = whole;
    const idle = await check(whole, RENEWAL);
    const cards = await Promise.all(DESKS.map((desk) => openCases(whole, desk)));
    const sending = Promise.all(DESKS.map((desk, index) => handOverAll(whole, desk, cards[index] ?? [])));
    await until('the first post', () => handoffsIn(whole).length > 0, 30_000);
    for (let post = 0; post < HANDOFFS; post += REFUSED_EVERY) {
      slack.fail('chat.postMessage', { rateLimited: post === 0 ? LONG_REFUSAL_S : 1 });
      slack.fail('chat.postMessage', { delayMs: 0 }, REFUSED_EVERY - 1);
    }

    await until('the refusal', () => triesIn(whole).some(isRefused), 30_000);
    const refused = triesIn(whole).length;
    await opens(whole, idle);
    expect(triesIn(whole)).toHaveLength(refused);
    await sending;
    await until('all posts', () => handoffsIn(whole).length >= HANDOFFS, ENOUGH_MS);
    await until(
      'every card to say so',
      () => cards.flat().every((card) => /with Sales since/.test(rowOf(whole, card))),
      60_000,
    );

    const ids = handoffsIn(whole).map((post) => handoffOf(post).handoff_id);
    expect(ids).toHaveLength(HANDOFFS);
    expect(new Set(ids).size).toBe(HANDOFFS);
    expect(slack.messages('CSALES').filter(isOurs)).toHaveLength(HANDOFFS);
    const tries = triesIn(whole);
    const gaps = tries.slice(1).map(({ at }, index) => at - (tries[index]?.at ?? 0));
    const afterRefusals = gaps.filter((_, index) => tries[index]?.answer === undefined);
    expect(tries).toHaveLength(HANDOFFS + afterRefusals.length);
    expect(afterRefusals.length).toBeGreaterThanOrEqual(size(8, 2));
    expect(afterRefusals[0]).toBeGreaterThanOrEqual(LONG_REFUSAL_S * 1_000);
    expect(gaps.filter((gap) => gap < PACE_MS)).toEqual([]);
    expect((tries.at(-1)?.at ?? 0) - (tries[0]?.at ?? 0)).toBeGreaterThan((tries.length - 2) * PACE_MS);
  }, 400_000);
});
