import { existsSync } from 'node:fs';
import { describeDatabase, openDatabaseForWriting } from '../../store/open-store.ts';
import { markRestored } from '../../store/restored.ts';
import { backUpSqliteDatabase } from '../../store/sqlite/backup.ts';
import { databaseNotFoundLine } from '../../words/audit-lines.ts';
import {
  BACKUP_POSTGRES_LINE,
  BACKUP_USAGE,
  backedUpLine,
  backupFailedLine,
  restoreFinishedLine,
} from '../../words/backup-lines.ts';
import { type Command, withReadOnlyStore } from './command.ts';

/** Writes a backup of a SQLite database to the file that the argument names. A bot may be using the database. */
export const backUpDatabase: Command = async ({ args: [target], location, print, printError }) => {
  const refuse = (reason: string) => {
    printError(reason);
    return 1;
  };
  if (location.kind === 'postgres') return refuse(BACKUP_POSTGRES_LINE);
  if (!target) return refuse(BACKUP_USAGE);
  if (!existsSync(location.file)) return refuse(databaseNotFoundLine(location.file));
  try {
    await backUpSqliteDatabase(location.file, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse(backupFailedLine(target, code));
  }
  print(backedUpLine(target));
  return 0;
};

/** Prepares a database that was restored from a backup for the start of a bot. */
export const finishRestore: Command = (context) =>
  // Opening for writing would create a missing database.
  withReadOnlyStore(context, async () => {
    const { kysely } = await openDatabaseForWriting(context.location);
    try {
      const { since, until } = await markRestored(kysely, context.now());
      context.print(restoreFinishedLine(describeDatabase(context.location), since, until));
      return 0;
    } finally {
      await kysely.destroy();
    }
  });
