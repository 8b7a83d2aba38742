import type { App } from '@slack/bolt';
import { RetryLater } from '../errors.ts';
import type { Arrival, Inbox } from '../ports.ts';
import { work } from './durable-receiver.ts';

/** What is of use only soon still helps the person for this long after they asked. */
export const HELPFUL_MS = 15 * 60_000;
/** After so many tries, which take more than a day, nobody can be told: the request is let go, and the log says so. */
const MOST_ATTEMPTS = 20_000;
/** Slack repeats a request within minutes, if at all; its key is known for a day. */
const KEYS_KEPT_MS = 24 * 60 * 60_000;
const SWEEP_MS = 1_000;
const FORGET_MS = 60 * 60_000;
const RENEW_MS = 5_000;
const TAKE = 10;

export interface WorkerOptions {
  readonly inbox: Inbox;
  now(): Date;
  /** Does what the request asks. May run again for the same request; throws only what nobody could be told. */
  handle(arrival: Arrival): Promise<void>;
  /** True for what is of no use to anybody later; everything else is worked whatever its age. */
  isOfUseOnlySoon(arrival: Arrival): boolean;
  /** Tells the person that their request was dropped. */
  drop(arrival: Arrival): Promise<void>;
  onFault(what: string, error: unknown): void;
}

export interface Worker {
  /** Works one request through and settles its row. Never rejects. */
  run(arrival: Arrival): Promise<void>;
  /** Takes up what other processes left, now and every second. */
  start(app: App): void;
  /** Waits for work in hand, at most `ms`; what is left is handed back for the next start. */
  drain(ms: number): Promise<void>;
}

export function createWorker(options: WorkerOptions): Worker {
  const { inbox, now, onFault } = options;
  const inHand = new Map<string, Promise<void>>();
  const timers: NodeJS.Timeout[] = [];
  let sweeping: Promise<void> = Promise.resolve();
  let stopping = false;

  async function settle(arrival: Arrival): Promise<void> {
    try {
      if ((arrival.attempts ?? 1) > MOST_ATTEMPTS)
        onFault('request given up', new Error('nobody could be told'));
      else await (cameTooLate(arrival) ? options.drop(arrival) : options.handle(arrival));
      await inbox.done(arrival.key);
    } catch (error) {
      await setBack(arrival, error);
    }
  }

  function cameTooLate(arrival: Arrival): boolean {
    const age = now().getTime() - Date.parse(arrival.receivedAt);
    return age > HELPFUL_MS && options.isOfUseOnlySoon(arrival);
  }

  async function setBack(arrival: Arrival, error: unknown): Promise<void> {
    const retry = error instanceof RetryLater ? error.afterMs : null;
    onFault(retry === null ? 'request failed' : 'request put off', error);
    try {
      if (retry === null) await inbox.done(arrival.key);
      else await inbox.postpone(arrival.key, new Date(now().getTime() + retry));
    } catch (failed) {
      onFault('request left to its lease', failed);
    }
  }

  async function sweep(app: App): Promise<void> {
    if (stopping) return;
    try {
      for (const arrival of await inbox.take(TAKE)) {
        work(app, arrival).catch((error: unknown) => onFault('request left to its lease', error));
      }
    } catch (error) {
      onFault('inbox sweep failed', error);
    }
  }

  async function forget(): Promise<void> {
    try {
      await inbox.forgetDone(new Date(now().getTime() - KEYS_KEPT_MS));
    } catch (error) {
      onFault('old keys not forgotten', error);
    }
  }

  async function renew(): Promise<void> {
    try {
      if (inHand.size > 0) await inbox.renew([...inHand.keys()]);
    } catch (error) {
      onFault('lease not renewed', error);
    }
  }

  return {
    run(arrival) {
      const known = inHand.get(arrival.key);
      if (known) return known;
      const running = settle(arrival).finally(() => inHand.delete(arrival.key));
      inHand.set(arrival.key, running);
      return running;
    },
    start(app) {
      sweeping = sweep(app);
      timers.push(
        setInterval(() => {
          sweeping = sweeping.then(() => sweep(app));
        }, SWEEP_MS),
      );
      timers.push(setInterval(() => void renew(), RENEW_MS));
      timers.push(setInterval(() => void forget(), FORGET_MS));
    },
    async drain(ms) {
      stopping = true;
      await sweeping;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([Promise.allSettled(inHand.values()), late]);
      clearTimeout(timer);
      for (const each of timers) clearInterval(each);
      await inbox.handBack();
    },
  };
}
