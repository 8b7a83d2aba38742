import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Errand, Outbox } from '../../src/ports.ts';
import { aDrawing, aSaying } from './a-handoff.ts';
import type { Site } from './site.ts';

const PACE = 1_000;

const keysOf = (taken: readonly Errand[]) => taken.map(({ key }) => key);

/** Who may post in a channel now. */
export function turnsContract(arrive: () => Promise<Site>): void {
  describe('paces channels and', () => {
    let site: Site;
    let outbox: Outbox;
    beforeEach(async () => {
      site = await arrive();
      outbox = (await site.open()).outbox;
    });
    afterEach(() => site.leave());

    const inMs = (ms: number) => new Date(site.clock.now().getTime() + ms);

    it('gives a channel one turn in its pace, and says when the next is', async () => {
      expect(await outbox.turn('C1', PACE)).toBe('now');
      const next = inMs(PACE);

      expect(await outbox.turn('C1', PACE)).toEqual(next);
      expect(await outbox.turn('C2', PACE)).toBe('now');
      site.clock.pass(PACE - 1);
      expect(await outbox.turn('C1', PACE)).toEqual(next);
      site.clock.pass(1);
      expect(await outbox.turn('C1', PACE)).toBe('now');
      expect(await outbox.turn('C1', PACE)).toEqual(inMs(PACE));
    });

    it('gives no turn in a channel that Slack limits, and never an earlier one for it', async () => {
      const held = inMs(30_000);
      await outbox.hold('C1', held);
      await outbox.hold('C1', inMs(10_000));

      expect(await outbox.turn('C1', PACE)).toEqual(held);
      expect(await outbox.turn('C2', PACE)).toBe('now');
      await outbox.hold('C2', inMs(1));
      expect(await outbox.turn('C2', PACE)).toEqual(inMs(PACE));
      await outbox.forgetDone(inMs(15_000));
      site.clock.pass(29_999);
      expect(await outbox.turn('C1', PACE)).toEqual(held);
      site.clock.pass(1);
      expect(await outbox.turn('C1', PACE)).toBe('now');
    });

    it('takes one message of each channel whose turn it is, the oldest first', async () => {
      await outbox.add(['a', 'b', 'c'].map((key) => aSaying(key, { channel: 'C1' })));
      await outbox.add([aSaying('d', { channel: 'C2' }), aSaying('e', { channel: null })]);
      await outbox.add([aSaying('f', { channel: 'C3' }), aSaying('g', { channel: null })]);
      await outbox.turn('C3', PACE);

      expect(keysOf(await outbox.take(10))).toEqual(['a', 'd', 'e', 'g']);

      // Of a channel whose first is being said the next may go when its turn comes.
      expect(keysOf(await outbox.take(10))).toEqual(['b']);
      await outbox.hold('C1', inMs(30_000));
      site.clock.pass(PACE);
      expect(keysOf(await outbox.take(10))).toEqual(['f']);
    });

    it('takes what was put off when its time has come, before what was asked for later', async () => {
      await outbox.add([aSaying('a', { channel: 'C1' }), aSaying('b', { channel: 'C1' })]);
      await outbox.add([aSaying('later', { channel: 'C1', notBefore: inMs(60_000).toISOString() })]);
      await outbox.take(1);
      await outbox.postpone('a', inMs(5_000));

      site.clock.pass(5_000);
      expect(keysOf(await outbox.take(10))).toEqual(['a']);
      expect(keysOf(await outbox.take(10))).toEqual(['b']);
      expect(await outbox.take(10)).toEqual([]);
      site.clock.pass(55_000);
      expect(keysOf(await outbox.take(10))).toEqual(['a']);
      expect(keysOf(await outbox.take(10))).toEqual(['b']);
      expect(keysOf(await outbox.take(10))).toEqual(['later']);
    });

    it('gives back as untried what could not be tried', async () => {
      await outbox.add([aSaying('a', { channel: 'C1' })]);
      await outbox.take(1);

      await outbox.returnUntried('a', inMs(1_000));

      expect(await outbox.take(1)).toEqual([]);
      site.clock.pass(1_000);
      expect(await outbox.take(1)).toMatchObject([{ key: 'a', attempts: 1 }]);
    });

    it('goes to another channel at once behind thousands that wait for one', async () => {
      await outbox.add(Array.from({ length: 3_000 }, (_, index) => aSaying(`w${index}`, { channel: 'C1' })));
      await outbox.turn('C1', PACE);
      await outbox.add([aDrawing('new', { channel: 'C2' })]);

      expect(keysOf(await outbox.take(10))).toEqual(['new']);
    });
  });
}
