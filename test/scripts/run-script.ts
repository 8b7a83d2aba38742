import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

/** Creates a folder with a database, filled by `write` and closed. */
export async function createTestDatabase(write: (store: Store) => Promise<void>): Promise<{
  readonly file: string;
  remove(): void;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'stored-cases-'));
  const file = join(folder, 'cases.db');
  const store = await openSqliteStore({ file, now: () => new Date() });
  await write(store);
  await store.close();
  return { file, remove: () => rmSync(folder, { recursive: true }) };
}

export interface ScriptResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script as `npm run` does, with DATABASE_URL as its only setting. */
export async function runScript(
  script: 'audit' | 'replay',
  args: readonly string[],
  database: string,
): Promise<ScriptResult> {
  const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...args], {
    env: { PATH: process.env['PATH'], DATABASE_URL: database },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...said };
}
