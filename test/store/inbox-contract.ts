import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundRequest, Inbox } from '../../src/ports/queues.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { anInboundRequest, START_TIME } from './database-fixture.ts';

const LEASE_MS = 15_000;

/** What one process may rely on. */
export function inboxContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('inbox', () => {
    let site: DatabaseFixture;
    let inbox: Inbox;
    beforeEach(async () => {
      site = await createFixture();
      inbox = (await site.openStore({ leaseMs: LEASE_MS })).inbox;
    });
    afterEach(() => site.close());

    const keysTaken = async (limit = 100) => (await inbox.claim(limit)).map(({ key }) => key);

    it('leases a new request to the process that accepted it', async () => {
      expect(await inbox.accept(anInboundRequest('a'))).toBe('new');

      expect(await inbox.claim(10)).toEqual([]);
      expect(await inbox.countPending()).toBe(1);
    });

    it('returns "duplicate" for a known key and keeps the first request', async () => {
      const first = anInboundRequest('a', { body: { said: 'first' } });
      await inbox.accept(first);

      expect(await inbox.accept(anInboundRequest('a', { body: { said: 'second' } }))).toBe('duplicate');

      await inbox.releaseLeases();
      expect(await inbox.claim(10)).toEqual([{ ...first, attempts: 2, version: 1 }]);
    });

    it('recognizes duplicates that arrive at the same time', async () => {
      const given = ['a', 'b', 'a', 'a', 'c', 'b'].map((key, index) =>
        anInboundRequest(key, { body: { index } }),
      );

      const answers = await Promise.all(given.map((arrival) => inbox.accept(arrival)));

      expect(answers).toEqual(['new', 'new', 'duplicate', 'duplicate', 'new', 'duplicate']);
      await inbox.releaseLeases();
      expect((await inbox.claim(10)).map(({ body }) => body['index'])).toEqual([0, 1, 4]);
    });

    it('accepts hundreds of simultaneous requests', async () => {
      const keys = Array.from({ length: 450 }, (_, index) => `row-${String(index).padStart(3, '0')}`);

      const answers = await Promise.all(keys.map((key) => inbox.accept(anInboundRequest(key))));

      expect(new Set(answers)).toEqual(new Set(['new']));
      await inbox.releaseLeases();
      expect(await keysTaken(1000)).toEqual(keys);
    });

    it('rejects an invalid request without losing those beside it', async () => {
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      const broken = [
        anInboundRequest('circle', { body: circle }),
        anInboundRequest('no-time', { receivedAt: null as unknown as string }),
      ];

      const answers = await Promise.allSettled(
        [anInboundRequest('a'), ...broken, anInboundRequest('b')].map((arrival) => inbox.accept(arrival)),
      );

      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      await inbox.releaseLeases();
      expect(await keysTaken()).toEqual(['a', 'b']);
    });

    it('returns the body as it was accepted', async () => {
      const body = {
        text: 'zoë@例え.jp "q" \\ \u2028 \u0000 🪑',
        nested: { list: [1, null, false, { deep: '…' }] },
      };
      const arrival: InboundRequest = { key: 'k', kind: 'view', receivedAt: START_TIME, body };
      await inbox.accept(arrival);
      await inbox.releaseLeases();

      expect(await inbox.claim(1)).toEqual([{ ...arrival, attempts: 2, version: 1 }]);
    });

    it('releases a request when its lease expires, and counts the attempts', async () => {
      await inbox.accept(anInboundRequest('a'));

      site.clock.advance(LEASE_MS - 1);
      expect(await keysTaken()).toEqual([]);
      site.clock.advance(1);
      expect(await inbox.claim(10)).toMatchObject([{ key: 'a', attempts: 2 }]);
      site.clock.advance(LEASE_MS);
      expect(await inbox.claim(10)).toMatchObject([{ key: 'a', attempts: 3 }]);
    });

    it('renews a lease', async () => {
      await inbox.accept(anInboundRequest('a'));
      await inbox.accept(anInboundRequest('b'));

      site.clock.advance(LEASE_MS - 1);
      await inbox.renewLeases(['a', 'a', 'unheard-of']);
      await inbox.renewLeases([]);
      site.clock.advance(LEASE_MS - 1);

      expect(await keysTaken()).toEqual(['b']);
    });

    it('claims requests of a kind in the order of acceptance, up to the limit', async () => {
      for (const key of ['c', 'a', 'd', 'b']) await inbox.accept(anInboundRequest(key));
      await inbox.accept(anInboundRequest('press', { kind: 'action' }));
      await inbox.releaseLeases();

      expect(await keysTaken(0)).toEqual([]);
      expect(await keysTaken(-1)).toEqual([]);
      expect(await keysTaken(3)).toEqual(['c', 'a', 'd']);
      expect(await inbox.claim(3, 'action')).toMatchObject([{ key: 'press' }]);
      expect(await keysTaken(3)).toEqual(['b']);
    });

    it('deletes the body of a completed request and keeps its key', async () => {
      await inbox.accept(anInboundRequest('a'));

      await inbox.complete({ key: 'a' });
      await inbox.complete({ key: 'a' });
      await inbox.complete({ key: 'unheard-of' });

      site.clock.advance(10 * LEASE_MS);
      expect(await keysTaken()).toEqual([]);
      expect(await inbox.countPending()).toBe(0);
      expect(await inbox.accept(anInboundRequest('a'))).toBe('duplicate');
      expect(await inbox.countPending()).toBe(0);
    });

    it('does not claim a request before its retry time', async () => {
      await inbox.accept(anInboundRequest('a'));

      await inbox.retryAt({ key: 'a' }, new Date(site.clock.now().getTime() + 60_000));
      await inbox.retryAt({ key: 'unheard-of' }, site.clock.now());

      site.clock.advance(59_999);
      expect(await keysTaken()).toEqual([]);
      expect(await inbox.countPending()).toBe(1);
      site.clock.advance(1);
      expect(await keysTaken()).toEqual(['a']);
    });

    it('ignores retryAt and renewLeases for a completed request', async () => {
      await inbox.accept(anInboundRequest('a'));
      await inbox.complete({ key: 'a' });

      await inbox.retryAt({ key: 'a' }, site.clock.now());
      await inbox.renewLeases(['a']);
      await inbox.releaseLeases();

      expect(await keysTaken()).toEqual([]);
    });

    it('releases all leases of this process, including those being written', async () => {
      await inbox.accept(anInboundRequest('a'));
      const accepting = inbox.accept(anInboundRequest('b'));

      await inbox.releaseLeases();
      await inbox.releaseLeases();
      await accepting;

      expect(await keysTaken()).toEqual(['a', 'b']);
    });

    it('deletes only the keys of requests that were completed before the given time', async () => {
      for (const key of ['old', 'new', 'open']) await inbox.accept(anInboundRequest(key));
      await inbox.complete({ key: 'old' });
      site.clock.advance(1000);
      await inbox.complete({ key: 'new' });

      await inbox.deleteCompleted(site.clock.now());
      await inbox.deleteCompleted(site.clock.now());

      const answers = await Promise.all(
        ['old', 'new', 'open'].map((key) => inbox.accept(anInboundRequest(key))),
      );
      expect(answers).toEqual(['new', 'duplicate', 'duplicate']);
    });

    it('keeps the time of the first completion', async () => {
      await inbox.accept(anInboundRequest('a'));
      await inbox.complete({ key: 'a' });
      site.clock.advance(1000);
      await inbox.complete({ key: 'a' });

      await inbox.deleteCompleted(site.clock.now());

      expect(await inbox.accept(anInboundRequest('a'))).toBe('new');
    });
  });
}
