import type { App } from '@slack/bolt';
import { RetryLater, retryDelayMs } from '../errors.ts';
import type { Arrival, Inbox } from '../ports.ts';
import { ARRIVAL_KINDS } from '../ports.ts';
import { work } from './durable-receiver.ts';
import type { Lane } from './work-queue.ts';
import { createWorkQueue } from './work-queue.ts';

/** What is of use only soon still helps the person for this long after they asked. */
export const HELPFUL_MS = 15 * 60_000;
/** After so many tries, which take about two days, nobody can be told: the request is let go, and the log says so. */
const MOST_ATTEMPTS = 1_500;
/** Waits between two tries of one request grow from the one to the other. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 2 * 60_000;
/** Slack repeats a request within minutes, if at all; its key is known for a day. */
const KEYS_KEPT_MS = 24 * 60 * 60_000;
const SWEEP_MS = 1_000;
const FORGET_MS = 60 * 60_000;
const RENEW_MS = 5_000;
/** Requests that one renewal of leases names; more are renewed in parts. */
const RENEW_AT_ONCE = 200;
/**
 * More checks at once would only wait for one another in the connectors while their deadlines run. An interactive
 * request is mostly one call to Slack.
 */
const LIMITS = {
  check: { concurrency: 8, perPerson: 4 },
  interactive: { concurrency: 16, perPerson: 6 },
} as const;
/** Requests that may wait in memory; what exceeds this waits in the inbox. */
const MAX_WAITING = 1_000;
const MAX_WAITING_PER_PERSON = 20;
/**
 * Requests of one kind that were taken from the inbox and may wait in memory. Kinds are taken separately, so that kept
 * button presses do not wait behind thousands of kept commands.
 */
const TAKE = 32;

export interface WorkerOptions {
  readonly inbox: Inbox;
  now(): Date;
  /** From 0 to 1. */
  random?(): number;
  /** Does what the request asks. May run again for the same request; throws only what nobody could be told. */
  handle(arrival: Arrival): Promise<void>;
  /** Returns the budget that the request counts against and the Slack user id of the person who made it. */
  jobFieldsOf(arrival: Arrival): { readonly lane: Lane; readonly person: string };
  /** False while jobs of that lane have to wait for something more urgent. */
  mayStart?(lane: Lane): boolean;
  /** True for what is of no use to anybody later; everything else is worked whatever its age. */
  isOfUseOnlySoon(arrival: Arrival): boolean;
  /** Tells the person that their request was dropped. */
  drop(arrival: Arrival): Promise<void>;
  onFault(what: string, error: unknown, about?: { readonly requestKey: string }): void;
}

export interface Worker {
  /** Queues a request that was just accepted. When too many wait, it stays in the inbox until there is room. */
  enqueue(app: App, arrival: Arrival): Promise<void>;
  /** Works one request through and settles its row. Never rejects. */
  run(arrival: Arrival): Promise<void>;
  /** Takes up what other processes left: now, every second, and as soon as there is room for more. */
  start(app: App): void;
  /** Starts what may start now; to be called when `mayStart` may have changed. */
  wake(): void;
  /** Takes up what is due now, without waiting for the next second. */
  sweep(app: App): Promise<void>;
  /** Returns true while no request is being worked or waits in memory. */
  isIdle(): boolean;
  /** Works what is in hand and in the queue, for at most `ms`; what is left is handed back for the next start. */
  drain(ms: number): Promise<void>;
}

export function createWorker(options: WorkerOptions): Worker {
  const { inbox, now, onFault } = options;
  const kinds = ARRIVAL_KINDS.map((kind) => ({ kind, waiting: 0, hasMore: false }));
  const timers: NodeJS.Timeout[] = [];
  let sweeping: Promise<void> = Promise.resolve();
  let takeMore: (() => void) | null = null;
  let stopping = false;
  const jobs = createWorkQueue({
    limits: LIMITS,
    onFault,
    onEnd: () => takeMore?.(),
    mayStart: (lane) => options.mayStart?.(lane) ?? true,
  });

  function add(app: App, arrival: Arrival, onStart: () => void = () => undefined): boolean {
    const run = () => {
      onStart();
      return handOver(options, app, arrival);
    };
    return jobs.add({ key: arrival.key, ...options.jobFieldsOf(arrival), run });
  }

  /** Whose turn it is cannot be told of a request without a person. */
  async function addOrSetAside(app: App, arrival: Arrival, onStart: () => void): Promise<boolean> {
    try {
      return add(app, arrival, onStart);
    } catch {
      await inbox.setAside(arrival.key, 'bad-shape');
      return false;
    }
  }

  async function sweep(app: App): Promise<void> {
    for (const each of kinds) {
      const room = TAKE - each.waiting;
      if (stopping || room === 0) continue;
      const arrivals = await inbox.take(room, each.kind);
      each.hasMore = arrivals.length === room;
      for (const arrival of arrivals) {
        const started = () => {
          each.waiting -= 1;
        };
        if (await addOrSetAside(app, arrival, started)) each.waiting += 1;
      }
    }
  }

  function sweepAfterOthers(app: App): void {
    const work = () => sweep(app).catch((error: unknown) => onFault('inbox sweep failed', error));
    sweeping = sweeping.then(work);
  }

  /** Half-empty: taken in good time, and not one row at a time. */
  function takeMoreOf(app: App): void {
    const wanting = kinds.filter(({ hasMore, waiting }) => hasMore && waiting <= TAKE / 2);
    if (wanting.length === 0) return;
    for (const each of wanting) each.hasMore = false;
    sweepAfterOthers(app);
  }

  const guarded = (what: string, upkeep: () => Promise<unknown>) => () =>
    void upkeep().catch((error: unknown) => onFault(what, error));

  async function renew(): Promise<void> {
    const keys = jobs.keys();
    for (let from = 0; from < keys.length; from += RENEW_AT_ONCE)
      await inbox.renew(keys.slice(from, from + RENEW_AT_ONCE));
  }

  return {
    async enqueue(app, arrival) {
      const { person } = options.jobFieldsOf(arrival);
      const isFull = jobs.waiting() >= MAX_WAITING || jobs.waiting(person) >= MAX_WAITING_PER_PERSON;
      if (!isFull) return void add(app, arrival);
      await inbox.postpone(arrival.key, now());
      for (const each of kinds) each.hasMore ||= each.kind === arrival.kind;
    },
    run: (arrival) => settle(options, arrival),
    wake: () => jobs.wake(),
    start(app) {
      const forget = () => inbox.forgetDone(new Date(now().getTime() - KEYS_KEPT_MS));
      takeMore = () => takeMoreOf(app);
      sweepAfterOthers(app);
      timers.push(setInterval(() => sweepAfterOthers(app), SWEEP_MS));
      timers.push(setInterval(guarded('lease not renewed', renew), RENEW_MS));
      timers.push(setInterval(guarded('old keys not forgotten', forget), FORGET_MS));
    },
    async sweep(app) {
      sweepAfterOthers(app);
      await sweeping;
    },
    isIdle: () => jobs.keys().length === 0,
    async drain(ms) {
      stopping = true;
      await sweeping;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([jobs.settled(), late]);
      jobs.stop();
      clearTimeout(timer);
      for (const each of timers) clearInterval(each);
      await inbox.handBack();
    },
  };
}

async function handOver({ inbox }: WorkerOptions, app: App, arrival: Arrival): Promise<void> {
  if ((await work(app, arrival)) === 'unmatched') await inbox.setAside(arrival.key, 'no-handler');
}

async function settle(options: WorkerOptions, arrival: Arrival): Promise<void> {
  const { inbox, now, onFault } = options;
  const age = now().getTime() - Date.parse(arrival.receivedAt);
  const cameTooLate = age > HELPFUL_MS && options.isOfUseOnlySoon(arrival);
  try {
    if ((arrival.attempts ?? 1) > MOST_ATTEMPTS)
      onFault('request given up', new Error('nobody could be told'), { requestKey: arrival.key });
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
