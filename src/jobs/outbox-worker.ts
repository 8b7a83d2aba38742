import { RetryLater, UnreadableRow } from '../errors.ts';
import type { Errand, Outbox, TakenErrand } from '../ports.ts';

/** Slack takes about one message a second in a channel. */
const PACE_MS = 1_000;
/** Between two looks for what somebody else put off, or left behind. */
const LOOK_MS = 500;
const RENEW_MS = 5_000;
const TAKE = 10;
/** Between two tries of something that fails in a way nobody foresaw; doubled each time. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

export interface OutboxOptions {
  readonly outbox: Outbox;
  now(): Date;
  /** Says it; answers when to try again if this is not the time. May run again for the same errand. */
  run(errand: Errand): Promise<'done' | Date>;
  onFault(what: string, error: unknown, about?: { readonly messageKey: string }): void;
}

export interface OutboxWorker {
  start(): void;
  /** Something was just written: looks at once. */
  nudge(): void;
  /** Says everything that may be said now. */
  sweep(): Promise<void>;
  /** Returns true while no message is being delivered and the outbox is not being read. */
  isIdle(): boolean;
  /** Waits for what is being said, at most `ms`; the rest is handed back. */
  drain(ms: number): Promise<void>;
}

/**
 * Says what the outbox holds, oldest first, at most one message a second to a channel. A row is settled only after
 * Slack is known to have it; until then it stays, whatever happens to this process.
 */
export function createOutboxWorker({ outbox, now, run, onFault }: OutboxOptions): OutboxWorker {
  const inHand = new Set<string>();
  const timers: NodeJS.Timeout[] = [];
  let sweeping: Promise<void> | null = null;
  let again = false;
  let stopping = false;

  async function work(taken: TakenErrand): Promise<void> {
    const { key, channel } = taken;
    inHand.add(key);
    try {
      const turn = channel === null ? 'now' : await outbox.turn(channel, PACE_MS);
      if (turn !== 'now') return await outbox.postpone(key, turn);
      const outcome = await runPaced(taken);
      if (outcome === 'done') await outbox.done(taken);
      else await outbox.postpone(key, outcome);
    } catch (error) {
      await (error instanceof UnreadableRow ? setAside(taken, error) : putOff(taken, error));
    } finally {
      inHand.delete(key);
    }
  }

  /** A look at the channel may come before a message and take any time: the second counts from the message. */
  async function runPaced(taken: TakenErrand): Promise<'done' | Date> {
    const { channel } = taken;
    try {
      return await run(taken);
    } finally {
      if (channel !== null) await outbox.hold(channel, new Date(now().getTime() + PACE_MS));
    }
  }

  /** What it is about cannot be read, and will not be the next time. */
  async function setAside({ key }: TakenErrand, { reason }: UnreadableRow): Promise<void> {
    try {
      await outbox.setAside(key, reason);
    } catch (failed) {
      onFault('message left to its lease', failed);
    }
  }

  async function putOff({ key, channel, attempts }: TakenErrand, error: unknown): Promise<void> {
    const known = error instanceof RetryLater;
    const waitMs = known ? error.afterMs : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempts);
    const until = new Date(now().getTime() + waitMs);
    onFault(known ? 'message put off' : 'message failed', error, { messageKey: key });
    try {
      if (known && channel !== null) await outbox.hold(channel, until);
      await outbox.postpone(key, until);
    } catch (failed) {
      onFault('message left to its lease', failed);
    }
  }

  async function sweepAll(): Promise<void> {
    for (;;) {
      again = false;
      const taken = stopping ? [] : await outbox.take(TAKE);
      await Promise.all(taken.map(work));
      if (taken.length < TAKE && !again) return;
    }
  }

  function sweep(): Promise<void> {
    again = true;
    sweeping ??= sweepAll()
      .catch((error: unknown) => onFault('outbox sweep failed', error))
      .finally(() => {
        sweeping = null;
      });
    return sweeping;
  }

  async function renew(): Promise<void> {
    try {
      if (inHand.size > 0) await outbox.renew([...inHand]);
    } catch (error) {
      onFault('lease not renewed', error);
    }
  }

  return {
    start() {
      timers.push(setInterval(() => void sweep(), LOOK_MS));
      timers.push(setInterval(() => void renew(), RENEW_MS));
      void sweep();
    },
    nudge: () => void sweep(),
    sweep,
    isIdle: () => inHand.size === 0 && sweeping === null,
    async drain(ms) {
      stopping = true;
      for (const each of timers) clearInterval(each);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([sweeping, late]);
      clearTimeout(timer);
      await outbox.handBack();
    },
  };
}
