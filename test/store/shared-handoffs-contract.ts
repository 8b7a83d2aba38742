import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handoff } from '../../src/domain/handoff.ts';
import type { Store } from '../../src/ports/store.ts';
import { aFilledCase } from '../builders/filled-cases.ts';
import {
  aClaim,
  aHandoffOutboxMessage,
  aKeyedEvent,
  aNoteOutboxMessage,
  anEventChange,
  aSubmissionChange,
} from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { openTwoStores } from './database-fixture.ts';

/** Two processes decide on one handoff. */
export function sharedHandoffsContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('handoffs shared by two processes', () => {
    let site: DatabaseFixture;
    let one: Store;
    let other: Store;
    beforeEach(async () => {
      site = await createFixture();
      [one, other] = await openTwoStores(site);
      await one.cases.open(aFilledCase('case-1'));
    });
    afterEach(() => site.close());

    const both = <T>(act: (store: Store, who: number) => Promise<T>) =>
      Promise.all([one, other, one, other].map(act));

    it('writes one of several simultaneous claims', async () => {
      await one.handoffs.commit(aSubmissionChange('h1'));
      const read = (await other.handoffs.find('h1')) as Handoff;

      for (let round = 0; round < 20; round += 1) {
        const now = (await one.handoffs.find('h1')) as Handoff;
        const answers = await both((store, who) =>
          store.handoffs.commit(anEventChange(now, `${round}-${who}`, aClaim(`U${who}`))),
        );
        expect(answers.toSorted()).toEqual(['stale', 'stale', 'stale', 'written']);
      }

      expect((await other.handoffs.find('h1'))?.events).toHaveLength(read.events.length + 20);
    });

    it('writes one of several new handoffs with the same id', async () => {
      const answers = await both((store, who) => {
        const { handoff, events } = aSubmissionChange('h1', { by: `U${who}` });
        return store.handoffs.commit({ handoff, events: [aKeyedEvent(`press-${who}`, events[0].event)] });
      });

      expect(answers.toSorted()).toEqual(['stale', 'stale', 'stale', 'written']);
      expect((await one.handoffs.find('h1'))?.events).toHaveLength(1);
    });

    it('writes one submission once, whichever process gets it', async () => {
      const answers = await both((store) =>
        store.handoffs.commit(
          aSubmissionChange('h1', { messages: [aHandoffOutboxMessage(), aNoteOutboxMessage()] }),
        ),
      );

      expect(answers.toSorted()).toEqual(['duplicate', 'duplicate', 'duplicate', 'written']);
      expect(await other.outbox.claim(10)).toMatchObject([{ version: 1 }, { version: 1 }]);
    });
  });
}
