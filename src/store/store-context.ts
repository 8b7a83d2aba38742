import type { Kysely } from 'kysely';
import type { UnreadableRow } from '../errors.ts';
import type { DatabaseClock } from './database-clock.ts';
import type { Tables } from './tables.ts';

/** What every part of the store works with. */
export interface StoreContext {
  /** Throws `StoreError` once the store is closed. */
  readonly db: () => Kysely<Tables>;
  /**
   * Runs `work` in a transaction, again when the database has ended it in favour of another one. Throws `StoreError`
   * once the store is closed.
   */
  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  readonly now: () => Date;
  /** For everything that one process writes and another compares with the time: leases, delays, due times, attempts to post. */
  readonly clock: DatabaseClock;
  /** The name of this process on the rows that it leases. */
  readonly leaseOwner: string;
  readonly leaseMs: number;
  /** Called once for every row that cannot be read. */
  onQuarantined(row: UnreadableRow): void;
}
