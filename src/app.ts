import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import type { Config } from './config.ts';
import { createPortal } from './connectors/customersdot/client.ts';
import { createLinks } from './connectors/links.ts';
import { createSalesforce, notConfiguredCrm } from './connectors/salesforce/client.ts';
import { createZendesk, notConfiguredHelpdesk } from './connectors/zendesk/client.ts';
import { createZuora } from './connectors/zuora/client.ts';
import type { Log } from './log.ts';
import { boltLogger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Inbox, Links, Ports, Store } from './ports.ts';
import { createAdmission } from './slack/admission.ts';
import { createDoor } from './slack/door.ts';
import { createDoorAnswers } from './slack/door-answers.ts';
import { DurableReceiver } from './slack/durable-receiver.ts';
import type { Handling } from './slack/handle.ts';
import { dropArrival, handleArrival } from './slack/handle.ts';
import { line } from './slack/lines.ts';
import { listen } from './slack/listeners/index.ts';
import { createLogMessenger } from './slack/log-messenger.ts';
import { createMessenger } from './slack/messenger.ts';
import { createInlet } from './slack/receivers.ts';
import { createWebClients } from './slack/web-clients.ts';
import { createWorker } from './slack/worker.ts';
import { openStore } from './store/sqlite-store.ts';
import { StoreFailed } from './store/store-error.ts';
import { notKept } from './words/answers.ts';

export interface Outside {
  readonly log: Log;
  readonly metrics: Metrics;
  now(): Date;
}

export interface Bot {
  /** The port that is listened on. */
  readonly port: number;
  /** Takes no more requests, finishes what is in hand, hands the rest back. Asked again, it is the same stop. */
  stop(): Promise<void>;
}

/** How long work in hand may take once the bot was told to stop. */
const DRAIN_MS = 10_000;
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
  const handling = createHandling({ config, outside, store, clients });
  const onFault = handling.onFault;
  const worker = createWorker({
    inbox: store.inbox,
    now,
    handle: (arrival) => handleArrival(handling, arrival),
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
    routes: operatorRoutes({ metrics, inbox: store.inbox }, async () => {
      await store.ping();
      return ready && inlet.isOpen();
    }),
  });
  const receiver = new DurableReceiver(inlet.receiver, {
    inbox: store.inbox,
    door: createDoor({ hosts: hostsOf(config), answers: createDoorAnswers(config) }),
    now,
    onAcknowledged: (kind, seconds) => metrics.acknowledged({ kind, seconds }),
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
    worker.start(app);
    ready = true;
    log.info('started', { mode: config.slack.delivery.kind, port, policy: config.policy });
    const stop = async () => {
      ready = false;
      await inlet.close(() => receiver.stop());
      await worker.drain(DRAIN_MS);
      await store.close();
      log.info('stopped');
    };
    let stopping: Promise<void> | undefined;
    return { port, stop: () => (stopping ??= stop()) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Parts {
  readonly config: Config;
  readonly outside: Outside;
  readonly store: Store;
  readonly clients: ReturnType<typeof createWebClients>;
}

function createHandling({ config, outside, store, clients }: Parts): Handling {
  const { log, now } = outside;
  const voice = { client: clients.outbox, posts: store.posts, now };
  return {
    room: {
      ports: createPorts({ config, outside, store, clients }),
      voice,
      opener: clients.interactive,
      links: linksOf(config),
      admit: createAdmission({
        client: clients.interactive,
        usergroup: config.supportUsergroup,
        holdsMs: ADMISSION_HOLDS_MS,
      }),
      supportChannels: config.supportChannels,
      ticketHosts: config.ticketHosts,
    },
    isStoreTrouble: (error) => error instanceof StoreFailed,
    onFault: (what, error) => log.warn(what, { error }),
  };
}

function createPorts({ config, outside, store, clients }: Parts): Ports {
  const { log, metrics, now } = outside;
  const timeoutMs = config.upstreamTimeoutMs;
  const common = { timeoutMs, now, onCall: metrics.upstream };
  const { zuora, salesforce, zendesk } = config;
  const links = linksOf(config);
  const { outbox: client } = clients;
  return {
    billing: createZuora({ ...zuora, ...common, clientSecret: zuora.clientSecret.reveal() }),
    crm: salesforce
      ? createSalesforce({ ...salesforce, ...common, clientSecret: salesforce.clientSecret.reveal() })
      : notConfiguredCrm(now),
    helpdesk: zendesk ? createZendesk({ ...zendeskOf(zendesk), ...common }) : notConfiguredHelpdesk(now),
    portal: createPortal(now),
    cases: store.cases,
    messenger:
      config.messages === 'log'
        ? createLogMessenger(log)
        : createMessenger({ client, posts: store.posts, links, now }),
    meter: metrics,
    policy: config.policy,
    checkDeadlineMs: config.checkDeadlineMs,
    now,
    fingerprint: (address) => store.fingerprint(address),
  };
}

function linksOf({ zuora, salesforce, customersdotUrl }: Config): Links {
  return createLinks({
    zuoraUrl: zuora.url,
    ...(salesforce ? { salesforceUrl: salesforce.url } : {}),
    customersdotUrl,
  });
}

function zendeskOf({ url, auth, subscriptionField }: NonNullable<Config['zendesk']>) {
  const secret =
    auth.kind === 'oauth'
      ? { ...auth, clientSecret: auth.clientSecret.reveal() }
      : { ...auth, apiToken: auth.apiToken.reveal() };
  return { url, auth: secret, ...(subscriptionField ? { subscriptionField } : {}) };
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

/** For whoever runs the bot: is it alive, can it work, how does it do. */
function operatorRoutes(
  { metrics, inbox }: { readonly metrics: Metrics; readonly inbox: Inbox },
  isReady: () => Promise<boolean>,
): Record<string, RequestListener> {
  const measured = async () => {
    metrics.inboxPending(await inbox.pending());
    return metrics.text();
  };
  return {
    '/healthz': (_, response) => void response.writeHead(200).end('ok'),
    '/readyz': (_, response) => {
      isReady().then(
        (ready) => response.writeHead(ready ? 200 : 503).end(ready ? 'ready' : 'not ready'),
        () => response.writeHead(503).end('the database cannot be written'),
      );
    },
    '/metrics': (_, response) => {
      measured().then(
        (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    },
  };
}
