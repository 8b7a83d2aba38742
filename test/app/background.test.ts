import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Background, BackgroundOptions } from '../../src/app/background.ts';
import { createBackground } from '../../src/app/background.ts';
import type { OutboxMessage } from '../../src/ports/queues.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

/** No application is needed while the inbox is empty. */
const MESSAGES_BEFORE_STOP = 20;
const BACKLOG = 2_000;

describe('the background work', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openSqliteStore({ file: ':memory:', now: () => new Date() });
  });
  afterEach(() => store.close());

  /** `deliver` stands for the call to Slack. */
  function backgroundOn(
    deliver: () => Promise<null>,
    onFault: BackgroundOptions['onFault'] = (what, error) => {
      throw new Error(what, { cause: error });
    },
  ): Background {
    const ports = {
      timers: store.timers,
      handoffs: { ...store.handoffs, find: deliver },
      settings: { retentionDays: 400 },
    };
    const log = { warn: () => undefined };
    // Typed by its names alone, since most of the parts are not needed.
    const options: Record<keyof BackgroundOptions, unknown> = {
      context: { store, runtime: { log, now: () => new Date() } },
      ports,
      process: async () => 'handled',
      unacknowledged: () => 0,
      onFault,
    };
    return createBackground(options as BackgroundOptions);
  }

  it('stops without delivering the whole backlog first', async () => {
    let delivered = 0;
    let reached = () => {};
    const underWay = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const background = backgroundOn(async () => {
      delivered += 1;
      if (delivered === MESSAGES_BEFORE_STOP) reached();
      return null;
    });
    await store.outbox.enqueue(
      Array.from({ length: BACKLOG }, (_, index) => aHandoffOutboxMessageNumber(index)),
    );
    background.start();
    await underWay;
    await background.drain(10_000);

    expect(delivered).toBeLessThan(MESSAGES_BEFORE_STOP + 20);
    expect(await store.outbox.countPending()).toBeGreaterThan(0);
  });

  it('finishes the delivery in progress although the leases of requests cannot be released', async () => {
    let begun = () => {};
    const underWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let answer = () => {};
    const slackAnswers = new Promise<null>((resolve) => {
      answer = () => resolve(null);
    });
    const faults: string[] = [];
    const failed = new Error('database is locked');
    const inbox = { ...store.inbox, releaseLeases: () => Promise.reject(failed) };
    store = { ...store, inbox };
    const background = backgroundOn(
      () => {
        begun();
        return slackAnswers;
      },
      (what) => faults.push(what),
    );
    await store.outbox.enqueue([aHandoffOutboxMessageNumber(1)]);
    background.start();
    await underWay;
    const drained = background.drain(10_000);
    answer();
    await drained;

    expect(faults).toEqual(['request leases not released; they expire']);
    expect(await store.outbox.countPending()).toBe(0);
  });
});

function aHandoffOutboxMessageNumber(number: number): OutboxMessage {
  return {
    key: `handoff:${number}`,
    kind: 'handoff-post',
    channel: null,
    payload: { handoffId: `${number}` },
    notBefore: null,
  };
}
