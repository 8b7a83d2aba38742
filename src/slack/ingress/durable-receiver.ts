import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { InboundRequest, Inbox } from '../../ports/queues.ts';
import type { ProcessedRequest } from '../processing/middleware.ts';
import type { BuildAcknowledgement } from './acknowledgement.ts';
import type { ParsedRequest, RequestParser } from './parse-request.ts';

export interface DurableReceiverOptions {
  readonly inbox: Inbox;
  readonly parse: RequestParser;
  /** Returns the text of the acknowledgement. */
  readonly buildAcknowledgement: BuildAcknowledgement;
  now(): Date;
  /** Called with the seconds between the arrival of a request and its acknowledgement. */
  onAcknowledged(kind: string, seconds: number): void;
  /** Called when a request has been acknowledged, or cannot be. */
  onAcknowledgementSettled?(): void;
  /** Queues a request that is persisted and acknowledged. */
  onPersisted(request: InboundRequest): Promise<void>;
  /** Called when a request could not be persisted; returns the reply to a command. */
  onPersistFailed(error: unknown, key: string): { readonly text: string };
  /** Called for a verified request that cannot be parsed; returns the body of the acknowledgement, or undefined. */
  onParseFailed(error: unknown, body: unknown): unknown;
  onFault(what: string, error: unknown): void;
}

/**
 * Bolt receiver for both HTTP and Socket Mode. Parses a verified request, persists it in the inbox, acknowledges it,
 * and only then queues it. The acknowledgement waits for the database, and at most two seconds for Slack to confirm the
 * user's identity. A duplicate is acknowledged and dropped. The queue calls `process`, also for requests that an earlier
 * process left in the inbox.
 */
export class DurableReceiver implements Receiver {
  readonly #options: DurableReceiverOptions;
  #app: Pick<App, 'processEvent'> | undefined;
  #unacknowledged = 0;

  constructor(options: DurableReceiverOptions) {
    this.#options = options;
  }

  init(app: Pick<App, 'processEvent'>): void {
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

  /** Resolves when the request is queued. Rejects, without an acknowledgement, when it could not be persisted. */
  async receive(event: ReceiverEvent): Promise<void> {
    const { onPersisted, onAcknowledgementSettled, onFault } = this.#options;
    this.#unacknowledged += 1;
    const accepted = await this.#acknowledge(event).finally(() => {
      this.#unacknowledged -= 1;
      onAcknowledgementSettled?.();
    });
    if (!accepted) return;
    await onPersisted(accepted).catch((error: unknown) =>
      onFault('request left until its lease expires', error),
    );
  }

  /**
   * Passes a persisted request to Bolt's middleware and listeners. Returns `unmatched` when Bolt or the bot doesn't know this
   * kind of request, so that a retry would not help. Rejects with `RetryLater` when a retry may succeed.
   */
  async process(request: InboundRequest): Promise<'handled' | 'unmatched'> {
    let isHandled = false;
    const properties: ProcessedRequest = {
      inboundRequest: request,
      markHandled: () => {
        isHandled = true;
      },
    };
    await this.#app?.processEvent({
      body: request.body,
      // The request was acknowledged when it was persisted.
      ack: async () => {},
      customProperties: { ...properties },
    });
    return isHandled ? 'handled' : 'unmatched';
  }

  /** Returns the request when it is new and persisted. */
  async #acknowledge(event: ReceiverEvent): Promise<InboundRequest | null> {
    const { inbox, buildAcknowledgement, now, onAcknowledged, onPersistFailed, onFault } = this.#options;
    const startedAt = performance.now();
    const parsed = this.#parse(event.body);
    const acknowledgementBody = () =>
      buildAcknowledgement(event.body, parsed, performance.now() - startedAt).catch((error: unknown) =>
        onFault('acknowledgement text not available', error),
      );
    const acknowledge = async (responseBody?: unknown) => {
      await event.ack(responseBody);
      onAcknowledged(parsed.kind, (performance.now() - startedAt) / 1000);
    };
    if (!parsed.toPersist) {
      await acknowledge(await acknowledgementBody());
      return null;
    }
    const { key, kind, body } = parsed.toPersist;
    const request: InboundRequest = { key, kind, receivedAt: now().toISOString(), body };
    const accepted = await inbox.accept(request).catch((error: unknown) => {
      const failureReply = onPersistFailed(error, key);
      if (kind === 'command') return failureReply;
      throw error;
    });
    if (typeof accepted !== 'string') {
      await acknowledge(accepted);
      return null;
    }
    // A persisted request is processed even when its acknowledgement could not be sent.
    await acknowledge(accepted === 'new' ? await acknowledgementBody() : undefined).catch((error: unknown) =>
      onFault('acknowledgement not sent', error),
    );
    return accepted === 'new' ? request : null;
  }

  #parse(body: unknown): ParsedRequest {
    try {
      if (typeof body !== 'object' || body === null || Array.isArray(body))
        throw new TypeError('not an object');
      return this.#options.parse(body as Record<string, unknown>);
    } catch (error) {
      return { kind: 'event', acknowledgement: this.#options.onParseFailed(error, body), toPersist: null };
    }
  }
}
