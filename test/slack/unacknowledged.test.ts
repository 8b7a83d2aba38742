import { expect, it } from '@jest/globals';
import type { App, ReceiverEvent } from '@slack/bolt';
import type { DurableOptions } from '../../src/slack/durable-receiver.ts';
import { DurableReceiver } from '../../src/slack/durable-receiver.ts';

it('counts a request until its acknowledgement succeeds or fails, then calls onSettled', async () => {
  const counts: number[] = [];
  let accept: Promise<'new'> = Promise.resolve('new');
  const receiver: DurableReceiver = new DurableReceiver({
    inbox: { accept: () => accept } as unknown as DurableOptions['inbox'],
    door: () => ({ kind: 'action', keep: { key: 'a', kind: 'action', body: {} } }),
    answer: async () => undefined,
    now: () => new Date('2026-03-02T09:00:00.000Z'),
    onAcknowledged: () => void counts.push(receiver.unacknowledged),
    onSettled: () => void counts.push(receiver.unacknowledged),
    onKept: async () => void counts.push(receiver.unacknowledged),
    onNotKept: () => ({ text: '' }),
    onNotParsed: () => undefined,
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
