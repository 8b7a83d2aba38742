import { problemsAcross, ticketHosts } from './config/across.ts';
import { loadEnvFile } from './config/env-file.ts';
import { misspelled } from './config/misspelled.ts';
import { type ProxySettings, proxyFrom, proxyProblems } from './config/proxy.ts';
import { Schema, type Settings } from './config/schema.ts';
import type { Secret } from './config/secret.ts';
import { NAMES, type Raw, SETTINGS } from './config/settings.ts';
import type { BusinessCalendar } from './domain/business-calendar.ts';

/** Everything an operator can set, checked and frozen. Addresses carry no slash at the end, Slack's excepted. */
export interface Config {
  readonly slack: {
    readonly botToken: Secret;
    readonly apiUrl: string;
    readonly delivery:
      | { readonly kind: 'socket'; readonly appToken: Secret }
      | { readonly kind: 'http'; readonly signingSecret: Secret };
  };
  readonly port: number;
  readonly host: string;
  /** Listener of `/healthz`, `/readyz` and `/metrics`; null: they are served beside `/slack/events`. */
  readonly ops: { readonly port: number; readonly host: string } | null;
  /** Ids of Slack channels. Empty: every card goes to the agent's direct messages. */
  readonly supportChannels: readonly string[];
  readonly supportUsergroup: string | null;
  /** Who, besides Support, may act on handoffs; null: every member of the workspace. */
  readonly salesUsergroup: string | null;
  readonly salesChannel: string | null;
  /** Region to channel id. */
  readonly salesChannels: Readonly<Record<string, string>>;
  /** Where the weekly digest goes; null: there is none. */
  readonly digestChannel: string | null;
  /** Where people tell Sales of an escalation, named in suggestions only. */
  readonly escalationChannel: string | null;
  readonly policy: 'seed' | '2025';
  readonly zuora: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: Secret;
    readonly channelField: string;
  };
  readonly salesforce: {
    readonly url: string;
    readonly clientId: string;
    readonly clientSecret: Secret;
  } | null;
  readonly zendesk: {
    readonly url: string;
    readonly auth:
      | { readonly kind: 'oauth'; readonly clientId: string; readonly clientSecret: Secret }
      | { readonly kind: 'token'; readonly email: string; readonly apiToken: Secret };
    readonly subscriptionField: string | null;
  } | null;
  readonly customersdotUrl: string;
  /** From `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; null: calls go out directly. */
  readonly proxy: ProxySettings | null;
  /** Lower case, `host` or `host:port`, as `URL.host` writes them; the same for the next one. */
  readonly ticketHosts: readonly string[];
  readonly refusedTicketHosts: readonly string[];
  readonly upstreamTimeoutMs: number;
  readonly checkDeadlineMs: number;
  /** The most checks that one person may run within that time. */
  readonly checksPerPerson: { readonly checks: number; readonly windowMs: number };
  readonly database: { readonly kind: 'sqlite'; readonly file: string };
  readonly businessCalendar: BusinessCalendar;
  readonly retentionDays: number;
  readonly messages: 'post' | 'log';
  readonly logLevel: Settings['LOG_LEVEL'];
}

/** Settings that are missing or wrong: all of them, one sentence each. No sentence repeats a value. */
export class ConfigProblems extends Error {
  override readonly name = 'ConfigProblems';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings need attention:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * The settings from `.env`, when there is one, and the environment, which wins. Throws `ConfigProblems`; a line of the
 * file that may not mean what was meant goes to `onWarning`.
 */
export function readEnvironment(file = '.env', onWarning: (hint: string) => void = () => {}): Config {
  const { problems, warnings } = loadEnvFile(file, process.env);
  if (problems.length > 0) throw new ConfigProblems([...problems, ...warnings]);
  try {
    const config = readConfig(process.env);
    for (const warning of warnings) onWarning(warning);
    return config;
  } catch (error) {
    throw error instanceof ConfigProblems ? new ConfigProblems([...error.problems, ...warnings]) : error;
  }
}

/** Throws `ConfigProblems`, with everything that is wrong at once. An empty value counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const raw = Object.fromEntries(
    NAMES.map((name) => [name, env[name]?.trim() || SETTINGS[name].default]),
  ) as Raw;

  const parsed = Schema.safeParse(raw);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => issue.message),
    ...problemsAcross(raw),
    ...misspelled(env),
    ...proxyProblems(env),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigProblems(problems);
  return frozen({ ...configFrom(parsed.data), proxy: proxyFrom(env) });
}

function configFrom(given: Settings): Omit<Config, 'proxy'> {
  return {
    slack: { botToken: given.SLACK_BOT_TOKEN, apiUrl: given.SLACK_API_URL, delivery: deliveryFrom(given) },
    port: given.PORT,
    host: given.HOST ?? '0.0.0.0',
    ops: opsFrom(given),
    supportChannels: given.SUPPORT_CHANNELS,
    supportUsergroup: given.SUPPORT_USERGROUP,
    salesUsergroup: given.SALES_USERGROUP,
    salesChannel: given.SALES_CHANNEL,
    salesChannels: given.SALES_CHANNELS,
    digestChannel: given.DIGEST_CHANNEL,
    escalationChannel: given.ESCALATION_CHANNEL,
    policy: given.POLICY,
    zuora: {
      url: given.ZUORA_URL,
      clientId: given.ZUORA_CLIENT_ID,
      clientSecret: given.ZUORA_CLIENT_SECRET,
      channelField: given.ZUORA_CHANNEL_FIELD,
    },
    salesforce: salesforceFrom(given),
    zendesk: zendeskFrom(given),
    customersdotUrl: given.CUSTOMERSDOT_URL,
    ticketHosts: ticketHosts(given.TICKET_HOSTS, given.ZENDESK_URL),
    refusedTicketHosts: given.REFUSED_TICKET_HOSTS,
    upstreamTimeoutMs: given.UPSTREAM_TIMEOUT_MS,
    checkDeadlineMs: given.CHECK_DEADLINE_MS,
    checksPerPerson: given.CHECKS_PER_PERSON,
    database: { kind: 'sqlite', file: given.DATABASE_URL },
    businessCalendar: given.BUSINESS_CALENDAR,
    retentionDays: given.RETENTION_DAYS,
    messages: given.MESSAGES,
    logLevel: given.LOG_LEVEL,
  };
}

/** Socket Mode has no other listener, and nobody outside this machine needs that one unless it is asked for. */
function opsFrom(given: Settings): Config['ops'] {
  const host = given.OPS_HOST ?? given.HOST ?? '127.0.0.1';
  if (given.OPS_PORT !== null) return { port: given.OPS_PORT, host };
  return given.SLACK_APP_TOKEN ? { port: given.PORT, host } : null;
}

function deliveryFrom(given: Settings): Config['slack']['delivery'] {
  if (given.SLACK_APP_TOKEN) return { kind: 'socket', appToken: given.SLACK_APP_TOKEN };
  return { kind: 'http', signingSecret: present(given.SLACK_SIGNING_SECRET) };
}

function salesforceFrom(given: Settings): Config['salesforce'] {
  if (!given.SALESFORCE_URL) return null;
  return {
    url: given.SALESFORCE_URL,
    clientId: present(given.SALESFORCE_CLIENT_ID),
    clientSecret: present(given.SALESFORCE_CLIENT_SECRET),
  };
}

function zendeskFrom(given: Settings): Config['zendesk'] {
  if (!given.ZENDESK_URL) return null;
  return {
    url: given.ZENDESK_URL,
    auth: zendeskAuth(given),
    subscriptionField: given.ZENDESK_SUBSCRIPTION_FIELD,
  };
}

function zendeskAuth(given: Settings): NonNullable<Config['zendesk']>['auth'] {
  if (given.ZENDESK_EMAIL) {
    return { kind: 'token', email: given.ZENDESK_EMAIL, apiToken: present(given.ZENDESK_API_TOKEN) };
  }
  const clientSecret = present(given.ZENDESK_CLIENT_SECRET);
  return { kind: 'oauth', clientId: present(given.ZENDESK_CLIENT_ID), clientSecret };
}

/** The checks across settings have made sure of it. */
function present<T>(value: T | null): T {
  if (value === null) throw new Error('A setting that belongs to a checked group is missing');
  return value;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) frozen(inner);
    Object.freeze(value);
  }
  return value;
}
