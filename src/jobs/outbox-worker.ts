import { NoAccess, RetryLater, retryDelayMs, UnreadableRow } from '../errors.ts';
import type { Errand, Outbox, TakenErrand } from '../ports.ts';

/** Slack takes about one message a second in a channel. */
const PACE_MS = 1_000;
/** Between two looks for what somebody else put off, or left behind. */
const LOOK_MS = 500;
const RENEW_MS = 5_000;
/** Messages that are being said at once, to as many channels. */
const MOST_IN_HAND = 10;
/** Waits between two tries of one message grow from the one to the other. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** What fails in a way nobody foresaw is let go after so many tries, which take about a day. */
const MOST_ATTEMPTS = 300;
/** Longest wait between two tries while Slack does not accept the bot's token, and between two log lines about it. */
const NO_ACCESS_MS = 60_000;

export interface OutboxOptions {
  readonly outbox: Outbox;
  now(): Date;
  /** Milliseconds from any moment, whatever happens to the clock. */
  monotonic?(): number;
  /** From 0 to 1. */
  random?(): number;
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
 * Says what the outbox holds, at most one message a second to a channel and oldest first in each. A row is settled only
 * after Slack is known to have it; until then it stays, whatever happens to this process.
 */
export function createOutboxWorker(options: OutboxOptions): OutboxWorker {
  const { outbox, onFault } = options;
  const inHand = new Map<string, Promise<void>>();
  const pause = createPause(options);
  const timers: NodeJS.Timeout[] = [];
  let sweeping: Promise<void> | null = null;
  let again = false;
  let wake = () => {};
  let stopping = false;

  /** Takes what may go now until there is no more of it, or no more room. */
  async function fill(): Promise<void> {
    while (!stopping && !pause.isOn() && inHand.size < MOST_IN_HAND) {
      const taken = await outbox.take(MOST_IN_HAND - inHand.size);
      const fresh = taken.filter(({ key }) => !inHand.has(key));
      for (const each of fresh) {
        const work = workOff(options, pause, each).finally(() => inHand.delete(each.key));
        inHand.set(each.key, work);
      }
      if (fresh.length === 0) return;
    }
  }

  async function sweepAll(): Promise<void> {
    for (;;) {
      again = false;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await fill();
      if (inHand.size > 0) await Promise.race([...inHand.values(), woken]);
      else if (!again) return;
    }
  }

  function sweep(): Promise<void> {
    again = true;
    wake();
    sweeping ??= sweepAll()
      .catch((error: unknown) => onFault('outbox sweep failed', error))
      .finally(() => {
        sweeping = null;
      });
    return sweeping;
  }

  async function renew(): Promise<void> {
    try {
      if (inHand.size > 0) await outbox.renew([...inHand.keys()]);
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

/** Works one row off and settles it. Never rejects. */
async function workOff(options: OutboxOptions, pause: Pause, taken: TakenErrand): Promise<void> {
  const { outbox } = options;
  const { key, channel } = taken;
  try {
    const turn = channel === null ? 'now' : await outbox.turn(channel, PACE_MS);
    if (turn !== 'now') return await outbox.returnUntried(key, turn);
    const outcome = await runPaced(options, taken);
    pause.end();
    if (outcome === 'done') await outbox.done(taken);
    else await outbox.postpone(key, outcome);
  } catch (error) {
    await settleFailed(options, pause, { taken, error }).catch((failed: unknown) =>
      options.onFault('message left to its lease', failed),
    );
  }
}

/** A look at the channel may come before a message and take any time: the second counts from the message. */
async function runPaced({ outbox, now, run }: OutboxOptions, taken: TakenErrand): Promise<'done' | Date> {
  const { channel } = taken;
  try {
    return await run(taken);
  } finally {
    if (channel !== null) await outbox.hold(channel, new Date(now().getTime() + PACE_MS));
  }
}

async function settleFailed(
  { outbox, now, random = Math.random, onFault }: OutboxOptions,
  pause: Pause,
  { taken, error }: { readonly taken: TakenErrand; readonly error: unknown },
): Promise<void> {
  const { key, channel, attempts } = taken;
  if (error instanceof UnreadableRow) return outbox.setAside(key, error.reason);
  if (error instanceof NoAccess) {
    pause.begin(error);
    return outbox.returnUntried(key, now());
  }
  const known = error instanceof RetryLater;
  onFault(known ? 'message put off' : 'message failed', error, { messageKey: key });
  if (!known && attempts >= MOST_ATTEMPTS) return outbox.setAside(key, 'always-fails');
  const range = { firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS };
  const waitMs = retryDelayMs(error, { attempts, random: random(), ...range });
  const until = new Date(now().getTime() + waitMs);
  if (known && channel !== null) await outbox.hold(channel, new Date(now().getTime() + error.afterMs));
  await outbox.postpone(key, until);
}

/** While Slack does not accept the bot's token nothing is said, and nothing is used up. */
interface Pause {
  isOn(): boolean;
  begin(error: NoAccess): void;
  end(): void;
}

function createPause({ monotonic = () => performance.now(), onFault }: OutboxOptions): Pause {
  let until = 0;
  let times = 0;
  let loggedAt: number | null = null;
  return {
    isOn: () => times > 0 && monotonic() < until,
    begin(error) {
      const at = monotonic();
      if (loggedAt === null || at - loggedAt >= NO_ACCESS_MS) {
        onFault('messages wait: slack does not accept the token', error);
        loggedAt = at;
      }
      if (times > 0 && at < until) return;
      times += 1;
      until = at + Math.min(NO_ACCESS_MS, FIRST_PAUSE_MS * 2 ** times);
    },
    end() {
      times = 0;
    },
  };
}
