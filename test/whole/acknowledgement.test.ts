import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalSlack, Message, Outcome } from '../../scripts/sandbox/slack/local-slack.ts';
import type { Whole } from './harness.ts';
import { check, startWhole, until } from './harness.ts';

/** Slack gives up after three seconds. */
const SOON_MS = 1_000;
const LATE_S = 5;
/** The bot itself waits less long, so that stopping it after a test takes no five seconds. */
const IMPATIENT = { UPSTREAM_TIMEOUT_MS: '400', CHECK_DEADLINE_MS: '600' };

/** What a person has in front of them before everything gets slow. */
interface Scene {
  readonly slack: LocalSlack;
  readonly card: Message;
  readonly viewId: string;
  /** A message that names a subscription. */
  readonly ts: string;
}

const REQUESTS: Record<string, (scene: Scene) => Promise<Outcome>> = {
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
const ASKED: Record<string, string> = {
  'a command': 'A-S00900051',
  'a shortcut on a message': 'A-S00900053',
  'a click': 'A-S00900001',
  'a form': 'A-S00900050',
};

async function setScene(whole: Whole): Promise<Scene> {
  const { slack } = whole;
  const card = await check(whole, 'A-S00900001');
  await slack.globalShortcut({ user: 'UANA', callbackId: 'check-customer' });
  const view = await until('the form', () => slack.views('UANA').at(-1));
  const ts = slack.say({ user: 'UBEN', channel: 'CSUPPORT', text: 'Who sold A-S00900053?' });
  return { slack, card, viewId: view.id, ts };
}

/** When that subscription was first asked about; the retries of an earlier request ask about another one. */
function firstCallAfter({ zuora }: Whole['upstreams'], since: number, subscription = ''): number {
  const about = zuora.requests.filter(({ path }) => path.endsWith(subscription));
  return Math.min(...about.map(({ at }) => Date.parse(at)).filter((at) => at >= since));
}

describe.each(['http', 'socket'] as const)('Over %s', (delivery) => {
  let whole: Whole;
  beforeAll(async () => {
    whole = await startWhole({ delivery, settings: IMPATIENT });
    await until('the connection', () => delivery === 'http' || whole.slack.socketCount > 0);
  });
  afterAll(() => whole.close());

  it('every request is acknowledged at once, and before any system is asked, when each of them takes 5 s', async () => {
    const scene = await setScene(whole);
    const { zuora, salesforce, zendesk } = whole.upstreams;
    for (const system of [zuora, salesforce, zendesk]) {
      system.expireTokens();
      system.fault('slow', { path: /./, seconds: LATE_S });
    }

    for (const [name, send] of Object.entries(REQUESTS)) {
      const sentAt = Date.now();
      const { status, error, ms } = await send(scene);
      const acknowledgedAt = sentAt + Math.floor(ms);
      if (name !== 'a global shortcut') {
        await until(`a question to another system after ${name}`, () =>
          Number.isFinite(firstCallAfter(whole.upstreams, sentAt, ASKED[name])),
        );
        expect([name, firstCallAfter(whole.upstreams, sentAt, ASKED[name]) >= acknowledgedAt]).toEqual([
          name,
          true,
        ]);
      }
      expect({ name, status, error }).toEqual({ name, status: 200, error: undefined });
      expect(ms).toBeLessThan(SOON_MS);
    }
    for (const system of [zuora, salesforce, zendesk]) system.fault('none');
  });

  it('every request is acknowledged at once when Slack itself takes 5 s for every call', async () => {
    const scene = await setScene(whole);
    whole.slack.fail('*', { delayMs: LATE_S * 1_000 }, 1_000);

    const outcomes = await Promise.all(
      Object.entries(REQUESTS).map(async ([name, send]) => ({ name, ...(await send(scene)) })),
    );
    whole.slack.clearFaults();

    for (const { name, status, error, ms } of outcomes) {
      expect({ name, status, error }).toEqual({ name, status: 200, error: undefined });
      expect(ms).toBeLessThan(SOON_MS);
    }
  });
});
