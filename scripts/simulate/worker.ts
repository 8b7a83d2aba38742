import { type RunReport, runSeed } from './run-seed.ts';
import type { SharedDatabase } from './shared-database.ts';
import { SharedSqliteDatabase } from './sqlite-database.ts';
import { installVirtualGlobals } from './virtual-globals.ts';

/** What the parent process asks for. */
export interface SeedsRequest {
  readonly seeds: readonly number[];
  /** Prints every line of the log. */
  readonly isVerbose: boolean;
}

/** `cpuMs`: processor time of the run. */
export type WorkerReport = RunReport & { readonly cpuMs: number };

const database = await openDatabase();
installVirtualGlobals();
process.on('message', (request: SeedsRequest | 'end') => {
  if (request === 'end') void database.close().then(() => process.exit(0));
  else void runSeeds(request.seeds, request.isVerbose);
});
process.send?.('ready');

async function runSeeds(seeds: readonly number[], isVerbose: boolean): Promise<void> {
  for (const seed of seeds) {
    const onLogLine = isVerbose ? { onLogLine: (line: string) => console.log(line) } : {};
    const before = process.cpuUsage();
    const report = await runSeed({ seed, database, ...onLogLine });
    const { user, system } = process.cpuUsage(before);
    process.send?.({ ...report, cpuMs: (user + system) / 1000 } satisfies WorkerReport);
  }
  process.send?.('ready');
}

/** Returns a database in memory, or a schema on the PostgreSQL server that `SIMULATE_POSTGRES` names. */
async function openDatabase(): Promise<SharedDatabase> {
  const url = process.env['SIMULATE_POSTGRES'];
  if (!url) return SharedSqliteDatabase.create();
  const { SharedPostgresDatabase } = await import('./postgres-database.ts');
  return SharedPostgresDatabase.create(url);
}
