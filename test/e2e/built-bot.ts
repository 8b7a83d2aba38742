import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { waitUntil } from './harness.ts';

/** The built bot as a process of its own. */
export interface BuiltBot {
  /** Output so far. */
  readonly output: () => string;
  /** Standard error so far. */
  readonly errors: () => string;
  readonly process: ChildProcess;
  /** Exit code; null when the process was killed. */
  readonly exitCode: Promise<number | null>;
  /** Resolves with the port once the bot has started. */
  port(): Promise<string>;
  kill(): Promise<void>;
}

/** Starts the bot in a folder with these settings as its whole environment; `preload` is source that runs before it. */
export function startBuiltBot(
  cwd: string,
  settings: Readonly<Record<string, string>>,
  preload = '',
): BuiltBot {
  const env = { PATH: process.env['PATH'] ?? '', ...settings };
  const modules = preload ? ['--import', `data:text/javascript,${encodeURIComponent(preload)}`] : [];
  const child = spawn(process.execPath, [...modules, resolve('dist/main.js')], { cwd, env });
  let text = '';
  let errors = '';
  child.stderr.on('data', (said: Buffer) => {
    errors += said.toString();
  });
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (said) => {
      text += said;
    });
  const end = once(child, 'close').then(([code]) => code as number | null);
  return {
    output: () => text,
    errors: () => errors,
    process: child,
    exitCode: end,
    port: () => waitUntil('the bot to start', () => /"port":(\d+)/.exec(text)?.[1], 20_000),
    async kill() {
      child.kill('SIGKILL');
      await end;
    },
  };
}
