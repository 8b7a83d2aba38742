import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BotProcess, startBotProcess } from '../../scripts/sandbox/bot-process.ts';
import { botSettingsFor } from '../../scripts/sandbox/bot-settings.ts';
import { createMovableClock, type MovableClock } from '../../scripts/sandbox/clock/movable-clock.ts';
import { type LocalSlack, startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startUpstreams, type Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';

const DAY_MS = 86_400_000;

let bot: BotProcess;
let clock: MovableClock;
let slack: LocalSlack;
let upstreams: Upstreams;
let folder: string;

beforeEach(async () => {
  clock = createMovableClock((aheadMs) => bot.moveTo(aheadMs));
  slack = await startLocalSlack({ now: clock.now, signingNow: clock.now });
  upstreams = await startUpstreams();
  folder = await mkdtemp(join(tmpdir(), 'bot-process-'));
  const port = await freePort();
  slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
  const settings = botSettingsFor({ slack, upstreams, database: join(folder, 'cases.db'), port });
  bot = startBotProcess({ settings: { ...settings, LOG_LEVEL: 'fatal' } });
  await waitUntil(() => isReady(port));
}, 60_000);
afterEach(async () => {
  await bot.stop();
  await Promise.all([slack.close(), upstreams.close()]);
  await rm(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function waitUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The texts of the cards for that check, drawn with what the systems said. */
const cards = () =>
  slack.messages('CSUPPORT').filter(({ blocks }) => JSON.stringify(blocks).includes('recheck'));

async function check(id: string): Promise<string> {
  const before = cards().length;
  const outcome = await slack.command({
    user: 'UANA',
    channel: 'CSUPPORT',
    command: '/reseller-check',
    text: id,
  });
  expect(outcome.status).toBe(200);
  await waitUntil(() => cards().length > before);
  return JSON.stringify(cards().at(-1)?.blocks);
}

describe('the bot as a process with a moved clock', () => {
  it('accepts requests of the new time, signs in again and posts a complete card', async () => {
    expect(await check('A-S00900001')).toContain('Reseller');

    await clock.move(3 * DAY_MS);

    expect(await check('A-S00900002')).toContain('Direct');
    expect(Number(cards().at(-1)?.ts) * 1000 - Date.now()).toBeGreaterThan(2.9 * DAY_MS);
  }, 60_000);

  it('is moved by both of two simultaneous requests', async () => {
    await Promise.all([clock.move(DAY_MS), clock.move(DAY_MS)]);

    expect(clock.now() - Date.now()).toBeGreaterThan(1.9 * DAY_MS);
    expect(await check('A-S00900001')).toContain('Reseller');
  }, 60_000);

  it('ends when the process that started it is gone, however that ended', async () => {
    const module = new URL('../../scripts/sandbox/bot-process.ts', import.meta.url).href;
    const port = await freePort();
    const settings = botSettingsFor({ slack, upstreams, database: join(folder, 'other.db'), port });
    const script = `const { startBotProcess } = await import(${JSON.stringify(module)});
      console.log(startBotProcess({ settings: ${JSON.stringify(settings)} }).process.pid);`;
    const starter = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script]);
    const [pid] = await once(starter.stdout, 'data');
    await waitUntil(() => isReady(port));

    starter.kill('SIGKILL');

    await waitUntil(() => !isAlive(Number(pid)));
  }, 60_000);

  it('keeps its clock once it has ended', async () => {
    await bot.kill();

    await expect(clock.move(DAY_MS)).rejects.toThrow('not running');
    expect(clock.now() - Date.now()).toBeLessThan(1000);
    expect(bot.isUp()).toBe(false);
  });
});
