import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { type LocalSlackFixture, startLocalSlackFixture } from './test-app.ts';

let scene: LocalSlackFixture;
beforeEach(async () => {
  scene = await startLocalSlackFixture({ ackLimitMs: 1000 });
});
afterEach(() => scene.close());

const check = (text = 'A-S1') =>
  scene.slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text });

describe('over HTTP', () => {
  it.each([
    ['signed well', {}, 200],
    ['forged', { signature: `v0=${'0'.repeat(64)}` }, 401],
    ['six minutes old', { timestampOffsetSeconds: -360 }, 401],
  ])('a request that is %s', async (_name, options, status) => {
    const delivered = await scene.slack.deliverRaw('command=%2Freseller-check', options);

    expect(delivered.status).toBe(status);
  });

  it('delivers the same request again', async () => {
    const first = await check();
    await scene.slack.redeliver(first);

    expect(scene.received[1]).toEqual(scene.received[0]);
    expect(scene.headers[1]?.['x-slack-signature']).toBe(scene.headers[0]?.['x-slack-signature']);
  });

  it("sends Slack's retry headers with a repeated event", async () => {
    const first = await scene.slack.sendEvent({ type: 'tokens_revoked', tokens: {} });
    await scene.slack.redeliver(first);

    expect(scene.received[1]?.['event_id']).toBe(scene.received[0]?.['event_id']);
    expect(scene.headers[1]?.['x-slack-retry-num']).toBe('1');
  });

  it('checks the address of the app', async () => {
    scene.answer = ({ challenge }) => ({ body: { challenge } as Record<string, unknown> });

    const delivered = await scene.slack.verifyUrl('abc');

    expect(delivered.body).toEqual({ challenge: 'abc' });
  });

  it('reports that no app is listening', async () => {
    scene.slack.deliverTo = 'http://127.0.0.1:1/slack/events';

    expect(await check()).toMatchObject({ status: 0, error: 'dispatch_failed' });
  });
});

describe('over Socket Mode', () => {
  const texts: string[] = [];
  const startBolt = async () => {
    const { appToken, botToken, botId, botUserId, apiUrl } = scene.slack;
    const receiver = new SocketModeReceiver({
      appToken,
      logLevel: LogLevel.ERROR,
      installerOptions: { clientOptions: { slackApiUrl: apiUrl } },
    });
    const app = new App({
      receiver,
      token: botToken,
      botId,
      botUserId,
      logLevel: LogLevel.ERROR,
      clientOptions: { slackApiUrl: apiUrl },
    });
    app.command('/reseller-check', async ({ ack, command }) => {
      texts.push(command.text);
      await ack(`Looking for ${command.text}`);
    });
    await app.start();
    return app;
  };

  beforeEach(() => {
    texts.length = 0;
    scene.slack.deliverTo = null;
  });

  it('works with a real Bolt app', async () => {
    const app = await startBolt();

    const outcome = await check();

    expect(outcome).toMatchObject({ status: 200, body: { text: 'Looking for A-S1' } });
    expect(scene.slack.ephemerals({ user: 'UANA' })[0]?.text).toBe('Looking for A-S1');
    expect(scene.slack.socketCount).toBe(1);
    await scene.slack.redeliver(outcome);
    expect(texts).toEqual(['A-S1', 'A-S1']);
    await app.stop();
  });

  it('reports that no app is connected', async () => {
    expect(await check()).toMatchObject({ status: 0, error: 'dispatch_failed' });
  });

  it('asks the app to reconnect, and cuts the connection', async () => {
    const { socket, first } = await connect(await newAddress());
    const asked = new Promise((resolve) => socket?.once('message', (data) => resolve(parsed(data))));
    scene.slack.disconnectSockets('refresh_requested');
    const closed = new Promise((resolve) => socket?.once('close', resolve));

    expect(first).toMatchObject({ type: 'hello', num_connections: 1 });
    expect(await asked).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    scene.slack.dropSockets();
    expect(await check()).toMatchObject({ error: 'dispatch_failed' });
    await closed;
  });

  it('uses the connections in turn', async () => {
    const reached: number[] = [];
    for (const each of [0, 1]) {
      const { socket } = await connect(await newAddress());
      socket?.on('message', (data) => {
        reached.push(each);
        socket.send(JSON.stringify({ envelope_id: parsed(data)['envelope_id'] }));
      });
    }

    const statuses = [await check(), await check(), await check()].map(({ status }) => status);

    expect(statuses).toEqual([200, 200, 200]);
    expect(reached).toEqual([0, 1, 0]);
  });

  it('refuses a connection without a ticket, and a second one with the same ticket', async () => {
    const url = await newAddress();
    const [once, twice] = [await connect(url), await connect(url)];
    const never = await connect(url.replace(/=.*/, '=made-up'));

    expect([once.first?.['type'], twice.first, never.first]).toEqual(['hello', undefined, undefined]);
  });
});

async function newAddress(): Promise<string> {
  const { appToken, apiUrl } = scene.slack;
  const { url = '' } = await new WebClient(appToken, { slackApiUrl: apiUrl }).apps.connections.open();
  return url;
}

/** Returns the first message of the connection; none when it was refused. */
function connect(url: string): Promise<{ socket?: WebSocket; first?: Record<string, unknown> }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.once('message', (data) => resolve({ socket, first: parsed(data) }));
    socket.once('error', () => resolve({}));
  });
}

function parsed(data: RawData): Record<string, unknown> {
  return JSON.parse((data as Buffer).toString()) as Record<string, unknown>;
}
