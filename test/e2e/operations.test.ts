import { afterEach, describe, expect, it } from 'vitest';
import type { TestApp, TestAppOptions } from './harness.ts';
import { checkAsAna, startTestApp, waitUntil } from './harness.ts';

/** Named by the contract for monitoring. */
const METRICS = [
  'reseller_check_checks_total{verdict="reseller",topic="other"} 1',
  'reseller_check_check_seconds_count 1',
  'reseller_check_ack_seconds_count{kind="command"} 1',
  'reseller_check_upstream_seconds_count{system="zuora",outcome="ok"}',
  '# TYPE reseller_check_outbox_pending gauge',
  'reseller_check_upstream_last_success_timestamp_seconds{system="zuora"}',
  'reseller_check_ready{check="database"} 1',
  'reseller_check_ready{check="slack"} 1',
  'reseller_check_queue_oldest_seconds{queue="timers"} 0',
  '# TYPE reseller_check_handoffs gauge',
  '# TYPE nodejs_eventloop_lag_p99_seconds gauge',
  'process_cpu_seconds_total',
];

const clearUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of clearUp.splice(0).reverse()) await each();
});

async function start(options: TestAppOptions = {}): Promise<TestApp> {
  const testApp = await startTestApp(options);
  clearUp.push(() => testApp.close());
  return testApp;
}

describe.each(['http', 'socket'] as const)('Over %s, an operator', (delivery) => {
  it('sees that the bot runs, is ready, and its metrics', async () => {
    const whole = await start({ delivery, processMetrics: true });
    await waitUntil('the connection', () => delivery === 'http' || whole.slack.socketCount > 0);
    await checkAsAna(whole, 'A-S00900001');

    const [health, readiness, metrics, elsewhere] = await Promise.all(
      ['/healthz', '/readyz', '/metrics', '/elsewhere'].map((path) => fetch(whole.operatorUrl + path)),
    );

    expect([health, readiness, metrics, elsewhere].map((page) => page?.status)).toEqual([200, 200, 200, 404]);
    expect(metrics?.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = (await metrics?.text()) ?? '';
    expect(METRICS.filter((line) => !text.includes(line))).toEqual([]);
    expect(text).toMatch(
      new RegExp(
        `reseller_check_info{version="\\d[^"]+",policy="seed",delivery="${delivery}",database="${process.env['TEST_DATABASE'] ?? 'sqlite'}"} 1`,
      ),
    );
    expect(text).not.toMatch(/(check|queue|system|kind|outcome)="other"/);
    expect(text).not.toMatch(/A-S00900001|Halden|UANA|CSUPPORT/);
  });
});

it('At start, the log names the policy and the date of its comparison with the handbook, and withholds no field', async () => {
  const { logLines } = await start();
  const started = logLines.find((line) => line.includes('"msg":"started"'));

  expect(JSON.parse(started ?? '{}')).toMatchObject({
    policy: 'seed',
    policyComparedSince: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
  });
  expect(logLines.join('')).not.toContain('[withheld]');
});

describe('The bot does not start', () => {
  it.each(['http', 'socket'] as const)(
    'over %s with a token that Slack refuses, and logs that',
    async (delivery) => {
      const starting = startTestApp({ delivery, settings: { SLACK_BOT_TOKEN: 'xoxb-somebody-elses' } });

      await expect(starting).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
    },
  );

  it('with an app token that Slack refuses, and logs that', async () => {
    const starting = startTestApp({
      delivery: 'socket',
      settings: { SLACK_APP_TOKEN: 'xapp-somebody-elses' },
    });

    await expect(starting).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
  });

  it.each(['http', 'socket'] as const)(
    'over %s on a port that is in use, and logs that',
    async (delivery) => {
      const other = await start();

      const starting = startTestApp({ delivery, settings: { PORT: String(other.bot.port) } });

      await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE' });
    },
  );
});
