import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Arrival, Inbox } from '../ports.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { Door, Passed } from './door.ts';

/** Where Bolt's listeners find what is to be done. */
export const ARRIVAL = 'arrival';

export interface DurableOptions {
  readonly inbox: Inbox;
  readonly door: Door;
  /** What the acknowledgement says once the request is in the inbox. */
  readonly answer: Acknowledgement;
  now(): Date;
  /** Seconds until the acknowledgement left. */
  onAcknowledged(kind: string, seconds: number): void;
  /** Called when a request is no longer to be acknowledged. */
  onSettled?(): void;
  /** Hands on a request that is written down and acknowledged. */
  onKept(app: App, arrival: Arrival): Promise<void>;
  /** The request could not be written down; answers what to tell the person, if anything. */
  onNotKept(error: unknown, key: string): { readonly text: string };
  /** A verified request has a shape that is not known; returns the acknowledgement, if it is to say anything. */
  onNotParsed(error: unknown, body: unknown): unknown;
  onFault(what: string, error: unknown): void;
}

/**
 * Bolt's receiver, whichever way requests arrive: a verified request is cut down, written to the inbox,
 * acknowledged, and only then handed on. The acknowledgement waits for the row and for at most
 * two seconds until Slack has told who asks. A duplicate is acknowledged and goes no further.
 */
export class DurableReceiver implements Receiver {
  readonly #options: DurableOptions;
  #app: App | undefined;
  #unacknowledged = 0;

  constructor(options: DurableOptions) {
    this.#options = options;
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Does nothing: the transports are started and stopped by the application. */
  async start(): Promise<void> {}

  /** Does nothing, as `start`. */
  async stop(): Promise<void> {}

  /** Requests that have come in and are not acknowledged yet. */
  get unacknowledged(): number {
    return this.#unacknowledged;
  }

  /** Resolves when the request is handed on; rejects when it is not persisted, and then it is not acknowledged. */
  async receive(event: ReceiverEvent): Promise<void> {
    const { onKept, onSettled, onFault } = this.#options;
    this.#unacknowledged += 1;
    const kept = await this.#acknowledge(event).finally(() => {
      this.#unacknowledged -= 1;
      onSettled?.();
    });
    if (!kept || !this.#app) return;
    await onKept(this.#app, kept).catch((error: unknown) => onFault('request left to its lease', error));
  }

  /** Returns the request when it is new and persisted. */
  async #acknowledge(event: ReceiverEvent): Promise<Arrival | null> {
    const { inbox, answer, now, onAcknowledged, onNotKept, onFault } = this.#options;
    const startedAt = performance.now();
    const passed = this.#parse(event.body);
    const answerOf = () =>
      answer(event.body, passed, performance.now() - startedAt).catch((error: unknown) =>
        onFault('acknowledged without an answer', error),
      );
    const acknowledge = async (said?: unknown) => {
      await event.ack(said);
      onAcknowledged(passed.kind, (performance.now() - startedAt) / 1000);
    };
    if (!passed.keep) {
      await acknowledge(await answerOf());
      return null;
    }
    const { key, kind, body } = passed.keep;
    const arrival: Arrival = { key, kind, receivedAt: now().toISOString(), body };
    const kept = await inbox.accept(arrival).catch((error: unknown) => {
      const told = onNotKept(error, key);
      if (kind === 'command') return told;
      throw error;
    });
    if (typeof kept !== 'string') {
      await acknowledge(kept);
      return null;
    }
    // What is persisted is worked, even when the connection ended before the acknowledgement.
    await acknowledge(kept === 'new' ? await answerOf() : undefined).catch((error: unknown) =>
      onFault('acknowledgement not sent', error),
    );
    return kept === 'new' ? arrival : null;
  }

  #parse(body: unknown): Passed {
    try {
      if (typeof body !== 'object' || body === null || Array.isArray(body))
        throw new TypeError('not an object');
      return this.#options.door(body as Record<string, unknown>);
    } catch (error) {
      return { kind: 'event', answer: this.#options.onNotParsed(error, body), keep: null };
    }
  }
}

/**
 * Hands work to the listeners, the same way whether it has just come in or was left by another process. Answers
 * `unmatched` when there is no listener for it and there will be none the next time.
 */
export async function work(app: App, arrival: Arrival): Promise<'handed-over' | 'unmatched'> {
  let isAcknowledged = false;
  const handed: Handed = { arrival, isAuthorized: false, isListenedTo: false };
  await app.processEvent({
    body: arrival.body,
    // When Slack does not authorize us, Bolt calls no listener, and acknowledges by itself.
    ack: async () => {
      isAcknowledged = true;
    },
    customProperties: { [ARRIVAL]: handed },
  });
  const isRefused = isAcknowledged && !handed.isAuthorized;
  return handed.isListenedTo || isRefused ? 'handed-over' : 'unmatched';
}

/** What listeners find under `ARRIVAL`. */
export interface Handed {
  readonly arrival: Arrival;
  /** Set once Bolt knows that we may work for that workspace. */
  isAuthorized: boolean;
  /** Set by the listener that takes it. */
  isListenedTo: boolean;
}
