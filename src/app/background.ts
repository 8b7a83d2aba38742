import type { App } from '@slack/bolt';
import { createOutboxWorker } from '../jobs/outbox-worker.ts';
import { createJobs } from '../jobs/run-jobs.ts';
import { withWorkContext } from '../log/work-context.ts';
import type { Ports } from '../ports.ts';
import type { Handling } from '../slack/handle.ts';
import { dropArrival, handleArrival, isOfUseOnlySoon, jobFieldsOf } from '../slack/handle.ts';
import type { Worker } from '../slack/worker.ts';
import { createWorker } from '../slack/worker.ts';
import { runErrand } from '../usecases/run-errand.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { OnFault, Parts } from './ports.ts';
import { sweepsOf } from './sweeps.ts';

/** Everything that runs outside a Slack request: the request worker, the outbox worker and the scheduled jobs. */
export interface Background {
  /** Processes requests from the inbox. */
  readonly worker: Worker;
  /** Delivers waiting messages now. */
  nudge(): void;
  start(app: App): void;
  /** Runs everything that is due now. */
  sweep(app: App): Promise<void>;
  isIdle(): boolean;
  /** Finishes the work in progress; the request worker and the outbox worker each get at most `ms`. */
  drain(ms: number): Promise<void>;
}

export interface BackgroundOptions {
  readonly parts: Parts;
  readonly ports: Ports;
  readonly handling: Handling;
  readonly lifecycle: Lifecycle;
  /** Returns how many requests wait for their acknowledgement. */
  unacknowledged(): number;
  readonly onFault: OnFault;
}

/** While more requests than this wait for their acknowledgement, no job of the lane starts. */
const MAX_UNACKNOWLEDGED = { check: 10, interactive: 25 };

export function createBackground(options: BackgroundOptions): Background {
  const { parts, ports, handling, lifecycle, onFault } = options;
  const { store } = parts;
  const { log, now } = parts.outside;
  const worker = createWorker({
    inbox: store.inbox,
    now,
    handle: (arrival) => withWorkContext({ requestKey: arrival.key }, () => handleArrival(handling, arrival)),
    jobFieldsOf,
    mayStart: (lane) => options.unacknowledged() <= MAX_UNACKNOWLEDGED[lane],
    isOfUseOnlySoon,
    drop: (arrival) => withWorkContext({ requestKey: arrival.key }, () => dropArrival(handling, arrival)),
    onFault,
  });
  const outbox = createOutboxWorker({
    outbox: store.outbox,
    now,
    run: (errand) => withWorkContext({ messageKey: errand.key }, () => runErrand(ports, errand, onFault)),
    onFault,
  });
  const isStopping = () => lifecycle.phase === 'stopping';
  const monotonic = () => performance.now();
  const sweeps = sweepsOf({ ports, store, outbox, log, now, monotonic, isStopping, onFault });
  const jobs = createJobs({ sweeps, onFault });
  return {
    worker,
    nudge: () => outbox.nudge(),
    start(app) {
      worker.start(app);
      outbox.start();
      jobs.start();
    },
    async sweep(app) {
      await worker.sweep(app);
      await jobs.runAll();
    },
    isIdle: () => worker.isIdle() && outbox.isIdle(),
    async drain(ms) {
      await worker.drain(ms);
      // Together, because the sweep that delivers messages ends only when the outbox worker takes no more of them.
      await Promise.all([jobs.stop(), outbox.drain(ms)]);
    },
  };
}
