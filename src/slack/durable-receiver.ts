import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Arrival, Inbox } from '../ports.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { Door, Passed } from './door.ts';

/** Where Bolt's listeners find what is to be done. */
export const ARRIVAL = 'arrival';

export interface DurableOptions {
  readonly inbox: Inbox;
  readonly door: Door;
  /** Returns the text of the acknowledgement. */
  readonly answer: Acknowledgement;
  now(): Date;
  /** Seconds until the acknowledgement left. */
  onAcknowledged(kind: string, seconds: number): void;
  /** Called when a request is no longer to be acknowledged. */
  onSettled?(): void;
  /** Processes a request that is persisted and acknowledged. */
  onKept(app: App, arrival: Arrival): Promise<void>;
  /** The request could not be written down; answers what to tell the person, if anything. */
  onNotKept(error: unknown, key: string): { readonly text: string };
  /** Called for a verified request that cannot be parsed; returns the body of the acknowledgement, or undefined. */
  onNotParsed(error: unknown, body: unknown): unknown;
  onFault(what: string, error: unknown): void;
}

/**
 * Bolt receiver for both HTTP and Socket Mode. Parses a verified request, persists it in the inbox, acknowledges it,
 * and only then passes it on. The acknowledgement waits for the database, and at most two seconds for Slack to confirm the
 * user's identity. A duplicate is acknowledged and dropped.
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

  /** Does nothing, like `start`. */
  async stop(): Promise<void> {}

  /** The number of requests that are not acknowledged yet. */
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
        onFault('acknowledgement text not available', error),
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
    // A persisted request is processed even when its acknowledgement could not be sent.
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
 * Passes a request to Bolt's listeners, whether it has just arrived or was left in the inbox by another process. Returns
 * `unmatched` when no listener handles this kind of request, so that a retry would not help.
 */
export async function work(app: App, arrival: Arrival): Promise<'handed-over' | 'unmatched'> {
  let isAcknowledged = false;
  const handed: HandedRequest = { arrival, isAuthorized: false, hasListener: false };
  await app.processEvent({
    body: arrival.body,
    // When authorization fails, Bolt acknowledges the request itself and calls no listener.
    ack: async () => {
      isAcknowledged = true;
    },
    customProperties: { [ARRIVAL]: handed },
  });
  const isUnauthorized = isAcknowledged && !handed.isAuthorized;
  return handed.hasListener || isUnauthorized ? 'handed-over' : 'unmatched';
}

/** What listeners find in Bolt's context under `ARRIVAL`. */
export interface HandedRequest {
  readonly arrival: Arrival;
  /** Set once Bolt's authorization has succeeded. */
  isAuthorized: boolean;
  /** Set by the listener that handles the request. */
  hasListener: boolean;
}
