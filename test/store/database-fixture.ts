import type { InboundRequest } from '../../src/ports/queues.ts';
import type { Store } from '../../src/ports/store.ts';

export const START_TIME = '2026-03-02T09:00:00.000Z';

/** One database for one test, and a clock that moves only when told to. */
export interface DatabaseFixture {
  /** A store on this site's database. */
  openStore(options?: { readonly owner?: string; readonly leaseMs?: number }): Promise<Store>;
  readonly clock: ManualClock;
  /** Closes every store that is still open, and clears up. */
  close(): Promise<void>;
}

export class ManualClock {
  #at = Date.parse(START_TIME);

  readonly now = (): Date => new Date(this.#at);

  advance(ms: number): void {
    this.#at += ms;
  }
}

/** Makes a site out of a way to open a store; `clearUp` runs after the last store is closed. */
export function createDatabaseFixture(
  openOn: (options: { now: () => Date; owner?: string; leaseMs?: number }) => Promise<Store>,
  clearUp: () => void | Promise<void> = () => undefined,
): DatabaseFixture {
  const clock = new ManualClock();
  const opened: Store[] = [];
  return {
    clock,
    async openStore(options = {}) {
      const store = await openOn({ now: clock.now, ...options });
      opened.push(store);
      return store;
    },
    async close() {
      for (const store of opened) await store.close();
      await clearUp();
    },
  };
}

/** Opens two stores on the database of a fixture, as two processes do. */
export async function openTwoStores(
  site: DatabaseFixture,
  options: { readonly leaseMs?: number } = {},
): Promise<[Store, Store]> {
  return [
    await site.openStore({ owner: 'one', ...options }),
    await site.openStore({ owner: 'other', ...options }),
  ];
}

export function anInboundRequest(key: string, change: Partial<InboundRequest> = {}): InboundRequest {
  return { key, kind: 'command', receivedAt: START_TIME, body: { text: `A-S00012345 ${key}` }, ...change };
}
