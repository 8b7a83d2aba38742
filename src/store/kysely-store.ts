import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Store } from '../ports/store.ts';
import { createCaseStore } from './case-store.ts';
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

export interface KyselyStoreOptions
  extends Omit<StoreContext, 'db' | 'transaction' | 'clock' | 'onQuarantined'>,
    Partial<Pick<StoreContext, 'clock' | 'onQuarantined'>> {
  /** Migrated. The store closes it. */
  readonly kysely: Kysely<Tables>;
}

/** Creates the store on a database of any kind that Kysely supports. Throws when the database cannot be written. */
export async function createKyselyStore(options: KyselyStoreOptions): Promise<Store> {
  const { kysely, now, leaseOwner, leaseMs, clock = createProcessClock(now) } = options;
  const { onQuarantined = () => undefined } = options;
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
  async function closeStore(): Promise<void> {
    await inbox.whenIdle();
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
    ping: async () => writeHeartbeat(db(), leaseOwner, now()),
    close() {
      closing ??= closeStore();
      return closing;
    },
  };
}
