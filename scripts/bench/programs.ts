import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LocalSlack } from '../sandbox/slack/local-slack.ts';

/** A program that is measured, and how it is started. */
export interface Program {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Matches the output once the program is ready; the first group is its port. */
  readonly ready: RegExp;
}

export interface RunningProgram {
  readonly child: ChildProcess;
  /** Milliseconds from spawn to ready. */
  readonly startMs: number;
  readonly port: number;
}

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The smallest useful Bolt app over HTTP: the floor of the bot. */
export function bareBoltProgram(slack: LocalSlack): Program {
  const env = { BOT_TOKEN: slack.botToken, SIGNING_SECRET: slack.signingSecret, SLACK_API_URL: slack.apiUrl };
  return { args: [pathOf('bare-bolt.js')], env, ready: /listening on (\d+)/ };
}

/** The command line of `npm start`. */
export function botProgram(settings: Readonly<Record<string, string>>): Program {
  const args = ['--enable-source-maps', pathOf('../../dist/main.js')];
  return { args, env: settings, ready: /"port":(\d+).*"msg":"started"/ };
}

/** Resolves once the program is ready; rejects when it ends before. */
export async function startProgram({ args, env, ready }: Program): Promise<RunningProgram> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const isReady = new Promise<number>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      const match = ready.exec(output);
      if (match) resolve(Number(match[1]));
    });
  });
  const ended = once(child, 'exit').then(() =>
    Promise.reject(new Error(`The program has ended.\n${output}`)),
  );
  ended.catch(() => {});
  const port = await Promise.race([isReady, ended]);
  return { child, startMs: performance.now() - startedAt, port };
}

/** Returns the resident memory of a process in megabytes. */
export function residentMb({ pid }: ChildProcess): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
