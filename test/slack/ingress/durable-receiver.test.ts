import type { App, ReceiverEvent } from '@slack/bolt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import type { DurableReceiverOptions } from '../../../src/slack/ingress/durable-receiver.ts';
import { DurableReceiver } from '../../../src/slack/ingress/durable-receiver.ts';
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
  const receiver = new DurableReceiver({
    inbox: store.inbox,
    parse: (body) => ({
      kind: 'command',
      acknowledgement: 'Checking',
      toPersist: { key: 'one', kind: 'command', body },
    }),
    buildAcknowledgement: async (_body, { acknowledgement }) => acknowledgement,
    now: () => new Date(),
    onAcknowledged: () => {},
    onPersisted: async (_app, { key }) => void dispatchedKeys.push(key),
    onPersistFailed: () => ({ text: 'not kept' }),
    onParseFailed: () => 'not parsed',
    onFault: (what) => void faults.push(what),
    ...more,
  });
  receiver.init({} as App);
  return receiver;
}

/** Delivers a request; answers what it was acknowledged with, each time that it was. */
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

it('persists, acknowledges and hands on', async () => {
  expect(await deliver(receiverWith(), { command: '/x' })).toEqual(['Checking']);

  expect([dispatchedKeys, await store.inbox.countPending(), faults]).toEqual([['one'], 1, []]);
});

it('processes a persisted request although the connection closed before the acknowledgement', async () => {
  await deliver(receiverWith(), { command: '/x' }, () => Promise.reject(new Error('closed')));

  expect([dispatchedKeys, faults]).toEqual([['one'], ['acknowledgement not sent']]);
});

it('acknowledges and processes a persisted request although its answer failed', async () => {
  const receiver = receiverWith({ buildAcknowledgement: () => Promise.reject(new TypeError('broken')) });

  expect(await deliver(receiver, { command: '/x' })).toEqual([undefined]);
  expect([dispatchedKeys, faults]).toEqual([['one'], ['acknowledgement text not available']]);
});

it.each([null, undefined, 'x', 1, true, []])(
  'acknowledges %p, which is no request, and keeps nothing',
  async (body) => {
    expect(await deliver(receiverWith(), body)).toEqual(['not parsed']);

    expect([dispatchedKeys, await store.inbox.countPending()]).toEqual([[], 0]);
  },
);

it('acknowledges a request that cannot be parsed', async () => {
  const door = () => {
    throw new TypeError('no such field');
  };

  expect(await deliver(receiverWith({ parse: door }), { type: 'new' })).toEqual(['not parsed']);
});
