import { RetryLater, retryDelayMs } from '../../errors.ts';
import type { InboundRequest, Inbox } from '../../ports/queues.ts';
import { InboxFeed } from './inbox-feed.ts';
import type { QueueLane, WorkQueue } from './work-queue.ts';
import { createWorkQueue } from './work-queue.ts';

/** After this many attempts, which take about two days, a request is given up and logged. */
const MAX_ATTEMPTS = 1_500;
/** The delay between two attempts grows from the first to the second. */
const INITIAL_RETRY_DELAY_MS = 500;
const MAX_RETRY_DELAY_MS = 2 * 60_000;
/** Slack repeats a request within minutes. Its key is kept for a day to recognise duplicates. */
const REQUEST_KEY_RETENTION_MS = 24 * 60 * 60_000;
const INBOX_POLL_INTERVAL_MS = 1_000;
const KEY_CLEANUP_INTERVAL_MS = 60 * 60_000;
const LEASE_RENEWAL_INTERVAL_MS = 5_000;
/** The most leases that one database call renews. */
const LEASE_RENEWAL_BATCH_SIZE = 200;
/**
 * More concurrent checks would only queue in the connectors while their deadlines run. An interactive request is mostly
 * one call to Slack.
 */
const LANE_LIMITS = {
  check: { concurrency: 8, perUser: 4 },
  interactive: { concurrency: 16, perUser: 6 },
} as const;
/** The most requests that wait in memory; further ones wait in the inbox. */
const MAX_WAITING = 1_000;
const MAX_WAITING_PER_USER = 20;

export interface RequestWorkerOptions {
  readonly inbox: Inbox;
  now(): Date;
  /** From 0 to 1. */
  random?(): number;
  /**
   * Processes a request; may run again for the same one. Returns `unmatched` when nothing handles this kind of request.
   * Rejects with `RetryLater` when a retry may succeed.
   */
  process(request: InboundRequest): Promise<'handled' | 'unmatched'>;
  /** Returns the queue lane of a request and the Slack id of the user who made it. */
  jobFieldsOf(request: InboundRequest): { readonly lane: QueueLane; readonly userId: string };
  /** Returns false while jobs of the lane must not start, because acknowledgements come first. */
  mayStart?(lane: QueueLane): boolean;
  onFault(what: string, error: unknown, about?: { readonly requestKey: string }): void;
}

export interface RequestWorker {
  /** Queues a request that was just accepted. When the queue is full, the request stays in the inbox until there is room. */
  enqueue(request: InboundRequest): Promise<void>;
  /** Starts taking requests from the inbox: now, every second, and as soon as there is room for more. */
  start(): void;
  /** Starts the jobs that may start now; to be called when `mayStart` may have changed. */
  wake(): void;
  /** Leases requests that are due, without waiting for the next poll. */
  poll(): Promise<void>;
  /** Returns true while no request is running or waiting in memory. */
  isIdle(): boolean;
  /** Finishes running and queued requests for at most `ms`, then releases the rest for the next start. */
  drain(ms: number): Promise<void>;
}

export function createRequestWorker(options: RequestWorkerOptions): RequestWorker {
  const { inbox, now, onFault } = options;
  const periodicTasks = createPeriodicTasks(options);
  let refill: (() => void) | null = null;
  const queue = createWorkQueue({
    limits: LANE_LIMITS,
    onFault,
    onJobEnd: () => refill?.(),
    mayStart: (lane) => options.mayStart?.(lane) ?? true,
  });

  function add(request: InboundRequest, onStart: () => void): boolean {
    const run = () => {
      onStart();
      return processRequest(options, request);
    };
    return queue.add({ key: request.key, ...options.jobFieldsOf(request), run });
  }
  const feed = new InboxFeed({ inbox, enqueue: add, onFault });

  return {
    async enqueue(request) {
      const { userId } = options.jobFieldsOf(request);
      const isFull =
        queue.waitingCount() >= MAX_WAITING || queue.waitingCount(userId) >= MAX_WAITING_PER_USER;
      if (!isFull) return void add(request, () => undefined);
      await inbox.retryAt(request, now());
      feed.markPending(request.kind);
    },
    wake: () => queue.wake(),
    start() {
      refill = () => feed.refill();
      void feed.poll();
      periodicTasks.start(queue, () => feed.poll());
    },
    poll: () => feed.poll(),
    isIdle: () => queue.keys().length === 0,
    async drain(ms) {
      await feed.stop();
      await waitUntilIdle(queue, ms);
      queue.stop();
      periodicTasks.stop();
      await inbox.releaseLeases();
    },
  };
}

/** Returns the timers that poll the inbox, renew leases and delete old keys. */
function createPeriodicTasks({ inbox, now, onFault }: RequestWorkerOptions) {
  const timers: NodeJS.Timeout[] = [];
  const every = (ms: number, what: string, task: () => Promise<unknown>) => {
    const run = () => void task().catch((error: unknown) => onFault(what, error));
    timers.push(setInterval(run, ms));
  };
  return {
    start(queue: WorkQueue, poll: () => Promise<void>) {
      every(INBOX_POLL_INTERVAL_MS, 'inbox poll failed', poll);
      every(LEASE_RENEWAL_INTERVAL_MS, 'lease not renewed', () => renewLeases(inbox, queue.keys()));
      every(KEY_CLEANUP_INTERVAL_MS, 'old request keys not deleted', () =>
        inbox.deleteCompleted(new Date(now().getTime() - REQUEST_KEY_RETENTION_MS)),
      );
    },
    stop() {
      for (const each of timers) clearInterval(each);
    },
  };
}

async function renewLeases(inbox: Inbox, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += LEASE_RENEWAL_BATCH_SIZE)
    await inbox.renewLeases(keys.slice(from, from + LEASE_RENEWAL_BATCH_SIZE));
}

async function waitUntilIdle(queue: WorkQueue, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([queue.whenIdle(), timeout]);
  clearTimeout(timer);
}

/** Processes a request and settles its row. Rejects when the row could not be set aside. */
async function processRequest(options: RequestWorkerOptions, request: InboundRequest): Promise<void> {
  const { inbox, onFault } = options;
  const { key, attempts = 1 } = request;
  let outcome: 'handled' | 'unmatched' = 'handled';
  try {
    if (attempts > MAX_ATTEMPTS)
      onFault('request abandoned after too many attempts', new Error('too many attempts'), {
        requestKey: key,
      });
    else outcome = await options.process(request);
    if (outcome === 'handled') await inbox.complete(request);
  } catch (error) {
    await retryOrGiveUp(options, request, error);
  }
  if (outcome === 'unmatched') await inbox.quarantine(request, 'no-handler');
}

async function retryOrGiveUp(options: RequestWorkerOptions, request: InboundRequest, error: unknown) {
  const { inbox, now, onFault, random = Math.random } = options;
  const backoff = {
    attempts: request.attempts ?? 1,
    random: random(),
    initialDelayMs: INITIAL_RETRY_DELAY_MS,
    maxDelayMs: MAX_RETRY_DELAY_MS,
  };
  const retryInMs = error instanceof RetryLater ? retryDelayMs(error, backoff) : null;
  onFault(retryInMs === null ? 'request failed' : 'request retried later', error, {
    requestKey: request.key,
  });
  try {
    if (retryInMs === null) await inbox.complete(request);
    else await inbox.retryAt(request, new Date(now().getTime() + retryInMs));
  } catch (postponeError) {
    onFault('request left until its lease expires', postponeError, { requestKey: request.key });
  }
}
