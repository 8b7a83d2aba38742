import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Somebody without rights, for when the tests run as root, to whom every file is open. */
const NOBODY = 65_534;

export interface OtherProcess {
  readonly what: 'open' | 'accept';
  readonly file: string;
  /** Runs it as a user who has to respect the rights of files. */
  readonly plainUser?: boolean;
}

export function startProcess({ what, file, plainUser = false }: OtherProcess): ChildProcess {
  const user = plainUser && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const args = ['--import', 'tsx', 'test/store/other-process.ts', what, file];
  const environment = { ...process.env, NODE_OPTIONS: '' };
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: environment, ...user });
}

/** What it printed until it ended. */
export async function outputOf(child: ChildProcess): Promise<string> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return output;
}
