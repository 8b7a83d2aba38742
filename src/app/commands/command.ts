import type { ReadOnlyStore } from '../../ports/store.ts';
import { type DatabaseLocation, describeDatabase, openReadOnlyStore } from '../../store/open-store.ts';
import { databaseNotFoundLine } from '../../words/audit-lines.ts';

/** What an operator's command works with. */
export interface CommandContext {
  /** The arguments after the name of the command. */
  readonly args: readonly string[];
  readonly location: DatabaseLocation;
  /** Returns where to copy the database to; null when that is not set. Throws `ConfigError`. */
  loadTarget(): DatabaseLocation | null;
  readonly now: () => Date;
  /** Prints a line on standard output. */
  print(line: string): void;
  /** Prints a line on standard error. */
  printError(line: string): void;
}

/** Returns the exit code. Throws `StoreError` and `UnreadableRow`. */
export type Command = (context: CommandContext) => Promise<number>;

/** Lets `work` read the database, which is neither created nor changed. Returns the exit code: 1 without a database. */
export async function withReadOnlyStore(
  { location, printError }: CommandContext,
  work: (store: ReadOnlyStore) => Promise<number>,
): Promise<number> {
  const store = await openReadOnlyStore(location);
  if (!store) {
    printError(databaseNotFoundLine(describeDatabase(location)));
    return 1;
  }
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
