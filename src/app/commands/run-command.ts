import { ConfigError } from '../../config.ts';
import { UnreadableRow } from '../../errors.ts';
import { type DatabaseLocation, describeDatabase } from '../../store/open-store.ts';
import { StoreError } from '../../store/store-error.ts';
import { escapeForTerminal } from '../../words/terminal-text.ts';
import { printAudit } from './audit.ts';
import { backUpDatabase, finishRestore } from './backup.ts';
import type { Command, CommandContext } from './command.ts';
import { eraseCaseById } from './erase.ts';
import { replayCases } from './replay.ts';
import { copyDatabase } from './store-copy.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  audit: printAudit,
  'after-restore': finishRestore,
  backup: backUpDatabase,
  erase: eraseCaseById,
  replay: replayCases,
  'store-copy': copyDatabase,
};

export interface CommandEnvironment extends Omit<CommandContext, 'args' | 'location'> {
  /** Throws `ConfigError`. */
  loadLocation(): DatabaseLocation;
}

/**
 * Runs an operator's command: its name and its arguments. Returns the exit code, 1 when it failed. Escapes what it prints,
 * which contains numbers from other systems.
 */
export async function runCommand(
  [name = '', ...args]: readonly string[],
  { loadLocation, loadTarget, now, ...terminal }: CommandEnvironment,
): Promise<number> {
  const print = (line: string) => terminal.print(escapeForTerminal(line));
  const printError = (text: string) => {
    for (const line of text.split('\n')) terminal.printError(escapeForTerminal(line));
  };
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    printError(`Which command? One of: ${Object.keys(COMMANDS).join(', ')}.`);
    return 1;
  }
  let database = '';
  try {
    const location = loadLocation();
    database = describeDatabase(location);
    return await command({ args, location, loadTarget, now, print, printError });
  } catch (error) {
    if (error instanceof ConfigError) printError(error.message);
    else if (error instanceof StoreError || error instanceof UnreadableRow)
      printError(`Cannot use the database ${database}: ${error.message}.`);
    else throw error;
    return 1;
  }
}
