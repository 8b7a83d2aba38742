import type { InboundRequest, InboundRequestKind, Inbox } from '../../ports/queues.ts';

import { INBOUND_REQUEST_KINDS } from '../../ports/queues.ts';

/**
 * The most requests of one kind that are leased from the inbox and wait in memory. Kinds are taken separately, so that
 * button presses do not wait behind thousands of commands.
 */
const MAX_LEASED_PER_KIND = 32;

export interface InboxFeedOptions {
  readonly inbox: Inbox;
  /** Queues a request and calls `onStart` when it starts. Returns false when the request is already queued. */
  enqueue(request: InboundRequest, onStart: () => void): boolean;
  onFault(what: string, error: unknown, about?: { readonly requestKey: string }): void;
}

/** Moves due requests from the inbox to the work queue, at most `MAX_LEASED_PER_KIND` of each kind at a time. */
export class InboxFeed {
  readonly #options: InboxFeedOptions;
  readonly #kinds = INBOUND_REQUEST_KINDS.map((kind) => ({ kind, waiting: 0, hasMore: false }));
  #polling: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(options: InboxFeedOptions) {
    this.#options = options;
  }

  /** Leases due requests after the polls that are already running. Never rejects. */
  poll(): Promise<void> {
    const { onFault } = this.#options;
    const poll = () => this.#leaseDue().catch((error: unknown) => onFault('inbox poll failed', error));
    this.#polling = this.#polling.then(poll);
    return this.#polling;
  }

  /** Refills a kind once half of its leases are used, so that rows are taken in batches before they run out. */
  refill(): void {
    const refillable = this.#kinds.filter(
      ({ hasMore, waiting }) => hasMore && waiting <= MAX_LEASED_PER_KIND / 2,
    );
    if (refillable.length === 0) return;
    for (const each of refillable) each.hasMore = false;
    void this.poll();
  }

  /** Notes that a request of this kind was left in the inbox, so that `refill` looks for it. */
  markPending(kind: InboundRequestKind): void {
    for (const each of this.#kinds) each.hasMore ||= each.kind === kind;
  }

  /** Stops taking requests. Resolves when the running poll has ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#polling;
  }

  async #leaseDue(): Promise<void> {
    for (const each of this.#kinds) {
      const capacity = MAX_LEASED_PER_KIND - each.waiting;
      if (this.#stopping || capacity === 0) continue;
      const requests = await this.#options.inbox.claim(capacity, each.kind);
      each.hasMore = requests.length === capacity;
      for (const request of requests) {
        const onStart = () => {
          each.waiting -= 1;
        };
        if (await this.#addOrSetAside(request, onStart)) each.waiting += 1;
      }
    }
  }

  /** Sets a stored request aside when its lane or user cannot be read. */
  async #addOrSetAside(request: InboundRequest, onStart: () => void): Promise<boolean> {
    const { inbox, enqueue, onFault } = this.#options;
    try {
      return enqueue(request, onStart);
    } catch (error) {
      onFault('stored request not readable', error, { requestKey: request.key });
      await inbox.quarantine(request, 'bad-shape');
      return false;
    }
  }
}
