import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outbox, OutboxMessage } from '../../src/ports/queues.ts';
import { aHandoffOutboxMessage, aNoteOutboxMessage } from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';

const CHANNEL_INTERVAL_MS = 1_000;

const keysOf = (taken: readonly OutboxMessage[]) => taken.map(({ key }) => key);

/** Who may post in a channel now. */
export function channelRateLimitContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('channel rate limits', () => {
    let site: DatabaseFixture;
    let outbox: Outbox;
    beforeEach(async () => {
      site = await createFixture();
      outbox = (await site.openStore()).outbox;
    });
    afterEach(() => site.close());

    const inMs = (ms: number) => new Date(site.clock.now().getTime() + ms);

    it('grants one slot per interval, and returns when the next one is free', async () => {
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

    it('grants no slot before the end of a backoff, and never shortens it', async () => {
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

    it('claims one message per free channel, oldest first', async () => {
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

    it('claims a postponed message at its time, before messages that were enqueued later', async () => {
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

    it('does not count an attempt that retryUncountedAt gives back', async () => {
      await outbox.enqueue([aNoteOutboxMessage('a', { channel: 'C1' })]);
      await outbox.claim(1);

      await outbox.retryUncountedAt({ key: 'a' }, inMs(1_000));

      expect(await outbox.claim(1)).toEqual([]);
      site.clock.advance(1_000);
      expect(await outbox.claim(1)).toMatchObject([{ key: 'a', attempts: 1 }]);
    });

    it('claims a message of a free channel at once although thousands wait for another', async () => {
      await outbox.enqueue(
        Array.from({ length: 3_000 }, (_, index) => aNoteOutboxMessage(`w${index}`, { channel: 'C1' })),
      );
      await outbox.acquireSlot('C1', CHANNEL_INTERVAL_MS);
      await outbox.enqueue([aHandoffOutboxMessage('new', { channel: 'C2' })]);

      expect(keysOf(await outbox.claim(10))).toEqual(['new']);
    });
  });
}
