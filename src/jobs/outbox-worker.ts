import { RetryLater, retryDelayMs, SlackAuthError, UnreadableRow } from '../errors.ts';
import type { Outbox, OutboxMessage } from '../ports/queues.ts';
import type { QueueWorker, WorkItem, WorkOutcome } from './queue-worker.ts';
import { createQueueWorker, reportFailedAttempt } from './queue-worker.ts';

const ITEM_NAME = 'message';
/** Slack accepts about one message a second in a channel. */
const CHANNEL_RATE_LIMIT_MS = 1_000;
const POLL_INTERVAL_MS = 500;
/** How many messages are delivered at once, each to another channel. */
const MAX_CONCURRENT = 10;
/** Bounds of the delay between two attempts, which grows with each attempt. */
const RETRY_DELAYS = { initialDelayMs: 1_000, maxDelayMs: 5 * 60_000 };
/** A message that has failed unexpectedly this often (about a day) is quarantined. */
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
  /** Delivers a message; may run again for the same one. Returns when to try again if it is too early. */
  deliver(message: WorkItem<OutboxMessage>): Promise<'done' | Date>;
  onFault(what: string, error: unknown, about?: { readonly messageKey: string }): void;
}

export type OutboxWorker = QueueWorker<OutboxMessage>;

/** Creates the worker that delivers the outbox: oldest first in each channel, at most one message a second per channel. */
export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { outbox } = options;
  const tokenPause = createTokenPause(options);
  const onFault = (what: string, error: unknown, message?: OutboxMessage) =>
    options.onFault(what, error, message && { messageKey: message.key });
  return createQueueWorker({
    queue: outbox,
    itemName: ITEM_NAME,
    now: options.now,
    kinds: [],
    maxClaimed: MAX_CONCURRENT,
    pollIntervalMs: POLL_INTERVAL_MS,
    limits: { delivery: { concurrency: MAX_CONCURRENT, perUser: MAX_CONCURRENT } },
    jobFieldsOf: () => ({ lane: 'delivery', userId: '' }),
    isPaused: tokenPause.isActive,
    async process(message): Promise<WorkOutcome> {
      const { channel } = message;
      const slot = channel === null ? 'now' : await outbox.acquireSlot(channel, CHANNEL_RATE_LIMIT_MS);
      if (slot !== 'now') return { retryAt: slot, uncounted: true };
      const outcome = await deliverRateLimited(options, message);
      tokenPause.end();
      return outcome === 'done' ? 'done' : { retryAt: outcome, uncounted: true };
    },
    onLeaseLost: (message) => outbox.enqueue([message]),
    outcomeOfError(message, error) {
      if (error instanceof UnreadableRow) return { unreadable: error.reason };
      if (error instanceof SlackAuthError) {
        tokenPause.begin(error);
        return { retryAt: options.now(), uncounted: true };
      }
      const { attempts = 1 } = message;
      const isRetryable = error instanceof RetryLater;
      reportFailedAttempt({ itemName: ITEM_NAME, onFault }, message, error);
      if (!isRetryable && attempts >= MAX_ATTEMPTS) return { quarantine: 'max-attempts' };
      const random = (options.random ?? Math.random)();
      const waitMs = retryDelayMs(error, { attempts, random, ...RETRY_DELAYS });
      return { retryAt: new Date(options.now().getTime() + waitMs) };
    },
    onFault,
  });
}

/** Delivers a message, then blocks its channel until the next slot or, after HTTP 429, for `Retry-After` (at most a minute). */
async function deliverRateLimited(
  { outbox, now, deliver }: OutboxWorkerOptions,
  message: WorkItem<OutboxMessage>,
): Promise<'done' | Date> {
  const { channel } = message;
  let pauseMs = CHANNEL_RATE_LIMIT_MS;
  try {
    return await deliver(message);
  } catch (error) {
    if (error instanceof RetryLater && !(error instanceof SlackAuthError))
      pauseMs = Math.max(pauseMs, error.afterMs);
    throw error;
  } finally {
    // Counted from the end of the delivery, which may search the channel first.
    if (channel !== null) await outbox.backOff(channel, new Date(now().getTime() + pauseMs));
  }
}

/** Pauses every delivery while Slack rejects the bot's token. Attempts during the pause do not count. */
interface TokenPause {
  isActive(): boolean;
  begin(error: SlackAuthError): void;
  end(): void;
}

function createTokenPause({ monotonic = () => performance.now(), onFault }: OutboxWorkerOptions): TokenPause {
  let pausedUntil = 0;
  let failureCount = 0;
  let loggedAt: number | null = null;
  return {
    isActive: () => failureCount > 0 && monotonic() < pausedUntil,
    begin(error) {
      const at = monotonic();
      if (loggedAt === null || at - loggedAt >= MAX_TOKEN_PAUSE_MS) {
        onFault('outbox paused: Slack rejects the bot token', error);
        loggedAt = at;
      }
      if (failureCount > 0 && at < pausedUntil) return;
      failureCount += 1;
      pausedUntil = at + Math.min(MAX_TOKEN_PAUSE_MS, RETRY_DELAYS.initialDelayMs * 2 ** failureCount);
    },
    end() {
      failureCount = 0;
    },
  };
}
