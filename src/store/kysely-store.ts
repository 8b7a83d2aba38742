import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { UnreadableRow } from '../errors.ts';
import type { Store } from '../ports.ts';
import { createCases } from './cases.ts';
import { createHandoffs } from './handoffs.ts';
import { createInbox } from './inbox.ts';
import { createOutbox } from './outbox.ts';
import { createPeople } from './people.ts';
import { createPosts } from './posts.ts';
import { eraseSetAside } from './set-aside.ts';
import { heartbeat, keptSalt } from './settings.ts';
import { StoreFailed } from './store-error.ts';
import type { Tables } from './tables.ts';
import { createTimers } from './timers.ts';

/** What the store's rooms work with. */
export interface Desk {
  /** Throws once the store is closed. */
  readonly db: () => Kysely<Tables>;
  readonly now: () => Date;
  readonly owner: string;
  readonly leaseMs: number;
  /** Called once for every row that cannot be read. */
  onSetAside(row: UnreadableRow): void;
}

export interface StoreParts extends Omit<Desk, 'db' | 'onSetAside'>, Partial<Pick<Desk, 'onSetAside'>> {
  /** With its tables up to date. The store closes it. */
  readonly kysely: Kysely<Tables>;
}

/** The store on whatever database Kysely is connected to. Throws when it cannot be written. */
export async function createStore(parts: StoreParts): Promise<Store> {
  const { kysely, now, owner, leaseMs, onSetAside = () => undefined } = parts;
  let closing: Promise<void> | null = null;
  function db(): Kysely<Tables> {
    if (closing) throw new StoreFailed('closed');
    return kysely;
  }
  const desk: Desk = { db, now, owner, leaseMs, onSetAside };
  const inbox = createInbox(desk, kysely);
  const salt = await keptSalt(kysely);
  await heartbeat(kysely, now());
  async function shut(): Promise<void> {
    await inbox.settled();
    await kysely.destroy();
  }
  return {
    inbox,
    cases: createCases(desk),
    posts: createPosts(desk),
    handoffs: createHandoffs(desk),
    outbox: createOutbox(desk),
    timers: createTimers(desk),
    people: createPeople(desk),
    async fingerprint(address) {
      db();
      return createHmac('sha256', salt).update(address.toLowerCase()).digest('hex').slice(0, 32);
    },
    eraseSetAside: (before) => eraseSetAside(desk, before),
    ping: async () => heartbeat(db(), now()),
    close() {
      closing ??= shut();
      return closing;
    },
  };
}
