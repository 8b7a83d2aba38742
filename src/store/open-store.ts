import type { Kysely } from 'kysely';
import type { UnreadableRow } from '../errors.ts';
import type { ReadOnlyStore, Store } from '../ports/store.ts';
import { createReadOnlyCaseStore } from './case-store.ts';
import { createProcessClock } from './database-clock.ts';
import { findHandoffsOfCase } from './handoff-queries.ts';
import { openSqliteForReading } from './sqlite/read-only-store.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';
import type { Tables } from './tables.ts';

/** Where a database is. */
export type DatabaseLocation =
  | {
      readonly kind: 'sqlite';
      /** Path, or ":memory:" for a database that is lost on close. */
      readonly file: string;
    }
  | {
      readonly kind: 'postgres';
      /** Contains a password. */
      readonly url: { reveal(): string };
      readonly poolSize: number;
      readonly statementTimeoutMs: number;
    };

export interface OpenStoreOptions {
  readonly now: () => Date;
  /** Measures leases and due times by `now` instead of the clock of the database server, for tests that move the time. */
  readonly isTimeSimulated?: boolean;
  /** How long a lease lasts without renewal, in milliseconds. */
  readonly leaseMs?: number;
  /** Identifies this process on the rows that it leases; must be unique. */
  readonly leaseOwner?: string;
  /** Called once for every row that cannot be read. */
  readonly onQuarantined?: (row: UnreadableRow) => void;
}

/** Opens the store, and creates and migrates its tables when needed. Throws `StoreError`. */
export async function openStore(
  location: DatabaseLocation,
  { isTimeSimulated = false, ...options }: OpenStoreOptions,
): Promise<Store> {
  if (location.kind === 'sqlite') return openSqliteStore({ file: location.file, ...options });
  const { openPostgresStore } = await loadPostgres();
  return openPostgresStore({
    ...location,
    url: location.url.reveal(),
    ...options,
    ...(isTimeSimulated ? { clock: createProcessClock(options.now) } : {}),
  });
}

/** Loads the driver only where it is needed: it takes time at the start, and memory. */
function loadPostgres() {
  return import('./postgres/postgres-store.ts');
}

/**
 * Opens a database for reading, even while a bot is using it. Creates, migrates and writes nothing. Returns null when there
 * is no database. Throws `StoreError`.
 */
export async function openReadOnlyStore(location: DatabaseLocation): Promise<ReadOnlyStore | null> {
  if (location.kind === 'sqlite') {
    const kysely = await openSqliteForReading(location.file);
    return kysely && createReadOnlyStore(kysely);
  }
  const { openPostgresForReading } = await loadPostgres();
  const kysely = await openPostgresForReading({ ...location, url: location.url.reveal() });
  return kysely && createReadOnlyStore(kysely);
}

function createReadOnlyStore(kysely: Kysely<Tables>): ReadOnlyStore {
  return {
    ...createReadOnlyCaseStore(() => kysely),
    listByCase: (caseId) => findHandoffsOfCase(kysely, caseId),
    close: () => kysely.destroy(),
  };
}

/** Returns the location for a message. Contains no password. */
export function describeDatabase(location: DatabaseLocation): string {
  if (location.kind === 'sqlite') return location.file;
  const { host, pathname } = new URL(location.url.reveal());
  return `${host}${pathname}`;
}
