import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { botSettingsFor } from '../../scripts/sandbox/bot-settings.ts';
import { type LocalSlack, startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startUpstreams, type Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { parseConfig } from '../../src/config.ts';
import { type BuiltBot, startBuiltBot } from './built-bot.ts';
import { cardsIn, waitUntil } from './harness.ts';

const CERTIFICATE = resolve('test/e2e/certificate/certificate.pem');
const tls = {
  cert: readFileSync(CERTIFICATE),
  key: readFileSync(resolve('test/e2e/certificate/key.pem')),
};

/** Names that no name server knows: only the proxy can reach them. */
const SLACK = 'slack.test';
const ZUORA = 'zuora.test';

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
const listening = (server: { listen(port: number, host: string, done: () => void): unknown }) =>
  new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));

/** Pipes two sockets into one another until either ends. */
function pipeBoth(one: Socket, other: Socket): void {
  one.on('error', () => other.destroy()).pipe(other);
  other.on('error', () => one.destroy()).pipe(one);
}

let folder: string;
let slack: LocalSlack;
let upstreams: Upstreams;
let proxyUrl: string;
/** `host:port` of every CONNECT that the proxy was asked for. */
let connected: string[];
const fronts: { [host: string]: number } = {};
let bot: BuiltBot | undefined;
let closing: (() => void)[] = [];

/** Takes TLS off what comes in and hands it on. */
async function startTlsFront(host: string, port: number): Promise<void> {
  const server = createTlsServer(tls, (socket) => pipeBoth(socket, connect(port, '127.0.0.1')));
  await listening(server);
  fronts[`${host}:443`] = portOf(server);
  closing.push(() => server.close());
}

/** A CONNECT proxy that wants a password. */
async function startProxy(): Promise<void> {
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    if (headers['proxy-authorization'] !== `Basic ${btoa('bot:quiet-heron')}`)
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    connected.push(url);
    const to = connect(fronts[url] ?? Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      pipeBoth(socket, to);
    });
    to.on('error', () => socket.destroy());
  });
  await listening(server);
  proxyUrl = `http://bot:quiet-heron@127.0.0.1:${portOf(server)}`;
  closing.push(() => server.close());
}

beforeAll(() => {
  if (!existsSync(resolve('dist/main.js'))) execFileSync('npm', ['run', 'build'], { stdio: 'ignore' });
});
beforeEach(async () => {
  connected = [];
  folder = await mkdtemp(join(tmpdir(), 'proxy-'));
  upstreams = await startUpstreams();
  slack = await startLocalSlack({ publicUrl: `https://${SLACK}` });
  await Promise.all([startProxy(), startTlsFront(SLACK, Number(new URL(slack.url).port))]);
  await startTlsFront(ZUORA, Number(new URL(upstreams.zuora.url).port));
});
afterEach(async () => {
  await bot?.kill();
  for (const close of closing) close();
  closing = [];
  await Promise.all([slack.close(), upstreams.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** Starts the bot with Slack and Zuora behind names that only the proxy knows. */
function start(delivery: 'http' | 'socket', settings: Record<string, string>): BuiltBot {
  const standard = botSettingsFor({
    slack,
    upstreams,
    database: join(folder, 'cases.db'),
    port: 0,
    delivery,
  });
  bot = startBuiltBot(folder, {
    ...standard,
    SLACK_API_URL: `https://${SLACK}/api/`,
    ZUORA_URL: `https://${ZUORA}`,
    NODE_EXTRA_CA_CERTS: CERTIFICATE,
    ...settings,
  });
  return bot;
}

const ask = (user: string) =>
  slack.command({ user, channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900001' });

describe.each(['http', 'socket'] as const)('Over %s, every outgoing call', (delivery) => {
  it('goes through the proxy, except to the hosts of NO_PROXY', async () => {
    const direct = new URL(upstreams.zendesk.url).host;
    const running = start(delivery, {
      HTTPS_PROXY: proxyUrl,
      HTTP_PROXY: proxyUrl,
      NO_PROXY: `other.test,${direct}`,
    });
    const port = await running.port();
    if (delivery === 'http') slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    await waitUntil('the connection', () => delivery === 'http' || slack.socketCount > 0);

    await ask('UANA');
    const card = await waitUntil('a card', () => cardsIn(slack, 'CSUPPORT')[0]);
    await ask('UKIM');
    await waitUntil('an answer at the response_url', () => slack.ephemerals({ user: 'UKIM' })[0]);

    expect(JSON.stringify(card.metadata)).toContain('"verdict":"reseller"');
    expect(new Set(connected)).toEqual(
      new Set([`${SLACK}:443`, `${ZUORA}:443`, new URL(upstreams.salesforce.url).host]),
    );
    expect(running.output()).toContain('"msg":"outgoing calls go through a proxy"');
    expect(running.output()).not.toContain('quiet-heron');
  }, 60_000);
});

describe('A certificate of an own authority', () => {
  it('is refused unless NODE_EXTRA_CA_CERTS names it, and the log has the reason', async () => {
    const running = start('http', { HTTPS_PROXY: proxyUrl, NODE_EXTRA_CA_CERTS: '' });

    await waitUntil(
      'the reason',
      () => running.output().includes('fetch failed DEPTH_ZERO_SELF_SIGNED_CERT'),
      20_000,
    );
    expect(running.output()).not.toContain('"msg":"started"');
  }, 60_000);
});

describe('The proxy settings', () => {
  const least = {
    SLACK_BOT_TOKEN: 'xoxb-1-quiet-heron',
    SLACK_APP_TOKEN: 'xapp-1-quiet-otter',
    ZUORA_URL: 'https://rest.zuora.example',
    ZUORA_CLIENT_ID: 'zuora-client',
    ZUORA_CLIENT_SECRET: 'zuora-quiet-badger',
  };

  it.each(['proxy.example:3128', 'socks5://proxy.example', 'http://'])('reject %s', (address) => {
    expect(() => parseConfig({ ...least, HTTPS_PROXY: address })).toThrow(
      /HTTPS_PROXY must be a complete proxy URL/,
    );
    expect(() => parseConfig({ ...least, http_proxy: address })).toThrow(
      /HTTP_PROXY must be a complete proxy URL/,
    );
  });

  it('may be in lower case, and are treated as secret', () => {
    const { proxy } = parseConfig({
      ...least,
      https_proxy: 'http://a:b@proxy.example',
      HTTPS_PROXY: 'http://other',
    });

    expect(proxy?.https?.reveal()).toBe('http://a:b@proxy.example');
    expect(JSON.stringify(proxy)).toBe('{"https":"[secret]","http":null,"noProxy":""}');
  });
});
