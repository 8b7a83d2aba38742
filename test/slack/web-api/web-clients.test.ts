import { expect, it } from 'vitest';
import { startLocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import { createBoltLogger, createLog } from '../../../src/log.ts';
import { createWebClients } from '../../../src/slack/web-api/web-clients.ts';
import { waitUntil } from '../../e2e/harness.ts';

/** More than the queue of the client lets through by default. */
const CALL_COUNT = 120;

it.each(['interactive', 'outbox'] as const)(
  'The %s client starts every call at once, so that its timeout covers the whole time since the call was made',
  async (name) => {
    const slack = await startLocalSlack();
    let answer = () => {};
    const heldBy = new Promise<void>((resolve) => {
      answer = resolve;
    });
    slack.fail('chat.postMessage', { heldBy }, CALL_COUNT);
    const { [name]: client } = createWebClients({
      token: slack.botToken,
      slackApiUrl: slack.apiUrl,
      logger: createBoltLogger(createLog({ level: 'silent' })),
      timeouts: { interactive: 60_000, outbox: 60_000 },
    });

    const calls = Array.from({ length: CALL_COUNT }, (_, index) =>
      client.chat.postMessage({ channel: 'CSUPPORT', text: String(index) }),
    );
    await waitUntil('all calls', () => slack.calls.length === CALL_COUNT, 30_000);
    answer();
    await Promise.all(calls);

    expect(slack.messages('CSUPPORT')).toHaveLength(CALL_COUNT);
    await slack.close();
  },
);
