import { RetryLater, retryDelayMs, SlackAuthError, UnreadableRow } from '../errors.ts';
import type { Leased, Outbox, OutboxMessage } from '../ports/queues.ts';

/** Slack takes about one message a second in a channel. */
const CHANNEL_RATE_LIMIT_MS = 1_000;
/** Between two looks for what somebody else put off, or left behind. */
const POLL_INTERVAL_MS = 500;
const LEASE_RENEWAL_INTERVAL_MS = 5_000;
/** How many messages are delivered side by side, each to another channel. */
const MAX_IN_FLIGHT = 10;
/** The pause between two attempts grows from the first to the longest. */
const INITIAL_RETRY_DELAY_MS = 1_000;
const MAX_RETRY_DELAY_MS = 5 * 60_000;
/** A message that has failed unexpectedly this often (about a day) is set aside. */
const MAX_ATTEMPTS = 300;
/** Longest pause while Slack rejects the bot's token, and the shortest time between two log lines about it. */
const MAX_TOKEN_PAUSE_MS = 60_000;

export interface OutboxWorkerOptions {
  readonly outbox: Outbox;
  now(): Date;
  /** Monotonic time in milliseconds. */
  monotonic?(): number;
  /** Returns a number from 0 to 1, for jitter. */
  random?(): number;
  /** Says it; answers when to try again if this is not the time. May run again for the same errand. */
  deliver(errand: OutboxMessage): Promise<'done' | Date>;
  onFault(what: string, error: unknown, about?: { readonly messageKey: string }): void;
}

export interface OutboxWorker {
  start(): void;
  /** Something was just written: looks at once. */
  wake(): void;
  /** Says everything that may be said now. */
  deliverDue(): Promise<void>;
  /** Returns true while no message is being delivered and the outbox is not being read. */
  isIdle(): boolean;
  /** Waits for what is being said, at most `ms`; the rest is handed back. */
  drain(ms: number): Promise<void>;
}

/**
 * Delivers the outbox: oldest first in each channel, at most one message a second per channel. A row stays in the outbox
 * until Slack is known to have the message, even if this process dies.
 */
export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { outbox, onFault } = options;
  const inFlight = new Map<string, Promise<void>>();
  const pause = createDeliveryPause(options);
  const timers: NodeJS.Timeout[] = [];
  let activeLoop: Promise<void> | null = null;
  let isRunRequested = false;
  let wakeLoop = () => {};
  let isStopping = false;

  /** Takes and starts messages until none is due or `MAX_IN_FLIGHT` is reached. */
  async function startDueDeliveries(): Promise<void> {
    while (!isStopping && !pause.isActive() && inFlight.size < MAX_IN_FLIGHT) {
      const leased = await outbox.claim(MAX_IN_FLIGHT - inFlight.size);
      const newMessages = leased.filter(({ key }) => !inFlight.has(key));
      for (const each of newMessages) {
        const work = deliverAndSettle(options, pause, each).finally(() => inFlight.delete(each.key));
        inFlight.set(each.key, work);
      }
      if (newMessages.length === 0) return;
    }
  }

  async function deliverUntilEmpty(): Promise<void> {
    for (;;) {
      isRunRequested = false;
      const wakeSignal = new Promise<void>((resolve) => {
        wakeLoop = resolve;
      });
      await startDueDeliveries();
      if (inFlight.size > 0) await Promise.race([...inFlight.values(), wakeSignal]);
      else if (!isRunRequested) return;
    }
  }

  function deliverDue(): Promise<void> {
    isRunRequested = true;
    wakeLoop();
    activeLoop ??= deliverUntilEmpty()
      .catch((error: unknown) => onFault('outbox sweep failed', error))
      .finally(() => {
        activeLoop = null;
      });
    return activeLoop;
  }

  async function renewLeases(): Promise<void> {
    try {
      if (inFlight.size > 0) await outbox.renewLeases([...inFlight.keys()]);
    } catch (error) {
      onFault('lease not renewed', error);
    }
  }

  return {
    start() {
      timers.push(setInterval(() => void deliverDue(), POLL_INTERVAL_MS));
      timers.push(setInterval(() => void renewLeases(), LEASE_RENEWAL_INTERVAL_MS));
      void deliverDue();
    },
    wake: () => void deliverDue(),
    deliverDue,
    isIdle: () => inFlight.size === 0 && activeLoop === null,
    async drain(ms) {
      isStopping = true;
      for (const each of timers) clearInterval(each);
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([activeLoop, timeout]);
      clearTimeout(timer);
      await outbox.releaseLeases();
    },
  };
}

/** Delivers one message and settles its row. Never rejects. */
async function deliverAndSettle(
  options: OutboxWorkerOptions,
  pause: DeliveryPause,
  message: Leased<OutboxMessage>,
): Promise<void> {
  const { outbox } = options;
  const { key, channel } = message;
  try {
    const slot = channel === null ? 'now' : await outbox.acquireSlot(channel, CHANNEL_RATE_LIMIT_MS);
    if (slot !== 'now') return await outbox.retryUncountedAt({ key }, slot);
    const outcome = await deliverRateLimited(options, message);
    pause.end();
    if (outcome === 'done') await outbox.complete(message);
    else await outbox.retryAt({ key }, outcome);
  } catch (error) {
    await settleFailedDelivery(options, pause, { taken: message, error }).catch((settleError: unknown) =>
      options.onFault('message left to its lease', settleError),
    );
  }
}

/** Counts the pause of a channel from the end of the delivery, which may search the channel first. */
async function deliverRateLimited(
  { outbox, now, deliver: run }: OutboxWorkerOptions,
  message: Leased<OutboxMessage>,
): Promise<'done' | Date> {
  const { channel } = message;
  try {
    return await run(message);
  } finally {
    if (channel !== null) await outbox.backOff(channel, new Date(now().getTime() + CHANNEL_RATE_LIMIT_MS));
  }
}

async function settleFailedDelivery(
  { outbox, now, random = Math.random, onFault }: OutboxWorkerOptions,
  pause: DeliveryPause,
  { taken: message, error }: { readonly taken: Leased<OutboxMessage>; readonly error: unknown },
): Promise<void> {
  const { key, channel, attempts } = message;
  if (error instanceof UnreadableRow) return outbox.quarantine({ key }, error.reason);
  if (error instanceof SlackAuthError) {
    pause.begin(error);
    return outbox.retryUncountedAt({ key }, now());
  }
  const isRetryable = error instanceof RetryLater;
  onFault(isRetryable ? 'message put off' : 'message failed', error, { messageKey: key });
  if (!isRetryable && attempts >= MAX_ATTEMPTS) return outbox.quarantine({ key }, 'max-attempts');
  const delayLimits = { initialDelayMs: INITIAL_RETRY_DELAY_MS, maxDelayMs: MAX_RETRY_DELAY_MS };
  const waitMs = retryDelayMs(error, { attempts, random: random(), ...delayLimits });
  const until = new Date(now().getTime() + waitMs);
  if (isRetryable && channel !== null)
    await outbox.backOff(channel, new Date(now().getTime() + error.afterMs));
  await outbox.retryAt({ key }, until);
}

/** Pauses every delivery while Slack rejects the bot's token. Attempts made meanwhile do not count. */
interface DeliveryPause {
  isActive(): boolean;
  begin(error: SlackAuthError): void;
  end(): void;
}

function createDeliveryPause({
  monotonic = () => performance.now(),
  onFault,
}: OutboxWorkerOptions): DeliveryPause {
  let pausedUntil = 0;
  let failureCount = 0;
  let loggedAt: number | null = null;
  return {
    isActive: () => failureCount > 0 && monotonic() < pausedUntil,
    begin(error) {
      const at = monotonic();
      if (loggedAt === null || at - loggedAt >= MAX_TOKEN_PAUSE_MS) {
        onFault('messages wait: Slack rejects the token', error);
        loggedAt = at;
      }
      if (failureCount > 0 && at < pausedUntil) return;
      failureCount += 1;
      pausedUntil = at + Math.min(MAX_TOKEN_PAUSE_MS, INITIAL_RETRY_DELAY_MS * 2 ** failureCount);
    },
    end() {
      failureCount = 0;
    },
  };
}
