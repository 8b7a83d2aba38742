import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startUpstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';

let sandbox: ChildProcess;
let output = '';
let url: URL;

beforeAll(async () => {
  if (!existsSync(resolve('dist/main.js'))) execFileSync('npm', ['run', 'build'], { stdio: 'ignore' });
  sandbox = spawn(process.execPath, ['--import', 'tsx', 'scripts/sandbox/main.ts'], {
    env: { PATH: process.env['PATH'] ?? '', SANDBOX_PORT: '0' },
  });
  for (const stream of [sandbox.stdout, sandbox.stderr])
    stream?.setEncoding('utf8').on('data', (said) => {
      output += said;
    });
  await until(() => /Open (http\S+)/.test(output));
  url = new URL(/Open (http\S+)/.exec(output)?.[1] ?? '');
}, 60_000);
afterAll(async () => {
  sandbox.kill('SIGTERM');
  await once(sandbox, 'exit');
}, 30_000);

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It did not come to that. ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Sends these bytes on a connection of their own; the status of the answer, 0 when there is none. */
function sendRaw(text: string, { cut = false, at = url } = {}): Promise<number> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(at.port), at.hostname);
    const done = () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0));
    socket.on('error', () => undefined).on('close', done);
    // The stream of changes never ends by itself.
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.write(text, () => cut && socket.destroy());
  });
}

interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function request({ method = 'POST', path, headers = {}, body = '' }: RawRequest): string {
  const all = {
    host: url.host,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

const PATHS = [
  '/',
  '//',
  '///',
  '//[',
  '/%',
  '/%00',
  '/\\',
  'http://%',
  'http://',
  '*',
  '/page/',
  '/page/%2e%2e/main.ts',
  '/page/constructor',
  '/archives',
  '/archives/C/p%E0%A4%A',
  '/socket?ticket=',
  '/sandbox',
  '/sandbox/state?user=constructor',
  '/sandbox/state?user=__proto__',
  '/sandbox/events',
  ...[
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'extra',
    'say',
    'command',
    'click',
    'submit',
  ].map((name) => `/sandbox/${name}`),
  ...['message-shortcut', 'global-shortcut', 'close-view', 'open-home'].map((name) => `/sandbox/${name}`),
  ...['', 'constructor', '__proto__', 'chat.postMessage', 'views.open', 'users.info'].map(
    (name) => `/api/${name}`,
  ),
  '/response/',
  '/response/constructor',
];
const METHODS = ['GET', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'POST'];
const UNEXPECTED_VALUES = { toString: 1, valueOf: 1 };
const BODIES = [
  '',
  'null',
  '[]',
  '0',
  '"x"',
  '{',
  '\u0000',
  '{"__proto__":{"user":"UANA"}}',
  JSON.stringify({ user: null }),
  JSON.stringify({ user: UNEXPECTED_VALUES, channel: UNEXPECTED_VALUES }),
  JSON.stringify({
    user: 'UANA',
    channel: 'CSUPPORT',
    command: UNEXPECTED_VALUES,
    text: UNEXPECTED_VALUES,
    ts: UNEXPECTED_VALUES,
    blocks: UNEXPECTED_VALUES,
  }),
  JSON.stringify({ user: 'UANA', channel: 'constructor', view_id: '__proto__', values: { __proto__: 1 } }),
  JSON.stringify({
    clock: 'constructor',
    upstreamEvent: 'constructor',
    fault: { system: '__proto__', mode: 'constructor' },
  }),
  JSON.stringify({ fault: null, clock: null }),
  JSON.stringify({ clock: {} }),
];
const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'x',
};

async function isUp(): Promise<boolean> {
  const asked = { user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'help' };
  const answer = await fetch(new URL('/sandbox/command', url), {
    method: 'POST',
    body: JSON.stringify(asked),
  });
  const { ok, status } = (await answer.json()) as { ok: boolean; status: number };
  return ok && status === 200 && !output.includes('failed');
}

describe('The sandbox keeps running, and never answers 5xx,', () => {
  it.each(METHODS)('after %s to unexpected paths', async (method) => {
    const statuses = await Promise.all(
      PATHS.map(async (path) => [path, await sendRaw(request({ method, path }))] as const),
    );

    expect(statuses.filter(([, status]) => status >= 500)).toEqual([]);
    expect(await isUp()).toBe(true);
  });

  it('after requests for another protocol', async () => {
    for (const path of PATHS) {
      expect(await sendRaw(request({ method: 'GET', path, headers: UPGRADE }))).toBeLessThan(500);
      await sendRaw(request({ method: 'GET', path, headers: UPGRADE }), { cut: true });
      await sendRaw(request({ method: 'CONNECT', path }), { cut: true });
    }

    expect(await isUp()).toBe(true);
  });

  it.each(BODIES)('after the body %j', async (body) => {
    const posts = PATHS.filter((path) => /^\/(api|sandbox|response)\//.test(path));
    const statuses = await Promise.all(
      posts.map(async (path) => [
        path,
        await sendRaw(request({ path, body, headers: { 'content-type': 'application/json' } })),
      ]),
    );

    expect(statuses.filter(([, status]) => Number(status) >= 500 || status === 0)).toEqual([]);
    expect(await isUp()).toBe(true);
  });

  it.each(['null', '[]', '{', '0'])('and rejects %j as a body', async (body) => {
    expect(await sendRaw(request({ path: '/sandbox/command', body }))).toBe(400);
  });

  it('after bodies that are cut, too long, or of another length than announced', async () => {
    const path = '/sandbox/say';
    await sendRaw(request({ path, body: '{"user":', headers: { 'content-length': '500' } }), { cut: true });
    expect(await sendRaw(request({ path, body: '{}', headers: { 'content-length': 'x' } }))).toBe(400);
    expect(await sendRaw(request({ path, body: 'x'.repeat(2_000_000) }))).toBe(413);
    await sendRaw('nonsense\r\n\r\n');
    await sendRaw('\u0000\u0001');

    expect(await isUp()).toBe(true);
  });
});

describe('Another website', () => {
  const body = JSON.stringify({ fault: { system: 'zuora', mode: 'none' } });
  const path = '/sandbox/extra';

  it.each(['evil.example', 'evil.example:8095', 'localhost.evil.example', '169.254.0.1', ''])(
    "can't read through a name of its own, %s",
    async (host) => {
      for (const [method, at] of [
        ['GET', '/'],
        ['GET', '/sandbox/state'],
        ['POST', path],
        ['POST', '/api/auth.test'],
      ] as const)
        expect(await sendRaw(request({ method, path: at, headers: { host } }))).toBe(403);
      expect(await sendRaw(request({ method: 'GET', path: '/socket', headers: { ...UPGRADE, host } }))).toBe(
        403,
      );
    },
  );

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])("can't post with %j", async (headers) => {
    expect(await sendRaw(request({ path, body, headers }))).toBe(403);
    expect(await sendRaw(request({ path: '/api/auth.test', headers }))).toBe(403);
    expect(
      await sendRaw(request({ method: 'GET', path: '/socket', headers: { ...UPGRADE, ...headers } })),
    ).toBe(403);
  });

  it.each(['127.0.0.1', 'localhost'])('does not get the page itself at %s', async (name) => {
    const host = `${name}:${url.port}`;
    const headers = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };

    expect(await sendRaw(request({ path, body, headers }))).toBe(200);
  });
});

describe('A socket frame of the app', () => {
  it.each([
    'null',
    '[]',
    '{',
    '',
    '{"envelope_id":{"toString":1}}',
    '{"envelope_id":"constructor"}',
    '\u0000',
  ])('may be %j', async (frame) => {
    const slack = await startLocalSlack();
    try {
      const token = { authorization: `Bearer ${slack.appToken}` };
      const opened = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers: token });
      const socket = new WebSocket(((await opened.json()) as { url: string }).url);
      await once(socket, 'message');
      socket.send(frame);
      socket.send(Buffer.from(frame));
      socket.on('message', (data) => {
        const { envelope_id } = JSON.parse((data as Buffer).toString());
        socket.send(JSON.stringify({ envelope_id }));
      });

      const { status } = await slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/x', text: '' });

      expect(status).toBe(200);
      socket.close();
    } finally {
      await slack.close();
    }
  });
});

describe('A stand-in', () => {
  it('rejects unexpected paths', async () => {
    const { zuora, salesforce, zendesk, close } = await startUpstreams();
    try {
      for (const system of [zuora, salesforce, zendesk]) {
        const at = new URL(system.url);
        const foreign = { host: 'evil.example' };
        expect(await sendRaw(request({ method: 'GET', path: '/', headers: foreign }), { at })).toBe(403);
        for (const method of ['GET', 'POST', 'HEAD'])
          for (const path of [...PATHS, '/v1/accounts/%E0%A4%A', '/api/v2/tickets/%', '/agent/tickets/%'])
            expect([
              path,
              (await sendRaw(request({ method, path, headers: { host: at.host } }), { at })) < 500,
            ]).toEqual([path, true]);
      }
    } finally {
      await close();
    }
  });
});
