import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PostInProgress, RetryLater, SlackAuthError } from '../../src/errors.ts';
import type { RequestWorker } from '../../src/jobs/request-worker.ts';
import { createRequestWorker } from '../../src/jobs/request-worker.ts';
import type { InboundRequest, InboundRequestKind } from '../../src/ports/queues.ts';
import type { Store } from '../../src/ports/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const START = new Date('2026-03-02T09:00:00.000Z');

let store: Store;
let worker: RequestWorker;
let handled: string[];
/** Kinds of requests that start and never end. */
let neverEndingKinds: InboundRequestKind[];
let outcome: 'handled' | 'unmatched' | Error;
let faults: unknown[];
let now: Date;
/** The reasons of requests that were set aside. */
let setAside: string[];
beforeEach(async () => {
  setAside = [];
  now = START;
  store = await openSqliteStore({
    file: ':memory:',
    now: () => now,
    onQuarantined: ({ reason }) => void setAside.push(reason),
  });
  handled = [];
  neverEndingKinds = [];
  outcome = 'handled';
  faults = [];
  worker = createRequestWorker({
    inbox: store.inbox,
    now: () => now,
    async process({ key, kind }) {
      handled.push(key);
      if (outcome instanceof Error) throw outcome;
      return neverEndingKinds.includes(kind) ? new Promise(() => undefined) : outcome;
    },
    jobFieldsOf({ kind, body }) {
      if (body['person'] === 'unreadable') throw new TypeError('no user');
      return { lane: kind === 'command' ? 'check' : 'interactive', userId: String(body['person']) };
    },
    onFault: (_what, error) => void faults.push(error),
  });
});
afterEach(async () => {
  await worker.drain(0);
  await store.close();
});

function inboundRequest(key: string, change: Partial<InboundRequest> = {}): InboundRequest {
  return { key, kind: 'command', receivedAt: START.toISOString(), body: { person: 'U1' }, ...change };
}

/** Leaves requests in the inbox, as an earlier process would. */
async function persistRequests(kept: readonly InboundRequest[]): Promise<void> {
  for (const each of kept) await store.inbox.accept(each);
  await store.inbox.releaseLeases();
}

async function flushUntil(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20_000 && !isSo(); turn += 1) await nextTurn();
}

const manyRequests = (count: number, change: Partial<InboundRequest> = {}) =>
  Array.from({ length: count }, (_, index) => inboundRequest(`${change.kind ?? 'command'}-${index}`, change));

describe('the worker', () => {
  it('takes stored requests as fast as it processes them, oldest first', async () => {
    await persistRequests(manyRequests(300));

    worker.start();
    await flushUntil(() => handled.length === 300);

    expect(handled).toHaveLength(300);
    expect(new Set(handled).size).toBe(300);
    await flushUntil(() => false);
    expect(await store.inbox.countPending()).toBe(0);
  });

  it('leases no more than a few dozen stored requests at once', async () => {
    neverEndingKinds = ['command'];
    await persistRequests(manyRequests(300));

    worker.start();
    await flushUntil(() => handled.length === 4);
    await flushUntil(() => false);

    const left = await store.inbox.claim(1_000);
    expect(300 - left.length).toBeLessThanOrEqual(40);
    expect(handled).toHaveLength(4);
  });

  it('processes stored button presses while hundreds of stored commands wait', async () => {
    neverEndingKinds = ['command'];
    await persistRequests([...manyRequests(300), inboundRequest('press', { kind: 'action' })]);

    worker.start();
    await flushUntil(() => handled.includes('press'));

    expect(handled).toContain('press');
  });

  it('leaves requests beyond the limit of one person in the inbox, and processes them later', async () => {
    worker.start();
    await flushUntil(() => false);
    const asked = manyRequests(60);
    for (const each of asked) {
      await store.inbox.accept(each);
      await worker.enqueue(each);
    }
    await flushUntil(() => handled.length === 60);

    expect(handled.toSorted()).toEqual(asked.map(({ key }) => key).toSorted());
    expect(faults).toEqual([]);
  });

  it('counts no attempts while Slack refuses the app, however many days that takes', async () => {
    await persistRequests([inboundRequest('asked')]);
    outcome = new SlackAuthError('slack: account_inactive', 1_000);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await worker.runDue();
      expect(handled).toHaveLength(attempt);
      now = new Date(now.getTime() + 60_000);
    }

    expect(await store.inbox.claim(1, 'command')).toMatchObject([{ key: 'asked', attempts: 2 }]);
  });

  it('leaves a stored request whose user cannot be read in the inbox, logs why, and processes the others', async () => {
    await persistRequests([
      inboundRequest('broken', { body: { person: 'unreadable' } }),
      inboundRequest('good'),
    ]);

    worker.start();
    await flushUntil(() => handled.includes('good'));

    expect(handled).toEqual(['good']);
    expect(faults).toEqual([new TypeError('no user')]);
    expect(setAside).toEqual([]);
  });

  it.each([
    ['reports', new RetryLater('busy', 1_000), 1],
    ['does not report', new PostInProgress('posted by another copy', 1_000), 0],
  ])('%s a request that waits: %s', async (_, error, reports) => {
    outcome = error;
    await persistRequests([inboundRequest('waiting')]);

    worker.start();
    await flushUntil(() => worker.isIdle() && handled.length > 0);

    expect(faults).toEqual(Array<Error>(reports).fill(error));
    expect(await store.inbox.countPending()).toBe(1);
  });

  it('quarantines a request that no listener handles', async () => {
    outcome = 'unmatched';
    await persistRequests([inboundRequest('odd')]);

    worker.start();
    await flushUntil(() => setAside.length > 0);

    expect(setAside).toEqual(['no-handler']);
    expect(await store.inbox.countPending()).toBe(0);
  });
});
