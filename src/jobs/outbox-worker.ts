import { NoAccess, RetryLater, retryDelayMs, UnreadableRow } from '../errors.ts';
import type { Errand, Outbox, TakenErrand } from '../ports.ts';

/** Slack takes about one message a second in a channel. */
const PACE_MS = 1_000;
/** Between two looks for what somebody else put off, or left behind. */
const LOOK_MS = 500;
const RENEW_MS = 5_000;
/** How many messages are delivered side by side, each to another channel. */
const MAX_IN_FLIGHT = 10;
/** The pause between two attempts grows from the first to the longest. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** A message that has failed unexpectedly this often (about a day) is set aside. */
const MAX_ATTEMPTS = 300;
/** Longest pause while Slack rejects the bot's token, and the shortest time between two log lines about it. */
const MAX_TOKEN_PAUSE_MS = 60_000;

export interface OutboxOptions {
  readonly outbox: Outbox;
  now(): Date;
  /** Monotonic time in milliseconds. */
  monotonic?(): number;
  /** Returns a number from 0 to 1, for jitter. */
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
 * Delivers the outbox: oldest first in each channel, at most one message a second per channel. A row stays in the outbox
 * until Slack is known to have the message, even if this process dies.
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

  /** Takes and starts messages until none is due or `MAX_IN_FLIGHT` is reached. */
  async function takeMore(): Promise<void> {
    while (!stopping && !pause.isOn() && inHand.size < MAX_IN_FLIGHT) {
      const taken = await outbox.take(MAX_IN_FLIGHT - inHand.size);
      const fresh = taken.filter(({ key }) => !inHand.has(key));
      for (const each of fresh) {
        const work = deliverAndSettle(options, pause, each).finally(() => inHand.delete(each.key));
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
      await takeMore();
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

/** Delivers one message and settles its row. Never rejects. */
async function deliverAndSettle(options: OutboxOptions, pause: Pause, taken: TakenErrand): Promise<void> {
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

/** Counts the pause of a channel from the end of the delivery, which may search the channel first. */
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
  if (!known && attempts >= MAX_ATTEMPTS) return outbox.setAside(key, 'always-fails');
  const range = { firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS };
  const waitMs = retryDelayMs(error, { attempts, random: random(), ...range });
  const until = new Date(now().getTime() + waitMs);
  if (known && channel !== null) await outbox.hold(channel, new Date(now().getTime() + error.afterMs));
  await outbox.postpone(key, until);
}

/** Pauses every delivery while Slack rejects the bot's token. Attempts made meanwhile do not count. */
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
      if (loggedAt === null || at - loggedAt >= MAX_TOKEN_PAUSE_MS) {
        onFault('messages wait: Slack rejects the token', error);
        loggedAt = at;
      }
      if (times > 0 && at < until) return;
      times += 1;
      until = at + Math.min(MAX_TOKEN_PAUSE_MS, FIRST_PAUSE_MS * 2 ** times);
    },
    end() {
      times = 0;
    },
  };
}
