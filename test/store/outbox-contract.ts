import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outbox, OutboxMessage } from '../../src/ports/queues.ts';

import { OUTBOX_EVENT_KINDS, OUTBOX_STATE_KINDS } from '../../src/ports/queues.ts';

import { aHandoffOutboxMessage, aNoteOutboxMessage } from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';

const LEASE_MS = 15_000;

const keysOf = (taken: readonly OutboxMessage[]) => taken.map(({ key }) => key);

/** What one process may rely on. */
export function outboxContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('outbox', () => {
    let site: DatabaseFixture;
    let outbox: Outbox;
    beforeEach(async () => {
      site = await createFixture();
      outbox = (await site.openStore({ leaseMs: LEASE_MS })).outbox;
    });
    afterEach(() => site.close());

    const inMs = (ms: number) => new Date(site.clock.now().getTime() + ms);
    const takeOne = async () => {
      const [taken] = await outbox.claim(1);
      if (!taken) throw new Error('nothing to take');
      return taken;
    };

    it.each([null, 'C0SALES'])(
      'leaves messages of an unknown kind to a newer version for a day: %s',
      async (channel) => {
        const kind = 'of-a-newer-version' as OutboxMessage['kind'];
        await outbox.enqueue([{ ...aNoteOutboxMessage('new', { channel }), kind }]);
        await outbox.enqueue([aNoteOutboxMessage('known', { channel })]);

        const taken = await outbox.claim(10);
        expect(keysOf(taken)).toEqual(['known']);
        for (const message of taken) await outbox.complete(message);
        await outbox.quarantineUnclaimable();
        expect(await outbox.countPending()).toBe(1);

        site.clock.advance(24 * 60 * 60_000 + 1);
        await outbox.quarantineUnclaimable();
        expect(await outbox.countPending()).toBe(0);
      },
    );

    it('does not quarantine a message that was enqueued again meanwhile', async () => {
      await outbox.enqueue([aHandoffOutboxMessage('a')]);
      const old = await takeOne();
      await outbox.enqueue([aHandoffOutboxMessage('a')]);

      await outbox.quarantine(old, 'max-attempts');
      expect(await outbox.countPending()).toBe(1);
    });

    it('returns messages as they were enqueued', async () => {
      const data = { text: 'zoë "q" \\ \u2028 \u0000 🪑', nested: { list: [1, null, false] } };
      const messages = [
        aNoteOutboxMessage('a', { payload: data, channel: null }),
        aHandoffOutboxMessage('b', { notBefore: site.clock.now().toISOString() }),
      ];

      await outbox.enqueue(messages);
      await outbox.enqueue([]);

      expect(await outbox.claim(10)).toEqual(
        messages.map((message) => ({ ...message, version: 1, attempts: 1 })),
      );
    });

    it('claims messages in the order of enqueueing, up to the limit', async () => {
      await outbox.enqueue(['c', 'a'].map((key) => aNoteOutboxMessage(key, { channel: null })));
      await outbox.enqueue([aHandoffOutboxMessage('d', { channel: 'C0d' })]);
      await outbox.enqueue([aHandoffOutboxMessage('b', { channel: 'C0b' })]);

      expect(await outbox.claim(0)).toEqual([]);
      expect(await outbox.claim(-1)).toEqual([]);
      expect(keysOf(await outbox.claim(3))).toEqual(['c', 'a', 'd']);
      expect(keysOf(await outbox.claim(3))).toEqual(['b']);
      expect(await outbox.claim(3)).toEqual([]);
      expect(await outbox.countPending()).toBe(4);
    });

    it('enqueues all messages or none', async () => {
      const broken = aNoteOutboxMessage('b', { kind: null as unknown as OutboxMessage['kind'] });

      await expect(outbox.enqueue([aNoteOutboxMessage('a'), broken])).rejects.toThrow();

      expect(await outbox.countPending()).toBe(0);
    });

    it('returns since when the oldest message is due, whatever its retries', async () => {
      const later = { notBefore: inMs(1000).toISOString() };
      expect(await outbox.oldestDueSince()).toBeNull();
      await outbox.enqueue([aNoteOutboxMessage('a', { channel: 'C0A', ...later })]);
      expect(await outbox.oldestDueSince()).toBeNull();

      site.clock.advance(2000);
      await outbox.enqueue([aNoteOutboxMessage('b', { channel: 'C0B' })]);
      expect(await outbox.oldestDueSince()).toEqual(inMs(-1000));

      for (const message of await outbox.claim(10)) await outbox.retryAt(message, inMs(60_000));
      expect(await outbox.oldestDueSince()).toEqual(inMs(-1000));
      await outbox.complete({ key: 'a' });
      expect(await outbox.oldestDueSince()).toEqual(inMs(0));
      await outbox.complete({ key: 'b' });
      expect(await outbox.oldestDueSince()).toBeNull();
    });

    it('returns the same for messages without a channel', async () => {
      await outbox.enqueue([aNoteOutboxMessage('a', { channel: null })]);

      expect(await outbox.oldestDueSince()).toEqual(inMs(0));
    });

    it('does not claim a message before its notBefore', async () => {
      await outbox.enqueue([aNoteOutboxMessage('a', { notBefore: inMs(1000).toISOString() })]);

      site.clock.advance(999);
      expect(await outbox.claim(10)).toEqual([]);
      expect(await outbox.countPending()).toBe(1);
      site.clock.advance(1);
      expect(keysOf(await outbox.claim(10))).toEqual(['a']);
    });

    it('releases a message when its lease expires, and counts the attempts', async () => {
      await outbox.enqueue([aNoteOutboxMessage('a')]);
      await outbox.claim(1);

      site.clock.advance(LEASE_MS - 1);
      expect(await outbox.claim(1)).toEqual([]);
      site.clock.advance(1);
      expect(await outbox.claim(1)).toMatchObject([{ key: 'a', attempts: 2 }]);
    });

    it('renews leases, and releases all leases of this process', async () => {
      await outbox.enqueue([
        aNoteOutboxMessage('a', { channel: null }),
        aNoteOutboxMessage('b', { channel: null }),
      ]);
      await outbox.claim(2);

      site.clock.advance(LEASE_MS - 1);
      await outbox.renewLeases(['a', 'unheard-of']);
      await outbox.renewLeases([]);
      site.clock.advance(LEASE_MS - 1);
      expect(keysOf(await outbox.claim(2))).toEqual(['b']);
      await outbox.releaseLeases();

      expect(keysOf(await outbox.claim(2))).toEqual(['a', 'b']);
    });

    it('does not claim a message before its retry time', async () => {
      await outbox.enqueue([aNoteOutboxMessage('a')]);
      await outbox.claim(1);

      await outbox.retryAt({ key: 'a' }, inMs(60_000));
      await outbox.retryAt({ key: 'unheard-of' }, inMs(0));

      site.clock.advance(59_999);
      expect(await outbox.claim(1)).toEqual([]);
      site.clock.advance(1);
      expect(await outbox.claim(1)).toMatchObject([{ key: 'a', attempts: 2 }]);
    });

    it.each(OUTBOX_EVENT_KINDS)('posts a %s once per key, however often it is enqueued', async (kind) => {
      const first = aNoteOutboxMessage('a', { kind, payload: { said: 'first' } });
      const second = aNoteOutboxMessage('a', {
        kind,
        payload: { said: 'second' },
        notBefore: inMs(5000).toISOString(),
      });
      await outbox.enqueue([first]);
      await outbox.enqueue([second]);
      const taken = await takeOne();
      await outbox.enqueue([second]);

      await outbox.complete(taken);
      await outbox.enqueue([second]);

      expect(taken).toEqual({ ...first, version: 1, attempts: 1 });
      expect(await outbox.countPending()).toBe(0);
      site.clock.advance(10 * LEASE_MS);
      expect(await outbox.claim(10)).toEqual([]);
    });

    it.each(OUTBOX_STATE_KINDS)(
      'merges requests for a %s that come before it is claimed, and keeps the last payload',
      async (kind) => {
        const last = aHandoffOutboxMessage('a', { kind, channel: 'C0OTHER', payload: { said: 'second' } });
        await outbox.enqueue([
          aHandoffOutboxMessage('a', {
            kind,
            payload: { said: 'first' },
            notBefore: inMs(5000).toISOString(),
          }),
        ]);

        await outbox.enqueue([last]);

        expect(await outbox.claim(10)).toEqual([{ ...last, version: 2, attempts: 1 }]);
      },
    );

    it.each(OUTBOX_STATE_KINDS)(
      'renders a %s again that is enqueued after it was completed',
      async (kind) => {
        await outbox.enqueue([aHandoffOutboxMessage('a', { kind })]);
        const taken = await takeOne();
        await outbox.complete(taken);
        expect(await outbox.claim(10)).toEqual([]);

        await outbox.enqueue([aHandoffOutboxMessage('a', { kind })]);

        expect(await outbox.countPending()).toBe(1);
        expect(await outbox.claim(10)).toEqual([{ ...taken, version: 2, attempts: 1 }]);
      },
    );

    it('renders an update again that was enqueued while it was claimed, by one process at a time', async () => {
      await outbox.enqueue([aHandoffOutboxMessage('a', { payload: { said: 'first' } })]);
      const taken = await takeOne();

      await outbox.enqueue([aHandoffOutboxMessage('a', { payload: { said: 'second' } })]);
      expect(await outbox.claim(10)).toEqual([]);
      await outbox.complete(taken);

      const again = await takeOne();
      expect(again).toMatchObject({ key: 'a', version: 2, attempts: 1, payload: { said: 'second' } });
      await outbox.complete(again);
      expect(await outbox.countPending()).toBe(0);
      site.clock.advance(LEASE_MS);
      expect(await outbox.claim(10)).toEqual([]);
    });

    it('cancels the retry delay of an update that is enqueued again', async () => {
      await outbox.enqueue([aHandoffOutboxMessage('a')]);
      await takeOne();
      await outbox.retryAt({ key: 'a' }, inMs(60_000));

      await outbox.enqueue([aHandoffOutboxMessage('a')]);

      expect(await outbox.claim(10)).toMatchObject([{ key: 'a', attempts: 1 }]);
    });

    it('ignores retryAt, renewLeases and a second complete for a completed message', async () => {
      await outbox.enqueue([aNoteOutboxMessage('a')]);
      const taken = await takeOne();
      await outbox.complete(taken);

      await outbox.complete(taken);
      await outbox.complete({ key: 'unheard-of', version: 1 });
      await outbox.retryAt({ key: 'a' }, inMs(0));
      await outbox.renewLeases(['a']);
      await outbox.releaseLeases();

      expect(await outbox.claim(10)).toEqual([]);
    });

    it('deletes only the keys of messages that were completed before the given time', async () => {
      await outbox.enqueue(['old', 'new', 'open'].map((key) => aNoteOutboxMessage(key, { channel: null })));
      const [old, young] = await outbox.claim(2);
      await outbox.complete(old ?? { key: '', version: 0 });
      site.clock.advance(1000);
      await outbox.complete(young ?? { key: '', version: 0 });

      await outbox.deleteCompleted(site.clock.now());

      await outbox.enqueue(['old', 'new', 'open'].map((key) => aNoteOutboxMessage(key, { channel: null })));
      expect(keysOf(await outbox.claim(10))).toEqual(['open', 'old']);
    });
  });
}
