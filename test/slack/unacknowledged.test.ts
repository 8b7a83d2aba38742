import type { App, ReceiverEvent } from '@slack/bolt';
import { expect, it } from 'vitest';
import type { DurableReceiverOptions } from '../../src/slack/ingress/durable-receiver.ts';
import { DurableReceiver } from '../../src/slack/ingress/durable-receiver.ts';

it('counts a request until its acknowledgement succeeds or fails, then calls onSettled', async () => {
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
  receiver.init({} as App);
  const event = { body: {}, ack: async () => undefined } as ReceiverEvent;

  await Promise.all([receiver.receive(event), receiver.receive(event)]);
  expect(counts).toEqual([2, 2, 1, 0, 0, 0]);

  accept = Promise.reject(new Error('the disk is full'));
  await expect(receiver.receive(event)).rejects.toThrow('the disk is full');
  expect(counts.at(-1)).toBe(0);
});
