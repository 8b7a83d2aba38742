import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundRequest, Inbox } from '../../src/ports/queues.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { anInboundRequest, START_TIME } from './database-fixture.ts';

const LEASE_MS = 15_000;

/** What one process may rely on. */
export function inboxContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('keeps an inbox that', () => {
    let site: DatabaseFixture;
    let inbox: Inbox;
    beforeEach(async () => {
      site = await createFixture();
      inbox = (await site.openStore({ leaseMs: LEASE_MS })).inbox;
    });
    afterEach(() => site.close());

    const keysTaken = async (limit = 100) => (await inbox.claim(limit)).map(({ key }) => key);

    it('leases a new row to us at once, so that nobody takes it', async () => {
      expect(await inbox.accept(anInboundRequest('a'))).toBe('new');

      expect(await inbox.claim(10)).toEqual([]);
      expect(await inbox.countPending()).toBe(1);
    });

    it('knows a duplicate, and leaves the first as it is', async () => {
      const first = anInboundRequest('a', { body: { said: 'first' } });
      await inbox.accept(first);

      expect(await inbox.accept(anInboundRequest('a', { body: { said: 'second' } }))).toBe('duplicate');

      await inbox.releaseLeases();
      expect(await inbox.claim(10)).toEqual([{ ...first, attempts: 2, version: 1 }]);
    });

    it('knows duplicates that arrive in the same moment', async () => {
      const given = ['a', 'b', 'a', 'a', 'c', 'b'].map((key, index) =>
        anInboundRequest(key, { body: { index } }),
      );

      const answers = await Promise.all(given.map((arrival) => inbox.accept(arrival)));

      expect(answers).toEqual(['new', 'new', 'duplicate', 'duplicate', 'new', 'duplicate']);
      await inbox.releaseLeases();
      expect((await inbox.claim(10)).map(({ body }) => body['index'])).toEqual([0, 1, 4]);
    });

    it('writes hundreds that arrive at once', async () => {
      const keys = Array.from({ length: 450 }, (_, index) => `row-${String(index).padStart(3, '0')}`);

      const answers = await Promise.all(keys.map((key) => inbox.accept(anInboundRequest(key))));

      expect(new Set(answers)).toEqual(new Set(['new']));
      await inbox.releaseLeases();
      expect(await keysTaken(1000)).toEqual(keys);
    });

    it('refuses a row that cannot be written without losing those beside it', async () => {
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

    it('gives the body back to the letter', async () => {
      const body = {
        text: 'zoë@例え.jp "q" \\ \u2028 \u0000 🪑',
        nested: { list: [1, null, false, { deep: '…' }] },
      };
      const arrival: InboundRequest = { key: 'k', kind: 'view', receivedAt: START_TIME, body };
      await inbox.accept(arrival);
      await inbox.releaseLeases();

      expect(await inbox.claim(1)).toEqual([{ ...arrival, attempts: 2, version: 1 }]);
    });

    it('lets go of a row when its lease lapses, and counts how often it was begun', async () => {
      await inbox.accept(anInboundRequest('a'));

      site.clock.advance(LEASE_MS - 1);
      expect(await keysTaken()).toEqual([]);
      site.clock.advance(1);
      expect(await inbox.claim(10)).toMatchObject([{ key: 'a', attempts: 2 }]);
      site.clock.advance(LEASE_MS);
      expect(await inbox.claim(10)).toMatchObject([{ key: 'a', attempts: 3 }]);
    });

    it('keeps a row for another lease when asked', async () => {
      await inbox.accept(anInboundRequest('a'));
      await inbox.accept(anInboundRequest('b'));

      site.clock.advance(LEASE_MS - 1);
      await inbox.renewLeases(['a', 'a', 'unheard-of']);
      await inbox.renewLeases([]);
      site.clock.advance(LEASE_MS - 1);

      expect(await keysTaken()).toEqual(['b']);
    });

    it('hands out rows of a kind in the order in which they were accepted, and no more than asked for', async () => {
      for (const key of ['c', 'a', 'd', 'b']) await inbox.accept(anInboundRequest(key));
      await inbox.accept(anInboundRequest('press', { kind: 'action' }));
      await inbox.releaseLeases();

      expect(await keysTaken(0)).toEqual([]);
      expect(await keysTaken(-1)).toEqual([]);
      expect(await keysTaken(3)).toEqual(['c', 'a', 'd']);
      expect(await inbox.claim(3, 'action')).toMatchObject([{ key: 'press' }]);
      expect(await keysTaken(3)).toEqual(['b']);
    });

    it('forgets the body of what is done, and still knows its key', async () => {
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

    it('does not hand out a postponed row before its time', async () => {
      await inbox.accept(anInboundRequest('a'));

      await inbox.retryAt({ key: 'a' }, new Date(site.clock.now().getTime() + 60_000));
      await inbox.retryAt({ key: 'unheard-of' }, site.clock.now());

      site.clock.advance(59_999);
      expect(await keysTaken()).toEqual([]);
      expect(await inbox.countPending()).toBe(1);
      site.clock.advance(1);
      expect(await keysTaken()).toEqual(['a']);
    });

    it('does not wake what is done by postponing or renewing it', async () => {
      await inbox.accept(anInboundRequest('a'));
      await inbox.complete({ key: 'a' });

      await inbox.retryAt({ key: 'a' }, site.clock.now());
      await inbox.renewLeases(['a']);
      await inbox.releaseLeases();

      expect(await keysTaken()).toEqual([]);
    });

    it('hands back everything that we hold, also what is just being written', async () => {
      await inbox.accept(anInboundRequest('a'));
      const accepting = inbox.accept(anInboundRequest('b'));

      await inbox.releaseLeases();
      await inbox.releaseLeases();
      await accepting;

      expect(await keysTaken()).toEqual(['a', 'b']);
    });

    it('forgets keys of what was done long ago, and nothing else', async () => {
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

    it('counts the time of being done from the first time', async () => {
      await inbox.accept(anInboundRequest('a'));
      await inbox.complete({ key: 'a' });
      site.clock.advance(1000);
      await inbox.complete({ key: 'a' });

      await inbox.deleteCompleted(site.clock.now());

      expect(await inbox.accept(anInboundRequest('a'))).toBe('new');
    });
  });
}
