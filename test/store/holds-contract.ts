import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/ports.ts';
import { aSaying, aTimer } from './a-handoff.ts';
import type { Site } from './site.ts';
import { anArrival } from './site.ts';

const DAY = 24 * 60 * 60_000;
const LEASE = 15_000;

/** What was held by a clock that was ahead and has been set back. */
export function holdsContract(arrive: () => Promise<Site>): void {
  describe('was used while the clock was a day ahead and', () => {
    let site: Site;
    let store: Store;
    beforeEach(async () => {
      site = await arrive();
      store = await site.open({ leaseMs: LEASE });
      await store.timers.set([aTimer('t')]);
      site.clock.pass(DAY);
      await store.inbox.accept(anArrival('leased'));
      await store.inbox.accept(anArrival('put-off'));
      await store.inbox.postpone('put-off', new Date(site.clock.now().getTime() + 5_000));
      await store.outbox.add([aSaying('leased', { channel: 'C1' }), aSaying('put-off', { channel: 'C2' })]);
      await store.outbox.take(10);
      await store.outbox.postpone('put-off', new Date(site.clock.now().getTime() + 5_000));
      await store.outbox.turn('C1', 1_000);
      await store.timers.take('silence', 10);
      site.clock.pass(-DAY);
    });
    afterEach(() => site.leave());

    const free = async () => {
      const freed: number[] = [];
      for (const queue of [store.inbox, store.outbox, store.timers])
        freed.push(await queue.freeFutureHolds());
      return freed;
    };
    const take = async () => {
      const rows = [
        await store.inbox.take(10),
        await store.outbox.take(10),
        await store.timers.take('silence', 10),
      ];
      return rows.map((some) => some.map(({ key }) => key));
    };

    it('frees leases, delays and turns that lie further ahead than they last', async () => {
      expect(await take()).toEqual([[], [], []]);

      expect(await free()).toEqual([2, 3, 1]);

      expect(await take()).toEqual([['leased', 'put-off'], ['leased', 'put-off'], ['t']]);
      expect(await store.outbox.turn('C1', 1_000)).toBe('now');
    });

    it('leaves alone what is held by the clock as it is, and by one a few seconds ahead', async () => {
      await free();
      await take();
      await store.outbox.turn('C3', 60_000);
      await store.outbox.hold('C3', new Date(site.clock.now().getTime() + DAY));
      site.clock.pass(-9_000);

      expect(await free()).toEqual([0, 0, 0]);
      expect(await take()).toEqual([[], [], []]);
    });
  });

  describe('keeps rows of kinds that it does not know and', () => {
    let site: Site;
    beforeEach(async () => {
      site = await arrive();
    });
    afterEach(() => site.leave());

    it('sets them aside when asked, and no others', async () => {
      const store = await site.open();
      await store.timers.set([
        aTimer('a', { kind: 'aria' as 'silence' }),
        aTimer('b', { kind: 'z' as 'silence' }),
        aTimer('c', { kind: 'lapsus' as 'silence' }),
        aTimer('d', { dueAt: 'tomorrow' }),
        aTimer('good'),
      ]);
      for (const kind of ['a', 'commando', 'z']) {
        await store.inbox.accept(anArrival(kind, { kind: kind as 'command' }));
      }
      await store.inbox.accept(anArrival('good'));
      await store.inbox.handBack();

      await store.timers.setAsideUnknown();
      await store.inbox.setAsideUnknown();

      expect((await store.timers.take('silence', 10)).map(({ key }) => key)).toEqual(['good']);
      expect((await store.inbox.take(10)).map(({ key }) => key)).toEqual(['good']);
      await store.timers.set([aTimer('a', { kind: 'aria' as 'silence' })]);
      await store.timers.setAsideUnknown();
    });
  });
}
