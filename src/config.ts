import {
  crossFieldProblems,
  effectiveTicketHosts,
  unknownSettingProblems,
} from './config/cross-field-rules.ts';
import { loadEnvFile } from './config/env-file.ts';
import { type ProxySettings, proxyProblems, readProxySettings } from './config/proxy-settings.ts';
import type { Secret } from './config/secret.ts';
import { readSecretFiles, secretFileName } from './config/secret-files.ts';
import {
  type KeyedSettings,
  keyedSettings,
  parseSettings,
  type RawSettings,
  SETTING_NAMES,
  type Settings,
  settingDefault,
} from './config/settings.ts';

/** Where the database is, and for a server how it is connected to. */
export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly file: string }
  | {
      readonly kind: 'postgres';
      readonly url: Secret;
      readonly poolSize: number;
      /** Milliseconds. */
      readonly statementTimeoutMs: number;
    };

/** Every setting, validated and frozen. URLs have no slash at the end, except Slack's. */
export interface Config extends KeyedSettings {
  readonly slack: {
    readonly botToken: Secret;
    readonly apiUrl: string;
    /** For the doctor; null: it does not read the settings of the Slack app. */
    readonly configToken: Secret | null;
    readonly delivery:
      | { readonly kind: 'socket'; readonly appToken: Secret }
      | { readonly kind: 'http'; readonly signingSecret: Secret };
  };
  readonly host: string;
  /** Listener of `/healthz`, `/readyz` and `/metrics`; null: they are served next to `/slack/events`. */
  readonly ops: { readonly port: number; readonly host: string } | null;
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
  /** From `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; null: calls go out directly. */
  readonly proxy: ProxySettings | null;
  /** Lower case, `host` or `host:port`, as in `URL.host`. */
  readonly ticketHosts: readonly string[];
  readonly database: DatabaseConfig;
  /** How many copies of the bot run on the database. */
  readonly copies: number;
  /** Names of the settings that differ from their defaults, for the log at start. */
  readonly changedSettings: readonly string[];
}

/** Lists every setting that is missing or invalid, one sentence each. No sentence repeats a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings need attention:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Returns the configuration from `.env`, if that file exists, and from the environment, which takes precedence. Throws
 * `ConfigError`. Lines of the file that are valid but may be misread are passed to `onWarning`.
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

/** Returns where the database is, from the same sources; no other setting is needed. Throws `ConfigError`. */
export function loadDatabaseLocation(file = '.env'): Config['database'] {
  return parseDatabaseLocation(loadDatabaseUrl('DATABASE_URL', file));
}

/** Returns where to copy the database to, from the same sources; null when that is not set. Throws `ConfigError`. */
export function loadTargetLocation(file = '.env'): Config['database'] | null {
  const TO_DATABASE_URL = loadDatabaseUrl('TO_DATABASE_URL', file);
  const parsed = parseSettings(rawSettings({ ...process.env, TO_DATABASE_URL }), TARGET_SETTINGS);
  if ('problems' in parsed) throw new ConfigError(parsed.problems);
  const { TO_DATABASE_URL: target, ...limits } = parsed.settings;
  return target && databaseFrom({ ...limits, DATABASE_URL: target });
}

function loadDatabaseUrl(name: 'DATABASE_URL' | 'TO_DATABASE_URL', file: string): string | undefined {
  const { problems } = loadEnvFile(file, process.env);
  if (problems.length > 0) throw new ConfigError(problems);
  const variables = [name, secretFileName(name)];
  const secretFile = readSecretFiles(Object.fromEntries(variables.map((one) => [one, process.env[one]])));
  if (secretFile.problems.length > 0) throw new ConfigError(secretFile.problems);
  return secretFile.values[name] ?? process.env[name];
}

/**
 * Returns the location that a value of DATABASE_URL names, with DATABASE_POOL_SIZE and DATABASE_TIMEOUT_MS from `env`.
 * Throws `ConfigError`.
 */
export function parseDatabaseLocation(
  url: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config['database'] {
  const parsed = parseSettings(rawSettings({ ...env, DATABASE_URL: url }), DATABASE_SETTINGS);
  if ('problems' in parsed) throw new ConfigError(parsed.problems);
  return databaseFrom(parsed.settings);
}

const LIMIT_SETTINGS = ['DATABASE_POOL_SIZE', 'DATABASE_TIMEOUT_MS'] as const;
const DATABASE_SETTINGS = ['DATABASE_URL', ...LIMIT_SETTINGS] as const;
const TARGET_SETTINGS = ['TO_DATABASE_URL', ...LIMIT_SETTINGS] as const;

/**
 * Reads the files of secrets too. Throws `ConfigError` with all problems at once. An empty value counts as not set.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const secretFiles = readSecretFiles(env);
  if (secretFiles.problems.length > 0) throw new ConfigError(secretFiles.problems);
  const raw = rawSettings({ ...env, ...secretFiles.values });
  const parsed = parseSettings(raw);
  const problems = [
    ...('problems' in parsed ? parsed.problems : []),
    ...crossFieldProblems(raw),
    ...unknownSettingProblems(env),
    ...proxyProblems(env),
  ];
  if ('problems' in parsed || problems.length > 0) throw new ConfigError(problems);
  return deepFreeze({
    ...toConfig(parsed.settings),
    proxy: readProxySettings(env),
    changedSettings: SETTING_NAMES.filter((name) => raw[name] !== settingDefault(name)),
  });
}

/** An empty value counts as not set. */
function rawSettings(env: Readonly<Record<string, string | undefined>>): RawSettings {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => [name, env[name]?.trim() || settingDefault(name)]),
  ) as RawSettings;
}

function toConfig(settings: Settings): Omit<Config, 'proxy' | 'changedSettings'> {
  return {
    ...keyedSettings(settings),
    slack: {
      botToken: settings.SLACK_BOT_TOKEN,
      apiUrl: `${settings.SLACK_API_URL}/`,
      configToken: settings.SLACK_CONFIG_TOKEN,
      delivery: deliveryFrom(settings),
    },
    host: settings.HOST ?? '0.0.0.0',
    ops: opsFrom(settings),
    zuora: {
      url: settings.ZUORA_URL,
      clientId: settings.ZUORA_CLIENT_ID,
      clientSecret: settings.ZUORA_CLIENT_SECRET,
      channelField: settings.ZUORA_CHANNEL_FIELD,
    },
    salesforce: salesforceFrom(settings),
    zendesk: zendeskFrom(settings),
    ticketHosts: effectiveTicketHosts(settings.TICKET_HOSTS, settings.ZENDESK_URL),
    database: databaseFrom(settings),
    copies: settings.COPIES,
  };
}

function databaseFrom({
  DATABASE_URL: address,
  DATABASE_POOL_SIZE: poolSize,
  DATABASE_TIMEOUT_MS: statementTimeoutMs,
}: Pick<Settings, (typeof DATABASE_SETTINGS)[number]>): DatabaseConfig {
  return address.kind === 'sqlite' ? address : { ...address, poolSize, statementTimeoutMs };
}

/** In Socket Mode the operator routes are the only listener, and local unless configured otherwise. */
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

/** The cross-field rules have made sure that the value is present. */
function requirePresent<T>(value: T | null): T {
  if (value === null) throw new Error('A setting that the cross-field rules require is missing');
  return value;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
