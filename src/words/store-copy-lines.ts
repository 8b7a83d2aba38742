import { quoteForTerminal } from './terminal-text.ts';

export const STORE_COPY_USAGE = `Usage: npm run store:copy, or npm run store:copy -- --from <url> --to <url>
Copies all tables from the database of DATABASE_URL to that of TO_DATABASE_URL. --from and --to name others, without a
password. If only --from is given, the copy goes to DATABASE_URL. Stop every bot that uses either database first. If the
copy is interrupted, run the same command again.`;

export const PASSWORD_IN_ARGUMENT =
  'Other users of this machine can read a password in an argument. Set DATABASE_URL and TO_DATABASE_URL, or DATABASE_URL_FILE and TO_DATABASE_URL_FILE.';

/** Why nothing was copied. */
export const STORE_COPY_REFUSALS = {
  'source-in-use':
    'A bot uses the source, or crashed less than two minutes ago. Stop every bot that uses it, and try again.',
  'target-not-empty': 'The target is not empty. Name a new file, or an empty database or schema.',
  'other-source':
    'The target is an unfinished copy of another database. Copy that one, or name an empty target.',
  'other-version':
    'The source belongs to another version of Reseller Check. Start this version on it once, stop it, and try again.',
} as const;

export const STORE_COPY_DIFFERENT =
  'The two databases differ. Something wrote to one of them meanwhile: empty the target and copy again.';

export function storeCopiedLine(database: string): string {
  return `Copied to ${quoteForTerminal(database)} and compared: both are the same. Set DATABASE_URL to the copy, and start the bot.`;
}

/** Returns the line of one table: rows and the beginning of the checksum. */
export function copiedTableLine(
  table: string,
  from: { readonly rows: number; readonly checksum: string },
  to: { readonly rows: number; readonly checksum: string },
): string {
  const digest = ({ rows, checksum }: typeof from) => `${rows} rows, sha256 ${checksum.slice(0, 12)}…`;
  const isEqual = from.checksum === to.checksum;
  return `${table.padEnd(20)} ${digest(from)}${isEqual ? '' : `  DIFFERS from the copy: ${digest(to)}`}`;
}
