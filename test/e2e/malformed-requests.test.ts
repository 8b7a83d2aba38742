import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { botSettingsFor } from '../../scripts/sandbox/bot-settings.ts';
import { type LocalSlack, startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startUpstreams, type Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { sampleSize } from '../sample-size.ts';
import { type BuiltBot, startBuiltBot } from './built-bot.ts';
import { cardsIn, waitUntil } from './harness.ts';
import {
  anyMutatedPayload,
  anyRawRequest,
  anySocketFrame,
  INVALID_PAYLOADS,
  LOG_CANARIES,
  RAW_REQUESTS,
  SOCKET_FRAMES,
  sendRaw,
} from './hostile-requests.ts';

const CASE_COUNT = sampleSize(5_000, 100);
const TEST_TIMEOUT_MS = sampleSize(600_000, 20_000);
const CONCURRENCY = 10;
const SEED = Number(process.env['SEED'] ?? 20261127);
const JSON_TYPE = { contentType: 'application/json' };

beforeAll(() => {
  if (!existsSync(resolve('dist/main.js'))) execFileSync('npm', ['run', 'build'], { stdio: 'ignore' });
});

/** A bot as a process of its own, and what it talks to. */
function useBot(delivery: 'http' | 'socket', preload = '') {
  const parts = {} as { bot: BuiltBot; port: number; slack: LocalSlack; upstreams: Upstreams; cwd: string };
  beforeAll(async () => {
    parts.cwd = await mkdtemp(join(tmpdir(), 'reseller-check-run-'));
    [parts.slack, parts.upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
    const { slack, upstreams } = parts;
    const settings = botSettingsFor({
      slack,
      upstreams,
      database: join(parts.cwd, 'cases.db'),
      port: 0,
      delivery,
    });
    parts.bot = startBuiltBot(parts.cwd, settings, preload);
    await waitUntil('the bot to start', () => parts.bot.output().includes('"msg":"started"'), 20_000);
    parts.port = Number(await parts.bot.port());
    if (delivery === 'http') slack.deliverTo = `http://127.0.0.1:${parts.port}/slack/events`;
  });
  afterAll(async () => {
    await parts.bot.kill();
    await Promise.all([parts.slack.close(), parts.upstreams.close()]);
    await rm(parts.cwd, { recursive: true, force: true });
  });
  return parts;
}

/** Generated cases, the same in every run; the campaign takes more of them. */
function generated<T>(cases: fc.Arbitrary<T>): T[] {
  return fc.sample(cases, { numRuns: CASE_COUNT, seed: SEED });
}

/** The value as the fields of a form, as far as it has any. */
function asForm(value: unknown): string {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const texts = fields.map(([name, field]) => [
    name,
    typeof field === 'string' ? field : JSON.stringify(field),
  ]);
  return new URLSearchParams(texts as [string, string][]).toString();
}

async function runConcurrently<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < all.length; at += CONCURRENCY)
    await Promise.all(all.slice(at, at + CONCURRENCY).map(act));
}

/** It is the same process as before, it answers, and it has told nobody what it should not. */
async function expectStillRunning({ bot, port, slack }: ReturnType<typeof useBot>): Promise<void> {
  const cards = cardsIn(slack, 'CSUPPORT').length;
  const asked = { user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900001 new' };
  // "new", because a mutated payload may have opened a case.
  // A command that meets a connection in the moment of its replacement gets no answer; the next one does.
  await waitUntil('an acknowledgement', async () => (await slack.command(asked)).status === 200, 30_000);
  await waitUntil('a card', () => cardsIn(slack, 'CSUPPORT').length > cards);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  expect(bot.process.exitCode).toBeNull();
  expect(bot.errors()).toBe('');
  expect(bot.output()).not.toMatch(/unhandled|uncaught|"msg":"request failed"/);
  expect(LOG_CANARIES.filter((canary) => bot.output().includes(canary))).toEqual([]);
}

describe.each(['http', 'socket'] as const)('A bot on %s that gets malformed requests', (delivery) => {
  const parts = useBot(delivery);

  it(
    'keeps running and never answers 5xx',
    async () => {
      const failed: string[] = [];
      await runConcurrently([...RAW_REQUESTS, ...generated(anyRawRequest)], async (bytes) => {
        const answer = await sendRaw(parts.port, bytes);
        if (answer.startsWith('HTTP/1.1 5')) failed.push(JSON.stringify(bytes).slice(0, 200));
      });

      expect(failed).toEqual([]);
      await expectStillRunning(parts);
    },
    TEST_TIMEOUT_MS,
  );
});

describe('A bot that gets malformed payloads with a valid signature', () => {
  const parts = useBot('http');

  it(
    'keeps running and never answers 5xx',
    async () => {
      const failed: string[] = [];
      const values = [...INVALID_PAYLOADS, ...generated(anyMutatedPayload)];
      await runConcurrently(values, async (value) => {
        const text = JSON.stringify(value);
        const outcomes = await Promise.all([
          parts.slack.deliverRaw(text, JSON_TYPE),
          parts.slack.deliverRaw(`payload=${encodeURIComponent(text)}`),
          parts.slack.deliverRaw(asForm(value)),
        ]);
        if (outcomes.some(({ status }) => status < 200 || status >= 500)) failed.push(text.slice(0, 300));
      });
      const texts = [
        '',
        'payload=',
        'payload=null',
        'payload=%7B',
        'payload=[]&payload={}',
        '=',
        '&&&',
        '\0',
        '{',
      ];
      for (const text of texts)
        for (const options of [{}, JSON_TYPE])
          if ((await parts.slack.deliverRaw(text, options)).status >= 500) failed.push(text);

      expect(failed).toEqual([]);
      await expectStillRunning(parts);
    },
    TEST_TIMEOUT_MS,
  );
});

describe('A bot that gets malformed socket frames', () => {
  const parts = useBot('socket');

  it(
    'keeps running',
    async () => {
      for (const each of [...SOCKET_FRAMES, ...generated(anySocketFrame)]) parts.slack.sendFrame(each);

      await expectStillRunning(parts);
    },
    TEST_TIMEOUT_MS,
  );
});

describe('An uncaught error', () => {
  const secret = 'xoxb-canary-4711 of canary@harbour.example';
  const parts = useBot(
    'http',
    `process.on('SIGUSR2', () => { Promise.reject(new TypeError('${secret}')); });
     process.on('SIGPIPE', () => { throw new RangeError('${secret}'); });`,
  );

  it('is logged without its message; a rejection is only logged, an exception ends the bot after its work', async () => {
    const { bot, slack, upstreams } = parts;
    bot.process.kill('SIGUSR2');
    await waitUntil('the line', () => bot.output().includes('unhandled rejection'));
    expect(bot.process.exitCode).toBeNull();

    upstreams.zuora.setFault('slow', { seconds: 0.3 });
    const asked = { user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900001' };
    await slack.command(asked);
    bot.process.kill('SIGPIPE');

    expect(await bot.exitCode).toBe(1);
    expect(cardsIn(slack, 'CSUPPORT')).toHaveLength(1);
    expect(bot.output()).toMatch(/"name":"TypeError".*"msg":"unhandled rejection"/);
    expect(bot.output()).toMatch(/"name":"RangeError".*"msg":"uncaught exception"/);
    expect(LOG_CANARIES.filter((canary) => bot.output().includes(canary))).toEqual([]);
    expect(bot.errors()).toBe('');
  });
});
