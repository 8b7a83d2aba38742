import { createCalendars } from '../calendar/calendars.ts';
import type { Config } from '../config.ts';
import { createPortal } from '../connectors/customersdot/client.ts';
import { createLinks, type LinkSettings, pageHosts } from '../connectors/links.ts';
import type { OnCall } from '../connectors/outcome.ts';
import { createSalesforce, notConfiguredCrm } from '../connectors/salesforce/client.ts';
import { createZendesk, notConfiguredHelpdesk } from '../connectors/zendesk/client.ts';
import { createZuora } from '../connectors/zuora/client.ts';
import type { Hosts } from '../domain/reference.ts';
import type { WorkContext } from '../log/work-context.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Links, Ports, Store } from '../ports.ts';
import type { Admission } from '../slack/admission.ts';
import type { Wait } from '../slack/back-off.ts';
import { createLogMessenger } from '../slack/log-messenger.ts';
import { createMessenger } from '../slack/messenger.ts';
import type { SlackTimeouts, WebClients } from '../slack/web-clients.ts';
import { logUpstreamFailures } from './upstream-log.ts';
import type { UpstreamStatus } from './upstream-status.ts';

/** Logs an error that is not reported to a user; `about` names the request or message it concerns. */
export type OnFault = (what: string, error: unknown, about?: WorkContext) => void;

export interface Outside {
  readonly log: Log;
  readonly metrics: Metrics;
  now(): Date;
  /** Delays retries of Slack calls, and ends the wait for a user's identity; Node's timers by default. */
  readonly wait?: Wait;
  /** Milliseconds between two attempts to fill a form while Slack is busy; 1,000 by default. */
  readonly formRetryMs?: number;
  /** Timeouts of Web API calls in milliseconds; 3,000 (interactive) and 10,000 (outbox) by default. */
  readonly slackTimeouts?: SlackTimeouts;
  /** How many milliseconds answers of `/readyz` and `/metrics` are cached; 1,500 by default. */
  readonly operatorCacheMs?: number;
}

/** What the interfaces are made of. */
export interface Parts {
  readonly config: Config;
  readonly outside: Outside;
  readonly store: Store;
  readonly clients: WebClients;
  readonly upstreams: UpstreamStatus;
  readonly admit: Admission;
  /** Wakes the outbox worker. */
  nudge(): void;
}

/** Returns the implementation behind each interface. */
export function createPorts(parts: Parts): Ports {
  const { config, outside, store, clients, upstreams, admit, nudge } = parts;
  const { log, metrics, now } = outside;
  const timeoutMs = config.upstreamTimeoutMs;
  const onCall: OnCall = (call) => {
    metrics.upstream(call);
    upstreams.observe(call);
  };
  const common = { timeoutMs, now, onCall, ...logUpstreamFailures(log) };
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
    handoffs: store.handoffs,
    outbox: store.outbox,
    timers: store.timers,
    people: store.people,
    calendars: createCalendars(config.businessCalendar),
    messenger:
      config.messages === 'log'
        ? createLogMessenger(log)
        : createMessenger({
            client,
            posts: store.posts,
            handoffs: store.handoffs,
            escalationChannel: config.escalationChannel,
            links,
            refusalOf: (user) => admit({ user, channel: null, teams: [], audience: 'members' }),
            now,
          }),
    meter: metrics,
    policy: config.policy,
    salesChannels: { fallback: config.salesChannel, byRegion: config.salesChannels },
    digestChannel: config.digestChannel,
    retentionDays: config.retentionDays,
    refusedHosts: config.refusedTicketHosts,
    nudge,
    checkDeadlineMs: config.checkDeadlineMs,
    now,
    monotonic: () => performance.now(),
    fingerprint: (address) => store.fingerprint(address),
  };
}

export function linksOf(config: Config): Links {
  return createLinks(linkSettings(config));
}

/** Returns the hosts whose links are accepted, and the hosts that are refused. */
export function hostsOf(config: Config): Hosts {
  return {
    ticket: config.ticketHosts,
    refused: config.refusedTicketHosts,
    home: config.zendesk ? new URL(config.zendesk.url).host : null,
    ...pageHosts(linkSettings(config)),
  };
}

function linkSettings({ zuora, salesforce, customersdotUrl }: Config): LinkSettings {
  return {
    zuoraUrl: zuora.url,
    ...(salesforce ? { salesforceUrl: salesforce.url } : {}),
    customersdotUrl,
  };
}

function zendeskOf({ url, auth, subscriptionField }: NonNullable<Config['zendesk']>) {
  const secret =
    auth.kind === 'oauth'
      ? { ...auth, clientSecret: auth.clientSecret.reveal() }
      : { ...auth, apiToken: auth.apiToken.reveal() };
  return { url, auth: secret, ...(subscriptionField ? { subscriptionField } : {}) };
}
