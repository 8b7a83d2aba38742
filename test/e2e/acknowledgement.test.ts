import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InteractionResult, LocalSlack, Message } from '../../scripts/sandbox/slack/local-slack.ts';
import type { TestApp } from './harness.ts';
import { checkAsAna, startTestApp, waitUntil } from './harness.ts';

/** Slack gives up after three seconds. */
const ACK_LIMIT_MS = 1_000;
const SLOW_ANSWER_S = 5;
/** The bot itself waits less long, so that stopping it after a test takes no five seconds. */
const SHORT_DEADLINES = { UPSTREAM_TIMEOUT_MS: '400', CHECK_DEADLINE_MS: '600' };

/** What a person has in front of them before everything gets slow. */
interface AcknowledgementFixture {
  readonly slack: LocalSlack;
  readonly card: Message;
  readonly viewId: string;
  /** A message that names a subscription. */
  readonly ts: string;
}

const REQUESTS: Record<string, (scene: AcknowledgementFixture) => Promise<InteractionResult>> = {
  'a command': ({ slack }) =>
    slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900051' }),
  'a shortcut on a message': ({ slack, ts }) =>
    slack.messageShortcut({ user: 'UANA', channel: 'CSUPPORT', ts, callbackId: 'check-ticket' }),
  'a global shortcut': ({ slack }) => slack.globalShortcut({ user: 'UBEN', callbackId: 'check-customer' }),
  'a click': ({ slack, card }) =>
    slack.click({ user: 'UANA', channel: card.channel, ts: card.ts, actionId: 'recheck' }),
  'a form': ({ slack, viewId }) =>
    slack.submitView({ user: 'UANA', viewId, values: { what: { what: { value: 'A-S00900050' } } } }),
};

/** What each of them makes the bot look up. */
const LOOKUP_BY_REQUEST: Record<string, string> = {
  'a command': 'A-S00900051',
  'a shortcut on a message': 'A-S00900053',
  'a click': 'A-S00900001',
  'a form': 'A-S00900050',
};

async function createAcknowledgementFixture(testApp: TestApp): Promise<AcknowledgementFixture> {
  const { slack } = testApp;
  const card = await checkAsAna(testApp, 'A-S00900001');
  await slack.globalShortcut({ user: 'UANA', callbackId: 'check-customer' });
  const view = await waitUntil('the form', () => slack.views('UANA').at(-1));
  const ts = slack.postAsUser({ user: 'UBEN', channel: 'CSUPPORT', text: 'Who sold A-S00900053?' });
  return { slack, card, viewId: view.id, ts };
}

/** When that subscription was first asked about; the retries of an earlier request ask about another one. */
function firstCallAfter({ zuora }: TestApp['upstreams'], since: number, subscription = ''): number {
  const about = zuora.requests.filter(({ path }) => path.endsWith(subscription));
  return Math.min(...about.map(({ at }) => Date.parse(at)).filter((at) => at >= since));
}

describe.each(['http', 'socket'] as const)('Over %s', (delivery) => {
  let whole: TestApp;
  beforeAll(async () => {
    whole = await startTestApp({ delivery, settings: SHORT_DEADLINES });
    await waitUntil('the connection', () => delivery === 'http' || whole.slack.socketCount > 0);
  });
  afterAll(() => whole.close());

  it('every request is acknowledged at once, before any system is called, when each system takes 5 s', async () => {
    const scene = await createAcknowledgementFixture(whole);
    const { zuora, salesforce, zendesk } = whole.upstreams;
    for (const system of [zuora, salesforce, zendesk]) {
      system.expireTokens();
      system.setFault('slow', { path: /./, seconds: SLOW_ANSWER_S });
    }

    for (const [name, send] of Object.entries(REQUESTS)) {
      const sentAt = Date.now();
      const { status, error, ms } = await send(scene);
      const acknowledgedAt = sentAt + Math.floor(ms);
      if (name !== 'a global shortcut') {
        await waitUntil(`a question to another system after ${name}`, () =>
          Number.isFinite(firstCallAfter(whole.upstreams, sentAt, LOOKUP_BY_REQUEST[name])),
        );
        expect([
          name,
          firstCallAfter(whole.upstreams, sentAt, LOOKUP_BY_REQUEST[name]) >= acknowledgedAt,
        ]).toEqual([name, true]);
      }
      expect({ name, status, error }).toEqual({ name, status: 200, error: undefined });
      expect(ms).toBeLessThan(ACK_LIMIT_MS);
    }
    for (const system of [zuora, salesforce, zendesk]) system.setFault('none');
  });

  it('every request is acknowledged at once when each Slack call takes 5 s', async () => {
    const scene = await createAcknowledgementFixture(whole);
    whole.slack.fail('*', { delayMs: SLOW_ANSWER_S * 1_000 }, 1_000);

    const outcomes = await Promise.all(
      Object.entries(REQUESTS).map(async ([name, send]) => ({ name, ...(await send(scene)) })),
    );
    whole.slack.clearFaults();

    for (const { name, status, error, ms } of outcomes) {
      expect({ name, status, error }).toEqual({ name, status: 200, error: undefined });
      expect(ms).toBeLessThan(ACK_LIMIT_MS);
    }
  });
});
