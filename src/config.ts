import { crossFieldProblems, effectiveTicketHosts } from './config/cross-field-rules.ts';
import { loadEnvFile } from './config/env-file.ts';
import { type ProxySettings, proxyProblems, readProxySettings } from './config/proxy-settings.ts';
import type { Secret } from './config/secret.ts';
import { type RawSettings, SETTING_DEFINITIONS, SETTING_NAMES } from './config/setting-definitions.ts';
import { type Settings, SettingsSchema } from './config/settings-schema.ts';
import { unknownSettingProblems } from './config/unknown-settings.ts';
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
export class ConfigError extends Error {
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
export function loadConfig(file = '.env', onWarning: (hint: string) => void = () => {}): Config {
  const { problems, warnings } = loadEnvFile(file, process.env);
  if (problems.length > 0) throw new ConfigError([...problems, ...warnings]);
  try {
    const config = parseConfig(process.env);
    for (const warning of warnings) onWarning(warning);
    return config;
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError([...error.problems, ...warnings]) : error;
  }
}

/** Throws `ConfigProblems`, with everything that is wrong at once. An empty value counts as not set. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const raw = Object.fromEntries(
    SETTING_NAMES.map((name) => [name, env[name]?.trim() || SETTING_DEFINITIONS[name].default]),
  ) as RawSettings;

  const parsed = SettingsSchema.safeParse(raw);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => issue.message),
    ...crossFieldProblems(raw),
    ...unknownSettingProblems(env),
    ...proxyProblems(env),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return deepFreeze({ ...toConfig(parsed.data), proxy: readProxySettings(env) });
}

function toConfig(settings: Settings): Omit<Config, 'proxy'> {
  return {
    slack: {
      botToken: settings.SLACK_BOT_TOKEN,
      apiUrl: settings.SLACK_API_URL,
      delivery: deliveryFrom(settings),
    },
    port: settings.PORT,
    host: settings.HOST ?? '0.0.0.0',
    ops: opsFrom(settings),
    supportChannels: settings.SUPPORT_CHANNELS,
    supportUsergroup: settings.SUPPORT_USERGROUP,
    salesUsergroup: settings.SALES_USERGROUP,
    salesChannel: settings.SALES_CHANNEL,
    salesChannels: settings.SALES_CHANNELS,
    digestChannel: settings.DIGEST_CHANNEL,
    escalationChannel: settings.ESCALATION_CHANNEL,
    policy: settings.POLICY,
    zuora: {
      url: settings.ZUORA_URL,
      clientId: settings.ZUORA_CLIENT_ID,
      clientSecret: settings.ZUORA_CLIENT_SECRET,
      channelField: settings.ZUORA_CHANNEL_FIELD,
    },
    salesforce: salesforceFrom(settings),
    zendesk: zendeskFrom(settings),
    customersdotUrl: settings.CUSTOMERSDOT_URL,
    ticketHosts: effectiveTicketHosts(settings.TICKET_HOSTS, settings.ZENDESK_URL),
    refusedTicketHosts: settings.REFUSED_TICKET_HOSTS,
    upstreamTimeoutMs: settings.UPSTREAM_TIMEOUT_MS,
    checkDeadlineMs: settings.CHECK_DEADLINE_MS,
    checksPerPerson: settings.CHECKS_PER_PERSON,
    database: { kind: 'sqlite', file: settings.DATABASE_URL },
    businessCalendar: settings.BUSINESS_CALENDAR,
    retentionDays: settings.RETENTION_DAYS,
    messages: settings.MESSAGES,
    logLevel: settings.LOG_LEVEL,
  };
}

/** Socket Mode has no other listener, and nobody outside this machine needs that one unless it is asked for. */
function opsFrom(settings: Settings): Config['ops'] {
  const host = settings.OPS_HOST ?? settings.HOST ?? '127.0.0.1';
  if (settings.OPS_PORT !== null) return { port: settings.OPS_PORT, host };
  return settings.SLACK_APP_TOKEN ? { port: settings.PORT, host } : null;
}

function deliveryFrom(settings: Settings): Config['slack']['delivery'] {
  if (settings.SLACK_APP_TOKEN) return { kind: 'socket', appToken: settings.SLACK_APP_TOKEN };
  return { kind: 'http', signingSecret: requirePresent(settings.SLACK_SIGNING_SECRET) };
}

function salesforceFrom(settings: Settings): Config['salesforce'] {
  if (!settings.SALESFORCE_URL) return null;
  return {
    url: settings.SALESFORCE_URL,
    clientId: requirePresent(settings.SALESFORCE_CLIENT_ID),
    clientSecret: requirePresent(settings.SALESFORCE_CLIENT_SECRET),
  };
}

function zendeskFrom(settings: Settings): Config['zendesk'] {
  if (!settings.ZENDESK_URL) return null;
  return {
    url: settings.ZENDESK_URL,
    auth: zendeskAuth(settings),
    subscriptionField: settings.ZENDESK_SUBSCRIPTION_FIELD,
  };
}

function zendeskAuth(settings: Settings): NonNullable<Config['zendesk']>['auth'] {
  if (settings.ZENDESK_EMAIL) {
    return {
      kind: 'token',
      email: settings.ZENDESK_EMAIL,
      apiToken: requirePresent(settings.ZENDESK_API_TOKEN),
    };
  }
  const clientSecret = requirePresent(settings.ZENDESK_CLIENT_SECRET);
  return { kind: 'oauth', clientId: requirePresent(settings.ZENDESK_CLIENT_ID), clientSecret };
}

/** The checks across settings have made sure of it. */
function requirePresent<T>(value: T | null): T {
  if (value === null) throw new Error('A setting that belongs to a checked group is missing');
  return value;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
