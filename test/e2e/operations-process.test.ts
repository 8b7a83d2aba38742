import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { botSettingsFor } from '../../scripts/sandbox/bot-settings.ts';
import { startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startUpstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { cardsIn, waitUntil } from './harness.ts';

const MAIN = resolve('dist/main.js');

const clearUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of clearUp.splice(0).reverse()) await each();
});

describe('The bot as a process of its own', () => {
  interface Run {
    readonly process: ChildProcess;
    readonly output: () => string;
    readonly errors: () => string;
    /** Exit code; 'killed' when it had to be. */
    readonly end: Promise<number | null>;
  }

  /** Runs in an empty folder, so that no `.env` of this machine is read. */
  async function run(settings: Record<string, string>): Promise<Run> {
    const cwd = await mkdtemp(join(tmpdir(), 'reseller-check-run-'));
    const child = spawn(process.execPath, [MAIN], {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...settings },
    });
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text) => (texts[name] += text));
    const end = once(child, 'close').then(([code]) => code as number | null);
    clearUp.push(async () => {
      child.kill('SIGKILL');
      await end;
      await rm(cwd, { recursive: true, force: true });
    });
    return { process: child, output: () => texts.stdout, errors: () => texts.stderr, end };
  }

  async function surroundings() {
    const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
    clearUp.push(() => Promise.all([slack.close(), upstreams.close()]));
    return {
      slack,
      upstreams,
      settings: botSettingsFor({ slack, upstreams, database: 'cases.db', port: 0 }),
    };
  }

  async function started(bot: Run): Promise<string> {
    const port = await waitUntil('the bot to start', () => /"port":(\d+)/.exec(bot.output())?.[1]);
    return `http://127.0.0.1:${port}`;
  }

  it('lists every error in its settings at once, names the sandbox, and exits with code 1', async () => {
    const bot = await run({
      SLACK_BOT_TOKEN: 'xoxp-wrong-kind-of-token',
      PORT: 'eighty',
      ZUORA_URL: 'rest.zuora.com',
    });

    expect(await bot.end).toBe(1);
    const names = [
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'PORT',
      'ZUORA_URL',
      'ZUORA_CLIENT_ID',
      'ZUORA_CLIENT_SECRET',
    ];
    expect(names.filter((name) => !bot.errors().includes(name))).toEqual([]);
    expect(bot.errors()).toContain('npm run sandbox');
    expect(bot.errors()).not.toMatch(/wrong-kind-of-token|eighty|^\s+at /m);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxb-somebody-elses', 'invalid_auth'],
    ['DATABASE_URL', 'sqlite:/dev/null/cases.db', 'StoreError'],
  ])('logs why a wrong %s stops it, and exits with code 1', async (name, value, reason) => {
    const { settings } = await surroundings();

    const bot = await run({ ...settings, [name]: value });

    expect(await bot.end).toBe(1);
    expect(bot.output()).toMatch(/"msg":"could not start"/);
    expect(bot.output()).toContain(reason);
    expect(bot.output()).not.toContain('somebody-elses');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s although connections stay open', async (signal) => {
    const { settings } = await surroundings();
    const bot = await run(settings);
    await keepOpen(await started(bot));
    const toldAt = performance.now();

    bot.process.kill(signal);

    expect(await bot.end).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(6_000);
  });

  it('refuses to start on an SQLite file that another copy uses, and starts when that one was killed', async () => {
    const { settings } = await surroundings();
    const folder = await mkdtemp(join(tmpdir(), 'reseller-check-copies-'));
    clearUp.unshift(() => rm(folder, { recursive: true, force: true }));
    const onFile = { ...settings, DATABASE_URL: `sqlite:${join(folder, 'cases.db')}` };
    const first = await run(onFile);
    await started(first);

    const second = await run(onFile);

    expect(await second.end).toBe(1);
    expect(second.output()).toContain('another copy of the bot is running on it');
    first.process.kill('SIGKILL');
    await first.end;
    await started(await run(onFile));
  }, 60_000);

  it('finishes what it acknowledged before it ends, even after a second signal', async () => {
    const { slack, upstreams, settings } = await surroundings();
    const bot = await run(settings);
    slack.deliverTo = `${await started(bot)}/slack/events`;
    upstreams.zuora.setFault('slow', { seconds: 0.4 });

    await slack.command({
      user: 'UANA',
      channel: 'CSUPPORT',
      command: '/reseller-check',
      text: 'A-S00900001',
    });
    bot.process.kill('SIGTERM');
    await waitUntil('a question to Zuora', () => upstreams.zuora.requests.length > 1);
    bot.process.kill('SIGINT');

    expect(await bot.end).toBe(0);
    expect(cardsIn(slack, 'CSUPPORT')).toHaveLength(1);
  });

  /** Connections on which nothing happens: some idle after an answer, one in the middle of a request. */
  async function keepOpen(address: string): Promise<void> {
    const agent = new Agent({ keepAlive: true });
    const half = connect(Number(new URL(address).port), '127.0.0.1');
    half.on('error', () => undefined).write('POST /slack/events HTTP/1.1\r\nHost: bot\r\n');
    clearUp.push(async () => {
      agent.destroy();
      half.destroy();
    });
    const page = () =>
      once(
        get(`${address}/healthz`, { agent }).on('response', (one) => one.resume()),
        'close',
      );
    await Promise.all([page(), page(), page()]);
  }
});
