import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outbox, OutboxMessage } from '../../src/ports/queues.ts';
import { aHandoffOutboxMessage, aNoteOutboxMessage } from '../builders/filled-handoffs.ts';
import type { DatabaseFixture } from './database-fixture.ts';
import { openTwoStores } from './database-fixture.ts';

const LEASE_MS = 15_000;
const CHANNEL_INTERVAL_MS = 1_000;

const keysOf = (taken: readonly OutboxMessage[]) => taken.map(({ key }) => key);

/** Several processes say what one outbox holds. */
export function sharedOutboxContract(createFixture: () => Promise<DatabaseFixture>): void {
  describe('outbox shared by two processes', () => {
    let site: DatabaseFixture;
    let one: Outbox;
    let other: Outbox;
    beforeEach(async () => {
      site = await createFixture();
      [{ outbox: one }, { outbox: other }] = await openTwoStores(site, { leaseMs: LEASE_MS });
    });
    afterEach(() => site.close());

    it('claims each message in one process', async () => {
      const keys = Array.from({ length: 60 }, (_, index) => `row-${index}`);
      await one.enqueue(
        keys.map((key, index) => aNoteOutboxMessage(key, { channel: index % 2 ? null : `C${index}` })),
      );

      const taken: string[] = [];
      for (let round = 0; round < 40; round += 1) {
        const turns = [one, other, one, other].map((outbox) => outbox.claim(5));
        taken.push(...(await Promise.all(turns)).flatMap(keysOf));
      }

      expect(taken.toSorted()).toEqual(keys.toSorted());
    });

    it('cannot renew, postpone or release leases of the other process', async () => {
      await one.enqueue([aNoteOutboxMessage('a')]);
      await one.claim(1);

      await other.retryAt({ key: 'a' }, site.clock.now());
      await other.releaseLeases();
      expect(await other.claim(1)).toEqual([]);
      site.clock.advance(LEASE_MS - 1);
      await other.renewLeases(['a']);
      site.clock.advance(1);

      expect(keysOf(await other.claim(1))).toEqual(['a']);
      expect(await one.claim(1)).toEqual([]);
    });

    it('completes a post although its lease has expired', async () => {
      await one.enqueue([aNoteOutboxMessage('a')]);
      const [taken] = await one.claim(1);
      site.clock.advance(LEASE_MS);
      await other.claim(1);

      if (taken) await one.complete(taken);

      expect(await other.countPending()).toBe(0);
    });

    it("an old version can't complete an item that another process claimed again", async () => {
      await one.enqueue([aHandoffOutboxMessage('a')]);
      const [first] = await one.claim(1);
      site.clock.advance(LEASE_MS);
      await other.enqueue([aHandoffOutboxMessage('a')]);
      const [second] = await other.claim(1);

      if (first) await one.complete(first);

      expect(second).toMatchObject({ version: 2 });
      expect(await one.claim(1)).toEqual([]);
      if (second) await other.complete(second);
      expect(await one.countPending()).toBe(0);
    });

    it('lets one process at a time process an update, and claims it again when it was enqueued meanwhile', async () => {
      const update = aHandoffOutboxMessage('a', { channel: null });
      const first = await one.enqueueAndClaim(update);

      expect(first).toEqual({ ...update, version: 1, attempts: 1 });
      expect(await other.enqueueAndClaim(update)).toBeNull();
      expect(await one.enqueueAndClaim(update)).toBeNull();
      expect(await other.claim(5)).toEqual([]);
      expect(await one.complete(first ?? update)).toBe('enqueued-again');

      const second = await other.enqueueAndClaim(update);
      expect(second).toMatchObject({ version: 4 });
      expect(await other.complete(second ?? update)).toBe('completed');
      expect(await one.countPending()).toBe(0);
      expect(await one.enqueueAndClaim(update)).toMatchObject({ version: 5 });
    });

    it('returns "lease-lost" to a process whose update another process has claimed', async () => {
      const update = aHandoffOutboxMessage('a');
      const slow = (await one.enqueueAndClaim(update)) ?? update;
      site.clock.advance(LEASE_MS);
      const [taken = update] = await other.claim(1);

      expect(await one.complete(slow)).toBe('lease-lost');
      expect(await other.complete(taken)).toBe('completed');
      expect(await one.complete(slow)).toBe('lease-lost');
    });

    it('increments the version on each enqueue', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, turn) =>
          (turn % 2 ? one : other).enqueue([aHandoffOutboxMessage('a')]),
        ),
      );

      expect(await one.claim(10)).toMatchObject([{ key: 'a', version: 20 }]);
    });

    it('grants one slot per interval', async () => {
      for (let round = 0; round < 10; round += 1) {
        const asked = Array.from({ length: 12 }, (_, turn) =>
          (turn % 2 ? one : other).acquireSlot('C1', CHANNEL_INTERVAL_MS),
        );
        const answers = await Promise.all(asked);

        const next = new Date(site.clock.now().getTime() + CHANNEL_INTERVAL_MS);
        expect(answers.filter((answer) => answer === 'now')).toHaveLength(1);
        expect(answers.filter((answer) => answer !== 'now')).toEqual(Array.from({ length: 11 }, () => next));
        site.clock.advance(CHANNEL_INTERVAL_MS);
      }
    });

    it('applies a backoff to all processes', async () => {
      const until = new Date(site.clock.now().getTime() + 5_000);
      await one.backOff('C1', until);

      expect(await other.acquireSlot('C1', CHANNEL_INTERVAL_MS)).toEqual(until);
    });
  });
}
