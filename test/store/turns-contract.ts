import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Outbox } from '../../src/ports.ts';
import type { Site } from './site.ts';

const PACE = 1_000;

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
  });
}
