import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { App } from '@slack/bolt';
import type { Arrival, ArrivalKind, Store } from '../../src/ports.ts';
import type { HandedRequest } from '../../src/slack/durable-receiver.ts';
import { ARRIVAL } from '../../src/slack/durable-receiver.ts';
import type { Worker } from '../../src/slack/worker.ts';
import { createWorker } from '../../src/slack/worker.ts';
import { openStore } from '../../src/store/sqlite-store.ts';

const START = new Date('2026-03-02T09:00:00.000Z');

let store: Store;
let worker: Worker;
let app: App;
let handled: string[];
/** Kinds of requests that are begun and never end. */
let endless: ArrivalKind[];
let faults: unknown[];
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => START });
  handled = [];
  endless = [];
  faults = [];
  worker = createWorker({
    inbox: store.inbox,
    now: () => START,
    handle({ key, kind }) {
      handled.push(key);
      return endless.includes(kind) ? new Promise(() => undefined) : Promise.resolve();
    },
    jobFieldsOf({ kind, body }) {
      if (body['person'] === 'unreadable') throw new TypeError('no user');
      return { lane: kind === 'command' ? 'check' : 'interactive', person: String(body['person']) };
    },
    isOfUseOnlySoon: () => false,
    drop: async () => undefined,
    onFault: (_what, error) => void faults.push(error),
  });
  // What Bolt's listeners come to: they hand the request on to the worker.
  app = {
    async processEvent({ customProperties }: { customProperties: Record<string, HandedRequest> }) {
      const handed = customProperties[ARRIVAL] as HandedRequest;
      handed.hasListener = true;
      await worker.run(handed.arrival);
    },
  } as unknown as App;
});
afterEach(async () => {
  await worker.drain(0);
  await store.close();
});

function arrival(key: string, change: Partial<Arrival> = {}): Arrival {
  return { key, kind: 'command', receivedAt: START.toISOString(), body: { person: 'U1' }, ...change };
}

/** As another process left it. */
async function keep(kept: readonly Arrival[]): Promise<void> {
  for (const each of kept) await store.inbox.accept(each);
  await store.inbox.handBack();
}

async function turnsUntil(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20_000 && !isSo(); turn += 1) await nextTurn();
}

const many = (count: number, change: Partial<Arrival> = {}) =>
  Array.from({ length: count }, (_, index) => arrival(`${change.kind ?? 'command'}-${index}`, change));

describe('the worker', () => {
  it('takes stored requests as fast as it processes them, oldest first', async () => {
    await keep(many(300));

    worker.start(app);
    await turnsUntil(() => handled.length === 300);

    expect(handled).toHaveLength(300);
    expect(new Set(handled).size).toBe(300);
    await turnsUntil(() => false);
    expect(await store.inbox.pending()).toBe(0);
  });

  it('leases no more than a few dozen stored requests at once', async () => {
    endless = ['command'];
    await keep(many(300));

    worker.start(app);
    await turnsUntil(() => handled.length === 4);
    await turnsUntil(() => false);

    const left = await store.inbox.take(1_000);
    expect(300 - left.length).toBeLessThanOrEqual(40);
    expect(handled).toHaveLength(4);
  });

  it('processes stored button presses while hundreds of stored commands wait', async () => {
    endless = ['command'];
    await keep([...many(300), arrival('press', { kind: 'action' })]);

    worker.start(app);
    await turnsUntil(() => handled.includes('press'));

    expect(handled).toContain('press');
  });

  it('leaves requests beyond the limit of one person in the inbox, and processes them later', async () => {
    worker.start(app);
    await turnsUntil(() => false);
    const asked = many(60);
    for (const each of asked) {
      await store.inbox.accept(each);
      await worker.enqueue(app, each);
    }
    await turnsUntil(() => handled.length === 60);

    expect(handled.toSorted()).toEqual(asked.map(({ key }) => key).toSorted());
    expect(faults).toEqual([]);
  });

  it('sets aside a stored request whose user cannot be read, logs why, and processes the others', async () => {
    await keep([arrival('broken', { body: { person: 'unreadable' } }), arrival('good')]);

    worker.start(app);
    await turnsUntil(() => handled.includes('good'));

    expect(handled).toEqual(['good']);
    expect(faults).toEqual([new TypeError('no user')]);
  });
});
