import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports/store.ts';
import { aFilledCase, aFilledCheck } from '../builders/filled-cases.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { anInboundRequest, openTwoStores } from './database-fixture.ts';
import { inboxModelTest } from './inbox-model.ts';

const LEASE_MS = 15_000;

/** What several processes on one database may rely on. */
export function sharedInboxContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('inbox and cases shared by two processes', () => {
    let site: DatabaseFixture;
    let one: Store;
    let other: Store;
    beforeEach(async () => {
      site = await createFixture();
      [one, other] = await openTwoStores(site, { leaseMs: LEASE_MS });
    });
    afterEach(() => site.close());

    const accept = (store: Store, keys: readonly string[]) =>
      Promise.all(keys.map((key) => store.inbox.accept(anInboundRequest(key))));

    it('claims each request in one process', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `row-${index}`);
      await accept(one, keys);
      await one.inbox.releaseLeases();

      const turns = Array.from({ length: 20 }, (_, turn) => (turn % 2 ? one : other).inbox.claim(5));
      const taken = (await Promise.all(turns)).flat().map(({ key }) => key);

      expect(taken.toSorted()).toEqual(keys.toSorted());
    });

    it('recognizes a duplicate that reached the other process', async () => {
      const answers = (await Promise.all([accept(one, ['a', 'b']), accept(other, ['b', 'a'])])).flat();

      expect(answers.toSorted()).toEqual(['duplicate', 'duplicate', 'new', 'new']);
    });

    it('reads what the other process has added to a case or erased since', async () => {
      await one.cases.open(aFilledCase('case-1', { checks: [aFilledCheck()] }));
      await one.cases.find('case-1');
      await other.cases.appendCheck('case-1', aFilledCheck({ by: 'U1' }), 'again');
      expect((await one.cases.find('case-1'))?.checks).toHaveLength(2);

      await other.cases.erase('case-1', site.clock.now());
      const erased = await one.cases.find('case-1');

      expect(erased).toEqual(await other.cases.find('case-1'));
      expect(JSON.stringify(erased)).not.toContain('halden.example');
    });

    it("claims a dead process's requests when their leases expire", async () => {
      await accept(one, ['a']);

      expect(await other.inbox.claim(1)).toEqual([]);
      site.clock.advance(LEASE_MS);

      expect(await other.inbox.claim(1)).toMatchObject([{ key: 'a', attempts: 2 }]);
      expect(await one.inbox.claim(1)).toEqual([]);
    });

    it('cannot renew, postpone or release leases of the other process', async () => {
      await accept(one, ['a']);

      await other.inbox.retryAt({ key: 'a' }, site.clock.now());
      await other.inbox.releaseLeases();
      expect(await other.inbox.claim(1)).toEqual([]);
      site.clock.advance(LEASE_MS - 1);
      await other.inbox.renewLeases(['a']);
      site.clock.advance(1);

      expect(await other.inbox.claim(1)).toMatchObject([{ key: 'a' }]);
    });

    it('releases its own leases only', async () => {
      await accept(one, ['a']);
      await accept(other, ['b']);

      await one.inbox.releaseLeases();

      expect((await other.inbox.claim(10)).map(({ key }) => key)).toEqual(['a']);
    });

    it('completes a request although its lease has expired', async () => {
      await accept(one, ['a']);
      site.clock.advance(LEASE_MS);
      await other.inbox.claim(1);

      await one.inbox.complete({ key: 'a' });

      expect(await one.inbox.countPending()).toBe(0);
      await other.inbox.retryAt({ key: 'a' }, site.clock.now());
      expect(await other.inbox.claim(1)).toEqual([]);
    });

    it('reads at once what the other process wrote', async () => {
      await one.cases.open(aFilledCase('case-1'));
      await other.cases.appendCheck('case-1', aFilledCheck({ by: 'U2' }), 'press-1');
      await one.cases.appendCheck('case-1', aFilledCheck({ by: 'U3' }), 'press-1');
      await one.posts.recordIntent({ key: 'case:1', channel: 'C1', thread: null });

      expect((await one.cases.find('case-1'))?.checks.map(({ by }) => by)).toEqual(['U0000ANA', 'U2']);
      expect(await other.posts.recordIntent({ key: 'case:1', channel: 'C2', thread: null })).toMatchObject({
        isNew: false,
      });
    });

    it('opens a case once when both processes are asked at the same time', async () => {
      const answers = await Promise.all(
        [one, other, one, other].map((store) => store.cases.open(aFilledCase('case-1'))),
      );

      expect(answers.toSorted()).toEqual(['exists', 'exists', 'exists', 'new']);
    });

    it('returns the same fingerprints in both processes', () => {
      expect(one.emailFingerprint('ana@halden.example')).toBe(other.emailFingerprint('ana@halden.example'));
    });

    it('opens many stores on a new database at once', async () => {
      const fresh = await createFixture();
      const stores = await Promise.all(Array.from({ length: 8 }, () => fresh.openStore()));

      const fingerprints = stores.map((store) => store.emailFingerprint('ana@halden.example'));
      await fresh.close();

      expect(new Set(fingerprints).size).toBe(1);
    });

    inboxModelTest(createFixture);
  });
}
