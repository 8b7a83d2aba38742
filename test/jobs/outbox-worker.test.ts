import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PostInProgress, RetryLater, SlackAuthError, UnreadableRow } from '../../src/errors.ts';
import type { OutboxWorker, OutboxWorkerOptions } from '../../src/jobs/outbox-worker.ts';
import { createOutboxWorker } from '../../src/jobs/outbox-worker.ts';
import type { Leased, OutboxMessage } from '../../src/ports/queues.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const START = Date.parse('2026-03-02T09:00:00.000Z');
const DAY_MS = 24 * 60 * 60_000;

describe('the outbox worker', () => {
  let at: number;
  let store: Store;
  let said: { readonly key: string; readonly at: number }[];
  let faults: string[];
  beforeEach(async () => {
    at = START;
    said = [];
    faults = [];
    store = await openSqliteStore({ file: ':memory:', now });
  });
  afterEach(() => store.close());

  const now = () => new Date(at);

  function worker(
    run: (message: OutboxMessage) => Promise<'done'> | 'done' | Date | Error = () => 'done',
  ): OutboxWorker {
    const options: OutboxWorkerOptions = {
      outbox: store.outbox,
      now,
      deliver: async (message) => {
        const outcome = await run(message);
        if (outcome instanceof Error) throw outcome;
        if (outcome === 'done') said.push({ key: message.key, at: at - START });
        return outcome;
      },
      random: () => 0,
      monotonic: () => at - START,
      onFault: (what) => faults.push(what),
    };
    return createOutboxWorker(options);
  }

  function note(key: string, channel: string | null = null): OutboxMessage {
    return { key, kind: 'notification', channel, payload: {}, notBefore: null };
  }

  it('posts at most one message a second per channel, oldest first, and to other channels meanwhile', async () => {
    await store.outbox.enqueue([note('a', 'C1'), note('b', 'C1'), note('c', 'C2'), note('d', 'C1')]);
    const { runDue } = worker();
    for (const seconds of [0, 0.5, 1, 1.5, 2]) {
      at = START + seconds * 1_000;
      await runDue();
    }

    expect(said).toEqual([
      { key: 'a', at: 0 },
      { key: 'c', at: 0 },
      { key: 'b', at: 1_000 },
      { key: 'd', at: 2_000 },
    ]);
  });

  it.each([
    ['said', 'done' as const],
    ['refused in a way nobody foresaw', new Error('surprise')],
  ])('counts the second from what was %s, however long the call took', async (_, first) => {
    await store.outbox.enqueue([note('a', 'C1'), note('b', 'C1')]);
    const { runDue } = worker(({ key }) => {
      if (key === 'b') return 'done';
      at += 700;
      return first;
    });
    for (const seconds of [0, 1, 1.6, 1.7]) {
      at = START + seconds * 1_000;
      await runDue();
    }

    expect(said.find(({ key }) => key === 'b')).toEqual({ key: 'b', at: 1_700 });
  });

  it("delays all messages of a channel for as long as Slack's Retry-After says, and no others", async () => {
    await store.outbox.enqueue([note('a', 'C1'), note('b', 'C1'), note('c', 'C2')]);
    let limited = true;
    const { runDue } = worker(({ key }) =>
      key === 'a' && limited ? new RetryLater('limited', 7_000) : 'done',
    );
    await runDue();
    limited = false;
    for (const seconds of [1, 5, 6.9, 7, 8, 9]) {
      at = START + seconds * 1_000;
      await runDue();
    }

    expect(said).toEqual([
      { key: 'c', at: 0 },
      { key: 'a', at: 7_000 },
      { key: 'b', at: 8_000 },
    ]);
    expect(faults).toEqual(['message postponed']);
  });

  it('retries without a warning while another copy posts the message', async () => {
    await store.outbox.enqueue([note('a')]);
    let isPostedElsewhere = true;
    const { runDue } = worker(() =>
      isPostedElsewhere ? new PostInProgress('posted by another copy', 2_000) : 'done',
    );
    await runDue();
    isPostedElsewhere = false;
    at = START + 3_000;
    await runDue();

    expect(said).toEqual([{ key: 'a', at: 3_000 }]);
    expect(faults).toEqual([]);
  });

  it('retries after an unexpected error, with growing delays', async () => {
    await store.outbox.enqueue([note('a')]);
    let tries = 0;
    const { runDue } = worker(() => {
      tries += 1;
      return tries < 4 ? new Error('surprise') : 'done';
    });
    for (let second = 0; second <= 20; second += 1) {
      at = START + second * 1_000;
      await runDue();
    }

    expect(said).toEqual([{ key: 'a', at: 14_000 }]);
  });

  it('posts to one channel at once while another one is slow', async () => {
    await store.outbox.enqueue([note('slow', 'C1')]);
    let end = (): void => undefined;
    const slow = new Promise<'done'>((resolve) => {
      end = () => resolve('done');
    });
    const { runDue } = worker(({ key }) => (key === 'slow' ? slow : 'done'));
    const whole = runDue();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await store.outbox.enqueue([note('new', 'C2')]);
    void runDue();
    while (said.length === 0) await new Promise((resolve) => setImmediate(resolve));

    expect(said.map(({ key }) => key)).toEqual(['new']);
    end();
    await whole;
    expect(said.map(({ key }) => key)).toEqual(['new', 'slow']);
  });

  it('pauses with growing delays while Slack refuses the token, without counting attempts', async () => {
    await store.outbox.enqueue(Array.from({ length: 30 }, (_, place) => note(`n${place}`, `C${place}`)));
    let accepted = false;
    let tries = 0;
    let counted = 0;
    const { runDue } = worker((message) => {
      tries += 1;
      counted = Math.max(counted, (message as Leased<OutboxMessage>).attempts);
      return accepted ? 'done' : new SlackAuthError('invalid_auth', 1_000);
    });
    for (let second = 0; second < 3_600; second += 1) {
      at = START + second * 1_000;
      await runDue();
    }

    // Ten at a time, at first after 2, 4, 8 … and then after 60 seconds.
    expect(tries).toBeLessThanOrEqual(650);
    expect(faults.length).toBeLessThanOrEqual(60);
    expect(await store.outbox.countPending()).toBe(30);
    accepted = true;
    for (let second = 3_600; second < 3_700; second += 1) {
      at = START + second * 1_000;
      await runDue();
    }
    expect(said).toHaveLength(30);
    expect(counted).toBe(1);
  }, 60_000);

  it('drops a message after a day of unexpected errors', async () => {
    await store.outbox.enqueue([note('a')]);
    let tries = 0;
    const { runDue } = worker(() => {
      tries += 1;
      return new Error('surprise');
    });
    for (let minute = 0; minute < 26 * 60; minute += 1) {
      at = START + minute * 60_000;
      await runDue();
    }

    expect(tries).toBe(300);
    expect(await store.outbox.countPending()).toBe(0);
  }, 60_000);

  it('leaves a message about an unreadable row to a newer version for a day, then quarantines it', async () => {
    await store.outbox.enqueue([note('a'), note('b')]);
    const { runDue } = worker(({ key }) =>
      key === 'a' ? new UnreadableRow('handoffs', 'h1', 'unknown-kind') : 'done',
    );
    for (; at < START + DAY_MS; at += 60_000) await runDue();
    const newer = await store.outbox.claim(1);

    expect(said.map(({ key }) => key)).toEqual(['b']);
    expect(newer).toMatchObject([{ key: 'a', attempts: 1 }]);
    await store.outbox.releaseLeases();
    await runDue();
    expect(await store.outbox.countPending()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('retries a message at the time that the delivery asks for', async () => {
    await store.outbox.enqueue([note('a')]);
    const { runDue } = worker(() => (at < START + 60_000 ? new Date(START + 60_000) : 'done'));
    await runDue();
    at = START + 60_000;
    await runDue();

    expect(said).toEqual([{ key: 'a', at: 60_000 }]);
  });

  it('renders an update again that was enqueued while it was rendered', async () => {
    const drawing: OutboxMessage = {
      key: 'draw',
      kind: 'handoff-post',
      channel: null,
      payload: {},
      notBefore: null,
    };
    await store.outbox.enqueue([drawing]);
    const again: Promise<void>[] = [];
    const { runDue } = worker(() => {
      if (again.length === 0) again.push(store.outbox.enqueue([drawing]));
      return 'done';
    });
    await runDue();
    await Promise.all(again);
    await runDue();

    expect(said.map(({ key }) => key)).toEqual(['draw', 'draw']);
    expect(await store.outbox.countPending()).toBe(0);
  });

  it('releases its leases when it is stopped', async () => {
    await store.outbox.enqueue([note('a')]);
    const first = worker(() => new Date(START));
    await first.drain(10);
    await worker().runDue();

    expect(said.map(({ key }) => key)).toEqual(['a']);
  });
});
