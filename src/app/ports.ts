import { createCalendars } from '../calendar/calendars.ts';
import type { Config } from '../config.ts';
import { createPortal } from '../connectors/customersdot/client.ts';
import { createLinks, type LinkSettings, pageHosts } from '../connectors/links.ts';
import type { OnCall } from '../connectors/outcome.ts';
import { createSalesforce, notConfiguredCrm } from '../connectors/salesforce/client.ts';
import { createZendesk, notConfiguredHelpdesk } from '../connectors/zendesk/client.ts';
import { createZuora } from '../connectors/zuora/client.ts';
import type { Hosts } from '../domain/reference.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Links, Ports, Store } from '../ports.ts';
import type { Admission } from '../slack/admission.ts';
import type { Wait } from '../slack/back-off.ts';
import { createLogMessenger } from '../slack/log-messenger.ts';
import { createMessenger } from '../slack/messenger.ts';
import type { SlackTimeouts, WebClients } from '../slack/web-clients.ts';
import { reasonsTo } from './upstream-reasons.ts';
import type { UpstreamStatus } from './upstream-status.ts';

export interface Outside {
  readonly log: Log;
  readonly metrics: Metrics;
  now(): Date;
  /** Waits between attempts at Slack, and for Slack to say who asks; by Node's timers unless given. */
  readonly wait?: Wait;
  /** Milliseconds between two tries to fill a form while Slack is busy; 1,000 unless given. */
  readonly formRetryMs?: number;
  /** Milliseconds after which a call to Slack is given up; 3 s and 10 s unless given. */
  readonly slackTimeouts?: SlackTimeouts;
  /** How long an answer of `/readyz` and `/metrics` is repeated; 1,500 ms unless given. */
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
  /** Whoever delivers looks at once. */
  nudge(): void;
}

/** What stands behind each interface. */
export function createPorts(parts: Parts): Ports {
  const { config, outside, store, clients, upstreams, admit, nudge } = parts;
  const { log, metrics, now } = outside;
  const timeoutMs = config.upstreamTimeoutMs;
  const onCall: OnCall = (call) => {
    metrics.upstream(call);
    upstreams.observe(call);
  };
  const common = { timeoutMs, now, onCall, ...reasonsTo(log) };
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
    fingerprint: (address) => store.fingerprint(address),
  };
}

export function linksOf(config: Config): Links {
  return createLinks(linkSettings(config));
}

/** Hosts whose links are understood, and those that are refused. */
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
