import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Handoff } from '../../src/domain/handoff.ts';
import type { Store } from '../../src/ports.ts';
import { aCase } from './a-check.ts';
import { aDrawing, aSaying, claimedBy, keyed, next, submitting } from './a-handoff.ts';
import type { Site } from './site.ts';

/** Two processes decide on one handoff. */
export function handoffsSharing(arrive: () => Promise<Site>): void {
  describe('shares its handoffs and', () => {
    let site: Site;
    let one: Store;
    let other: Store;
    beforeEach(async () => {
      site = await arrive();
      one = await site.open({ owner: 'one' });
      other = await site.open({ owner: 'other' });
      await one.cases.open(aCase('case-1'));
    });
    afterEach(() => site.leave());

    const both = <T>(act: (store: Store, who: number) => Promise<T>) =>
      Promise.all([one, other, one, other].map(act));

    it('lets one process have the first word on a handoff', async () => {
      await one.handoffs.write(submitting('h1'));
      const read = (await other.handoffs.find('h1')) as Handoff;

      for (let round = 0; round < 20; round += 1) {
        const now = (await one.handoffs.find('h1')) as Handoff;
        const answers = await both((store, who) =>
          store.handoffs.write(next(now, `${round}-${who}`, claimedBy(`U${who}`))),
        );
        expect(answers.toSorted()).toEqual(['stale', 'stale', 'stale', 'written']);
      }

      expect((await other.handoffs.find('h1'))?.events).toHaveLength(read.events.length + 20);
    });

    it('writes one of two new handoffs with the same id', async () => {
      const answers = await both((store, who) => {
        const { handoff, events } = submitting('h1', { by: `U${who}` });
        return store.handoffs.write({ handoff, events: [keyed(`press-${who}`, events[0].event)] });
      });

      expect(answers.toSorted()).toEqual(['stale', 'stale', 'stale', 'written']);
      expect((await one.handoffs.find('h1'))?.events).toHaveLength(1);
    });

    it('works one press once, whichever process gets it', async () => {
      const answers = await both((store) =>
        store.handoffs.write(submitting('h1', { errands: [aDrawing(), aSaying()] })),
      );

      expect(answers.toSorted()).toEqual(['known', 'known', 'known', 'written']);
      expect(await other.outbox.take(10)).toMatchObject([{ version: 1 }, { version: 1 }]);
    });
  });
}
