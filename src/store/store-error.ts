/** Why the database cannot be used; the same reasons for every kind of database. */
export type StoreErrorReason =
  | 'busy'
  | 'conflict'
  | 'timeout'
  | 'full'
  | 'read-only'
  | 'disk-error'
  | 'corrupt'
  | 'no-folder'
  | 'unreachable'
  | 'no-connection'
  | 'too-many-connections'
  | 'server-error'
  | 'login-refused'
  | 'no-database'
  | 'no-encryption'
  | 'untrusted-certificate'
  | 'no-certificate-file'
  | 'migration-failed'
  | 'newer-tables'
  | 'replaced'
  | 'no-sqlite'
  | 'incomplete-copy'
  | 'in-use'
  | 'closed';

const REASON_MESSAGES: Record<StoreErrorReason, string> = {
  busy: 'the database is locked by another process',
  conflict: 'other processes changed the same rows again and again',
  timeout: 'the database did not answer in time',
  full: 'the disk is full',
  'read-only': 'the database is read-only',
  'disk-error': 'the disk failed',
  corrupt: 'the file is not a database, or it is corrupt',
  'no-folder': 'its folder cannot be created',
  unreachable: 'the file cannot be opened; is its folder writable?',
  'no-connection': 'the database server cannot be reached',
  'too-many-connections': 'the database server accepts no more connections',
  'server-error': 'the database server has too few resources, or failed; see its log',
  'login-refused': 'the database server refused the user, the password or an unencrypted connection',
  'no-database': 'the database server has no database of this name',
  'no-encryption': 'no encrypted connection to the database server is possible',
  'untrusted-certificate':
    'the database server can be reached, but its certificate is not trusted, or is for another host name; see sslrootcert',
  'no-certificate-file': 'a certificate or key file that its address names is missing or invalid',
  'newer-tables':
    'a newer version of the bot has changed the tables; run that version, or restore a backup from before the upgrade',
  'migration-failed': 'the tables cannot be brought up to date',
  replaced: 'the file was deleted or replaced while the bot was running; restart the bot',
  'no-sqlite': 'this Node.js has no SQLite: use Node.js 24, or install @photostructure/sqlite',
  'incomplete-copy': 'npm run store:copy has not finished copying to it; run it again',
  'in-use': 'another copy of the bot is running on it; several copies need PostgreSQL',
  closed: 'the store is closed',
};

/**
 * The database cannot be used at the moment. Nothing was written, or the connection was lost during the commit; either
 * way the call may be repeated. Invalid data causes other errors.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly reason: StoreErrorReason;

  constructor(
    reason: StoreErrorReason,
    details: { readonly action?: string; readonly cause?: unknown } = {},
  ) {
    const { action, cause } = details;
    super(action ? `${action}: ${REASON_MESSAGES[reason]}` : REASON_MESSAGES[reason], { cause });
    this.reason = reason;
  }
}
