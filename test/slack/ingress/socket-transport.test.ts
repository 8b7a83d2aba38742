import type { ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalSlack, startLocalSlack } from '../../../scripts/sandbox/slack/local-slack.ts';
import { createBoltLogger, createLog } from '../../../src/log.ts';
import { createSocketTransport, type SocketTransport } from '../../../src/slack/ingress/socket-transport.ts';
import { createManualWait, type ManualWait } from '../../builders/manual-wait.ts';
import { waitUntil } from '../../e2e/harness.ts';

/** Of the transport: between openings, before an old connection is closed, for hello, and for a farewell. */
const [INTERVAL_MS, RETIRE_MS, HELLO_MS] = [1_000, 30_000, 10_000];
const LONG_LIVED_MS = 6_000;

let slack: LocalSlack;
let time: ManualWait;
let clock: { ms: number };
let transport: SocketTransport;
let receive: (event: ReceiverEvent) => Promise<void>;

beforeEach(async () => {
  slack = await startLocalSlack();
  time = createManualWait();
  clock = { ms: 0 };
  receive = (event) => event.ack();
  transport = create();
});
afterEach(async () => {
  const stopped = transport.stop();
  time.advance(Number.POSITIVE_INFINITY);
  await stopped;
  await slack.close();
});

function create(appToken = slack.appToken): SocketTransport {
  const log = createLog({ level: 'silent' });
  return createSocketTransport({
    appToken,
    slackApiUrl: slack.apiUrl,
    logger: createBoltLogger(log),
    wait: time.wait,
    monotonic: () => clock.ms,
    receive: (event) => receive(event),
    onFault: () => {},
  });
}

const command = () =>
  slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'help' });
const connections = (count: number) => waitUntil(`${count} connections`, () => slack.socketCount === count);
const waitForGreetings = () =>
  waitUntil('two open connections', () => transport.health().detail === '2 open');
const opened = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
/** Waits between attempts: those that are neither for hello nor for a farewell. */
const backOffs = () =>
  time.startedMs.filter((ms) => ms !== HELLO_MS && ms !== RETIRE_MS && ms > INTERVAL_MS / 2);

async function started(): Promise<void> {
  await transport.start();
  await waitForGreetings();
  clock.ms += LONG_LIVED_MS;
}

describe('The socket transport', () => {
  it('keeps two connections, and is ready with the first', async () => {
    expect(transport.health()).toEqual({ ready: false, detail: 'no connection open: no attempt yet' });

    await started();

    await waitForGreetings();
    expect(transport.health().ready).toBe(true);
  });

  it('opens the next connection before the old one ends when Slack asks for it, and loses nothing', async () => {
    await started();

    for (let round = 1; round <= 3; round += 1) {
      slack.disconnectSockets('refresh_requested');
      await connections(4);
      const statuses = await Promise.all(Array.from({ length: 12 }, async () => (await command()).status));
      expect(statuses).toEqual(Array.from({ length: 12 }, () => 200));
      time.advance(RETIRE_MS);
      await connections(2);
      await waitForGreetings();
      clock.ms += LONG_LIVED_MS;
    }
    expect(transport.health().ready).toBe(true);
  });

  it('reopens a lost connection at once', async () => {
    await started();

    slack.dropSockets();
    await connections(2);

    expect(backOffs()).toEqual([]);
    expect((await command()).status).toBe(200);
  });

  it('is not ready while no connection is open, reports why, and retries within 30 s', async () => {
    await started();
    slack.fail('apps.connections.open', { status: 500 }, 4);

    slack.dropSockets();
    await waitUntil('two failed attempts', () => backOffs().length === 2);
    expect(transport.health()).toEqual({
      ready: false,
      detail: 'no connection open: Slack not reached (http_500)',
    });
    time.advance(1_000);
    await waitUntil('two more', () => backOffs().length === 4);
    time.advance(2_000);
    await connections(2);

    expect(transport.health().ready).toBe(true);
    expect(Math.max(...backOffs())).toBeLessThan(2_000);
  });

  it('does not wait an hour when Slack asks for one', async () => {
    slack.fail('apps.connections.open', { rateLimited: 3_600 }, 1);

    await transport.start();
    expect(transport.health().detail).toBe('no connection open: Slack not reached (rate_limited)');
    expect(Math.max(...time.startedMs)).toBeLessThanOrEqual(30_000);
    time.advance(30_000);
    await connections(2);
  });

  it('backs off when connections end as soon as they are open', async () => {
    await transport.start();
    await connections(2);

    for (let times = 1; times <= 4; times += 1) {
      const before = time.startedMs.length;
      slack.dropSockets();
      await waitUntil('both to wait', () => time.startedMs.length >= before + 2);
      time.advance(9_000);
      await connections(2);
    }

    const longest = Math.max(...time.startedMs.filter((ms) => ms < HELLO_MS));
    expect(longest).toBeGreaterThanOrEqual(4_000);
  });

  it('does not open connections in a loop when Slack asks again and again', async () => {
    await transport.start();
    await connections(2);
    const before = opened();

    for (let times = 0; times < 5; times += 1) slack.disconnectSockets();
    await waitUntil('both to wait', () => time.startedMs.filter((ms) => ms === INTERVAL_MS).length >= 2);

    expect(opened()).toBe(before);
  });

  it('does not start with an app token that Slack refuses, and reports when it is refused later', async () => {
    await expect(create('xapp-somebody-elses').start()).rejects.toMatchObject({
      data: { error: 'invalid_auth' },
    });

    await started();
    slack.fail('apps.connections.open', { error: 'token_revoked' }, 2);
    slack.dropSockets();
    await waitUntil('the refusal', () => !transport.health().ready && backOffs().length === 2);
    expect(transport.health().detail).toBe('no connection open: the app token is refused (token_revoked)');
    time.advance(1_000);
    await connections(2);
  });

  it('reports at once that Slack accepts no more connections', async () => {
    const others = Array.from({ length: 5 }, () => create());
    await Promise.all(others.map((other) => other.start()));
    await connections(10);

    await transport.start();
    expect(transport.health().detail).toMatch(/^no connection open: Slack not reached \(\w+\)$/);

    await Promise.all(others.map((other) => other.stop()));
    time.advance(2_000);
    await connections(2);
  });

  it('acknowledges received requests before it closes', async () => {
    await started();
    let finish: (() => void) | undefined;
    receive = async (event) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      await event.ack();
    };
    const asked = command();
    await waitUntil('its arrival', () => finish !== undefined);

    const stopped = transport.stop();
    finish?.();
    await stopped;

    expect((await asked).status).toBe(200);
    await connections(0);
  });
});
