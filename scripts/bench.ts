import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { botSettingsFor } from './sandbox/bot-settings.ts';
import { type LocalSlack, startLocalSlack } from './sandbox/slack/local-slack.ts';
import { startUpstreams } from './sandbox/upstreams/upstreams.ts';

const USAGE = `Usage: npm run bench -- start [--rounds 9] [--idle-seconds 10] [--json file]
Compares the built bot with a bare Bolt app: the time from spawn to ready, and resident memory when idle.`;

const PROGRAMS = ['bare', 'bot'] as const;
type ProgramName = (typeof PROGRAMS)[number];

interface Program {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Matches the output once the program is ready. */
  readonly ready: RegExp;
}

interface Sample {
  readonly startMs: number;
  readonly idleMb: number;
}

interface Comparison {
  readonly bare: number;
  readonly bot: number;
  readonly ratio: number;
}

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '9' },
      'idle-seconds': { type: 'string', default: '10' },
      json: { type: 'string' },
    },
  });
  if (positionals.join() !== 'start') {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const samples = await measure({
    rounds: Number(values.rounds),
    idleMs: Number(values['idle-seconds']) * 1000,
  });
  const result = {
    node: process.version,
    rounds: samples.bot.length,
    startMs: compare(samples, ({ startMs }) => startMs),
    idleMb: compare(samples, ({ idleMb }) => idleMb),
    samples,
  };
  console.log(`Node ${result.node}, ${result.rounds} interleaved rounds, medians`);
  console.table({ 'spawn to ready (ms)': result.startMs, 'idle memory (MB)': result.idleMb });
  if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

/** Starts both programs in every round, in alternating order, so that a busy moment of the machine hits both alike. */
async function measure({ rounds, idleMs }: { readonly rounds: number; readonly idleMs: number }) {
  const [slack, upstreams] = await Promise.all([startLocalSlack(), startUpstreams()]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const samples: Record<ProgramName, Sample[]> = { bare: [], bot: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      const settings = botSettingsFor({ slack, upstreams, database: join(folder, `${round}.db`), port: 0 });
      const programs = { bare: bareProgram(slack), bot: botProgram(settings) };
      const order = round % 2 === 0 ? PROGRAMS : PROGRAMS.toReversed();
      const running: { name: ProgramName; child: ChildProcess; startMs: number }[] = [];
      for (const name of order) running.push({ name, ...(await start(programs[name])) });
      await sleep(idleMs);
      for (const { name, child, startMs } of running) {
        samples[name].push({ startMs, idleMb: residentMb(child) });
        child.kill('SIGKILL');
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([slack.close(), upstreams.close()]);
  }
  return samples;
}

function bareProgram(slack: LocalSlack): Program {
  const env = { BOT_TOKEN: slack.botToken, SIGNING_SECRET: slack.signingSecret, SLACK_API_URL: slack.apiUrl };
  return { args: [pathOf('bench/bare-bolt.js')], env, ready: /listening/ };
}

/** The command line of `npm start`. */
function botProgram(settings: Readonly<Record<string, string>>): Program {
  const args = ['--enable-source-maps', pathOf('../dist/main.js')];
  return { args, env: settings, ready: /"msg":"started"/ };
}

async function start({ args, env, ready }: Program): Promise<{ child: ChildProcess; startMs: number }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const isReady = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (ready.test(output)) resolve();
    });
  });
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error(`The program has ended.\n${output}`)),
  );
  ended.catch(() => {});
  await Promise.race([isReady, ended]);
  return { child, startMs: performance.now() - startedAt };
}

function residentMb({ pid }: ChildProcess): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

function compare(
  samples: Record<ProgramName, readonly Sample[]>,
  select: (sample: Sample) => number,
): Comparison {
  const [bare, bot] = [median(samples.bare.map(select)), median(samples.bot.map(select))];
  return { bare: Math.round(bare), bot: Math.round(bot), ratio: Number((bot / bare).toFixed(2)) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await main();
