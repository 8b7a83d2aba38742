import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { aNoteOutboxMessage, aTimer } from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { anInboundRequest } from './database-fixture.ts';

const DAY_MS = 24 * 60 * 60_000;
const LEASE_MS = 15_000;

/** What was held by a clock that was ahead and has been set back. */
export function clockSetBackContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('a clock that was set back by a day', () => {
    let site: DatabaseFixture;
    let store: Store;
    beforeEach(async () => {
      site = await createFixture();
      store = await site.openStore({ leaseMs: LEASE_MS });
      await store.timers.schedule([aTimer('t')]);
      site.clock.advance(DAY_MS);
      await store.inbox.accept(anInboundRequest('leased'));
      await store.inbox.accept(anInboundRequest('put-off'));
      await store.inbox.retryAt({ key: 'put-off' }, new Date(site.clock.now().getTime() + 5_000));
      await store.outbox.enqueue([
        aNoteOutboxMessage('leased', { channel: 'C1' }),
        aNoteOutboxMessage('put-off', { channel: 'C2' }),
      ]);
      await store.outbox.claim(10);
      await store.outbox.retryAt({ key: 'put-off' }, new Date(site.clock.now().getTime() + 5_000));
      await store.outbox.acquireSlot('C1', 1_000);
      await store.timers.claim(10, 'unclaimed-reminder');
      site.clock.advance(-DAY_MS);
    });
    afterEach(() => site.close());

    const free = async () => {
      const freed: number[] = [];
      for (const queue of [store.inbox, store.outbox, store.timers])
        freed.push(await queue.releaseFutureLeases());
      return freed;
    };
    const take = async () => {
      const rows = [
        await store.inbox.claim(10),
        await store.outbox.claim(10),
        await store.timers.claim(10, 'unclaimed-reminder'),
      ];
      return rows.map((some) => some.map(({ key }) => key));
    };

    it('releases leases, delays and slots written before', async () => {
      expect(await take()).toEqual([[], [], []]);

      expect(await free()).toEqual([2, 3, 1]);

      expect(await take()).toEqual([['leased', 'put-off'], ['leased', 'put-off'], ['t']]);
      expect(await store.outbox.acquireSlot('C1', 1_000)).toBe('now');
    });

    it('keeps leases of the current clock and of a clock a few seconds ahead', async () => {
      await free();
      await take();
      await store.outbox.acquireSlot('C3', 60_000);
      await store.outbox.backOff('C3', new Date(site.clock.now().getTime() + DAY_MS));
      site.clock.advance(-9_000);

      expect(await free()).toEqual([0, 0, 0]);
      expect(await take()).toEqual([[], [], []]);
    });
  });

  describe('items of an unknown kind', () => {
    let site: DatabaseFixture;
    beforeEach(async () => {
      site = await createFixture();
    });
    afterEach(() => site.close());

    it('are quarantined, and no others', async () => {
      const store = await site.openStore();
      await store.timers.schedule([
        aTimer('a', { kind: 'aria' as 'unclaimed-reminder' }),
        aTimer('b', { kind: 'z' as 'unclaimed-reminder' }),
        aTimer('c', { kind: 'lapsus' as 'unclaimed-reminder' }),
        aTimer('d', { dueAt: 'tomorrow' }),
        aTimer('good'),
      ]);
      for (const kind of ['a', 'commando', 'z']) {
        await store.inbox.accept(anInboundRequest(kind, { kind: kind as 'command' }));
      }
      await store.inbox.accept(anInboundRequest('good'));
      await store.inbox.releaseLeases();

      await store.timers.quarantineUnclaimable();
      await store.inbox.quarantineUnclaimable();

      expect((await store.timers.claim(10, 'unclaimed-reminder')).map(({ key }) => key)).toEqual(['good']);
      expect((await store.inbox.claim(10)).map(({ key }) => key)).toEqual(['good']);
      await store.timers.schedule([aTimer('a', { kind: 'aria' as 'unclaimed-reminder' })]);
      await store.timers.quarantineUnclaimable();
    });
  });
}
