import type { App } from '@slack/bolt';
import { RetryLater, retryDelayMs } from '../errors.ts';
import type { Arrival, Inbox } from '../ports.ts';
import { work } from './durable-receiver.ts';
import { InboxFeed } from './inbox-feed.ts';
import type { Lane, WorkQueue } from './work-queue.ts';
import { createWorkQueue } from './work-queue.ts';

/** What is of use only soon still helps the person for this long after they asked. */
export const HELPFUL_MS = 15 * 60_000;
/** After this many attempts, which take about two days, a request is given up and logged. */
const MAX_ATTEMPTS = 1_500;
/** Waits between two tries of one request grow from the one to the other. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 2 * 60_000;
/** Slack repeats a request within minutes, if at all; its key is known for a day. */
const KEYS_KEPT_MS = 24 * 60 * 60_000;
const SWEEP_MS = 1_000;
const FORGET_MS = 60 * 60_000;
const RENEW_MS = 5_000;
/** The most leases that one database call renews. */
const RENEW_BATCH = 200;
/**
 * More concurrent checks would only queue in the connectors while their deadlines run. An interactive request is mostly
 * one call to Slack.
 */
const LIMITS = {
  check: { concurrency: 8, perPerson: 4 },
  interactive: { concurrency: 16, perPerson: 6 },
} as const;
/** The most requests that wait in memory; further ones wait in the inbox. */
const MAX_WAITING = 1_000;
const MAX_WAITING_PER_PERSON = 20;

export interface WorkerOptions {
  readonly inbox: Inbox;
  now(): Date;
  /** From 0 to 1. */
  random?(): number;
  /** Does what the request asks. May run again for the same request; throws only what nobody could be told. */
  handle(arrival: Arrival): Promise<void>;
  /** Returns the queue lane of a request and the Slack id of the user who made it. */
  jobFieldsOf(arrival: Arrival): { readonly lane: Lane; readonly person: string };
  /** Returns false while jobs of the lane must not start, because acknowledgements come first. */
  mayStart?(lane: Lane): boolean;
  /** True for what is of no use to anybody later; everything else is worked whatever its age. */
  isOfUseOnlySoon(arrival: Arrival): boolean;
  /** Tells the person that their request was dropped. */
  drop(arrival: Arrival): Promise<void>;
  onFault(what: string, error: unknown, about?: { readonly requestKey: string }): void;
}

export interface Worker {
  /** Queues a request that was just accepted. When the queue is full, the request stays in the inbox until there is room. */
  enqueue(app: App, arrival: Arrival): Promise<void>;
  /** Works one request through and settles its row. Never rejects. */
  run(arrival: Arrival): Promise<void>;
  /** Starts taking requests from the inbox: now, every second, and as soon as there is room for more. */
  start(app: App): void;
  /** Starts what may start now; to be called when `mayStart` may have changed. */
  wake(): void;
  /** Takes requests that are due now, without waiting for the next sweep. */
  sweep(app: App): Promise<void>;
  /** Returns true while no request is running or waiting in memory. */
  isIdle(): boolean;
  /** Finishes running and queued requests for at most `ms`, then releases the rest for the next start. */
  drain(ms: number): Promise<void>;
}

export function createWorker(options: WorkerOptions): Worker {
  const { inbox, now, onFault } = options;
  const upkeep = createUpkeep(options);
  let refill: (() => void) | null = null;
  const jobs = createWorkQueue({
    limits: LIMITS,
    onFault,
    onEnd: () => refill?.(),
    mayStart: (lane) => options.mayStart?.(lane) ?? true,
  });

  function add(app: App, arrival: Arrival, onStart: () => void): boolean {
    const run = () => {
      onStart();
      return handOver(options, app, arrival);
    };
    return jobs.add({ key: arrival.key, ...options.jobFieldsOf(arrival), run });
  }
  const feed = new InboxFeed({ inbox, add, onFault });

  return {
    async enqueue(app, arrival) {
      const { person } = options.jobFieldsOf(arrival);
      const isFull = jobs.waiting() >= MAX_WAITING || jobs.waiting(person) >= MAX_WAITING_PER_PERSON;
      if (!isFull) return void add(app, arrival, () => undefined);
      await inbox.postpone(arrival.key, now());
      feed.leftInInbox(arrival.kind);
    },
    run: (arrival) => settle(options, arrival),
    wake: () => jobs.wake(),
    start(app) {
      refill = () => feed.refill(app);
      void feed.sweep(app);
      upkeep.start(jobs, () => feed.sweep(app));
    },
    sweep: (app) => feed.sweep(app),
    isIdle: () => jobs.keys().length === 0,
    async drain(ms) {
      await feed.stop();
      await settledWithin(jobs, ms);
      jobs.stop();
      upkeep.stop();
      await inbox.handBack();
    },
  };
}

/** Returns the timers that sweep the inbox, renew leases and delete old keys. */
function createUpkeep({ inbox, now, onFault }: WorkerOptions) {
  const timers: NodeJS.Timeout[] = [];
  const every = (ms: number, what: string, task: () => Promise<unknown>) => {
    const run = () => void task().catch((error: unknown) => onFault(what, error));
    timers.push(setInterval(run, ms));
  };
  return {
    start(jobs: WorkQueue, sweep: () => Promise<void>) {
      every(SWEEP_MS, 'inbox sweep failed', sweep);
      every(RENEW_MS, 'lease not renewed', () => renewLeases(inbox, jobs.keys()));
      every(FORGET_MS, 'old keys not forgotten', () =>
        inbox.forgetDone(new Date(now().getTime() - KEYS_KEPT_MS)),
      );
    },
    stop() {
      for (const each of timers) clearInterval(each);
    },
  };
}

async function renewLeases(inbox: Inbox, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += RENEW_BATCH)
    await inbox.renew(keys.slice(from, from + RENEW_BATCH));
}

async function settledWithin(jobs: WorkQueue, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([jobs.settled(), timeout]);
  clearTimeout(timer);
}

async function handOver({ inbox }: WorkerOptions, app: App, arrival: Arrival): Promise<void> {
  if ((await work(app, arrival)) === 'unmatched') await inbox.setAside(arrival.key, 'no-handler');
}

async function settle(options: WorkerOptions, arrival: Arrival): Promise<void> {
  const { inbox, now, onFault } = options;
  const age = now().getTime() - Date.parse(arrival.receivedAt);
  const cameTooLate = age > HELPFUL_MS && options.isOfUseOnlySoon(arrival);
  try {
    if ((arrival.attempts ?? 1) > MAX_ATTEMPTS)
      onFault('request given up', new Error('too many attempts'), { requestKey: arrival.key });
    else await (cameTooLate ? options.drop(arrival) : options.handle(arrival));
    await inbox.done(arrival.key);
  } catch (error) {
    await setBack(options, arrival, error);
  }
}

async function setBack(options: WorkerOptions, arrival: Arrival, error: unknown) {
  const { inbox, now, onFault, random = Math.random } = options;
  const pace = {
    attempts: arrival.attempts ?? 1,
    random: random(),
    firstMs: FIRST_PAUSE_MS,
    longestMs: LONGEST_PAUSE_MS,
  };
  const retry = error instanceof RetryLater ? retryDelayMs(error, pace) : null;
  onFault(retry === null ? 'request failed' : 'request put off', error, { requestKey: arrival.key });
  try {
    if (retry === null) await inbox.done(arrival.key);
    else await inbox.postpone(arrival.key, new Date(now().getTime() + retry));
  } catch (failed) {
    onFault('request left to its lease', failed, { requestKey: arrival.key });
  }
}
