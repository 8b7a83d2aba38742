import { App } from '@slack/bolt';
import { openListeners } from './app/listeners.ts';
import { operatorRoutes } from './app/operator-routes.ts';
import type { Outside, Parts } from './app/ports.ts';
import { createPorts, hostsOf, linksOf } from './app/ports.ts';
import { createSlackIngress } from './app/slack-ingress.ts';
import { sweepsOf } from './app/sweeps.ts';
import { createUpstreamStatus } from './app/upstream-status.ts';
import type { Config } from './config.ts';
import { createOutboxWorker } from './jobs/outbox-worker.ts';
import { createJobs } from './jobs/run-jobs.ts';
import { type WorkContext, withWorkContext } from './log/work-context.ts';
import { boltLogger } from './log.ts';
import type { Ports } from './ports.ts';
import { createAcknowledgement } from './slack/acknowledgement.ts';
import { createAdmission } from './slack/admission.ts';
import { waitFor } from './slack/back-off.ts';
import { createCheckLimit } from './slack/check-limit.ts';
import { createDoor } from './slack/door.ts';
import { createDoorAnswers } from './slack/door-answers.ts';
import { DurableReceiver } from './slack/durable-receiver.ts';
import type { Handling } from './slack/handle.ts';
import {
  dropArrival,
  handleArrival,
  isOfUseOnlySoon,
  isOverLimit,
  noteQueued,
  standingOf,
  turnOf,
} from './slack/handle.ts';
import { line } from './slack/lines.ts';
import { listen } from './slack/listeners/index.ts';
import { acknowledgeNotParsed, tellNotParsed, typeOf } from './slack/not-parsed.ts';
import { isForeseen, missingScopes, outcomeOf } from './slack/slack-error.ts';
import { slackFetch } from './slack/slack-fetch.ts';
import type { SlackStatus } from './slack/slack-status.ts';
import { createSlackStatus } from './slack/slack-status.ts';
import { createWebClients } from './slack/web-clients.ts';
import { createWorker } from './slack/worker.ts';
import { openStore } from './store/sqlite-store.ts';
import { StoreFailed } from './store/store-error.ts';
import { runErrand } from './usecases/run-errand.ts';
import { seedTimers } from './usecases/sweep.ts';
import { notKept } from './words/answers.ts';

export interface Bot {
  /** The port that is listened on. */
  readonly port: number;
  /** Where `/healthz`, `/readyz` and `/metrics` are: `port`, unless they have a listener of their own. */
  readonly opsPort: number;
  /** Looks at all that is due and says what may be said now, without waiting for the schedule. */
  sweep(): Promise<void>;
  /** Returns true while no request is being worked and no message is being delivered. */
  isIdle(): boolean;
  /** Returns how many requests are still to be worked and how many messages are still to be delivered. */
  pending(): Promise<{ readonly requests: number; readonly messages: number }>;
  /** Takes no more requests, finishes what is in hand, hands the rest back. Asked again, it is the same stop. */
  stop(): Promise<void>;
}

/** While more requests than these wait for their acknowledgement, no work begins: an acknowledgement comes first. */
const BURST = { check: 10, interactive: 25 };
/** How long work in hand may take once the bot was told to stop. */
const DRAIN_MS = 10_000;
/** How long an answer of `/readyz` and `/metrics` is repeated, whoever asks. */
const OPERATOR_CACHE_MS = 1_500;
/** Between two tries to fill a form while Slack is busy. */
const FORM_RETRY_MS = 1_000;
/** How long an answer of Slack's about a person or a channel holds. */
const ADMISSION_HOLDS_MS = 60_000;

/** The only place that chooses what stands behind each interface, and joins it all. */
export async function startBot(config: Config, outside: Outside): Promise<Bot> {
  const { log, now, metrics } = outside;
  const store = await openStore({
    file: config.database.file,
    now,
    onSetAside: ({ source, key, reason }) => {
      log.error('row set aside', { table: source, key, reason });
      metrics.rowSetAside(source);
    },
  });
  const clients = createWebClients({
    token: config.slack.botToken.reveal(),
    slackApiUrl: config.slack.apiUrl,
    logger: boltLogger(log),
    ...(outside.slackTimeouts ? { timeouts: outside.slackTimeouts } : {}),
    onCall: ({ method, seconds, error }) => {
      if (error !== undefined)
        log[isForeseen(error) ? 'info' : 'warn']('Slack call failed', { method, error });
      metrics.upstream({ system: 'slack', outcome: outcomeOf(error), seconds });
      status.observe({ error });
      const needed = missingScopes(error);
      if (needed) log.warn('Slack scope missing', { method, needed });
    },
  });
  const onFault = (what: string, error: unknown, about?: WorkContext) => log.warn(what, { ...about, error });
  const upstreams = createUpstreamStatus(config);
  const admit = createAdmission({
    client: clients.interactive,
    identity: () => status.identity(),
    usergroups: { support: config.supportUsergroup, sales: config.salesUsergroup },
    holdsMs: ADMISSION_HOLDS_MS,
    onFault,
  });
  const parts: Parts = { config, outside, store, clients, upstreams, admit, nudge: () => outbox.nudge() };
  const ports = createPorts(parts);
  const handling = createHandling(parts, ports, onFault);
  const outbox = createOutboxWorker({
    outbox: store.outbox,
    now,
    run: (errand) => withWorkContext({ messageKey: errand.key }, () => runErrand(ports, errand, onFault)),
    onFault,
  });
  const isStopping = () => phase === 'stopping';
  const monotonic = () => performance.now();
  const sweeping = { ports, store, outbox, log, now, monotonic, isStopping, onFault };
  const jobs = createJobs({ sweeps: sweepsOf(sweeping), onFault });
  const worker = createWorker({
    inbox: store.inbox,
    now,
    handle: (arrival) => withWorkContext({ requestKey: arrival.key }, () => handleArrival(handling, arrival)),
    turnOf,
    mayStart: (lane) => receiver.unacknowledged <= BURST[lane],
    isOfUseOnlySoon,
    drop: (arrival) => withWorkContext({ requestKey: arrival.key }, () => dropArrival(handling, arrival)),
    onFault,
  });
  const status = createSlackStatus({ client: clients.interactive, wait: outside.wait ?? waitFor, onFault });
  const receiver = new DurableReceiver({
    inbox: store.inbox,
    door: createDoor({ hosts: hostsOf(config), answers: createDoorAnswers(config) }),
    answer: createAcknowledgement({
      standingOf: (request) => standingOf(handling, request),
      isOverLimit: (request) => isOverLimit(handling, request),
      onQueued: (request) => noteQueued(handling, request),
      wait: outside.wait ?? waitFor,
    }),
    now,
    onAcknowledged: (kind, seconds) => metrics.acknowledged({ kind, seconds }),
    onSettled: () => worker.wake(),
    onKept: (to, arrival) => worker.enqueue(to, arrival),
    onNotKept: (error, key) => {
      onFault('request not written down', error, { requestKey: key });
      return line(notKept());
    },
    onNotParsed(error, body) {
      log.warn('request not parsed', { type: typeOf(body), error });
      tellNotParsed(handling.room.voice, body).catch((failed) => onFault('sentence not delivered', failed));
      return acknowledgeNotParsed(body);
    },
    onFault,
  });
  const app = new App({
    authorize: async () => authorizationOf(config, status),
    receiver,
    clientOptions: { slackApiUrl: config.slack.apiUrl, fetch: slackFetch },
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: boltLogger(log),
  });
  listen(app, (arrival) => worker.run(arrival));
  app.error(async (failed) => onFault('listener failed', 'error' in failed ? failed.error : failed));
  const ingress = createSlackIngress({
    config,
    outside,
    receive: (event) => receiver.receive(event),
    onFault,
  });
  let phase: 'starting' | 'running' | 'stopping' = 'starting';
  const checks = {
    bot: () => ({ ready: phase === 'running', detail: phase }),
    slack: status.health,
    ...ingress.checks,
    ...upstreams.checks,
  };
  const cacheMs = outside.operatorCacheMs ?? OPERATOR_CACHE_MS;
  const routes = operatorRoutes({ metrics, store, log, checks, cacheMs, monotonic: () => performance.now() });
  await app.init();
  const { slackEvents } = ingress;
  const listeners = await openListeners({ config, slackEvents, operatorRoutes: routes, onFault }).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
  const { port, opsPort } = listeners;
  log.info('listening', { mode: config.slack.delivery.kind, port });
  if (opsPort !== port) log.info('operator routes listening', { port: opsPort });
  const closeIngress = async () => {
    status.stop();
    await ingress.stop();
    await listeners.close();
  };
  try {
    await Promise.all([status.start(), ingress.start()]);
    await seedTimers(ports);
    worker.start(app);
    outbox.start();
    jobs.start();
    phase = 'running';
    log.info('started', { mode: config.slack.delivery.kind, port, policy: config.policy });
    const stop = async () => {
      phase = 'stopping';
      await closeIngress();
      await worker.drain(DRAIN_MS);
      await jobs.stop();
      await outbox.drain(DRAIN_MS);
      await store.timers.handBack();
      await store.close();
      log.info('stopped');
    };
    let stopping: Promise<void> | undefined;
    return {
      port,
      opsPort,
      async sweep() {
        await worker.sweep(app);
        await jobs.runAll();
      },
      isIdle: () => worker.isIdle() && outbox.isIdle(),
      async pending() {
        // In this order: what a request leaves to be delivered is in the outbox before the request is done.
        const requests = await store.inbox.pending();
        return { requests, messages: await store.outbox.pending() };
      },
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await closeIngress();
    await store.close();
    throw error;
  }
}

/** Bolt asks nobody: whether the token holds is looked after in `SlackStatus`. */
function authorizationOf({ slack }: Config, status: SlackStatus) {
  const { botId, botUserId } = status.identity() ?? {};
  return {
    botToken: slack.botToken.reveal(),
    ...(botId ? { botId } : {}),
    ...(botUserId ? { botUserId } : {}),
  };
}

function createHandling(parts: Parts, ports: Ports, onFault: Handling['onFault']): Handling {
  const { config, outside, store, clients, admit } = parts;
  const { now } = outside;
  const voice = {
    client: clients.outbox,
    posts: store.posts,
    slackApiUrl: config.slack.apiUrl,
    now,
    onFault,
  };
  return {
    room: {
      ports,
      voice,
      opener: clients.interactive,
      formRetryMs: outside.formRetryMs ?? FORM_RETRY_MS,
      links: linksOf(config),
      admit,
      checkLimit: createCheckLimit(config.checksPerPerson),
      supportChannels: config.supportChannels,
      ticketHosts: config.ticketHosts,
      onSentToOwner: (error) => onFault('person sent to the owner', error),
    },
    isStoreTrouble: (error) => error instanceof StoreFailed,
    onLimited: (user) => {
      outside.metrics.checkLimited();
      outside.log.warn('limit of checks reached', { user });
    },
    onFault,
  };
}
