import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/ports.ts';
import { aCase, aCheck } from './a-check.ts';
import { inboxProperty } from './inbox-property.ts';
import type { Site } from './site.ts';
import { anArrival } from './site.ts';

const LEASE = 15_000;

/** What several processes on one database may rely on. */
export function sharingContract(arrive: () => Promise<Site>): void {
  describe('shares its database and', () => {
    let site: Site;
    let one: Store;
    let other: Store;
    beforeEach(async () => {
      site = await arrive();
      one = await site.open({ owner: 'one', leaseMs: LEASE });
      other = await site.open({ owner: 'other', leaseMs: LEASE });
    });
    afterEach(() => site.leave());

    const accept = (store: Store, keys: readonly string[]) =>
      Promise.all(keys.map((key) => store.inbox.accept(anArrival(key))));

    it('hands each row to one process', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `row-${index}`);
      await accept(one, keys);
      await one.inbox.handBack();

      const turns = Array.from({ length: 20 }, (_, turn) => (turn % 2 ? one : other).inbox.take(5));
      const taken = (await Promise.all(turns)).flat().map(({ key }) => key);

      expect(taken.toSorted()).toEqual(keys.toSorted());
    });

    it('knows a duplicate that reached the other process', async () => {
      const answers = (await Promise.all([accept(one, ['a', 'b']), accept(other, ['b', 'a'])])).flat();

      expect(answers.toSorted()).toEqual(['duplicate', 'duplicate', 'new', 'new']);
    });

    it('reads of a case what the other process has added or erased since', async () => {
      await one.cases.open(aCase('case-1', { checks: [aCheck()] }));
      await one.cases.find('case-1');
      await other.cases.addCheck('case-1', aCheck({ by: 'U1' }), 'again');
      expect((await one.cases.find('case-1'))?.checks).toHaveLength(2);

      await other.cases.erase('case-1', site.clock.now());
      const erased = await one.cases.find('case-1');

      expect(erased).toEqual(await other.cases.find('case-1'));
      expect(JSON.stringify(erased)).not.toContain('halden.example');
    });

    it('gives over what a dead process held, when its lease lapses', async () => {
      await accept(one, ['a']);

      expect(await other.inbox.take(1)).toEqual([]);
      site.clock.pass(LEASE);

      expect(await other.inbox.take(1)).toMatchObject([{ key: 'a', attempts: 2 }]);
      expect(await one.inbox.take(1)).toEqual([]);
    });

    it('touches nothing that the other holds when it renews, postpones or hands back', async () => {
      await accept(one, ['a']);

      await other.inbox.postpone('a', site.clock.now());
      await other.inbox.handBack();
      expect(await other.inbox.take(1)).toEqual([]);
      site.clock.pass(LEASE - 1);
      await other.inbox.renew(['a']);
      site.clock.pass(1);

      expect(await other.inbox.take(1)).toMatchObject([{ key: 'a' }]);
    });

    it('hands back only its own rows', async () => {
      await accept(one, ['a']);
      await accept(other, ['b']);

      await one.inbox.handBack();

      expect((await other.inbox.take(10)).map(({ key }) => key)).toEqual(['a']);
    });

    it('lets a process that lost its lease still say that the work is done', async () => {
      await accept(one, ['a']);
      site.clock.pass(LEASE);
      await other.inbox.take(1);

      await one.inbox.done('a');

      expect(await one.inbox.pending()).toBe(0);
      await other.inbox.postpone('a', site.clock.now());
      expect(await other.inbox.take(1)).toEqual([]);
    });

    it('shows at once what the other wrote', async () => {
      await one.cases.open(aCase('case-1'));
      await other.cases.addCheck('case-1', aCheck({ by: 'U2' }), 'press-1');
      await one.cases.addCheck('case-1', aCheck({ by: 'U3' }), 'press-1');
      await one.posts.intend({ key: 'case:1', channel: 'C1', thread: null });

      expect((await one.cases.find('case-1'))?.checks.map(({ by }) => by)).toEqual(['U0000ANA', 'U2']);
      expect(await other.posts.intend({ key: 'case:1', channel: 'C2', thread: null })).toMatchObject({
        isNew: false,
      });
    });

    it('opens a case once when both are asked at the same time', async () => {
      const answers = await Promise.all(
        [one, other, one, other].map((store) => store.cases.open(aCase('case-1'))),
      );

      expect(answers.toSorted()).toEqual(['exists', 'exists', 'exists', 'new']);
    });

    it('makes the same fingerprints in both', async () => {
      expect(await one.fingerprint('ana@halden.example')).toBe(await other.fingerprint('ana@halden.example'));
    });

    it('opens many stores on a new database at once', async () => {
      const fresh = await arrive();
      const stores = await Promise.all(Array.from({ length: 8 }, () => fresh.open()));

      const fingerprints = await Promise.all(stores.map((store) => store.fingerprint('ana@halden.example')));
      await fresh.leave();

      expect(new Set(fingerprints).size).toBe(1);
    });

    inboxProperty(arrive);
  });
}
