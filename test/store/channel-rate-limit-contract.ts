import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outbox, OutboxMessage } from '../../src/ports/queues.ts';
import { aHandoffOutboxMessage, aNoteOutboxMessage } from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';

const CHANNEL_INTERVAL_MS = 1_000;

const keysOf = (taken: readonly OutboxMessage[]) => taken.map(({ key }) => key);

/** Who may post in a channel now. */
export function channelRateLimitContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('paces channels and', () => {
    let site: DatabaseFixture;
    let outbox: Outbox;
    beforeEach(async () => {
      site = await createFixture();
      outbox = (await site.openStore()).outbox;
    });
    afterEach(() => site.close());

    const inMs = (ms: number) => new Date(site.clock.now().getTime() + ms);

    it('gives a channel one turn in its pace, and says when the next is', async () => {
      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toBe('now');
      const next = inMs(CHANNEL_INTERVAL_MS);

      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toEqual(next);
      expect(await outbox.acquireSlot('C2', CHANNEL_INTERVAL_MS)).toBe('now');
      site.clock.advance(CHANNEL_INTERVAL_MS - 1);
      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toEqual(next);
      site.clock.advance(1);
      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toBe('now');
      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toEqual(inMs(CHANNEL_INTERVAL_MS));
    });

    it('gives no turn in a channel that Slack limits, and never an earlier one for it', async () => {
      const held = inMs(30_000);
      await outbox.backOff('C1', held);
      await outbox.backOff('C1', inMs(10_000));

      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toEqual(held);
      expect(await outbox.acquireSlot('C2', CHANNEL_INTERVAL_MS)).toBe('now');
      await outbox.backOff('C2', inMs(1));
      expect(await outbox.acquireSlot('C2', CHANNEL_INTERVAL_MS)).toEqual(inMs(CHANNEL_INTERVAL_MS));
      await outbox.deleteCompleted(inMs(15_000));
      site.clock.advance(29_999);
      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toEqual(held);
      site.clock.advance(1);
      expect(await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toBe('now');
    });

    it('takes one message of each channel whose turn it is, the oldest first', async () => {
      await outbox.enqueue(['a', 'b', 'c'].map((key) => aNoteOutboxMessage(key, { channel: 'C1' })));
      await outbox.enqueue([
        aNoteOutboxMessage('d', { channel: 'C2' }),
        aNoteOutboxMessage('e', { channel: null }),
      ]);
      await outbox.enqueue([
        aNoteOutboxMessage('f', { channel: 'C3' }),
        aNoteOutboxMessage('g', { channel: null }),
      ]);
      await outbox.acquireSlot('C3', CHANNEL_INTERVAL_MS);

      expect(keysOf(await outbox.claim(10))).toEqual(['a', 'd', 'e', 'g']);

      // Of a channel whose first is being said the next may go when its turn comes.
      expect(keysOf(await outbox.claim(10))).toEqual(['b']);
      await outbox.backOff('C1', inMs(30_000));
      site.clock.advance(CHANNEL_INTERVAL_MS);
      expect(keysOf(await outbox.claim(10))).toEqual(['f']);
    });

    it('takes what was put off when its time has come, before what was asked for later', async () => {
      await outbox.enqueue([
        aNoteOutboxMessage('a', { channel: 'C1' }),
        aNoteOutboxMessage('b', { channel: 'C1' }),
      ]);
      await outbox.enqueue([
        aNoteOutboxMessage('later', { channel: 'C1', notBefore: inMs(60_000).toISOString() }),
      ]);
      await outbox.claim(1);
      await outbox.retryAt({ key: 'a' }, inMs(5_000));

      site.clock.advance(5_000);
      expect(keysOf(await outbox.claim(10))).toEqual(['a']);
      expect(keysOf(await outbox.claim(10))).toEqual(['b']);
      expect(await outbox.claim(10)).toEqual([]);
      site.clock.advance(55_000);
      expect(keysOf(await outbox.claim(10))).toEqual(['a']);
      expect(keysOf(await outbox.claim(10))).toEqual(['b']);
      expect(keysOf(await outbox.claim(10))).toEqual(['later']);
    });

    it('gives back as untried what could not be tried', async () => {
      await outbox.enqueue([aNoteOutboxMessage('a', { channel: 'C1' })]);
      await outbox.claim(1);

      await outbox.retryUncountedAt({ key: 'a' }, inMs(1_000));

      expect(await outbox.claim(1)).toEqual([]);
      site.clock.advance(1_000);
      expect(await outbox.claim(1)).toMatchObject([{ key: 'a', attempts: 1 }]);
    });

    it('goes to another channel at once behind thousands that wait for one', async () => {
      await outbox.enqueue(
        Array.from({ length: 3_000 }, (_, index) => aNoteOutboxMessage(`w${index}`, { channel: 'C1' })),
      );
      await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS);
      await outbox.enqueue([aHandoffOutboxMessage('new', { channel: 'C2' })]);

      expect(keysOf(await outbox.claim(10))).toEqual(['new']);
    });
  });
}
