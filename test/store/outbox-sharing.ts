import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Errand, Outbox } from '../../src/ports.ts';
import { aDrawing, aSaying } from './a-handoff.ts';
import type { Site } from './site.ts';

const LEASE = 15_000;
const PACE = 1_000;

const keysOf = (taken: readonly Errand[]) => taken.map(({ key }) => key);

/** Several processes say what one outbox holds. */
export function outboxSharing(arrive: () => Promise<Site>): void {
  describe('shares its outbox and', () => {
    let site: Site;
    let one: Outbox;
    let other: Outbox;
    beforeEach(async () => {
      site = await arrive();
      one = (await site.open({ owner: 'one', leaseMs: LEASE })).outbox;
      other = (await site.open({ owner: 'other', leaseMs: LEASE })).outbox;
    });
    afterEach(() => site.leave());

    it('hands each row to one process', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `row-${index}`);
      await one.add(keys.map((key, index) => aSaying(key, { channel: index % 2 ? null : `C${index}` })));

      const taken: string[] = [];
      for (let round = 0; round < 40; round += 1) {
        const turns = [one, other, one, other].map((outbox) => outbox.take(5));
        taken.push(...(await Promise.all(turns)).flatMap(keysOf));
      }

      expect(taken.toSorted()).toEqual(keys.toSorted());
    });

    it('touches nothing that the other holds when it renews, postpones or hands back', async () => {
      await one.add([aSaying('a')]);
      await one.take(1);

      await other.postpone('a', site.clock.now());
      await other.handBack();
      expect(await other.take(1)).toEqual([]);
      site.clock.pass(LEASE - 1);
      await other.renew(['a']);
      site.clock.pass(1);

      expect(keysOf(await other.take(1))).toEqual(['a']);
      expect(await one.take(1)).toEqual([]);
    });

    it('lets a process that lost its lease still say that it was said', async () => {
      await one.add([aSaying('a')]);
      const [taken] = await one.take(1);
      site.clock.pass(LEASE);
      await other.take(1);

      if (taken) await one.done(taken);

      expect(await other.pending()).toBe(0);
    });

    it('leaves to the other process what it has taken anew, though the first says that its own is drawn', async () => {
      await one.add([aDrawing('a')]);
      const [first] = await one.take(1);
      site.clock.pass(LEASE);
      await other.add([aDrawing('a')]);
      const [second] = await other.take(1);

      if (first) await one.done(first);

      expect(second).toMatchObject({ version: 2 });
      expect(await one.take(1)).toEqual([]);
      if (second) await other.done(second);
      expect(await one.pending()).toBe(0);
    });

    it('counts every request for a drawing, whichever process asks', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, turn) => (turn % 2 ? one : other).add([aDrawing('a')])),
      );

      expect(await one.take(10)).toMatchObject([{ key: 'a', version: 20 }]);
    });

    it('gives one turn in a pace, however many ask in the same moment', async () => {
      for (let round = 0; round < 10; round += 1) {
        const asked = Array.from({ length: 12 }, (_, turn) => (turn % 2 ? one : other).turn('C1', PACE));
        const answers = await Promise.all(asked);

        const next = new Date(site.clock.now().getTime() + PACE);
        expect(answers.filter((answer) => answer === 'now')).toHaveLength(1);
        expect(answers.filter((answer) => answer !== 'now')).toEqual(Array.from({ length: 11 }, () => next));
        site.clock.pass(PACE);
      }
    });

    it('holds a channel for all of them', async () => {
      const until = new Date(site.clock.now().getTime() + 5_000);
      await one.hold('C1', until);

      expect(await other.turn('C1', PACE)).toEqual(until);
    });
  });
}
