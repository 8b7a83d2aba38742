import type { ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RetryLater } from '../../../src/errors.ts';
import type { Store } from '../../../src/ports/store.ts';
import type { DurableReceiverOptions } from '../../../src/slack/ingress/durable-receiver.ts';
import { DurableReceiver } from '../../../src/slack/ingress/durable-receiver.ts';
import type { ProcessedRequest } from '../../../src/slack/processing/middleware.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';

let store: Store;
let dispatchedKeys: string[];
let faults: string[];
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:', now: () => new Date() });
  [dispatchedKeys, faults] = [[], []];
});
afterEach(() => store.close());

function receiverWith(more: Partial<DurableReceiverOptions> = {}): DurableReceiver {
  return new DurableReceiver({
    inbox: store.inbox,
    parse: (body) => ({
      kind: 'command',
      acknowledgement: 'Checking',
      toPersist: { key: 'one', kind: 'command', body },
    }),
    buildAcknowledgement: async (_body, { acknowledgement }) => acknowledgement,
    now: () => new Date(),
    onAcknowledged: () => {},
    onPersisted: async ({ key }) => void dispatchedKeys.push(key),
    onPersistFailed: () => ({ text: 'not kept' }),
    onParseFailed: () => 'not parsed',
    onFault: (what) => void faults.push(what),
    ...more,
  });
}

/** Delivers a request. Returns the body of each acknowledgement. */
async function deliver(
  receiver: DurableReceiver,
  body: unknown,
  ack?: () => Promise<void>,
): Promise<unknown[]> {
  const acknowledged: unknown[] = [];
  const record = async (answer?: unknown) => void acknowledged.push(answer);
  await receiver.receive({ body: body as ReceiverEvent['body'], ack: ack ?? record });
  return acknowledged;
}

it('persists, acknowledges and queues a request', async () => {
  expect(await deliver(receiverWith(), { command: '/x' })).toEqual(['Checking']);

  expect([dispatchedKeys, await store.inbox.countPending(), faults]).toEqual([['one'], 1, []]);
});

it('processes a persisted request although the connection closed before the acknowledgement', async () => {
  await deliver(receiverWith(), { command: '/x' }, () => Promise.reject(new Error('closed')));

  expect([dispatchedKeys, faults]).toEqual([['one'], ['acknowledgement not sent']]);
});

it('acknowledges and processes a persisted request although its acknowledgement text cannot be computed', async () => {
  const receiver = receiverWith({ buildAcknowledgement: () => Promise.reject(new TypeError('broken')) });

  expect(await deliver(receiver, { command: '/x' })).toEqual([undefined]);
  expect([dispatchedKeys, faults]).toEqual([['one'], ['acknowledgement text not available']]);
});

it.each([null, undefined, 'x', 1, true, []])(
  'acknowledges %p, which is no request, and persists nothing',
  async (body) => {
    expect(await deliver(receiverWith(), body)).toEqual(['not parsed']);

    expect([dispatchedKeys, await store.inbox.countPending()]).toEqual([[], 0]);
  },
);

it('acknowledges a request that cannot be parsed', async () => {
  const parse = () => {
    throw new TypeError('no such field');
  };

  expect(await deliver(receiverWith({ parse }), { type: 'new' })).toEqual(['not parsed']);
});

it('counts a request until its acknowledgement succeeds or fails, then calls onAcknowledgementSettled', async () => {
  const counts: number[] = [];
  let accept: Promise<'new'> = Promise.resolve('new');
  const receiver: DurableReceiver = new DurableReceiver({
    inbox: { accept: () => accept } as unknown as DurableReceiverOptions['inbox'],
    parse: () => ({ kind: 'action', toPersist: { key: 'a', kind: 'action', body: {} } }),
    buildAcknowledgement: async () => undefined,
    now: () => new Date('2026-03-02T09:00:00.000Z'),
    onAcknowledged: () => void counts.push(receiver.unacknowledged),
    onAcknowledgementSettled: () => void counts.push(receiver.unacknowledged),
    onPersisted: async () => void counts.push(receiver.unacknowledged),
    onPersistFailed: () => ({ text: '' }),
    onParseFailed: () => undefined,
    onFault: () => undefined,
  });
  const event = { body: {}, ack: async () => undefined } as ReceiverEvent;

  await Promise.all([receiver.receive(event), receiver.receive(event)]);
  expect(counts).toEqual([2, 2, 1, 0, 0, 0]);

  accept = Promise.reject(new Error('the disk is full'));
  await expect(receiver.receive(event)).rejects.toThrow('the disk is full');
  expect(counts.at(-1)).toBe(0);
});

describe('processing', () => {
  const request = {
    key: 'one',
    kind: 'action',
    receivedAt: '2026-03-02T09:00:00.000Z',
    body: { type: 'x' },
  } as const;

  it('passes the stored body to Bolt, and the request in its context', async () => {
    const receiver = receiverWith();
    const events: ReceiverEvent[] = [];
    receiver.init({
      async processEvent(event) {
        events.push(event);
        (event.customProperties as ProcessedRequest).markHandled();
      },
    });

    expect(await receiver.process(request)).toBe('handled');
    expect(events).toMatchObject([{ body: request.body, customProperties: { inboundRequest: request } }]);
  });

  it('reports a request that no middleware handles', async () => {
    const receiver = receiverWith();
    receiver.init({ processEvent: async () => undefined });

    expect(await receiver.process(request)).toBe('unmatched');
  });

  it('rejects with the error that Bolt throws', async () => {
    const receiver = receiverWith();
    receiver.init({ processEvent: () => Promise.reject(new RetryLater('busy', 1_000)) });

    await expect(receiver.process(request)).rejects.toThrow('busy');
  });
});
