import { parseArgs } from 'node:util';
import { ConfigError, parseDatabaseLocation } from '../../config.ts';
import { type CopyOutcome, copyStore } from '../../store/copy-store.ts';
import {
  type DatabaseLocation,
  describeDatabase,
  openDatabaseForReading,
  openDatabaseForWriting,
} from '../../store/open-store.ts';
import { databaseNotFoundLine } from '../../words/audit-lines.ts';
import {
  copiedTableLine,
  PASSWORD_IN_ARGUMENT,
  STORE_COPY_DIFFERENT,
  STORE_COPY_REFUSALS,
  STORE_COPY_USAGE,
  storeCopiedLine,
} from '../../words/store-copy-lines.ts';
import type { Command, CommandContext } from './command.ts';

/** Copies a database into another, of the same kind or the other one, and compares them. */
export const copyDatabase: Command = async (context) => {
  const { print, printError } = context;
  const locations = parseLocations(context);
  if (!locations) {
    printError(STORE_COPY_USAGE);
    return 1;
  }
  const outcome = await copy(locations.from, locations.to, context.now());
  if (outcome === 'no-source') {
    printError(databaseNotFoundLine(describeDatabase(locations.from)));
    return 1;
  }
  if (!('tables' in outcome)) {
    printError(STORE_COPY_REFUSALS[outcome.kind]);
    return 1;
  }
  for (const { table, from, to } of outcome.tables) print(copiedTableLine(table, from, to));
  if (outcome.kind === 'copied') print(storeCopiedLine(describeDatabase(locations.to)));
  else printError(STORE_COPY_DIFFERENT);
  return outcome.kind === 'copied' ? 0 : 1;
};

/** Returns null when the arguments are not valid. Throws `ConfigError`. */
function parseLocations({
  args,
  location,
  loadTarget,
}: CommandContext): { readonly from: DatabaseLocation; readonly to: DatabaseLocation } | null {
  try {
    const { from, to } = parseArgs({
      args: [...args],
      options: { from: { type: 'string' }, to: { type: 'string' } },
    }).values;
    const target = to ? parseArgument(to) : loadTarget();
    if (!from && !target) return null;
    return { from: from ? parseArgument(from) : location, to: target ?? location };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Throws `ConfigError`, also for a URL with a password: other users of the machine can read arguments. */
function parseArgument(url: string): DatabaseLocation {
  const location = parseDatabaseLocation(url);
  if (location.kind === 'sqlite') return location;
  const { password, searchParams } = new URL(location.url.reveal());
  if (password !== '' || searchParams.has('password')) throw new ConfigError([PASSWORD_IN_ARGUMENT]);
  return location;
}

async function copy(
  from: DatabaseLocation,
  to: DatabaseLocation,
  now: Date,
): Promise<CopyOutcome | 'no-source'> {
  const source = await openDatabaseForReading(from);
  if (!source) return 'no-source';
  try {
    const target = await openDatabaseForWriting(to);
    try {
      return await copyStore({
        from: source,
        to: target.kysely,
        now,
        resetIdentities: target.resetIdentities,
      });
    } finally {
      await target.kysely.destroy();
    }
  } finally {
    await source.destroy();
  }
}
