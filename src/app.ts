import { App } from '@slack/bolt';
import { operatorRoutes } from './app/operator-routes.ts';
import type { Outside, Parts } from './app/ports.ts';
import { createPorts, linksOf } from './app/ports.ts';
import type { Config } from './config.ts';
import type { OutboxWorker } from './jobs/outbox-worker.ts';
import { createOutboxWorker } from './jobs/outbox-worker.ts';
import type { JobOptions } from './jobs/run-jobs.ts';
import { createJobs } from './jobs/run-jobs.ts';
import { boltLogger } from './log.ts';
import type { Ports, Store, TimerKind } from './ports.ts';
import { createAdmission } from './slack/admission.ts';
import { createDoor } from './slack/door.ts';
import { createDoorAnswers } from './slack/door-answers.ts';
import { DurableReceiver } from './slack/durable-receiver.ts';
import type { Handling } from './slack/handle.ts';
import { dropArrival, handleArrival, isOfUseOnlySoon, turnOf } from './slack/handle.ts';
import { line } from './slack/lines.ts';
import { listen } from './slack/listeners/index.ts';
import { createInlet } from './slack/receivers.ts';
import { createWebClients } from './slack/web-clients.ts';
import { createWorker } from './slack/worker.ts';
import { openStore } from './store/sqlite-store.ts';
import { StoreFailed } from './store/store-error.ts';
import { runErrand } from './usecases/run-errand.ts';
import { seedTimers, sweep } from './usecases/sweep.ts';
import { notKept } from './words/answers.ts';

export interface Bot {
  /** The port that is listened on. */
  readonly port: number;
  /** Looks at all that is due and says what may be said now, without waiting for the schedule. */
  sweep(): Promise<void>;
  /** Takes no more requests, finishes what is in hand, hands the rest back. Asked again, it is the same stop. */
  stop(): Promise<void>;
}

/** How long work in hand may take once the bot was told to stop. */
const DRAIN_MS = 10_000;
/** What was said is known by its key for so long; longer than anything asks for it again. */
const SAID_KEPT_MS = 90 * 24 * 60 * 60_000;
/** How long an answer of Slack's about a person or a channel holds. */
const ADMISSION_HOLDS_MS = 60_000;

/** The only place that chooses what stands behind each interface, and joins it all. */
export async function startBot(config: Config, outside: Outside): Promise<Bot> {
  const { log, now, metrics } = outside;
  const store = await openStore({ file: config.database.file, now });
  const clients = createWebClients({
    token: config.slack.botToken.reveal(),
    slackApiUrl: config.slack.apiUrl,
    logger: boltLogger(log),
  });
  const onFault = (what: string, error: unknown) => log.warn(what, { error });
  const parts: Parts = { config, outside, store, clients, nudge: () => outbox.nudge() };
  const ports = createPorts(parts);
  const handling = createHandling(parts, ports, onFault);
  const outbox = createOutboxWorker({
    outbox: store.outbox,
    now,
    run: (errand) => runErrand(ports, errand, onFault),
    onFault,
  });
  const jobs = createJobs({ sweeps: sweepsOf({ ports, store, outbox, now, onFault }), onFault });
  const worker = createWorker({
    inbox: store.inbox,
    now,
    handle: (arrival) => handleArrival(handling, arrival),
    turnOf,
    isOfUseOnlySoon,
    drop: (arrival) => dropArrival(handling, arrival),
    onFault,
  });
  let ready = false;
  const inlet = createInlet({
    ...deliveryOf(config),
    slackApiUrl: config.slack.apiUrl,
    host: config.host,
    port: config.port,
    logger: boltLogger(log),
    routes: operatorRoutes({ metrics, store }, async () => {
      await store.ping();
      return ready && inlet.isOpen();
    }),
  });
  const receiver = new DurableReceiver(inlet.receiver, {
    inbox: store.inbox,
    door: createDoor({ hosts: hostsOf(config), answers: createDoorAnswers(config) }),
    now,
    onAcknowledged: (kind, seconds) => metrics.acknowledged({ kind, seconds }),
    onKept: (to, arrival) => worker.enqueue(to, arrival),
    onNotKept: (error) => {
      onFault('request not written down', error);
      return line(notKept());
    },
  });
  const app = new App({
    token: config.slack.botToken.reveal(),
    receiver,
    clientOptions: { slackApiUrl: config.slack.apiUrl },
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: boltLogger(log),
  });
  listen(app, (arrival) => worker.run(arrival));
  app.error(async (failed) => onFault('listener failed', 'error' in failed ? failed.error : failed));
  try {
    await app.init();
    const port = await inlet.listen((...given) => receiver.start(...given));
    await seedTimers(ports);
    worker.start(app);
    outbox.start();
    jobs.start();
    ready = true;
    log.info('started', { mode: config.slack.delivery.kind, port, policy: config.policy });
    const stop = async () => {
      ready = false;
      await inlet.close(() => receiver.stop());
      await worker.drain(DRAIN_MS);
      await jobs.stop();
      await outbox.drain(DRAIN_MS);
      await store.timers.handBack();
      await store.close();
      log.info('stopped');
    };
    let stopping: Promise<void> | undefined;
    return { port, sweep: () => jobs.runAll(), stop: () => (stopping ??= stop()) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function createHandling(parts: Parts, ports: Ports, onFault: Handling['onFault']): Handling {
  const { config, outside, store, clients } = parts;
  const { now } = outside;
  const voice = { client: clients.outbox, posts: store.posts, now };
  return {
    room: {
      ports,
      voice,
      opener: clients.interactive,
      links: linksOf(config),
      admit: createAdmission({
        client: clients.interactive,
        usergroup: config.supportUsergroup,
        holdsMs: ADMISSION_HOLDS_MS,
        onFault,
      }),
      supportChannels: config.supportChannels,
      ticketHosts: config.ticketHosts,
    },
    isStoreTrouble: (error) => error instanceof StoreFailed,
    onFault,
  };
}

interface Sweeping {
  readonly ports: Ports;
  readonly store: Store;
  readonly outbox: OutboxWorker;
  now(): Date;
  onFault(what: string, error: unknown): void;
}

function sweepsOf({ ports, store, outbox, now, onFault }: Sweeping): JobOptions['sweeps'] {
  const due = (kind: TimerKind) => () => sweep(ports, kind, onFault);
  return {
    silence: due('silence'),
    lapse: due('lapse'),
    'follow-up': due('follow-up'),
    watch: due('watch'),
    digest: due('digest'),
    retention: due('retention'),
    outbox: () => outbox.sweep(),
    keys: () => store.outbox.forgetDone(new Date(now().getTime() - SAID_KEPT_MS)),
  };
}

function deliveryOf({ slack: { delivery } }: Config) {
  return delivery.kind === 'http'
    ? { kind: 'http' as const, secret: delivery.signingSecret.reveal() }
    : { kind: 'socket' as const, secret: delivery.appToken.reveal() };
}

function hostsOf({ ticketHosts, refusedTicketHosts, zendesk }: Config) {
  return {
    ticket: ticketHosts,
    refused: refusedTicketHosts,
    home: zendesk ? new URL(zendesk.url).host : null,
  };
}
