import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { reuseBuild } from '../../scripts/reuse-build.ts';
import { botSettingsFor } from '../../scripts/sandbox/bot-settings.ts';
import { type LocalSlack, startLocalSlack } from '../../scripts/sandbox/slack/local-slack.ts';
import { startUpstreams, type Upstreams } from '../../scripts/sandbox/upstreams/upstreams.ts';
import { cardsIn, waitUntil } from './harness.ts';

/** A user that may write nowhere; root would write into a read-only folder. */
const NOBODY_UID = 65_534;
const isRoot = process.getuid?.() === 0;

let folder: string;
let program: string;
let data: string;
let slack: LocalSlack;
let upstreams: Upstreams;
const running: RunningProcess[] = [];

beforeAll(() => {
  if (!existsSync(resolve('dist/main.js'))) execFileSync('npm', ['run', 'build'], { stdio: 'ignore' });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'npm-start-'));
  [program, data] = [join(folder, 'program'), join(folder, 'data')];
  await Promise.all([mkdir(program), mkdir(data)]);
  await reuseBuild(program);
  await chmod(folder, 0o755);
  if (isRoot) await chown(data, NOBODY_UID, NOBODY_UID);
  [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
});
afterEach(async () => {
  for (const { child } of running.splice(0)) killGroup(child);
  await Promise.all([slack.close(), upstreams.close()]);
  await chmod(program, 0o755);
  await rm(folder, { recursive: true, force: true });
});

interface RunningProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly end: Promise<number | null>;
}

function run(
  command: string,
  args: readonly string[],
  settings: Record<string, string> = {},
): RunningProcess {
  const child = spawn(command, args, {
    cwd: program,
    detached: true,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: data,
      npm_config_update_notifier: 'false',
      ...botSettingsFor({ slack, upstreams, database: join(data, 'cases.db'), port: 0 }),
      ...settings,
    },
    ...(isRoot ? { uid: NOBODY_UID, gid: NOBODY_UID } : {}),
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (said) => (text += said));
  const made = {
    child,
    output: () => text,
    end: once(child, 'close').then(([code]) => code as number | null),
  };
  running.push(made);
  return made;
}

/** Ends npm and whatever it has left behind. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // Everything has ended, as it should.
  }
}

/** Everything below the folder, with what would change if somebody wrote to it. */
async function listFiles(at: string): Promise<string[]> {
  const names = (await readdir(at, { recursive: true })).filter((name) => !name.startsWith('node_modules/'));
  const lines = names.map(async (name) => {
    const { size, mtimeMs } = await stat(join(at, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(lines)).sort();
}

async function started(bot: RunningProcess): Promise<string> {
  const port = await waitUntil('the bot to start', () => /"port":(\d+)/.exec(bot.output())?.[1], 20_000);
  const address = `http://127.0.0.1:${port}`;
  slack.deliverTo = `${address}/slack/events`;
  return address;
}

const requestCheck = () =>
  slack.command({ user: 'UANA', channel: 'CSUPPORT', command: '/reseller-check', text: 'A-S00900001' });

describe('npm start', () => {
  it('runs from a read-only folder, writes nothing there, and ends when npm is stopped', async () => {
    await chmod(program, 0o555);
    const before = await listFiles(program);
    const bot = run('npm', ['start']);
    const address = await started(bot);
    await requestCheck();
    await waitUntil('a card', () => cardsIn(slack, 'CSUPPORT')[0]);

    bot.child.kill('SIGTERM');
    await bot.end;

    expect(bot.output()).toContain('"msg":"stopped"');
    await expect(fetch(`${address}/healthz`)).rejects.toThrow('fetch failed');
    expect(await listFiles(program)).toEqual(before);
  }, 60_000);

  it('exits with code 1 and says what to do when nothing was built, and builds nothing', async () => {
    await rm(join(program, 'dist'), { recursive: true });

    const bot = run('npm', ['start']);

    expect(await bot.end).toBe(1);
    expect(bot.output()).toContain('The bot is not built yet: npm run build');
    expect(existsSync(join(program, 'dist'))).toBe(false);
  }, 60_000);
});

describe('A bot that gets signals', () => {
  async function inTheMiddleOfACheck(seconds: number): Promise<RunningProcess> {
    const bot = run(process.execPath, ['dist/main.js']);
    await started(bot);
    upstreams.zuora.setFault('slow', { seconds });
    await requestCheck();
    await waitUntil('a question to Zuora', () => upstreams.zuora.requests.length > 1);
    bot.child.kill('SIGTERM');
    await waitUntil('it to stop', () => bot.output().includes('"msg":"stopping"'));
    return bot;
  }

  it('finishes its work after two signals', async () => {
    const bot = await inTheMiddleOfACheck(0.4);

    bot.child.kill('SIGTERM');

    expect(await bot.end).toBe(0);
    expect(bot.output()).toContain('"msg":"still stopping');
    expect(cardsIn(slack, 'CSUPPORT')).toHaveLength(1);
  }, 60_000);

  it('ends at once after three signals', async () => {
    const bot = await inTheMiddleOfACheck(3600);
    bot.child.kill('SIGTERM');
    await waitUntil('the second', () => bot.output().includes('"msg":"still stopping'));

    bot.child.kill('SIGTERM');

    expect(await bot.end).toBe(1);
    expect(bot.output()).not.toContain('"msg":"stopped"');
    expect(bot.output()).toContain('"msg":"forced exit before the work in progress was finished"');
  }, 60_000);

  it('ends while it is starting', async () => {
    slack.fail('auth.test', { hang: true });
    const bot = run(process.execPath, ['dist/main.js']);
    await waitUntil('auth.test', () => slack.calls.some(({ method }) => method === 'auth.test'), 20_000);

    bot.child.kill('SIGTERM');

    expect(await bot.end).toBe(0);
  }, 60_000);
});

describe('A bot with an .env file', () => {
  it('reads SUPPORT_USERGROUP after a blank line, and logs that its value ends before the #', async () => {
    await writeFile(
      join(program, '.env'),
      'MESSAGES=post\n  \n  # Support\nSUPPORT_USERGROUP=SSUPPORT # only\n',
    );
    await started(run(process.execPath, ['dist/main.js'], { SUPPORT_USERGROUP: '' }));

    await slack.command({
      user: 'UKIM',
      channel: 'CSUPPORT',
      command: '/reseller-check',
      text: 'A-S00900001',
    });

    await waitUntil('the refusal', () =>
      slack.ephemerals({ user: 'UKIM' }).some(({ text }) => /Support/.test(text ?? '')),
    );
    expect(cardsIn(slack, 'CSUPPORT')).toEqual([]);
    expect(running[0]?.output()).toContain('.env, line 4: the value ends before the #');
  }, 60_000);
});
