import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Arrival, Inbox } from '../ports.ts';
import type { Door } from './door.ts';
import { refuseFuture, SENT_AT } from './receivers.ts';

/** Where Bolt's listeners find what is to be done. */
export const ARRIVAL = 'arrival';

export interface DurableOptions {
  readonly inbox: Inbox;
  readonly door: Door;
  now(): Date;
  /** Seconds until the acknowledgement left. */
  onAcknowledged(kind: string, seconds: number): void;
  /** Hands on a request that is written down and acknowledged. */
  onKept(app: App, arrival: Arrival): Promise<void>;
  /** The request could not be written down; answers what to tell the person, if anything. */
  onNotKept(error: unknown): { readonly text: string };
}

/**
 * Stands before one of Bolt's receivers: a verified request is cut down, written to the inbox, acknowledged, and
 * only then handed on. The acknowledgement waits for the row and for nothing else. A duplicate is
 * acknowledged and goes no further.
 */
export class DurableReceiver implements Receiver {
  readonly #inner: Receiver;
  readonly #options: DurableOptions;

  constructor(inner: Receiver, options: DurableOptions) {
    this.#inner = inner;
    this.#options = options;
  }

  init(app: App): void {
    const receive = (event: ReceiverEvent) => this.#receive(app, event);
    this.#inner.init(
      new Proxy(app, {
        get: (target, name) => (name === 'processEvent' ? receive : Reflect.get(target, name, target)),
      }),
    );
  }

  start(...given: unknown[]): Promise<unknown> {
    return this.#inner.start(...given);
  }

  stop(...given: unknown[]): Promise<unknown> {
    return this.#inner.stop(...given);
  }

  async #receive(app: App, event: ReceiverEvent): Promise<void> {
    const { inbox, door, now, onAcknowledged, onKept, onNotKept } = this.#options;
    const startedAt = performance.now();
    refuseFuture(event.customProperties?.[SENT_AT], now());
    const passed = door(event.body);
    const acknowledge = async (answer?: unknown) => {
      await event.ack(answer);
      onAcknowledged(passed.kind, (performance.now() - startedAt) / 1000);
    };
    if (!passed.keep) return acknowledge(passed.answer);
    const { key, kind, body } = passed.keep;
    const arrival: Arrival = { key, kind, receivedAt: now().toISOString(), body };
    const kept = await inbox.accept(arrival).catch((error: unknown) => {
      const told = onNotKept(error);
      if (kind === 'command') return told;
      throw error;
    });
    if (typeof kept !== 'string') return acknowledge(kept);
    await acknowledge(kept === 'new' ? passed.answer : undefined);
    if (kept === 'new') await onKept(app, arrival);
  }
}

/** Hands work to the listeners, the same way whether it has just come in or was left by another process. */
export function work(app: App, arrival: Arrival): Promise<void> {
  return app.processEvent({
    body: arrival.body,
    ack: async () => undefined,
    customProperties: { [ARRIVAL]: arrival },
  });
}
