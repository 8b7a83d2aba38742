import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Errand, Outbox } from '../../src/ports.ts';
import { DRAWINGS, SAYINGS } from '../../src/ports.ts';
import { aDrawing, aSaying } from './a-handoff.ts';
import type { Site } from './site.ts';

const LEASE = 15_000;

const keysOf = (taken: readonly Errand[]) => taken.map(({ key }) => key);

/** What one process may rely on. */
export function outboxContract(arrive: () => Promise<Site>): void {
  describe('keeps an outbox that', () => {
    let site: Site;
    let outbox: Outbox;
    beforeEach(async () => {
      site = await arrive();
      outbox = (await site.open({ leaseMs: LEASE })).outbox;
    });
    afterEach(() => site.leave());

    const inMs = (ms: number) => new Date(site.clock.now().getTime() + ms);
    const takeOne = async () => {
      const [taken] = await outbox.take(1);
      if (!taken) throw new Error('nothing to take');
      return taken;
    };

    it('gives back to the letter what is to be said', async () => {
      const data = { text: 'zoë "q" \\ \u2028 \u0000 🪑', nested: { list: [1, null, false] } };
      const errands = [
        aSaying('a', { data, channel: null }),
        aDrawing('b', { notBefore: site.clock.now().toISOString() }),
      ];

      await outbox.add(errands);
      await outbox.add([]);

      expect(await outbox.take(10)).toEqual(
        errands.map((errand) => ({ ...errand, version: 1, attempts: 1 })),
      );
    });

    it('hands out in the order of asking, and no more than asked for', async () => {
      await outbox.add(['c', 'a'].map((key) => aSaying(key, { channel: null })));
      await outbox.add(['d', 'b'].map((key) => aDrawing(key, { channel: `C0${key}` })));

      expect(await outbox.take(0)).toEqual([]);
      expect(await outbox.take(-1)).toEqual([]);
      expect(keysOf(await outbox.take(3))).toEqual(['c', 'a', 'd']);
      expect(keysOf(await outbox.take(3))).toEqual(['b']);
      expect(await outbox.take(3)).toEqual([]);
      expect(await outbox.pending()).toBe(4);
    });

    it('adds all of it or nothing', async () => {
      const broken = aSaying('b', { kind: null as unknown as Errand['kind'] });

      await expect(outbox.add([aSaying('a'), broken])).rejects.toThrow();

      expect(await outbox.pending()).toBe(0);
    });

    it('waits until the time of a row has come', async () => {
      await outbox.add([aSaying('a', { notBefore: inMs(1000).toISOString() })]);

      site.clock.pass(999);
      expect(await outbox.take(10)).toEqual([]);
      expect(await outbox.pending()).toBe(1);
      site.clock.pass(1);
      expect(keysOf(await outbox.take(10))).toEqual(['a']);
    });

    it('lets go of a row when its lease lapses, and counts how often it was begun', async () => {
      await outbox.add([aSaying('a')]);
      await outbox.take(1);

      site.clock.pass(LEASE - 1);
      expect(await outbox.take(1)).toEqual([]);
      site.clock.pass(1);
      expect(await outbox.take(1)).toMatchObject([{ key: 'a', attempts: 2 }]);
    });

    it('keeps a row for another lease when asked, and gives back all of ours', async () => {
      await outbox.add([aSaying('a', { channel: null }), aSaying('b', { channel: null })]);
      await outbox.take(2);

      site.clock.pass(LEASE - 1);
      await outbox.renew(['a', 'unheard-of']);
      await outbox.renew([]);
      site.clock.pass(LEASE - 1);
      expect(keysOf(await outbox.take(2))).toEqual(['b']);
      await outbox.handBack();

      expect(keysOf(await outbox.take(2))).toEqual(['a', 'b']);
    });

    it('does not hand out a postponed row before its time', async () => {
      await outbox.add([aSaying('a')]);
      await outbox.take(1);

      await outbox.postpone('a', inMs(60_000));
      await outbox.postpone('unheard-of', inMs(0));

      site.clock.pass(59_999);
      expect(await outbox.take(1)).toEqual([]);
      site.clock.pass(1);
      expect(await outbox.take(1)).toMatchObject([{ key: 'a', attempts: 2 }]);
    });

    it.each(SAYINGS)('says a %s once for its key, however often it is asked for', async (kind) => {
      const first = aSaying('a', { kind, data: { said: 'first' } });
      const second = aSaying('a', { kind, data: { said: 'second' }, notBefore: inMs(5000).toISOString() });
      await outbox.add([first]);
      await outbox.add([second]);
      const taken = await takeOne();
      await outbox.add([second]);

      await outbox.done(taken);
      await outbox.add([second]);

      expect(taken).toEqual({ ...first, version: 1, attempts: 1 });
      expect(await outbox.pending()).toBe(0);
      site.clock.pass(10 * LEASE);
      expect(await outbox.take(10)).toEqual([]);
    });

    it.each(DRAWINGS)(
      'draws a %s once for requests that come before it is begun, as asked for last',
      async (kind) => {
        const last = aDrawing('a', { kind, channel: 'C0OTHER', data: { said: 'second' } });
        await outbox.add([
          aDrawing('a', { kind, data: { said: 'first' }, notBefore: inMs(5000).toISOString() }),
        ]);

        await outbox.add([last]);

        expect(await outbox.take(10)).toEqual([{ ...last, version: 2, attempts: 1 }]);
      },
    );

    it.each(DRAWINGS)('draws a %s again that is asked for after it was drawn', async (kind) => {
      await outbox.add([aDrawing('a', { kind })]);
      const taken = await takeOne();
      await outbox.done(taken);
      expect(await outbox.take(10)).toEqual([]);

      await outbox.add([aDrawing('a', { kind })]);

      expect(await outbox.pending()).toBe(1);
      expect(await outbox.take(10)).toEqual([{ ...taken, version: 2, attempts: 1 }]);
    });

    it('draws again what was asked for while it was drawn, but not by two at once', async () => {
      await outbox.add([aDrawing('a', { data: { said: 'first' } })]);
      const taken = await takeOne();

      await outbox.add([aDrawing('a', { data: { said: 'second' } })]);
      expect(await outbox.take(10)).toEqual([]);
      await outbox.done(taken);

      const again = await takeOne();
      expect(again).toMatchObject({ key: 'a', version: 2, attempts: 1, data: { said: 'second' } });
      await outbox.done(again);
      expect(await outbox.pending()).toBe(0);
      site.clock.pass(LEASE);
      expect(await outbox.take(10)).toEqual([]);
    });

    it('is not put off by an earlier failure when it is asked for again', async () => {
      await outbox.add([aDrawing('a')]);
      await takeOne();
      await outbox.postpone('a', inMs(60_000));

      await outbox.add([aDrawing('a')]);

      expect(await outbox.take(10)).toMatchObject([{ key: 'a', attempts: 1 }]);
    });

    it('does not wake what is done by postponing or renewing it, or by being done twice', async () => {
      await outbox.add([aSaying('a')]);
      const taken = await takeOne();
      await outbox.done(taken);

      await outbox.done(taken);
      await outbox.done({ key: 'unheard-of', version: 1 });
      await outbox.postpone('a', inMs(0));
      await outbox.renew(['a']);
      await outbox.handBack();

      expect(await outbox.take(10)).toEqual([]);
    });

    it('forgets keys of what was done long ago, and nothing else', async () => {
      await outbox.add(['old', 'new', 'open'].map((key) => aSaying(key, { channel: null })));
      const [old, young] = await outbox.take(2);
      await outbox.done(old ?? { key: '', version: 0 });
      site.clock.pass(1000);
      await outbox.done(young ?? { key: '', version: 0 });

      await outbox.forgetDone(site.clock.now());

      await outbox.add(['old', 'new', 'open'].map((key) => aSaying(key, { channel: null })));
      expect(keysOf(await outbox.take(10))).toEqual(['open', 'old']);
    });
  });
}
