import { createBusinessHours } from '../business-hours/business-hours.ts';
import type { Config } from '../config.ts';
import type { WaitToRetry } from '../connectors/http-client.ts';
import { createDirectExchange, exchangeByFetch, type HttpExchange } from '../connectors/http-exchange.ts';
import { createLinks, type LinkSettings, linkHosts } from '../connectors/links.ts';
import type { OnLookupFailed } from '../connectors/lookup-cache.ts';
import { createSalesforce } from '../connectors/salesforce/client.ts';
import {
  createCustomersDot,
  notConfiguredCrm,
  notConfiguredHelpdesk,
} from '../connectors/unconfigured-systems.ts';
import type { OnUnreadableField } from '../connectors/upstream-reader.ts';
import type { OnUpstreamCall } from '../connectors/upstream-result.ts';
import { createZendesk } from '../connectors/zendesk/client.ts';
import { createZuora } from '../connectors/zuora/client.ts';
import type { EmailFingerprint } from '../domain/email-address.ts';
import type { KnownHosts } from '../domain/reference.ts';
import { createLeaseKeeper } from '../jobs/lease-keeper.ts';
import type { LogContext } from '../log/log-context.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Ports } from '../ports/ports.ts';
import type { Store } from '../ports/store.ts';
import type { Links } from '../ports/systems.ts';
import { createLogMessenger } from '../slack/delivery/log-messenger.ts';
import { createMessenger } from '../slack/delivery/messenger.ts';
import type { Authorize } from '../slack/processing/authorization.ts';
import type { IsSharedChannel } from '../slack/processing/shared-channels.ts';
import type { Wait } from '../slack/web-api/back-off.ts';
import type { SlackIdentity } from '../slack/web-api/slack-status.ts';
import type { SlackTimeouts, WebClients } from '../slack/web-api/web-clients.ts';
import type { openStore } from '../store/open-store.ts';
import { annotateWork, traceCall } from '../tracing.ts';
import type { startHttpServers } from './http-servers.ts';
import { logUpstreamFailures, type UpstreamStatus } from './upstream-status.ts';

/** Logs an error that is not reported to a user; `about` names the request or message it concerns. */
export type OnFault = (what: string, error: unknown, about?: LogContext) => void;

export interface RuntimeDependencies {
  readonly log: Log;
  readonly metrics: Metrics;
  now(): Date;
  /** Delays retries of Slack calls, and ends the wait for a user's identity; Node's timers by default. */
  readonly wait?: Wait;
  /** Delays retries of calls to Zuora, Salesforce and Zendesk; Node's timers by default. */
  readonly waitToRetry?: WaitToRetry;
  /** Sends calls to Zuora, Salesforce and Zendesk; `fetch` with a proxy and Node's own client without one by default. */
  readonly exchange?: HttpExchange;
  /** Milliseconds between two attempts to fill a form while Slack is busy; 1,000 by default. */
  readonly formRetryDelayMs?: number;
  /** Timeouts of Web API calls in milliseconds; 3,000 (interactive) and 10,000 (outbox) by default. */
  readonly slackTimeouts?: SlackTimeouts;
  /** Opens the database; as `openStore` by default. */
  readonly openStore?: typeof openStore;
  /** Starts to listen; on the ports of the settings by default. */
  readonly startHttpServers?: typeof startHttpServers;
  /** How many milliseconds answers of `/readyz` and `/metrics` are cached; 1,500 by default. */
  readonly operatorCacheMs?: number;
}

/** The settings and shared objects that the application is built from. */
export interface AppContext {
  readonly config: Config;
  readonly runtime: RuntimeDependencies;
  readonly store: Store;
  readonly clients: WebClients;
  readonly upstreamStatus: UpstreamStatus;
  readonly authorize: Authorize;
  readonly isSharedChannel: IsSharedChannel;
  /** Returns undefined until Slack has answered `auth.test`. */
  ownIdentity(): SlackIdentity | undefined;
  /** Wakes the outbox worker. */
  wakeOutbox(): void;
}

/** Creates the implementation of every port. */
export function createPorts(context: AppContext): Ports {
  const { config, runtime, store, clients, upstreamStatus, authorize, isSharedChannel, wakeOutbox } = context;
  const { log, metrics, now, waitToRetry, exchange } = runtime;
  const timeoutMs = config.upstreamTimeoutMs;
  const onUpstreamCall: OnUpstreamCall = (call) => {
    metrics.upstream(call);
    traceCall(call, now());
    upstreamStatus.recordCall(call);
  };
  const emailFingerprint: EmailFingerprint = (address) => store.emailFingerprint(address);
  const commonSettings = {
    timeoutMs,
    copies: config.copies,
    now,
    emailFingerprint,
    waitToRetry,
    exchange,
    onUpstreamCall,
    ...logUpstreamFailures(log),
  };
  const links = createConfiguredLinks(config);
  const { outbox: client } = clients;
  return {
    ...createConnectors(config, commonSettings),
    cases: store.cases,
    handoffs: store.handoffs,
    outbox: store.outbox,
    timers: store.timers,
    users: store.users,
    businessHours: createBusinessHours(config.businessCalendar),
    messenger:
      config.messages === 'log'
        ? createLogMessenger(log)
        : createMessenger({
            client,
            posts: store.posts,
            handoffs: store.handoffs,
            escalationChannel: config.escalationChannel,
            links,
            refusalOf: (user, audience) =>
              authorize({ userId: user, channelId: null, teamIds: [], audience }),
            isSharedChannel,
            ownIdentity: context.ownIdentity,
            now,
          }),
    metrics: {
      recordCheck(check) {
        metrics.recordCheck(check);
        annotateWork({ verdict: check.verdict, topic: check.topic });
      },
    },
    settings: {
      policy: config.policy,
      salesChannels: { fallbackChannel: config.salesChannel, byRegion: config.salesChannels },
      digestChannel: config.digestChannel,
      retentionDays: config.retentionDays,
      refusedHosts: config.refusedTicketHosts,
      checkDeadlineMs: config.checkDeadlineMs,
    },
    keepLease: createLeaseKeeper({
      outbox: store.outbox,
      onFault: (what, error) => log.warn(what, { error }),
    }),
    wakeOutbox,
    now,
    monotonic: () => performance.now(),
    emailFingerprint,
  };
}

/** Settings that all connectors share. */
interface ConnectorSettings {
  /** Time limit of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  readonly copies?: number;
  readonly now: () => Date;
  readonly emailFingerprint: EmailFingerprint;
  readonly waitToRetry?: WaitToRetry | undefined;
  readonly exchange?: HttpExchange | undefined;
  readonly onUpstreamCall?: OnUpstreamCall;
  readonly onLookupFailed?: OnLookupFailed;
  readonly onUnreadableField?: OnUnreadableField;
}

/** Creates the connectors of all systems; one that is not configured answers so. */
export function createConnectors(config: Config, connectorSettings: ConnectorSettings) {
  const { zuora, salesforce, zendesk, proxy } = config;
  const exchange = connectorSettings.exchange ?? (proxy ? exchangeByFetch : createDirectExchange());
  const common = { ...connectorSettings, exchange };
  return {
    billing: createZuora({ ...zuora, ...common, clientSecret: zuora.clientSecret.reveal() }),
    crm: salesforce
      ? createSalesforce({ ...salesforce, ...common, clientSecret: salesforce.clientSecret.reveal() })
      : notConfiguredCrm(common.now),
    helpdesk: zendesk
      ? createZendesk({ ...zendeskSettings(zendesk), ...common })
      : notConfiguredHelpdesk(common.now),
    portal: createCustomersDot(common.now),
  };
}

export function createConfiguredLinks(config: Config): Links {
  return createLinks(linkSettings(config));
}

/** Returns the hosts whose links are accepted, and the hosts that are refused. */
export function configuredHosts(config: Config): KnownHosts {
  return {
    ticket: config.ticketHosts,
    refused: config.refusedTicketHosts,
    defaultTicketHost: config.zendesk ? new URL(config.zendesk.url).host : null,
    ...linkHosts(linkSettings(config)),
  };
}

function linkSettings({ zuora, salesforce, customersdotUrl }: Config): LinkSettings {
  return {
    zuoraUrl: zuora.url,
    ...(salesforce ? { salesforceUrl: salesforce.url } : {}),
    customersdotUrl,
  };
}

function zendeskSettings({ url, auth, subscriptionField }: NonNullable<Config['zendesk']>) {
  const revealedAuth =
    auth.kind === 'oauth'
      ? { ...auth, clientSecret: auth.clientSecret.reveal() }
      : { ...auth, apiToken: auth.apiToken.reveal() };
  return { url, auth: revealedAuth, ...(subscriptionField ? { subscriptionField } : {}) };
}
