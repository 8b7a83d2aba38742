import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../src/app/commands/run-command.ts';
import { parseDatabaseLocation } from '../../src/config.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

/** Creates a folder with a database, filled by `write` and closed. */
export async function createFilledDatabase(write: (store: Store) => Promise<void>): Promise<{
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

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command as `npm run` does, with this DATABASE_URL and TO_DATABASE_URL. */
export async function runTestCommand(
  command: string,
  args: readonly string[],
  databaseUrl: string,
  targetUrl?: string,
): Promise<CommandResult> {
  const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const code = await runCommand([command, ...args], {
    loadLocation: () => parseDatabaseLocation(databaseUrl),
    loadTarget: () => (targetUrl === undefined ? null : parseDatabaseLocation(targetUrl)),
    now: () => new Date(),
    print: (line) => lines.stdout.push(`${line}\n`),
    printError: (line) => lines.stderr.push(`${line}\n`),
  });
  return { code, stdout: lines.stdout.join(''), stderr: lines.stderr.join('') };
}
