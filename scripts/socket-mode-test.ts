import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBotProcess } from './sandbox/bot-process.ts';
import { botSettingsFor } from './sandbox/bot-settings.ts';
import { type LocalSlack, startLocalSlack } from './sandbox/slack/local-slack.ts';
import { startUpstreams } from './sandbox/upstreams/upstreams.ts';

/**
 * Measures Socket Mode on the built bot: 200 refreshes of every connection under steady traffic, connections that are
 * cut, and two failed attempts to connect. Exit code 1 when a command was lost during a refresh, or when the
 * next one was answered too late. `REFRESH_COUNT=20 npm run socket-mode` is a short run.
 */
const REFRESH_COUNT = Number(process.env['REFRESH_COUNT'] ?? 200);
const COMMAND_EVERY_MS = 20;
const SLACK_CLOSES_AFTER_MS = 700;
const REFRESH_EVERY_MS = 1_100;
const CUT_COUNT = 5;
const MAX_GAP_AFTER_CUT_MS = 5_000;
const MAX_GAP_AFTER_FAILED_OPENS_MS = 30_000;

const command = (slack: LocalSlack) =>
  slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'help' });

async function waitUntilConnected(slack: LocalSlack): Promise<void> {
  while (slack.socketCount < 2) await sleep(5);
}

/** Sends commands until aborted. Returns how many were sent and lost, and the slowest acknowledgement. */
async function sendTraffic(slack: LocalSlack, stop: AbortSignal) {
  const pending: Promise<void>[] = [];
  const seen = { sent: 0, lost: 0, slowestMs: 0 };
  while (!stop.aborted) {
    seen.sent += 1;
    const asked = command(slack).then(({ status, ms }) => {
      if (status !== 200) seen.lost += 1;
      seen.slowestMs = Math.max(seen.slowestMs, Math.round(ms));
    });
    pending.push(asked);
    await sleep(COMMAND_EVERY_MS);
  }
  await Promise.all(pending);
  return seen;
}

async function measureRefreshes(slack: LocalSlack) {
  const done = new AbortController();
  const measured = sendTraffic(slack, done.signal);
  for (let refresh = 0; refresh < REFRESH_COUNT; refresh += 1) {
    await sleep(REFRESH_EVERY_MS);
    slack.disconnectSockets('refresh_requested', SLACK_CLOSES_AFTER_MS);
  }
  await sleep(REFRESH_EVERY_MS);
  done.abort();
  return measured;
}

/** Calls `disturb`. Returns the milliseconds until a command is acknowledged again. */
async function measureGapAfter(slack: LocalSlack, disturb: () => void): Promise<number> {
  disturb();
  const startedAt = performance.now();
  while ((await command(slack)).status !== 200) await sleep(5);
  const gap = performance.now() - startedAt;
  await waitUntilConnected(slack);
  return Math.round(gap);
}

async function measure(slack: LocalSlack): Promise<boolean> {
  await waitUntilConnected(slack);
  const refreshed = await measureRefreshes(slack);
  console.log(`${REFRESH_COUNT} refreshes:`, refreshed);
  const cuts: number[] = [];
  for (let cut = 0; cut < CUT_COUNT; cut += 1) {
    await sleep(5_100);
    cuts.push(await measureGapAfter(slack, slack.dropSockets));
  }
  console.log('ms until the next answer after a cut:', cuts);
  await sleep(5_100);
  slack.fail('apps.connections.open', { status: 500 }, 4);
  const failed = await measureGapAfter(slack, slack.dropSockets);
  console.log('ms after two failed attempts on both connections:', failed);
  await sleep(5_100);
  slack.fail('apps.connections.open', { hang: true }, 4);
  const hung = await measureGapAfter(slack, slack.dropSockets);
  console.log('ms after two attempts that Slack never answered:', hung);
  await sleep(5_100);
  const silent = await measureGapAfter(slack, slack.silenceSockets);
  console.log('ms after both connections went silent:', silent);
  const late =
    Math.max(...cuts) > MAX_GAP_AFTER_CUT_MS ||
    Math.max(failed, hung, silent) > MAX_GAP_AFTER_FAILED_OPENS_MS;
  return refreshed.lost === 0 && !late;
}

const folder = await mkdtemp(join(tmpdir(), 'reseller-check-socket-mode-'));
const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
const database = join(folder, 'cases.db');
const settings = botSettingsFor({ slack, upstreams, database, port: 0, delivery: 'socket' });
const bot = startBotProcess({ settings: { ...settings, LOG_LEVEL: 'fatal' } });
const passed = await measure(slack);
await bot.stop();
await Promise.all([slack.close(), upstreams.close()]);
await rm(folder, { recursive: true, force: true });
console.log(passed ? 'Every bound was kept.' : 'A command was lost or a bound was missed.');
process.exit(passed ? 0 : 1);
