import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Timer, Timers } from '../../src/ports.ts';
import { TIMER_KINDS } from '../../src/ports.ts';
import { aCase } from './a-check.ts';
import { aTimer } from './a-handoff.ts';
import type { Site } from './site.ts';
import { START } from './site.ts';

const LEASE = 15_000;

const keysOf = (timers: readonly Timer[]) => timers.map(({ key }) => key);
const later = (ms: number) => new Date(Date.parse(START) + ms).toISOString();

/** What one process may rely on. */
export function timersContract(arrive: () => Promise<Site>): void {
  describe('keeps timers and', () => {
    let site: Site;
    let timers: Timers;
    beforeEach(async () => {
      site = await arrive();
      timers = (await site.open({ leaseMs: LEASE })).timers;
    });
    afterEach(() => site.leave());

    it('gives them to the letter when they are due, and not a millisecond before', async () => {
      const timer = aTimer('a', { dueAt: later(1000) });
      await timers.set([timer]);
      await timers.set([]);

      site.clock.pass(999);
      expect(await timers.take('silence', 10)).toEqual([]);
      site.clock.pass(1);
      expect(await timers.take('silence', 10)).toMatchObject([timer]);
    });

    it('keeps kinds apart', async () => {
      await timers.set(TIMER_KINDS.map((kind) => aTimer(kind, { kind })));

      for (const kind of TIMER_KINDS) expect(keysOf(await timers.take(kind, 10))).toEqual([kind]);
    });

    it('hands out the longest due first, and no more than asked for', async () => {
      const due = { c: 2, a: 1, d: 3, B: 1, b: 1 };
      await timers.set(Object.entries(due).map(([key, ms]) => aTimer(key, { dueAt: later(ms) })));
      site.clock.pass(1000);

      expect(await timers.take('silence', 0)).toEqual([]);
      expect(await timers.take('silence', -1)).toEqual([]);
      expect(keysOf(await timers.take('silence', 4))).toEqual(['B', 'a', 'b', 'c']);
      expect(keysOf(await timers.take('silence', 4))).toEqual(['d']);
    });

    it('gives a timer to one until the lease lapses or it is handed back', async () => {
      await timers.set([aTimer()]);
      await timers.take('silence', 1);

      site.clock.pass(LEASE - 1);
      expect(await timers.take('silence', 1)).toEqual([]);
      site.clock.pass(1);
      expect(await timers.take('silence', 1)).toMatchObject([aTimer()]);
      await timers.handBack();
      expect(await timers.take('silence', 1)).toMatchObject([aTimer()]);
    });

    it('is done with what is done, for good', async () => {
      await timers.set([aTimer('a'), aTimer('b')]);
      await timers.take('silence', 2);

      await timers.done(aTimer('a'));
      await timers.done(aTimer('a'));
      await timers.done(aTimer('unheard-of'));

      site.clock.pass(10 * LEASE);
      expect(keysOf(await timers.take('silence', 10))).toEqual(['b']);
    });

    it('moves a timer that is set again, with all that is said of it', async () => {
      const moved = aTimer('a', { kind: 'watch', about: 'h2', dueAt: later(1000) });
      await timers.set([aTimer('a')]);

      await timers.set([moved]);

      site.clock.pass(1000);
      expect(await timers.take('silence', 10)).toEqual([]);
      expect(await timers.take('watch', 10)).toMatchObject([moved]);
    });

    it('keeps one that was moved while it was worked, also when it is due at once', async () => {
      const before = aTimer('a', { dueAt: later(-1000) });
      await timers.set([before]);
      await timers.take('silence', 1);

      await timers.set([aTimer('a')]);
      await timers.done(before);

      expect(await timers.take('silence', 10)).toMatchObject([aTimer('a')]);
    });

    it('stops what nobody waits for, also while it is worked', async () => {
      await timers.set(['a', 'b', 'c'].map((key) => aTimer(key)));
      await timers.take('silence', 1);

      await timers.stop(['a', 'b', 'unheard-of']);
      await timers.stop([]);

      site.clock.pass(LEASE);
      expect(keysOf(await timers.take('silence', 10))).toEqual(['c']);
    });

    it('seeds only where nothing is, and leaves the lease alone', async () => {
      await timers.seed(aTimer('a'));
      await timers.seed(aTimer('a', { dueAt: later(-5000), about: 'h2' }));
      expect(await timers.take('silence', 10)).toMatchObject([aTimer('a')]);

      await timers.seed(aTimer('a'));

      expect(await timers.take('silence', 10)).toEqual([]);
    });

    it('sets all of them or none', async () => {
      const broken = aTimer('b', { dueAt: null as unknown as string });

      await expect(timers.set([aTimer('a'), broken])).rejects.toThrow();

      expect(await timers.take('silence', 10)).toEqual([]);
    });

    it('sets those of a case when it is opened, and only then', async () => {
      const store = await site.open();
      const broken = aTimer('c', { dueAt: null as unknown as string });

      await store.cases.open(aCase('case-1'), [aTimer('a')]);
      await store.cases.open(aCase('case-1'), [aTimer('b')]);
      await expect(store.cases.open(aCase('case-2'), [broken])).rejects.toThrow();

      expect(keysOf(await store.timers.take('silence', 10))).toEqual(['a']);
      expect(await store.cases.find('case-2')).toBeNull();
    });
  });
}

/** Several processes look at one set of timers. */
export function timersSharing(arrive: () => Promise<Site>): void {
  describe('shares its timers and', () => {
    let site: Site;
    let one: Timers;
    let other: Timers;
    beforeEach(async () => {
      site = await arrive();
      one = (await site.open({ owner: 'one', leaseMs: LEASE })).timers;
      other = (await site.open({ owner: 'other', leaseMs: LEASE })).timers;
    });
    afterEach(() => site.leave());

    it('hands each to one process', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `timer-${index}`);
      await one.set(keys.map((key) => aTimer(key)));

      const turns = Array.from({ length: 20 }, (_, turn) => (turn % 2 ? one : other).take('silence', 5));
      const taken = (await Promise.all(turns)).flatMap(keysOf);

      expect(taken.toSorted()).toEqual(keys.toSorted());
    });

    it('gives over what a dead process held, and hands back only its own', async () => {
      await one.set([aTimer('a')]);
      await one.take('silence', 1);

      await other.handBack();
      expect(await other.take('silence', 1)).toEqual([]);
      site.clock.pass(LEASE);

      expect(keysOf(await other.take('silence', 1))).toEqual(['a']);
    });

    it('keeps one that the other has moved while it was worked', async () => {
      const moved = aTimer('a', { dueAt: later(1000) });
      await one.set([aTimer('a')]);
      const [taken] = await one.take('silence', 1);

      await other.set([moved]);
      if (taken) await one.done(taken);
      site.clock.pass(1000);

      expect(await one.take('silence', 1)).toMatchObject([moved]);
    });

    it('seeds once when all begin at the same moment', async () => {
      await Promise.all([one, other, one, other].map((timers) => timers.seed(aTimer('digest'))));

      expect(await one.take('silence', 10)).toHaveLength(1);
    });
  });
}
