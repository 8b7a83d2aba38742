import { RetryLater, retryDelayMs, SlackAuthError } from '../errors.ts';
import type { InboundRequest, Inbox } from '../ports/queues.ts';
import { INBOUND_REQUEST_KINDS } from '../ports/queues.ts';
import type { QueueWorker } from './queue-worker.ts';
import { createQueueWorker, reportFailedAttempt } from './queue-worker.ts';
import type { JobFields } from './work-queue.ts';

/** `check`: calls other systems and takes seconds. `interactive`: buttons, forms and Home; takes milliseconds. */
export type RequestLane = 'check' | 'interactive';

const ITEM_NAME = 'request';
/** After this many attempts, which take about two days, a request is abandoned. */
const MAX_ATTEMPTS = 1_500;
/** Bounds of the delay between two attempts, which grows with each attempt. */
const RETRY_DELAYS = { initialDelayMs: 500, maxDelayMs: 2 * 60_000 };
/** The delay while Slack refuses the app or its token, for however many days. */
const REFUSED_APP_RETRY_MS = 30_000;
const POLL_INTERVAL_MS = 1_000;
/** The most requests of one kind that are claimed at once. Button presses do not wait behind thousands of commands. */
const MAX_CLAIMED_PER_KIND = 32;
/**
 * More concurrent checks would only queue in the connectors while their deadlines run. An interactive request is mostly
 * one call to Slack.
 */
const LANE_LIMITS = {
  check: { concurrency: 8, perUser: 4 },
  interactive: { concurrency: 16, perUser: 6 },
} as const;

export interface RequestWorkerOptions {
  readonly inbox: Inbox;
  now(): Date;
  /** Returns a number from 0 to 1, for jitter. */
  random?(): number;
  /**
   * Processes a request; may run again for the same one. Returns `unmatched` when nothing handles this kind of request.
   * Rejects with `RetryLater` when a retry may succeed.
   */
  process(request: InboundRequest): Promise<'handled' | 'unmatched'>;
  /** Returns the lane of a request and the Slack id of the user who made it. */
  jobFieldsOf(request: InboundRequest): JobFields<RequestLane>;
  /** Returns false while jobs of the lane must not start, because acknowledgements come first. */
  mayStart?(lane: RequestLane): boolean;
  onFault(what: string, error: unknown, about?: { readonly requestKey: string }): void;
}

export type RequestWorker = QueueWorker<InboundRequest>;

/** Creates the worker that processes the requests of the inbox. */
export function createRequestWorker(options: RequestWorkerOptions): RequestWorker {
  const { inbox, now, random = Math.random, process, mayStart } = options;
  const onFault = (what: string, error: unknown, request?: InboundRequest) =>
    options.onFault(what, error, request && { requestKey: request.key });
  return createQueueWorker({
    queue: inbox,
    itemName: ITEM_NAME,
    now,
    kinds: INBOUND_REQUEST_KINDS,
    maxClaimed: MAX_CLAIMED_PER_KIND,
    pollIntervalMs: POLL_INTERVAL_MS,
    limits: LANE_LIMITS,
    jobFieldsOf: options.jobFieldsOf,
    ...(mayStart ? { mayStart } : {}),
    async process(request) {
      if ((request.attempts ?? 1) > MAX_ATTEMPTS) {
        onFault('request abandoned after too many attempts', new Error('too many attempts'), request);
        return 'done';
      }
      return (await process(request)) === 'handled' ? 'done' : { quarantine: 'no-handler' };
    },
    outcomeOfError(request, error) {
      reportFailedAttempt({ itemName: ITEM_NAME, onFault }, request, error);
      // `replyToFailures` has answered the user for every other error, so a retry would repeat the answer.
      if (!(error instanceof RetryLater)) return 'done';
      if (error instanceof SlackAuthError)
        return { retryAt: new Date(now().getTime() + REFUSED_APP_RETRY_MS), uncounted: true };
      const attempts = request.attempts ?? 1;
      const waitMs = retryDelayMs(error, { attempts, random: random(), ...RETRY_DELAYS });
      return { retryAt: new Date(now().getTime() + waitMs) };
    },
    onFault,
  });
}
