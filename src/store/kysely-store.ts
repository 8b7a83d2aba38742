import { createHmac, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { UnreadableRow } from '../errors.ts';
import type { Store } from '../ports/store.ts';
import { createCaseStore } from './case-store.ts';
import type { DatabaseClock } from './database-clock.ts';
import { createProcessClock } from './database-clock.ts';
import {
  deleteHeartbeat,
  deleteOldHeartbeats,
  findCopyMark,
  getOrCreateFingerprintSalt,
  writeHeartbeat,
} from './database-settings.ts';
import { createHandoffStore } from './handoff-store.ts';
import { createInbox } from './inbox.ts';
import { createOutbox } from './outbox.ts';
import { createPeopleStore } from './people-store.ts';
import { createPostStore } from './post-store.ts';
import { eraseQuarantinedRows } from './quarantine.ts';
import { repeatAfterConflicts } from './repeat-after-conflicts.ts';
import { findRestoredMark } from './restored.ts';
import type { StoreContext } from './store-context.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';
import { createTimerStore } from './timer-store.ts';

/** What every kind of database is opened with. */
export interface StoreOptions {
  readonly now: () => Date;
  /** How long a lease lasts without renewal, in milliseconds. */
  readonly leaseMs?: number;
  /** Identifies this process on the rows that it leases; must be unique. */
  readonly leaseOwner?: string;
  /** Called once for every row that cannot be read. */
  readonly onQuarantined?: (row: UnreadableRow) => void;
}

export interface KyselyStoreOptions extends StoreOptions {
  /** The clock of this process by default. */
  readonly clock?: DatabaseClock;
  /** Migrated. The store closes it. */
  readonly kysely: Kysely<Tables>;
}

/** Creates the store on a database of any kind that Kysely supports. Throws when the database cannot be written. */
export async function createKyselyStore(options: KyselyStoreOptions): Promise<Store> {
  const { kysely, now, clock = createProcessClock(now) } = options;
  const { leaseMs = 15_000, leaseOwner = randomUUID(), onQuarantined = () => undefined } = options;
  let closing: Promise<void> | null = null;
  function db(): Kysely<Tables> {
    if (closing) throw new StoreError('closed');
    return kysely;
  }
  const context: StoreContext = {
    db,
    transaction: async (work) => repeatAfterConflicts(() => db().transaction().execute(work)),
    now,
    clock,
    leaseOwner,
    leaseMs,
    onQuarantined,
  };
  const inbox = createInbox(context, kysely);
  if ((await findCopyMark(kysely)) !== null) throw new StoreError('incomplete-copy');
  const salt = await getOrCreateFingerprintSalt(kysely);
  await writeHeartbeat(kysely, leaseOwner, now());
  await deleteOldHeartbeats(kysely, now());
  const restored = await findRestoredMark(kysely);
  const pings = new Set<Promise<void>>();
  async function ping(): Promise<void> {
    const written = writeHeartbeat(db(), leaseOwner, now());
    pings.add(written);
    await written.finally(() => pings.delete(written));
  }
  async function closeStore(): Promise<void> {
    await inbox.whenIdle();
    // Written after the heartbeat is deleted, it would show a bot that no longer runs.
    await Promise.allSettled(pings);
    // A database that cannot be written must not keep the store open.
    await deleteHeartbeat(kysely, leaseOwner).catch(() => undefined);
    await kysely.destroy();
  }
  return {
    inbox,
    cases: createCaseStore(context, restored),
    posts: createPostStore(context, restored),
    handoffs: createHandoffStore(context),
    outbox: createOutbox(context),
    timers: createTimerStore(context),
    users: createPeopleStore(context),
    emailFingerprint(address) {
      db();
      return createHmac('sha256', salt).update(address.toLowerCase()).digest('hex').slice(0, 32);
    },
    eraseQuarantined: (before) => eraseQuarantinedRows(context, before),
    ping,
    close() {
      closing ??= closeStore();
      return closing;
    },
  };
}
