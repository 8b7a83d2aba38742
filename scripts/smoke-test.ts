import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reuseBuild } from './reuse-build.ts';
import { botSettingsFor } from './sandbox/bot-settings.ts';
import type { LocalSlack, Message } from './sandbox/slack/local-slack.ts';
import { startLocalSlack } from './sandbox/slack/local-slack.ts';
import { startUpstreams } from './sandbox/upstreams/upstreams.ts';

const LIMIT_MS = 30_000;

/**
 * Starts the built bot on the Node that runs this script, has it check one subscription against the local Slack and
 * the stand-ins, over HTTP and in Socket Mode, and ends it with SIGTERM. Fails unless there is exactly one card and the
 * exit code is 0.
 */
async function main(): Promise<void> {
  for (const delivery of ['http', 'socket'] as const) {
    const problems = await runSmokeTest(delivery);
    console.log(`${process.version}, ${delivery}: ${problems.join('; ') || 'one card, exit code 0'}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}

async function runSmokeTest(delivery: 'http' | 'socket'): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'smoke-test-'));
  const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
  const settings = botSettingsFor({
    slack,
    upstreams,
    database: join(folder, 'cases.db'),
    port: 0,
    delivery,
  });
  const bot = spawn(process.execPath, [await reuseBuild(folder)], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  bot.stdout.setEncoding('utf8').on('data', (text: string) => (log += text));
  try {
    const port = await waitForResult('start', () => portIn(log));
    if (delivery === 'http') slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    await slack.command({
      user: 'UANA',
      channel: 'CSUPPORT',
      command: '/reseller-check',
      text: 'A-S00900001',
    });
    await waitForResult('post a card', () => cardsIn(slack)[0]);
    const ended = once(bot, 'exit');
    bot.kill('SIGTERM');
    const [code] = await Promise.race([ended, sleep(LIMIT_MS, ['no exit code'], { ref: false })]);
    return [
      ...(code === 0 ? [] : [`exit code ${code}`]),
      ...(cardsIn(slack).length === 1 ? [] : [`${cardsIn(slack).length} cards`]),
    ];
  } catch (error) {
    return [`${String(error)}\n${log}`];
  } finally {
    bot.kill('SIGKILL');
    await Promise.all([slack.close(), upstreams.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The port in the log, once the bot has started. */
function portIn(log: string): string | undefined {
  return log.includes('"msg":"started"') ? /"port":(\d+)/.exec(log)?.[1] : undefined;
}

function cardsIn(slack: LocalSlack): Message[] {
  return slack.messages('CSUPPORT').filter(({ metadata }) => metadata?.event_type === 'reseller_case');
}

async function waitForResult<T>(what: string, look: () => T | null | undefined): Promise<T> {
  for (const deadline = performance.now() + LIMIT_MS; performance.now() < deadline; await sleep(20)) {
    const found = look();
    if (found) return found;
  }
  throw new Error(`The bot did not ${what}.`);
}

await main();
