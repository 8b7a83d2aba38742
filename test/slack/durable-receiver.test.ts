import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { App, ReceiverEvent } from '@slack/bolt';
import type { Store } from '../../src/ports.ts';
import type { DurableOptions } from '../../src/slack/durable-receiver.ts';
import { DurableReceiver } from '../../src/slack/durable-receiver.ts';
import { openStore } from '../../src/store/sqlite-store.ts';

let store: Store;
let handedOn: string[];
let faults: string[];
beforeEach(async () => {
  store = await openStore({ file: ':memory:', now: () => new Date() });
  [handedOn, faults] = [[], []];
});
afterEach(() => store.close());

function receiverWith(more: Partial<DurableOptions> = {}): DurableReceiver {
  const receiver = new DurableReceiver({
    inbox: store.inbox,
    door: (body) => ({ kind: 'command', answer: 'Checking', keep: { key: 'one', kind: 'command', body } }),
    answer: async (_body, { answer }) => answer,
    now: () => new Date(),
    onAcknowledged: () => {},
    onKept: async (_app, { key }) => void handedOn.push(key),
    onNotKept: () => ({ text: 'not kept' }),
    onNotParsed: () => 'not parsed',
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

  expect([handedOn, await store.inbox.pending(), faults]).toEqual([['one'], 1, []]);
});

it('processes a persisted request although the connection closed before the acknowledgement', async () => {
  await deliver(receiverWith(), { command: '/x' }, () => Promise.reject(new Error('closed')));

  expect([handedOn, faults]).toEqual([['one'], ['acknowledgement not sent']]);
});

it('acknowledges and processes a persisted request although its answer failed', async () => {
  const receiver = receiverWith({ answer: () => Promise.reject(new TypeError('broken')) });

  expect(await deliver(receiver, { command: '/x' })).toEqual([undefined]);
  expect([handedOn, faults]).toEqual([['one'], ['acknowledgement text not available']]);
});

it.each([null, undefined, 'x', 1, true, []])(
  'acknowledges %p, which is no request, and keeps nothing',
  async (body) => {
    expect(await deliver(receiverWith(), body)).toEqual(['not parsed']);

    expect([handedOn, await store.inbox.pending()]).toEqual([[], 0]);
  },
);

it('acknowledges a request that cannot be parsed', async () => {
  const door = () => {
    throw new TypeError('no such field');
  };

  expect(await deliver(receiverWith({ door }), { type: 'new' })).toEqual(['not parsed']);
});
