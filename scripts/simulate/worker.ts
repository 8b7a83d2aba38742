import { SimulatedDatabase } from './database.ts';
import { runStory, type StoryReport } from './run-story.ts';
import { installVirtualGlobals } from './virtual-globals.ts';

/** What the parent process asks for. */
export interface StoryRequest {
  readonly seeds: readonly number[];
  /** Prints every line of the log. */
  readonly isVerbose: boolean;
}

/** `cpuMs`: processor time of the story. */
export type WorkerReport = StoryReport & { readonly cpuMs: number };

const database = await SimulatedDatabase.create();
installVirtualGlobals();
process.on('message', ({ seeds, isVerbose }: StoryRequest) => void runStories(seeds, isVerbose));
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
