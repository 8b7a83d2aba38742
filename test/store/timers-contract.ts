import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Timer, Timers } from '../../src/ports/queues.ts';

import { TIMER_KINDS } from '../../src/ports/queues.ts';

import { aFilledCase } from '../builders/filled-cases.ts';
import { aTimer } from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { openTwoStores, START_TIME } from './database-fixture.ts';

const LEASE_MS = 15_000;

const keysOf = (timers: readonly Timer[]) => timers.map(({ key }) => key);
const isoAfterMs = (ms: number) => new Date(Date.parse(START_TIME) + ms).toISOString();

/** What one process may rely on. */
export function timersContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('keeps timers and', () => {
    let site: DatabaseFixture;
    let timers: Timers;
    beforeEach(async () => {
      site = await createFixture();
      timers = (await site.openStore({ leaseMs: LEASE_MS })).timers;
    });
    afterEach(() => site.close());

    it('gives them to the letter when they are due, and not a millisecond before', async () => {
      const timer = aTimer('a', { dueAt: isoAfterMs(1000) });
      await timers.schedule([timer]);
      await timers.schedule([]);

      site.clock.advance(999);
      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      site.clock.advance(1);
      expect(await timers.claim(10, 'unclaimed-reminder')).toMatchObject([timer]);
    });

    it('keeps kinds apart', async () => {
      await timers.schedule(TIMER_KINDS.map((kind) => aTimer(kind, { kind })));

      for (const kind of TIMER_KINDS) expect(keysOf(await timers.claim(10, kind))).toEqual([kind]);
    });

    it('hands out the longest due first, and no more than asked for', async () => {
      const due = { c: 2, a: 1, d: 3, B: 1, b: 1 };
      await timers.schedule(Object.entries(due).map(([key, ms]) => aTimer(key, { dueAt: isoAfterMs(ms) })));
      site.clock.advance(1000);

      expect(await timers.claim(0, 'unclaimed-reminder')).toEqual([]);
      expect(await timers.claim(-1, 'unclaimed-reminder')).toEqual([]);
      expect(keysOf(await timers.claim(4, 'unclaimed-reminder'))).toEqual(['B', 'a', 'b', 'c']);
      expect(keysOf(await timers.claim(4, 'unclaimed-reminder'))).toEqual(['d']);
    });

    it('gives a timer to one until the lease lapses or it is handed back', async () => {
      await timers.schedule([aTimer()]);
      await timers.claim(1, 'unclaimed-reminder');

      site.clock.advance(LEASE_MS - 1);
      expect(await timers.claim(1, 'unclaimed-reminder')).toEqual([]);
      site.clock.advance(1);
      expect(await timers.claim(1, 'unclaimed-reminder')).toMatchObject([aTimer()]);
      await timers.releaseLeases();
      expect(await timers.claim(1, 'unclaimed-reminder')).toMatchObject([aTimer()]);
    });

    it('is done with what is done, for good', async () => {
      await timers.schedule([aTimer('a'), aTimer('b')]);
      await timers.claim(2, 'unclaimed-reminder');

      await timers.complete(aTimer('a'));
      await timers.complete(aTimer('a'));
      await timers.complete(aTimer('unheard-of'));

      site.clock.advance(10 * LEASE_MS);
      expect(keysOf(await timers.claim(10, 'unclaimed-reminder'))).toEqual(['b']);
    });

    it('moves a timer that is set again, with all that is said of it', async () => {
      const moved = aTimer('a', { kind: 'login-watch', subjectId: 'h2', dueAt: isoAfterMs(1000) });
      await timers.schedule([aTimer('a')]);

      await timers.schedule([moved]);

      site.clock.advance(1000);
      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      expect(await timers.claim(10, 'login-watch')).toMatchObject([moved]);
    });

    it('keeps the last of two that are set together with one key', async () => {
      await timers.schedule([aTimer('a', { dueAt: isoAfterMs(1000) }), aTimer('b'), aTimer('a')]);

      expect(keysOf(await timers.claim(10, 'unclaimed-reminder')).toSorted()).toEqual(['a', 'b']);
    });

    it('keeps one that was moved while it was worked, also when it is due at once', async () => {
      const before = aTimer('a', { dueAt: isoAfterMs(-1000) });
      await timers.schedule([before]);
      const claimed = await timers.claim(1, 'unclaimed-reminder');

      await timers.schedule([aTimer('a')]);
      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      for (const timer of claimed) await timers.complete(timer);

      expect(await timers.claim(10, 'unclaimed-reminder')).toMatchObject([aTimer('a')]);
    });

    it('stops what nobody waits for, also while it is worked', async () => {
      await timers.schedule(['a', 'b', 'c'].map((key) => aTimer(key)));
      await timers.claim(1, 'unclaimed-reminder');

      await timers.cancel(['a', 'b', 'unheard-of']);
      await timers.cancel([]);

      site.clock.advance(LEASE_MS);
      expect(keysOf(await timers.claim(10, 'unclaimed-reminder'))).toEqual(['c']);
    });

    it('seeds only where nothing is, and leaves the lease alone', async () => {
      await timers.scheduleIfAbsent(aTimer('a'));
      await timers.scheduleIfAbsent(aTimer('a', { dueAt: isoAfterMs(-5000), subjectId: 'h2' }));
      expect(await timers.claim(10, 'unclaimed-reminder')).toMatchObject([aTimer('a')]);

      await timers.scheduleIfAbsent(aTimer('a'));

      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
    });

    it('sets all of them or none', async () => {
      const broken = aTimer('b', { dueAt: null as unknown as string });

      await expect(timers.schedule([aTimer('a'), broken])).rejects.toThrow();

      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
    });

    it('sets those of a case when it is opened, and only then', async () => {
      const store = await site.openStore();
      const broken = aTimer('c', { dueAt: null as unknown as string });

      await store.cases.open(aFilledCase('case-1'), [aTimer('a')]);
      await store.cases.open(aFilledCase('case-1'), [aTimer('b')]);
      await expect(store.cases.open(aFilledCase('case-2'), [broken])).rejects.toThrow();

      expect(keysOf(await store.timers.claim(10, 'unclaimed-reminder'))).toEqual(['a']);
      expect(await store.cases.find('case-2')).toBeNull();
    });
  });
}

/** Several processes look at one set of timers. */
export function sharedTimersContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('shares its timers and', () => {
    let site: DatabaseFixture;
    let one: Timers;
    let other: Timers;
    beforeEach(async () => {
      site = await createFixture();
      [{ timers: one }, { timers: other }] = await openTwoStores(site, { leaseMs: LEASE_MS });
    });
    afterEach(() => site.close());

    it('hands each to one process', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `timer-${index}`);
      await one.schedule(keys.map((key) => aTimer(key)));

      const turns = Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 ? one : other).claim(5, 'unclaimed-reminder'),
      );
      const taken = (await Promise.all(turns)).flatMap(keysOf);

      expect(taken.toSorted()).toEqual(keys.toSorted());
    });

    it('gives over what a dead process held, and hands back only its own', async () => {
      await one.schedule([aTimer('a')]);
      await one.claim(1, 'unclaimed-reminder');

      await other.releaseLeases();
      expect(await other.claim(1, 'unclaimed-reminder')).toEqual([]);
      site.clock.advance(LEASE_MS);

      expect(keysOf(await other.claim(1, 'unclaimed-reminder'))).toEqual(['a']);
    });

    it('keeps one that the other has moved while it was worked', async () => {
      const moved = aTimer('a', { dueAt: isoAfterMs(1000) });
      await one.schedule([aTimer('a')]);
      const [taken] = await one.claim(1, 'unclaimed-reminder');

      await other.schedule([moved]);
      if (taken) await one.complete(taken);
      site.clock.advance(1000);

      expect(await one.claim(1, 'unclaimed-reminder')).toMatchObject([moved]);
    });

    it('seeds once when all begin at the same moment', async () => {
      await Promise.all([one, other, one, other].map((timers) => timers.scheduleIfAbsent(aTimer('digest'))));

      expect(await one.claim(10, 'unclaimed-reminder')).toHaveLength(1);
    });
  });
}
