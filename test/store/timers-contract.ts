import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Timer, Timers } from '../../src/ports/queues.ts';

import { TIMER_KINDS } from '../../src/ports/queues.ts';

import { aFilledCase } from '../builders/filled-cases.ts';
import { aTimer } from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { openTwoStores, START_TIME } from './database-fixture.ts';

const LEASE_MS = 15_000;
const DAY_MS = 24 * 60 * 60_000;

const keysOf = (timers: readonly Timer[]) => timers.map(({ key }) => key);
const isoAfterMs = (ms: number) => new Date(Date.parse(START_TIME) + ms).toISOString();

/** What one process may rely on. */
export function timersContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('timers', () => {
    let site: DatabaseFixture;
    let timers: Timers;
    beforeEach(async () => {
      site = await createFixture();
      timers = (await site.openStore({ leaseMs: LEASE_MS })).timers;
    });
    afterEach(() => site.close());

    it('claims a timer as it was scheduled, and not a millisecond before it is due', async () => {
      const timer = aTimer('a', { dueAt: isoAfterMs(1000) });
      await timers.schedule([timer]);
      await timers.schedule([]);

      site.clock.advance(999);
      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      site.clock.advance(1);
      expect(await timers.claim(10, 'unclaimed-reminder')).toMatchObject([timer]);
    });

    it('claims timers of the given kind only', async () => {
      await timers.schedule(TIMER_KINDS.map((kind) => aTimer(kind, { kind })));

      for (const kind of TIMER_KINDS) expect(keysOf(await timers.claim(10, kind))).toEqual([kind]);
    });

    it('claims the longest due first, up to the limit', async () => {
      const due = { c: 2, a: 1, d: 3, B: 1, b: 1 };
      await timers.schedule(Object.entries(due).map(([key, ms]) => aTimer(key, { dueAt: isoAfterMs(ms) })));
      site.clock.advance(1000);

      expect(await timers.claim(0, 'unclaimed-reminder')).toEqual([]);
      expect(await timers.claim(-1, 'unclaimed-reminder')).toEqual([]);
      expect(keysOf(await timers.claim(4, 'unclaimed-reminder'))).toEqual(['B', 'a', 'b', 'c']);
      expect(keysOf(await timers.claim(4, 'unclaimed-reminder'))).toEqual(['d']);
    });

    it('leases a timer to one process until the lease expires or is released', async () => {
      await timers.schedule([aTimer()]);
      await timers.claim(1, 'unclaimed-reminder');

      site.clock.advance(LEASE_MS - 1);
      expect(await timers.claim(1, 'unclaimed-reminder')).toEqual([]);
      site.clock.advance(1);
      expect(await timers.claim(1, 'unclaimed-reminder')).toMatchObject([aTimer()]);
      await timers.releaseLeases();
      expect(await timers.claim(1, 'unclaimed-reminder')).toMatchObject([aTimer()]);
    });

    it('never claims a completed timer again', async () => {
      await timers.schedule([aTimer('a'), aTimer('b')]);
      await timers.claim(2, 'unclaimed-reminder');

      await timers.complete(aTimer('a'));
      await timers.complete(aTimer('a'));
      await timers.complete(aTimer('unheard-of'));

      site.clock.advance(10 * LEASE_MS);
      expect(keysOf(await timers.claim(10, 'unclaimed-reminder'))).toEqual(['b']);
    });

    it('replaces a timer that is scheduled again under its key', async () => {
      const moved = aTimer('a', { kind: 'login-watch', subjectId: 'h2', dueAt: isoAfterMs(1000) });
      await timers.schedule([aTimer('a')]);

      await timers.schedule([moved]);

      site.clock.advance(1000);
      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      expect(await timers.claim(10, 'login-watch')).toMatchObject([moved]);
    });

    it('keeps the last of two timers with the same key in one call', async () => {
      await timers.schedule([aTimer('a', { dueAt: isoAfterMs(1000) }), aTimer('b'), aTimer('a')]);

      expect(keysOf(await timers.claim(10, 'unclaimed-reminder')).toSorted()).toEqual(['a', 'b']);
    });

    it('keeps a timer that was rescheduled while it was claimed, even if it is due at once', async () => {
      const before = aTimer('a', { dueAt: isoAfterMs(-1000) });
      await timers.schedule([before]);
      const claimed = await timers.claim(1, 'unclaimed-reminder');

      await timers.schedule([aTimer('a')]);
      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
      for (const timer of claimed) await timers.complete(timer);

      expect(await timers.claim(10, 'unclaimed-reminder')).toMatchObject([aTimer('a')]);
    });

    it('cancels timers, even while they are claimed', async () => {
      await timers.schedule(['a', 'b', 'c'].map((key) => aTimer(key)));
      await timers.claim(1, 'unclaimed-reminder');

      await timers.cancel(['a', 'b', 'unheard-of']);
      await timers.cancel([]);

      site.clock.advance(LEASE_MS);
      expect(keysOf(await timers.claim(10, 'unclaimed-reminder'))).toEqual(['c']);
    });

    it('keeps a timer that was cancelled and scheduled again while it was claimed', async () => {
      await timers.schedule([aTimer('a')]);
      const [old] = await timers.claim(1, 'unclaimed-reminder');
      await timers.cancel(['a']);
      await timers.schedule([aTimer('a')]);
      const [current] = await timers.claim(1, 'unclaimed-reminder');

      if (old) await timers.complete(old);
      expect(await timers.claim(10, 'unclaimed-reminder')).toMatchObject([aTimer('a')]);

      if (current) await timers.complete(current);
      site.clock.advance(10 * LEASE_MS);
      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
    });

    it('scheduleIfAbsent leaves an existing timer and its lease alone', async () => {
      await timers.scheduleIfAbsent(aTimer('a'));
      await timers.scheduleIfAbsent(aTimer('a', { dueAt: isoAfterMs(-5000), subjectId: 'h2' }));
      expect(await timers.claim(10, 'unclaimed-reminder')).toMatchObject([aTimer('a')]);

      await timers.scheduleIfAbsent(aTimer('a'));

      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
    });

    it('leaves timers of an unknown kind to a newer version for a day after they are due', async () => {
      const kind = 'of-a-newer-version' as Timer['kind'];
      await timers.schedule([aTimer('now', { kind }), aTimer('later', { kind, dueAt: isoAfterMs(DAY_MS) })]);

      await timers.quarantineUnclaimable();
      expect(await timers.claim(10)).toEqual([]);
      expect(await timers.countPending()).toBe(2);

      site.clock.advance(DAY_MS + 1);
      await timers.quarantineUnclaimable();
      expect(await timers.countPending()).toBe(1);
      site.clock.advance(DAY_MS);
      await timers.quarantineUnclaimable();
      expect(await timers.countPending()).toBe(0);
    });

    it('schedules all timers or none', async () => {
      const broken = aTimer('b', { dueAt: null as unknown as string });

      await expect(timers.schedule([aTimer('a'), broken])).rejects.toThrow();

      expect(await timers.claim(10, 'unclaimed-reminder')).toEqual([]);
    });

    it('schedules the timers of a case only when it is opened', async () => {
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
  describe('timers shared by two processes', () => {
    let site: DatabaseFixture;
    let one: Timers;
    let other: Timers;
    beforeEach(async () => {
      site = await createFixture();
      [{ timers: one }, { timers: other }] = await openTwoStores(site, { leaseMs: LEASE_MS });
    });
    afterEach(() => site.close());

    it('claims each timer in one process', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `timer-${index}`);
      await one.schedule(keys.map((key) => aTimer(key)));

      const turns = Array.from({ length: 20 }, (_, turn) =>
        (turn % 2 ? one : other).claim(5, 'unclaimed-reminder'),
      );
      const taken = (await Promise.all(turns)).flatMap(keysOf);

      expect(taken.toSorted()).toEqual(keys.toSorted());
    });

    it("claims a dead process's timers when their leases expire, and releases its own leases only", async () => {
      await one.schedule([aTimer('a')]);
      await one.claim(1, 'unclaimed-reminder');

      await other.releaseLeases();
      expect(await other.claim(1, 'unclaimed-reminder')).toEqual([]);
      site.clock.advance(LEASE_MS);

      expect(keysOf(await other.claim(1, 'unclaimed-reminder'))).toEqual(['a']);
    });

    it('keeps a timer that the other process has rescheduled meanwhile', async () => {
      const moved = aTimer('a', { dueAt: isoAfterMs(1000) });
      await one.schedule([aTimer('a')]);
      const [taken] = await one.claim(1, 'unclaimed-reminder');

      await other.schedule([moved]);
      if (taken) await one.complete(taken);
      site.clock.advance(1000);

      expect(await one.claim(1, 'unclaimed-reminder')).toMatchObject([moved]);
    });

    it('keeps a timer that the other process has cancelled and scheduled again meanwhile', async () => {
      const moved = aTimer('a', { dueAt: isoAfterMs(1000) });
      await one.schedule([aTimer('a')]);
      const [old] = await one.claim(1, 'unclaimed-reminder');

      await other.cancel(['a']);
      await other.schedule([moved]);
      if (old) await one.complete(old);
      site.clock.advance(1000);

      expect(await other.claim(1, 'unclaimed-reminder')).toMatchObject([moved]);
    });

    it('creates a timer once when scheduleIfAbsent is called several times at once', async () => {
      await Promise.all([one, other, one, other].map((timers) => timers.scheduleIfAbsent(aTimer('digest'))));

      expect(await one.claim(10, 'unclaimed-reminder')).toHaveLength(1);
    });
  });
}
