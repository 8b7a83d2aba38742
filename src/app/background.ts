import { createJobRunner } from '../jobs/job-runner.ts';
import { createOutboxWorker } from '../jobs/outbox-worker.ts';
import type { RequestWorker, RequestWorkerOptions } from '../jobs/request-worker.ts';
import { createRequestWorker } from '../jobs/request-worker.ts';
import { createTimerWorker } from '../jobs/timer-worker.ts';
import { withLogContext } from '../log/log-context.ts';
import type { Ports } from '../ports/ports.ts';
import type { InboundRequest } from '../ports/queues.ts';
import { jobFieldsOf } from '../slack/processing/request-rules.ts';
import { traceWork } from '../tracing.ts';
import { deliverMessage } from '../usecases/deliver-message.ts';
import { runTimer } from '../usecases/run-timer.ts';
import type { AppContext, OnFault } from './create-ports.ts';
import { createScheduledJobs } from './scheduled-jobs.ts';

/** Everything that runs outside a Slack request: the workers of the three queues and the scheduled jobs. */
export interface Background {
  /** Processes requests from the inbox. */
  readonly requestWorker: RequestWorker;
  /** Delivers waiting messages now. */
  wakeOutbox(): void;
  start(): void;
  /** Runs everything that is due now. */
  runDueWork(): Promise<void>;
  isIdle(): boolean;
  /** Finishes the work in progress; the request worker gets at most `ms`, then the others do. */
  drain(ms: number): Promise<void>;
}

export interface BackgroundOptions {
  readonly context: AppContext;
  readonly ports: Ports;
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
    process: (request) =>
      withLogContext({ requestKey: request.key }, () => traceRequest(request, () => process(request))),
    jobFieldsOf,
    mayStart: (lane) => options.unacknowledged() <= MAX_UNACKNOWLEDGED[lane],
    onFault,
  });
  const outboxWorker = createOutboxWorker({
    outbox: store.outbox,
    now,
    deliver: (message) =>
      withLogContext({ messageKey: message.key }, () =>
        traceWork(`message ${message.kind}`, { kind: message.kind }, () =>
          deliverMessage(ports, message, onFault),
        ),
      ),
    onFault,
  });
  const timerWorker = createTimerWorker({
    timers: store.timers,
    now,
    run: (timer) => traceWork(`timer ${timer.kind}`, { kind: timer.kind }, () => runTimer(ports, timer)),
    onFault,
  });
  const { retentionDays } = ports.settings;
  const monotonic = () => performance.now();
  const scheduledJobs = createScheduledJobs({ store, retentionDays, log, now, monotonic });
  const jobs = createJobRunner({ jobs: scheduledJobs, onFault });
  return {
    requestWorker,
    wakeOutbox: () => void outboxWorker.poll(),
    start() {
      requestWorker.start();
      outboxWorker.start();
      timerWorker.start();
      jobs.start();
    },
    async runDueWork() {
      await requestWorker.poll();
      await jobs.runAll();
      await timerWorker.runDue();
      await outboxWorker.runDue();
    },
    isIdle: () => [requestWorker, outboxWorker, timerWorker].every((worker) => worker.isIdle()),
    async drain(ms) {
      await requestWorker.drain(ms);
      await Promise.all([jobs.stop(), timerWorker.drain(ms), outboxWorker.drain(ms)]);
    },
  };
}

function traceRequest<T>({ key, kind, attempts = 1 }: InboundRequest, work: () => Promise<T>): Promise<T> {
  return traceWork(`request ${kind}`, { kind, request_key: key, attempts }, work);
}
