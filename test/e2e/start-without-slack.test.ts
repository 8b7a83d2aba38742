import { afterEach, describe, expect, it } from 'vitest';
import type { LocalSlack, SlackFault } from '../../scripts/sandbox/slack/local-slack.ts';
import { createManualWait } from '../builders/manual-wait.ts';
import type { TestApp, TestAppOptions } from './harness.ts';
import { checkAsAna, startTestApp, waitUntil } from './harness.ts';

let testApp: TestApp | undefined;
afterEach(() => testApp?.close());

/** The longest that the bot waits before it tries Slack again. */
const MAX_BACK_OFF_MS = 30_000;

async function startDuring(fault: SlackFault, options: Partial<TestAppOptions> = {}) {
  const time = createManualWait();
  const prepare = (slack: LocalSlack) => slack.fail('auth.test', fault, 3);
  testApp = await startTestApp({ prepare, wait: time.wait, ...options });
  return { whole: testApp, time };
}

async function page({ operatorUrl: address }: TestApp, path: string): Promise<[number, string]> {
  const response = await fetch(address + path);
  return [response.status, await response.text()];
}

describe('A bot that starts while Slack', () => {
  it.each<[string, SlackFault, string]>([
    ['limits it for an hour', { rateLimited: 3_600 }, 'rate_limited'],
    ['is down', { status: 503 }, 'http_503'],
    ['hangs', { hang: true }, '\\w+'],
    ['is a proxy', { html: true }, 'not_slack'],
    ['hangs up', { loseAnswer: true }, '\\w+'],
  ])(
    '%s listens, reports why it is not ready, and is ready soon after Slack is back',
    async (_, fault, why) => {
      const { whole: bot, time } = await startDuring(fault);

      expect(await page(bot, '/healthz')).toEqual([200, 'ok']);
      const [status, text] = await page(bot, '/readyz');
      expect([status, text]).toEqual([503, expect.stringMatching(`slack: not reached \\(${why}\\)`)]);
      expect(Math.max(...time.startedMs)).toBeLessThanOrEqual(MAX_BACK_OFF_MS);

      bot.slack.clearFaults();
      time.advance(MAX_BACK_OFF_MS);
      await waitUntil('the answer', async () => (await page(bot, '/readyz'))[0] === 200);
      await checkAsAna(bot, 'A-S00900001');
    },
  );

  it('is down keeps what Slack delivers meanwhile, and processes it when Slack is back', async () => {
    const { whole: bot, time } = await startDuring({ status: 503 });
    bot.slack.fail('*', { status: 503 }, 1_000);

    const asked = { user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900001' };
    let status: number | undefined;
    void bot.slack.command(asked).then((outcome) => {
      status = outcome.status;
    });
    await waitUntil('the acknowledgement', () => {
      time.advance(MAX_BACK_OFF_MS);
      return status;
    });
    expect(status).toBe(200);

    bot.slack.clearFaults();
    await waitUntil('the card', () => {
      time.advance(MAX_BACK_OFF_MS);
      return bot.slack
        .messages('CSUPPORT')
        .some(({ metadata }) => metadata?.['event_type'] === 'reseller_case');
    });
  });
});

describe('A bot token that Slack refuses while the bot runs', () => {
  it.each(['token_revoked', 'account_inactive'])(
    'makes the bot not ready with that reason (%s), differs from an outage, and ends when it is renewed',
    async (error) => {
      const { whole: bot, time } = await startDuring({ delayMs: 0 });
      expect((await page(bot, '/readyz'))[0]).toBe(200);

      bot.slack.fail('*', { status: 503 }, 1);
      await bot.slack.openHome('UANA');
      await waitUntil('the outage', async () =>
        (await page(bot, '/readyz'))[1].includes('slack: the last call failed (http_503)'),
      );
      expect((await page(bot, '/readyz'))[0]).toBe(200);

      bot.slack.fail('*', { error }, 1_000);
      await bot.slack.openHome('UANA');
      await waitUntil('the refusal', async () => (await page(bot, '/readyz'))[0] === 503);
      expect((await page(bot, '/readyz'))[1]).toContain(`slack: the app or its token is refused (${error})`);
      const metrics = (await page(bot, '/metrics'))[1];
      expect(metrics).toMatch(/upstream_seconds_count\{system="slack",outcome="unauthenticated"\} [1-9]/);
      expect(metrics).toMatch(/upstream_seconds_count\{system="slack",outcome="unavailable"\} [1-9]/);

      bot.slack.clearFaults();
      time.advance(MAX_BACK_OFF_MS);
      await waitUntil('to be ready again', async () => (await page(bot, '/readyz'))[0] === 200);
    },
  );
});

it('In Socket Mode the bot starts without a connection, and is ready when there is one', async () => {
  const time = createManualWait();
  const prepare = (slack: LocalSlack) => slack.fail('apps.connections.open', { rateLimited: 3_600 }, 1);
  testApp = await startTestApp({ prepare, wait: time.wait, delivery: 'socket' });

  const [status, text] = await page(testApp, '/readyz');
  expect(status).toBe(503);
  expect(text).toContain('socket connections: no connection open: Slack not reached (rate_limited)');

  time.advance(MAX_BACK_OFF_MS);
  await waitUntil('a connection', async () => testApp && (await page(testApp, '/readyz'))[0] === 200);
  testApp.slack.dropSockets();
  testApp.slack.fail('apps.connections.open', { status: 500 }, 2);
  await waitUntil('the loss', async () => testApp && (await page(testApp, '/readyz'))[0] === 503);
});
