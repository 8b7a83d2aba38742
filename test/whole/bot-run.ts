import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { until } from './harness.ts';

/** The built bot as a process of its own. */
export interface BotRun {
  /** Everything it wrote so far. */
  readonly output: () => string;
  /** Exit code; null when it was killed. */
  readonly end: Promise<number | null>;
  /** The port it listens on, once it has started. */
  port(): Promise<string>;
  kill(): Promise<void>;
}

/** Runs it in that folder with these settings as its whole environment. */
export function runBot(cwd: string, settings: Readonly<Record<string, string>>): BotRun {
  const env = { PATH: process.env['PATH'] ?? '', ...settings };
  const child = spawn(process.execPath, [resolve('dist/main.js')], { cwd, env });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (said) => {
      text += said;
    });
  const end = once(child, 'close').then(([code]) => code as number | null);
  return {
    output: () => text,
    end,
    port: () => until('the bot to start', () => /"port":(\d+)/.exec(text)?.[1], 20_000),
    async kill() {
      child.kill('SIGKILL');
      await end;
    },
  };
}
