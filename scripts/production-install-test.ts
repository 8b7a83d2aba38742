import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { botSettingsFor } from './sandbox/bot-settings.ts';
import { startLocalSlack } from './sandbox/slack/local-slack.ts';
import { startUpstreams } from './sandbox/upstreams/upstreams.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const LIMIT_MS = 30_000;
/** The user `nobody`. Root could write even into a read-only folder. */
const NOBODY_UID = 65_534;

/** Copies only what the container image has, instead of installing packages. Needs Node 22.16, which has SQLite. */
const IS_IMAGE = process.argv.includes('--image');

/**
 * Installs the built bot without dev dependencies and install scripts into a folder, makes the folder read-only, and has the bot check one
 * subscription and stop. Fails when that does not work, or when a file in the folder has changed.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'production-'));
  const [program, data] = [join(folder, 'program'), join(folder, 'data')];
  try {
    await install(program);
    await mkdir(data);
    await chmod(folder, 0o755);
    const before = await listFiles(program);
    await runInReadOnlyFolder(program, data);
    const changed = (await listFiles(program)).filter((line, index) => line !== before[index]);
    if (changed.length > 0) throw new Error(`The bot wrote into its folder: ${changed.join(', ')}`);
    const what = IS_IMAGE ? 'As in the container image' : 'Without dev dependencies';
    console.log(`${what}, in a read-only folder: one card, stopped, nothing written there.`);
  } finally {
    execFileSync('chmod', ['-R', 'u+w', program]);
    await rm(folder, { recursive: true, force: true });
  }
}

async function runInReadOnlyFolder(program: string, data: string): Promise<void> {
  const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
  const settings = botSettingsFor({ slack, upstreams, database: join(data, 'cases.db'), port: 0 });
  const bot = await runNpmStart(program, data, settings);
  try {
    const started = () => /"port":(\d+).*"msg":"started"/.exec(bot.log())?.[1];
    const port = await waitForResult(started, bot.log);
    slack.deliverTo = `http://127.0.0.1:${port}/slack/events`;
    if (IS_IMAGE) await runHealthCheck(port);
    await slack.command({
      user: 'UANA',
      channel: 'CSUPPORT',
      command: '/reseller-check',
      text: 'A-S00900001',
    });
    await waitForResult(() => slack.messages('CSUPPORT').find(({ metadata }) => metadata), bot.log);
    bot.npm.kill('SIGTERM');
    await waitForResult(() => (bot.log().includes('"msg":"stopped"') ? true : undefined), bot.log);
    runAuditCommand(program, settings);
  } finally {
    if (bot.npm.pid) killProcessGroup(bot.npm.pid);
    await Promise.all([slack.close(), upstreams.close()]);
  }
}

async function runNpmStart(cwd: string, data: string, settings: Readonly<Record<string, string>>) {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(data, NOBODY_UID, NOBODY_UID);
  const [command = '', ...args] = IS_IMAGE ? await imageCommand(/^CMD (.*)$/m) : ['npm', 'start'];
  const npm = spawn(command, args, {
    cwd,
    detached: true,
    env: { PATH: process.env['PATH'] ?? '', HOME: data, npm_config_update_notifier: 'false', ...settings },
    ...(isRoot ? { uid: NOBODY_UID, gid: NOBODY_UID } : {}),
  });
  let log = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (text: Buffer) => {
      log += text.toString();
    });
  return { npm, log: () => log };
}

/** Fails when the operators' commands don't run without dev dependencies. */
function runAuditCommand(cwd: string, settings: Readonly<Record<string, string>>): void {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: settings['DATABASE_URL'] ?? '' };
  const listed = execFileSync('npm', ['run', '--silent', 'audit'], { cwd, env, encoding: 'utf8' });
  if (!listed.includes('The newest cases:')) throw new Error(`npm run audit printed:\n${listed}`);
}

/** Returns a command of the Dockerfile that is written as a JSON array. */
async function imageCommand(line: RegExp): Promise<string[]> {
  const [, words = '[]'] = line.exec(await readFile(join(root, 'Dockerfile'), 'utf8')) ?? [];
  return JSON.parse(words) as string[];
}

/** Runs the health check of the image. Throws unless it succeeds at this port and fails at another. */
async function runHealthCheck(port: string): Promise<void> {
  const [command = '', ...args] = await imageCommand(/^ +CMD (.*)$/m);
  const exitCode = (PORT: string) =>
    spawnSync(command, args, { env: { PATH: process.env['PATH'] ?? '', PORT } }).status;
  if (exitCode(port) !== 0) throw new Error('The health check fails although the bot runs.');
  if (exitCode('1') !== 1) throw new Error('The health check succeeds although nothing is there.');
}

/** Kills npm and every process that it started. */
function killProcessGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has already ended.
  }
}

async function install(program: string): Promise<void> {
  await mkdir(program);
  const names = IS_IMAGE ? ['dist', 'package.json'] : ['dist', 'package.json', 'package-lock.json'];
  for (const name of names) await cp(join(root, name), join(program, name), { recursive: true });
  const options = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  if (!IS_IMAGE) execFileSync('npm', ['ci', ...options], { cwd: program, stdio: 'inherit' });
  execFileSync('chmod', ['-R', 'a-w', program]);
}

/** Lists every file with its size and modification time. */
async function listFiles(at: string): Promise<string[]> {
  const names = await readdir(at, { recursive: true });
  const lines = names.map(async (name) => {
    const { size, mtimeMs } = await stat(join(at, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(lines)).sort();
}

async function waitForResult<T>(look: () => T | undefined, log: () => string): Promise<T> {
  for (const deadline = performance.now() + LIMIT_MS; performance.now() < deadline; await sleep(20)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new Error(`Timed out.\n${log()}`);
}

await main();
