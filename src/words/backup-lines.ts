import { quoteForTerminal } from './terminal-text.ts';

export const BACKUP_USAGE = 'Usage: npm run backup -- <new file>';

export const BACKUP_POSTGRES_LINE =
  'DATABASE_URL names a PostgreSQL database. Back it up with pg_dump; see "Backup and restore" in docs/operations.md.';

export function backedUpLine(file: string): string {
  return `Backed up to ${quoteForTerminal(file)}, and checked. Only this user can read the file.`;
}

/** `code`: of the file system, such as "EEXIST". */
export function backupFailedLine(file: string, code: string): string {
  return code === 'EEXIST'
    ? `${quoteForTerminal(file)} exists. Name a new file.`
    : `${quoteForTerminal(file)} cannot be written (${code}).`;
}

export function restoreFinishedLine(database: string, since: string, until: string): string {
  return `Start the bot on ${quoteForTerminal(database)}. Until ${until} it looks for each new message in its channel, from ${since} on, before it posts.`;
}
