/** What is wrong with the database, whichever it is. */
export type StoreErrorReason =
  | 'busy'
  | 'full'
  | 'read-only'
  | 'disk'
  | 'damaged'
  | 'no-folder'
  | 'unreachable'
  | 'outdated'
  | 'replaced'
  | 'no-driver'
  | 'closed';

const REASON_MESSAGES: Record<StoreErrorReason, string> = {
  busy: 'the database is locked by another process',
  full: 'the disk is full',
  'read-only': 'the database may be read but not written',
  disk: 'the disk failed',
  damaged: 'the file is not a database, or it is damaged',
  'no-folder': 'its folder cannot be made',
  unreachable: 'it cannot be opened; may its folder be written?',
  outdated: 'the tables cannot be brought up to date',
  replaced: 'the file was deleted or replaced while the bot was running; restart the bot',
  'no-driver': 'this Node has no SQLite: use Node 24, or install @photostructure/sqlite',
  closed: 'the store is closed',
};

/**
 * The database cannot do it now, through no fault of what was to be written. Nothing is promised as written;
 * the same call may be made again. Wrong data is no such error: it travels as whatever the database said.
 */
export class StoreError extends Error {
  override readonly name = 'StoreFailed';
  readonly reason: StoreErrorReason;

  constructor(reason: StoreErrorReason, details: { readonly doing?: string; readonly cause?: unknown } = {}) {
    const { doing: action, cause } = details;
    super(action ? `${action}: ${REASON_MESSAGES[reason]}` : REASON_MESSAGES[reason], { cause });
    this.reason = reason;
  }
}
