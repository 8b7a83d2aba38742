import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Somebody without rights, for when the tests run as root, to whom every file is open. */
const NOBODY_UID = 65_534;

export interface StoreProcessOptions {
  readonly mode: 'open' | 'accept';
  readonly file: string;
  /** Runs it as a user who has to respect the rights of files. */
  readonly asNobody?: boolean;
}

export function spawnStoreProcess({
  mode: what,
  file,
  asNobody: plainUser = false,
}: StoreProcessOptions): ChildProcess {
  const user = plainUser && process.getuid?.() === 0 ? { uid: NOBODY_UID, gid: NOBODY_UID } : {};
  const args = ['--import', 'tsx', 'test/store/store-process.ts', what, file];
  const environment = { ...process.env, NODE_OPTIONS: '' };
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: environment, ...user });
}

/** What it printed until it ended. */
export async function readOutput(child: ChildProcess): Promise<string> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return output;
}
