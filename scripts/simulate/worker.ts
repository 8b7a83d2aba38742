import { SimulatedDatabase } from './database.ts';
import { runStory } from './run-story.ts';
import { installVirtualGlobals } from './virtual-globals.ts';

/** What the parent process asks for. */
export interface StoryRequest {
  readonly seeds: readonly number[];
  /** Prints every line of the log. */
  readonly isVerbose: boolean;
}

const database = await SimulatedDatabase.create();
installVirtualGlobals();
process.on('message', ({ seeds, isVerbose }: StoryRequest) => void runStories(seeds, isVerbose));
process.send?.('ready');

async function runStories(seeds: readonly number[], isVerbose: boolean): Promise<void> {
  for (const seed of seeds) {
    const onNote = isVerbose ? { onNote: (line: string) => console.log(line) } : {};
    process.send?.(await runStory({ seed, database, ...onNote }));
  }
  process.send?.('ready');
}
