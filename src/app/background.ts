import { createJobRunner } from '../jobs/job-runner.ts';
import { createOutboxWorker } from '../jobs/outbox-worker.ts';
import { withLogContext } from '../log/log-context.ts';
import type { Ports } from '../ports/ports.ts';
import { jobFieldsOf } from '../slack/processing/request-rules.ts';
import type { RequestWorker, RequestWorkerOptions } from '../slack/processing/request-worker.ts';
import { createRequestWorker } from '../slack/processing/request-worker.ts';
import { deliverMessage } from '../usecases/deliver-message.ts';
import type { AppContext, OnFault } from './create-ports.ts';
import { createScheduledJobs } from './scheduled-jobs.ts';

/** Everything that runs outside a Slack request: the request worker, the outbox worker and the scheduled jobs. */
export interface Background {
  /** Processes requests from the inbox. */
  readonly requestWorker: RequestWorker;
  /** Delivers waiting messages now. */
  wakeOutbox(): void;
  start(): void;
  /** Runs everything that is due now. */
  runDueWork(): Promise<void>;
  isIdle(): boolean;
  /** Finishes the work in progress; the request worker and the outbox worker each get at most `ms`. */
  drain(ms: number): Promise<void>;
}

export interface BackgroundOptions {
  readonly context: AppContext;
  readonly ports: Ports;
  /** Returns true once the bot is stopping. */
  isStopping(): boolean;
  /** Runs the middleware and the listener of a stored request. */
  readonly process: RequestWorkerOptions['process'];
  /** Returns how many requests wait for their acknowledgement. */
  unacknowledged(): number;
  readonly onFault: OnFault;
}

/** While more requests than this wait for their acknowledgement, no job of the lane starts. */
const MAX_UNACKNOWLEDGED = { check: 10, interactive: 25 };

export function createBackground(options: BackgroundOptions): Background {
  const { context, ports, process, onFault } = options;
  const { store } = context;
  const { log, now } = context.runtime;
  const requestWorker = createRequestWorker({
    inbox: store.inbox,
    now,
    process: (request) => withLogContext({ requestKey: request.key }, () => process(request)),
    jobFieldsOf,
    mayStart: (lane) => options.unacknowledged() <= MAX_UNACKNOWLEDGED[lane],
    onFault,
  });
  const outboxWorker = createOutboxWorker({
    outbox: store.outbox,
    now,
    deliver: (message) =>
      withLogContext({ messageKey: message.key }, () => deliverMessage(ports, message, onFault)),
    onFault,
  });
  const monotonic = () => performance.now();
  const scheduledJobs = createScheduledJobs({
    ports,
    store,
    outboxWorker,
    log,
    now,
    monotonic,
    isStopping: () => options.isStopping(),
    onFault,
  });
  const jobs = createJobRunner({ jobs: scheduledJobs, onFault });
  return {
    requestWorker,
    wakeOutbox: () => outboxWorker.wake(),
    start() {
      requestWorker.start();
      outboxWorker.start();
      jobs.start();
    },
    async runDueWork() {
      await requestWorker.poll();
      await jobs.runAll();
    },
    isIdle: () => requestWorker.isIdle() && outboxWorker.isIdle(),
    async drain(ms) {
      await requestWorker.drain(ms);
      // Together, because the sweep that delivers messages ends only when the outbox worker takes no more of them.
      await Promise.all([jobs.stop(), outboxWorker.drain(ms)]);
    },
  };
}
