import { quoteForTerminal } from './terminal-text.ts';

export const BACKUP_USAGE = 'Usage: npm run backup -- <new file>';

export const BACKUP_POSTGRES_LINE =
  'DATABASE_URL names a PostgreSQL database. Back it up with pg_dump; see "Backup and restore" in docs/operations.md.';

export function backedUpLine(file: string): string {
  return `Backed up to ${quoteForTerminal(file)} and checked the copy. Only this user can read the file.`;
}

/** `code`: the file system's error code, such as "EEXIST". */
export function backupFailedLine(file: string, code: string): string {
  return code === 'EEXIST'
    ? `${quoteForTerminal(file)} already exists. Name a new file.`
    : `${quoteForTerminal(file)} cannot be written (${code}).`;
}

export function restoreFinishedLine(database: string, since: string, until: string): string {
  return `Start the bot on ${quoteForTerminal(database)}. Until ${until}, before it posts a message, it searches the channel from ${since} on, so that nothing is posted twice.`;
}
