import { runStory, type StoryReport } from './run-story.ts';
import { SqliteStoryDatabase } from './sqlite-database.ts';
import type { StoryDatabase } from './story-database.ts';
import { installVirtualGlobals } from './virtual-globals.ts';

/** What the parent process asks for. */
export interface StoryRequest {
  readonly seeds: readonly number[];
  /** Prints every line of the log. */
  readonly isVerbose: boolean;
}

/** `cpuMs`: processor time of the story. */
export type WorkerReport = StoryReport & { readonly cpuMs: number };

const database = await openDatabase();
installVirtualGlobals();
process.on('message', (request: StoryRequest | 'end') => {
  if (request === 'end') void database.close().then(() => process.exit(0));
  else void runStories(request.seeds, request.isVerbose);
});
process.send?.('ready');

async function runStories(seeds: readonly number[], isVerbose: boolean): Promise<void> {
  for (const seed of seeds) {
    const onNote = isVerbose ? { onNote: (line: string) => console.log(line) } : {};
    const before = process.cpuUsage();
    const report = await runStory({ seed, database, ...onNote });
    const { user, system } = process.cpuUsage(before);
    process.send?.({ ...report, cpuMs: (user + system) / 1000 } satisfies WorkerReport);
  }
  process.send?.('ready');
}

/** Returns a database in memory, or a schema on the PostgreSQL server that `SIMULATE_POSTGRES` names. */
async function openDatabase(): Promise<StoryDatabase> {
  const url = process.env['SIMULATE_POSTGRES'];
  if (!url) return SqliteStoryDatabase.create();
  const { PostgresStoryDatabase } = await import('./postgres-database.ts');
  return PostgresStoryDatabase.create(url);
}
