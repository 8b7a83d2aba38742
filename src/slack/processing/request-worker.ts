import type { App } from '@slack/bolt';
import { RetryLater, retryDelayMs } from '../../errors.ts';
import type { InboundRequest, Inbox } from '../../ports/queues.ts';
import { passToBolt } from '../ingress/durable-receiver.ts';
import { InboxFeed } from './inbox-feed.ts';
import type { QueueLane, WorkQueue } from './work-queue.ts';
import { createWorkQueue } from './work-queue.ts';

/** What is of use only soon still helps the person for this long after they asked. */
export const REQUEST_TTL_MS = 15 * 60_000;
/** After this many attempts, which take about two days, a request is given up and logged. */
const MAX_ATTEMPTS = 1_500;
/** Waits between two tries of one request grow from the one to the other. */
const INITIAL_RETRY_DELAY_MS = 500;
const MAX_RETRY_DELAY_MS = 2 * 60_000;
/** Slack repeats a request within minutes, if at all; its key is known for a day. */
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
const MAX_WAITING_PER_PERSON = 20;

export interface RequestWorkerOptions {
  readonly inbox: Inbox;
  now(): Date;
  /** From 0 to 1. */
  random?(): number;
  /** Does what the request asks. May run again for the same request; throws only what nobody could be told. */
  dispatch(request: InboundRequest): Promise<void>;
  /** Returns the queue lane of a request and the Slack id of the user who made it. */
  jobFieldsOf(request: InboundRequest): { readonly lane: QueueLane; readonly person: string };
  /** Returns false while jobs of the lane must not start, because acknowledgements come first. */
  mayStart?(lane: QueueLane): boolean;
  /** True for what is of no use to anybody later; everything else is worked whatever its age. */
  isExpirable(request: InboundRequest): boolean;
  /** Tells the person that their request was dropped. */
  replyExpired(request: InboundRequest): Promise<void>;
  onFault(what: string, error: unknown, about?: { readonly requestKey: string }): void;
}

export interface RequestWorker {
  /** Queues a request that was just accepted. When the queue is full, the request stays in the inbox until there is room. */
  enqueue(app: App, request: InboundRequest): Promise<void>;
  /** Works one request through and settles its row. Never rejects. */
  process(request: InboundRequest): Promise<void>;
  /** Starts taking requests from the inbox: now, every second, and as soon as there is room for more. */
  start(app: App): void;
  /** Starts what may start now; to be called when `mayStart` may have changed. */
  wake(): void;
  /** Takes requests that are due now, without waiting for the next sweep. */
  poll(app: App): Promise<void>;
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

  function add(app: App, request: InboundRequest, onStart: () => void): boolean {
    const run = () => {
      onStart();
      return passToBoltOrSetAside(options, app, request);
    };
    return queue.add({ key: request.key, ...options.jobFieldsOf(request), run });
  }
  const feed = new InboxFeed({ inbox, enqueue: add, onFault });

  return {
    async enqueue(app, request) {
      const { person } = options.jobFieldsOf(request);
      const isFull =
        queue.waitingCount() >= MAX_WAITING || queue.waitingCount(person) >= MAX_WAITING_PER_PERSON;
      if (!isFull) return void add(app, request, () => undefined);
      await inbox.postpone(request.key, now());
      feed.markPending(request.kind);
    },
    process: (request) => processRequest(options, request),
    wake: () => queue.wake(),
    start(app) {
      refill = () => feed.refill(app);
      void feed.poll(app);
      periodicTasks.start(queue, () => feed.poll(app));
    },
    poll: (app) => feed.poll(app),
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

/** Returns the timers that sweep the inbox, renew leases and delete old keys. */
function createPeriodicTasks({ inbox, now, onFault }: RequestWorkerOptions) {
  const timers: NodeJS.Timeout[] = [];
  const every = (ms: number, what: string, task: () => Promise<unknown>) => {
    const run = () => void task().catch((error: unknown) => onFault(what, error));
    timers.push(setInterval(run, ms));
  };
  return {
    start(queue: WorkQueue, sweep: () => Promise<void>) {
      every(INBOX_POLL_INTERVAL_MS, 'inbox sweep failed', sweep);
      every(LEASE_RENEWAL_INTERVAL_MS, 'lease not renewed', () => renewLeases(inbox, queue.keys()));
      every(KEY_CLEANUP_INTERVAL_MS, 'old keys not forgotten', () =>
        inbox.deleteDone(new Date(now().getTime() - REQUEST_KEY_RETENTION_MS)),
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

async function passToBoltOrSetAside(
  { inbox }: RequestWorkerOptions,
  app: App,
  request: InboundRequest,
): Promise<void> {
  if ((await passToBolt(app, request)) === 'unmatched') await inbox.setAside(request.key, 'no-handler');
}

async function processRequest(options: RequestWorkerOptions, request: InboundRequest): Promise<void> {
  const { inbox, now, onFault } = options;
  const ageMs = now().getTime() - Date.parse(request.receivedAt);
  const isExpired = ageMs > REQUEST_TTL_MS && options.isExpirable(request);
  try {
    if ((request.attempts ?? 1) > MAX_ATTEMPTS)
      onFault('request given up', new Error('too many attempts'), { requestKey: request.key });
    else await (isExpired ? options.replyExpired(request) : options.dispatch(request));
    await inbox.markDone(request.key);
  } catch (error) {
    await retryOrGiveUp(options, request, error);
  }
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
  onFault(retryInMs === null ? 'request failed' : 'request put off', error, { requestKey: request.key });
  try {
    if (retryInMs === null) await inbox.markDone(request.key);
    else await inbox.postpone(request.key, new Date(now().getTime() + retryInMs));
  } catch (postponeError) {
    onFault('request left to its lease', postponeError, { requestKey: request.key });
  }
}
