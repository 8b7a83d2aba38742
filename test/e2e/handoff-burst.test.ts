import { afterEach, describe, expect, it } from 'vitest';
import type { LocalSlack, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import { sampleSize } from '../sample-size.ts';
import {
  handoffPostMetadata,
  handoffRowText,
  handoffsIn,
  openHandoffPreview,
  RENEWAL_COMMAND,
  submitTopModal,
  waitForModal,
} from './handoff-requests.ts';
import type { TestApp } from './harness.ts';
import { cardsIn, checkAsAna, startTestApp, waitUntil } from './harness.ts';
import { isPostedByApp } from './responses.ts';

const HANDOFFS = sampleSize(50, 15);
/** Several support channels, so that the cards are brought up to date at the same time. */
const SUPPORT_TEAMS = ['0', '1', '2', '3', '4'].map((desk) => ({
  user: `UDESK${desk}`,
  channel: `CDESK${desk}`,
}));
const HANDOFFS_PER_TEAM = HANDOFFS / SUPPORT_TEAMS.length;
/** One refusal for so many posts. */
const REFUSED_EVERY = 5;
/** What Slack answers the first time; by then a busy machine has opened a form. */
const RETRY_AFTER_S = 10;
/** For as many tries as it takes, a little more than a second each. */
const DELIVERY_TIMEOUT_MS = 150_000;
const CHANNEL_INTERVAL_MS = 1_000;

function addSupportTeams(slack: LocalSlack): void {
  for (const { user, channel } of SUPPORT_TEAMS) {
    slack.addUser({ id: user, name: user.toLowerCase(), realName: user, email: `${user}@support.example` });
    slack.addChannel({ id: channel, name: channel.toLowerCase(), members: [user, slack.botUserId] });
  }
  slack.addUserGroup({
    id: 'SSUPPORT',
    handle: 'support',
    users: ['UANA', ...SUPPORT_TEAMS.map(({ user }) => user)],
  });
}

type SupportTeam = (typeof SUPPORT_TEAMS)[number];

/** Opens so many cases of one customer in a support channel. */
async function openCases({ slack }: TestApp, { user, channel }: SupportTeam): Promise<Message[]> {
  const ask = { user, channel, command: '/reseller-check', text: `${RENEWAL_COMMAND} new` };
  await Promise.all(Array.from({ length: HANDOFFS_PER_TEAM }, () => slack.command(ask)));
  return waitUntil(
    'all cards',
    () => {
      const all = cardsIn(slack, channel);
      return all.length === HANDOFFS_PER_TEAM && all;
    },
    60_000,
  );
}

/** Drafts and sends a handoff for each, one after the other. */
async function handOverAll(
  testApp: TestApp,
  { user }: SupportTeam,
  cards: readonly Message[],
): Promise<void> {
  for (const card of cards) {
    await openHandoffPreview(testApp, { card, user });
    await submitTopModal(testApp, user);
  }
}

/** Presses, and answers once the form is there. */
async function openDraftForm(testApp: TestApp, { channel, ts }: Message): Promise<void> {
  await testApp.slack.click({ user: 'UANA', channel, ts, actionId: 'draft-handoff' });
  const form = await waitForModal(testApp, 'UANA', 'handoff-draft');
  await testApp.slack.closeView({ user: 'UANA', viewId: form.id });
}

/** Every try of a post in the Sales channel, oldest first. */
function postAttempts({ slack }: TestApp) {
  return slack.calls.filter(
    ({ method, args }) => method === 'chat.postMessage' && args['channel'] === 'CSALES',
  );
}

/** What Slack took has an answer by then. */
function isRefused({ answer, at }: ReturnType<typeof postAttempts>[number]): boolean {
  return answer === undefined && Date.now() - at > 1_500;
}

let testApp: TestApp;
afterEach(() => testApp.close());

describe('Fifty handoffs at once', () => {
  it("are each posted once, one per second, whatever Slack refuses, and don't delay button presses", async () => {
    const channels = ['CSUPPORT', ...SUPPORT_TEAMS.map(({ channel }) => channel)].join(',');
    testApp = await startTestApp({ settings: { SUPPORT_CHANNELS: channels }, prepare: addSupportTeams });
    const { slack } = testApp;
    const idle = await checkAsAna(testApp, RENEWAL_COMMAND);
    const cards = await Promise.all(SUPPORT_TEAMS.map((desk) => openCases(testApp, desk)));
    const sending = Promise.all(
      SUPPORT_TEAMS.map((desk, index) => handOverAll(testApp, desk, cards[index] ?? [])),
    );
    await waitUntil('the first post', () => handoffsIn(testApp).length > 0, 30_000);
    for (let post = 0; post < HANDOFFS; post += REFUSED_EVERY) {
      slack.fail('chat.postMessage', { rateLimited: post === 0 ? RETRY_AFTER_S : 1 });
      slack.fail('chat.postMessage', { delayMs: 0 }, REFUSED_EVERY - 1);
    }

    await waitUntil('the refusal', () => postAttempts(testApp).some(isRefused), 30_000);
    const refused = postAttempts(testApp).length;
    await openDraftForm(testApp, idle);
    expect(postAttempts(testApp)).toHaveLength(refused);
    await sending;
    await waitUntil('all posts', () => handoffsIn(testApp).length >= HANDOFFS, DELIVERY_TIMEOUT_MS);
    await waitUntil(
      'every card to say so',
      () => cards.flat().every((card) => /with Sales since/.test(handoffRowText(testApp, card))),
      60_000,
    );

    const ids = handoffsIn(testApp).map((post) => handoffPostMetadata(post).handoff_id);
    expect(ids).toHaveLength(HANDOFFS);
    expect(new Set(ids).size).toBe(HANDOFFS);
    expect(slack.messages('CSALES').filter(isPostedByApp)).toHaveLength(HANDOFFS);
    const tries = postAttempts(testApp);
    const gaps = tries.slice(1).map(({ at }, index) => at - (tries[index]?.at ?? 0));
    const afterRefusals = gaps.filter((_, index) => tries[index]?.answer === undefined);
    expect(tries).toHaveLength(HANDOFFS + afterRefusals.length);
    expect(afterRefusals.length).toBeGreaterThanOrEqual(sampleSize(8, 2));
    expect(afterRefusals[0]).toBeGreaterThanOrEqual(RETRY_AFTER_S * 1_000);
    expect(gaps.filter((gap) => gap < CHANNEL_INTERVAL_MS)).toEqual([]);
    expect((tries.at(-1)?.at ?? 0) - (tries[0]?.at ?? 0)).toBeGreaterThan(
      (tries.length - 2) * CHANNEL_INTERVAL_MS,
    );
  }, 400_000);
});
