import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reuseBuild } from '../reuse-build.ts';
import { botSettingsFor } from '../sandbox/bot-settings.ts';
import { freePort } from '../sandbox/free-port.ts';
import type { LocalSlack, SlackFault } from '../sandbox/slack/local-slack.ts';
import { startLocalSlack } from '../sandbox/slack/local-slack.ts';
import { startUpstreams } from '../sandbox/upstreams/upstreams.ts';
import { countedLogLines, countedReplies } from './message-counts.ts';
import { PEOPLE, randomBetween, randomOf, sendRandomRequests } from './random-requests.ts';
import { report } from './report.ts';
import { submitHandoffsRepeatedly } from './submit-handoffs.ts';

/** Share of the bots that are killed while they start; the others are killed later. */
const EARLY_KILL_SHARE = 0.15;
/** Share of the bots for which a few Slack calls fail. */
const SLACK_FAULT_SHARE = 0.4;
/** On a machine where the bot takes longer to start, everything takes longer, so its bots are killed later. */
const USUAL_START_MS = 1_500;
const MAX_SLOWNESS = 3;
const FAILING_METHODS = [
  'users.info',
  'usergroups.users.list',
  'conversations.info',
  'chat.postMessage',
  'views.update',
];
const SLACK_FAULTS: readonly SlackFault[] = [
  { delayMs: 3_500 },
  { status: 503 },
  { loseAnswer: true },
  { rateLimited: 1 },
];
/** How long the last bots may make no progress before the run ends. */
const DRAIN_TIMEOUT_MS = 240_000;
const PROGRESS_INTERVAL_MS = 30_000;

export interface CrashTest {
  readonly killCount: number;
  /** How many copies of the bot run on the database. */
  readonly copies: number;
  /** Milliseconds between two random requests. */
  readonly requestIntervalMs: number;
  /** The longest time from ready to killed, in milliseconds, unless the machine is slow. */
  readonly maxUptimeMs: number;
  /** Returns the settings of the database; `folder` is deleted afterwards. */
  databaseSettings(folder: string): Record<string, string>;
  /** Returns how many requests and messages are pending. */
  countPending(settings: Record<string, string>): Promise<number>;
  /** Returns the port to which Slack delivers requests for the bots on these ports. */
  entryPort(ports: readonly number[]): Promise<number>;
}

/**
 * Kills the built bot at random moments while people send commands, clicks and handoffs, and some Slack calls fail.
 * Every acknowledged check must end in exactly one card, every acknowledged handoff in exactly one post to Sales. Sets the
 * exit code.
 */
export async function runAndKill(test: CrashTest): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reseller-check-crash-random-'));
  const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
  const ports: number[] = [];
  while (ports.length < test.copies) ports.push(await freePort());
  slack.deliverTo = `http://127.0.0.1:${await test.entryPort(ports)}/slack/events`;
  const [entry, log] = [await reuseBuild(folder), join(folder, 'log')];
  const bots = ports.map((port) => {
    const settings = {
      ...botSettingsFor({ slack, upstreams, database: '', port }),
      ...test.databaseSettings(folder),
    };
    return { settings, entry, log };
  });
  let isSending = true;
  const requests = sendRandomRequests(slack, test.requestIntervalMs, () => isSending);
  const handoffs = PEOPLE.map((user) => submitHandoffsRepeatedly(slack, user, () => isSending));
  const killCount = await killRepeatedly(bots, slack, test);
  slack.clearFaults();
  isSending = false;
  const sent = await requests;
  const submitted = (await Promise.all(handoffs)).flat();
  const survivors = bots.map(startBotProcess);
  const leftPending = await waitUntilDrained(() => test.countPending(bots[0]?.settings ?? {}));
  for (const survivor of survivors) survivor.kill('SIGTERM');
  if (!report({ slack, killCount, sent, submitted, leftPending })) {
    process.exitCode = 1;
    console.log([...countedReplies(slack), ...(await countedLogLines(log))].join('\n'));
  }
  await Promise.all([slack.close(), upstreams.close()]);
  await rm(folder, { recursive: true, force: true });
}

/** How a copy of the bot is started. */
interface BotStart {
  readonly settings: Record<string, string>;
  readonly entry: string;
  /** File for warnings and errors. */
  readonly log: string;
}

function startBotProcess({ settings, entry, log }: BotStart): ChildProcess {
  const file = openSync(log, 'a');
  const started = spawn(process.execPath, [entry], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', file, 'inherit'],
  });
  closeSync(file);
  return started;
}

/** Starts and kills all copies, each at its own moments, until `killCount` kills or Ctrl-C. Returns the number of kills. */
async function killRepeatedly(
  bots: readonly BotStart[],
  slack: LocalSlack,
  test: CrashTest,
): Promise<number> {
  const startedAt = performance.now();
  let kills = 0;
  let isInterrupted = false;
  const progress = setInterval(() => {
    const seconds = (performance.now() - startedAt) / 1_000;
    const left = (seconds / kills) * (test.killCount - kills);
    console.log(
      `${kills} of ${test.killCount} kills in ${Math.round(seconds)} s, about ${Math.round(left)} s left`,
    );
    // Nothing here reads them.
    slack.forgetCalls();
  }, PROGRESS_INTERVAL_MS);
  process.once('SIGINT', () => {
    isInterrupted = true;
  });
  const killOne = async (bot: BotStart) => {
    while (kills < test.killCount && !isInterrupted) {
      kills += 1;
      if (Math.random() < SLACK_FAULT_SHARE) slack.fail(randomOf(FAILING_METHODS), randomOf(SLACK_FAULTS), 3);
      await startAndKill(bot, test.maxUptimeMs);
    }
  };
  await Promise.all(bots.map(killOne));
  clearInterval(progress);
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`${kills} kills in ${Math.round(seconds)} s, ${(seconds / kills).toFixed(2)} s each`);
  return kills;
}

async function startAndKill(start: BotStart, maxUptimeMs: number): Promise<void> {
  const startedAt = performance.now();
  const bot = startBotProcess(start);
  if (Math.random() < EARLY_KILL_SHARE) await sleep(randomBetween(50, 600));
  else {
    await waitUntilReady(start);
    const slowness = (performance.now() - startedAt) / USUAL_START_MS;
    await sleep(randomBetween(0, maxUptimeMs * Math.min(MAX_SLOWNESS, Math.max(1, slowness))));
  }
  const exited = new Promise((resolve) => bot.once('exit', resolve));
  bot.kill('SIGKILL');
  await exited;
}

async function waitUntilReady({ settings }: BotStart): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const ok = await fetch(`http://127.0.0.1:${settings['PORT']}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(20);
  }
}

/** Waits until the last bots have no pending work, or make no progress. Returns how much is left. */
async function waitUntilDrained(countPending: () => Promise<number>): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  let progressAt = performance.now();
  for (;;) {
    await sleep(500);
    const pending = await countPending();
    if (pending < fewest) [fewest, progressAt] = [pending, performance.now()];
    if (pending === 0 || performance.now() - progressAt > DRAIN_TIMEOUT_MS) return pending;
  }
}
