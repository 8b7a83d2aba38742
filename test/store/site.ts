import type { Arrival, Store } from '../../src/ports.ts';

export const START = '2026-03-02T09:00:00.000Z';

/** One database for one test, and a clock that moves only when told to. */
export interface Site {
  /** A store on this site's database. */
  open(options?: { readonly owner?: string; readonly leaseMs?: number }): Promise<Store>;
  readonly clock: Clock;
  /** Closes every store that is still open, and clears up. */
  leave(): Promise<void>;
}

export class Clock {
  #at = Date.parse(START);

  readonly now = (): Date => new Date(this.#at);

  pass(ms: number): void {
    this.#at += ms;
  }
}

/** Makes a site out of a way to open a store; `clearUp` runs after the last store is closed. */
export function siteOf(
  openOn: (options: { now: () => Date; owner?: string; leaseMs?: number }) => Promise<Store>,
  clearUp: () => void | Promise<void> = () => undefined,
): Site {
  const clock = new Clock();
  const opened: Store[] = [];
  return {
    clock,
    async open(options = {}) {
      const store = await openOn({ now: clock.now, ...options });
      opened.push(store);
      return store;
    },
    async leave() {
      for (const store of opened) await store.close();
      await clearUp();
    },
  };
}

export function anArrival(key: string, change: Partial<Arrival> = {}): Arrival {
  return { key, kind: 'command', receivedAt: START, body: { text: `A-S00012345 ${key}` }, ...change };
}
