import { z } from 'zod';
import {
  calendarFile,
  channelByRegion,
  checkRate,
  databaseAddress,
  hostList,
  httpsUrl,
  integer,
  list,
  oneOf,
  optional,
  type SettingType,
  secret,
  text,
} from './setting-types.ts';

/** Groups of settings with their headings, in the order of the documents. */
export const SETTING_GROUPS = {
  slack: 'Slack',
  access: 'Users and channels',
  zuora: 'Zuora, which decides the verdict (read-only)',
  salesforce: 'Salesforce, shown next to the verdict (set all three or none)',
  zendesk: 'Zendesk, for the ids in a ticket (the URL and one way to sign in, or nothing)',
  links: 'Links',
  operation: 'Operation',
} as const;

interface SettingDefinition {
  readonly group: keyof typeof SETTING_GROUPS;
  /** One or two sentences for operators. */
  readonly help: string;
  readonly type: SettingType;
  /** Raw value when the setting is not set; without one, the raw value is null. */
  readonly default?: string;
  /** A valid value, quoted in error messages; the default unless given. */
  readonly example?: string;
  /** Property of `Config` that holds the parsed value. Settings without a key are combined in `config.ts`. */
  readonly key?: string;
}

const channelId = text(/^[CGD][A-Z0-9]{2,}$/, 'a Slack channel id');
const usergroupId = text(/^S[A-Z0-9]{2,}$/, 'the id of a Slack user group');
const listenAddress = text(/^[\w.:-]+$/, 'an address of this machine');
const clientId = text(/^\S+$/, 'one word without spaces');
const clientSecret = secret(/^\S+$/, 'one word without spaces');

/**
 * Every setting, in the order of the documents. `.env.example` and the table in the documents are generated from this
 * table by `npm run settings`.
 */
export const SETTINGS = {
  SLACK_BOT_TOKEN: {
    group: 'slack',
    help: 'Bot token of the installed app, from "OAuth & Permissions". Required.',
    type: secret(/^xoxb-[\w-]{3,}$/, 'a bot token, which starts with xoxb-'),
    example: 'xoxb-…',
  },
  SLACK_APP_TOKEN: {
    group: 'slack',
    help: 'App token with the scope connections:write. When set, the bot uses Socket Mode and needs no public address.',
    type: optional(secret(/^xapp-[\w-]{3,}$/, 'an app token, which starts with xapp-')),
    example: 'xapp-1-…',
  },
  SLACK_SIGNING_SECRET: {
    group: 'slack',
    help: 'Signing secret from "Basic Information". Required without an app token: Slack then delivers over HTTP to /slack/events.',
    type: optional(secret(/^\S{16,}$/, '32 hexadecimal digits')),
    example: '0123456789abcdef0123456789abcdef',
  },
  SLACK_CONFIG_TOKEN: {
    group: 'slack',
    help: 'App configuration token, for npm run doctor only: lets it read the settings of the Slack app. It expires after twelve hours.',
    type: optional(
      secret(/^xoxe\.xoxp-[\w-]{3,}$/, 'an app configuration token, which starts with xoxe.xoxp-'),
    ),
    example: 'xoxe.xoxp-…',
  },
  SLACK_API_URL: {
    group: 'slack',
    help: 'Base URL of the Web API. Change it for tests only.',
    type: httpsUrl(),
    default: 'https://slack.com/api/',
  },
  PORT: {
    group: 'slack',
    help: 'Port of /slack/events when Slack delivers over HTTP. 0 picks a free port.',
    type: integer(0, 65_535),
    default: '3000',
    key: 'port',
  },
  HOST: {
    group: 'slack',
    help: 'Address to listen on; 127.0.0.1 accepts connections from this machine only. Not set: 0.0.0.0 (every address) with HTTP delivery, 127.0.0.1 in Socket Mode.',
    type: optional(listenAddress),
    example: '127.0.0.1',
  },
  OPS_PORT: {
    group: 'slack',
    help: 'Port of /healthz, /readyz and /metrics. Not set: PORT. With HTTP delivery it must differ from PORT.',
    type: optional(integer(0, 65_535)),
    example: '9090',
  },
  OPS_HOST: {
    group: 'slack',
    help: 'Address to listen on for OPS_PORT; use 0.0.0.0 in a container that is probed from outside. Not set: HOST, or 127.0.0.1.',
    type: optional(listenAddress),
    example: '0.0.0.0',
  },
  SUPPORT_CHANNELS: {
    group: 'access',
    help: "Ids of the channels where cards may be posted, separated by commas. A check that starts elsewhere is answered in the engineer's direct messages.",
    type: list(/^[CGD][A-Z0-9]{2,}$/, 'a Slack channel id'),
    example: 'C0123456789,C0987654321',
    key: 'supportChannels',
  },
  SUPPORT_USERGROUP: {
    group: 'access',
    help: 'Id of a user group. When set, only its members may use the bot.',
    type: optional(usergroupId),
    example: 'S0123456789',
    key: 'supportUsergroup',
  },
  SALES_USERGROUP: {
    group: 'access',
    help: 'Id of a user group. When set, only its members and members of SUPPORT_USERGROUP may claim, question, decline and close handoffs.',
    type: optional(usergroupId),
    example: 'S0987654321',
    key: 'salesUsergroup',
  },
  SALES_CHANNEL: {
    group: 'access',
    help: 'Id of the channel for handoffs to Sales whose region is not in SALES_CHANNELS. Not set: handoffs are off.',
    type: optional(channelId),
    example: 'C0123456789',
    key: 'salesChannel',
  },
  SALES_CHANNELS: {
    group: 'access',
    help: 'Handoff channels by region (smb, emea, amer, apac …), such as smb=C0123456789,emea=C0987654321. Requires SALES_CHANNEL for all other handoffs.',
    type: channelByRegion,
    example: 'smb=C0123456789,emea=C0987654321',
    key: 'salesChannels',
  },
  DIGEST_CHANNEL: {
    group: 'access',
    help: 'Id of the channel for the weekly summary, which contains no customer data. Not set: no summary.',
    type: optional(channelId),
    example: 'C0123456789',
    key: 'digestChannel',
  },
  ESCALATION_CHANNEL: {
    group: 'access',
    help: 'Id of the channel where people escalate to Sales. The bot names it in suggestions and never posts there.',
    type: optional(channelId),
    example: 'C0123456789',
    key: 'escalationChannel',
  },
  POLICY: {
    group: 'access',
    help: 'Policy that decides steps, prohibitions and texts: seed (the handbook page on reseller requests as of 2023), 2025 (the handbook as of June 2025) or 2026 (as of May 2026).',
    type: oneOf(['seed', '2025', '2026']),
    default: 'seed',
    key: 'policy',
  },
  ZUORA_URL: {
    group: 'zuora',
    help: 'Base URL of the REST API, without /v1. Required.',
    type: httpsUrl((url) => (url.pathname.endsWith('/v1') ? 'end before /v1' : null)),
    example: 'https://rest.zuora.com',
  },
  ZUORA_CLIENT_ID: {
    group: 'zuora',
    help: 'Id of the OAuth client of a read-only user. Required.',
    type: clientId,
    example: '01234567-89ab-cdef-0123-456789abcdef',
  },
  ZUORA_CLIENT_SECRET: {
    group: 'zuora',
    help: 'Secret of that OAuth client. Required.',
    type: clientSecret,
    example: 'the secret shown when the OAuth client was created',
  },
  ZUORA_CHANNEL_FIELD: {
    group: 'zuora',
    help: 'Custom field of the account that holds its channel (Reseller or Non-Reseller).',
    type: text(/^[A-Za-z]\w*$/, 'the name of an account field'),
    default: 'SSPChannel__c',
  },
  SALESFORCE_URL: {
    group: 'salesforce',
    help: 'My Domain URL, not a login or Lightning URL.',
    type: optional(httpsUrl(brokenMyDomainRule)),
    example: 'https://example.my.salesforce.com',
  },
  SALESFORCE_CLIENT_ID: {
    group: 'salesforce',
    help: 'Consumer key of an external client app with the client-credentials flow.',
    type: optional(clientId),
    example: 'the consumer key of the external client app',
  },
  SALESFORCE_CLIENT_SECRET: {
    group: 'salesforce',
    help: 'Consumer secret of that app.',
    type: optional(clientSecret),
    example: 'the consumer secret of the external client app',
  },
  ZENDESK_URL: {
    group: 'zendesk',
    help: 'URL of the Zendesk account, such as https://example.zendesk.com, without /api.',
    type: optional(httpsUrl((url) => (/\/api(\/|$)/.test(url.pathname) ? 'end before /api' : null))),
    example: 'https://example.zendesk.com',
  },
  ZENDESK_CLIENT_ID: {
    group: 'zendesk',
    help: 'Id of an OAuth client with the client-credentials flow.',
    type: optional(clientId),
    example: 'reseller_check',
  },
  ZENDESK_CLIENT_SECRET: {
    group: 'zendesk',
    help: 'Secret of that OAuth client.',
    type: optional(clientSecret),
    example: 'the secret of the OAuth client',
  },
  ZENDESK_EMAIL: {
    group: 'zendesk',
    help: 'Legacy sign-in instead of the OAuth client: an email address, without /token.',
    type: optional(text(/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/, 'an email address without /token')),
    example: 'bot@example.com',
  },
  ZENDESK_API_TOKEN: {
    group: 'zendesk',
    help: 'Legacy sign-in: the API token that belongs to ZENDESK_EMAIL.',
    type: optional(clientSecret),
    example: 'the API token that belongs to ZENDESK_EMAIL',
  },
  ZENDESK_SUBSCRIPTION_FIELD: {
    group: 'zendesk',
    help: 'Id of the ticket field that holds the subscription number.',
    type: optional(text(/^\d+$/, 'the numeric id of a ticket field')),
    example: '360001234567',
  },
  CUSTOMERSDOT_URL: {
    group: 'links',
    help: 'Base URL of links to CustomersDot. The bot never calls it.',
    type: httpsUrl(),
    default: 'https://customers.gitlab.com',
    key: 'customersdotUrl',
  },
  TICKET_HOSTS: {
    group: 'links',
    help: 'Hosts whose ticket links are accepted. Not set: the host of ZENDESK_URL, and support.gitlab.com.',
    type: hostList,
    example: 'example.zendesk.com,support.example.com',
  },
  REFUSED_TICKET_HOSTS: {
    group: 'links',
    help: 'Hosts whose ticket links are refused without a lookup. A value replaces the whole default list.',
    type: hostList,
    default:
      'gitlab-federal-support.zendesk.com,federal-support.gitlab.com,gitlab-federal-internal.zendesk.com',
    example: 'restricted.example.com',
    key: 'refusedTicketHosts',
  },
  UPSTREAM_TIMEOUT_MS: {
    group: 'operation',
    help: 'Timeout of one call to another system, in milliseconds (100 to 60000).',
    type: integer(100, 60_000),
    default: '3000',
    key: 'upstreamTimeoutMs',
  },
  CHECK_DEADLINE_MS: {
    group: 'operation',
    help: 'Time limit of one check, in milliseconds, from UPSTREAM_TIMEOUT_MS to 60000. Data that has not arrived by then is shown as missing.',
    type: integer(100, 60_000),
    default: '8000',
    key: 'checkDeadlineMs',
  },
  CHECKS_PER_PERSON: {
    group: 'operation',
    help: 'Maximum number of checks per person and period, such as 30/10m (s, m or h). A person who reaches it is told when to try again.',
    type: checkRate,
    default: '30/10m',
    key: 'checksPerPerson',
  },
  DATABASE_URL: {
    group: 'operation',
    help: 'Database: sqlite: and the path of a file, or postgres://user:password@host/database?sslmode=verify-full.',
    type: databaseAddress,
    default: 'sqlite:data/reseller-check.db',
  },
  TO_DATABASE_URL: {
    group: 'operation',
    help: 'Database that npm run store:copy copies to, in the form of DATABASE_URL. The bot does not use it.',
    type: optional(databaseAddress),
    example: 'postgres://user:password@host/database',
  },
  COPIES: {
    group: 'operation',
    help: 'How many copies (processes) of the bot use this database, from 1 to 10. They share the limit of concurrent calls to other systems.',
    type: integer(1, 10),
    default: '1',
  },
  DATABASE_POOL_SIZE: {
    group: 'operation',
    help: 'Maximum number of connections of one process to PostgreSQL (1 to 100).',
    type: integer(1, 100),
    default: '10',
  },
  DATABASE_TIMEOUT_MS: {
    group: 'operation',
    help: 'Time limit of one statement in PostgreSQL, in milliseconds (100 to 600000).',
    type: integer(100, 600_000),
    default: '10000',
  },
  BUSINESS_CALENDAR: {
    group: 'operation',
    help: 'JSON file with working hours, time zones and holidays per team, such as scripts/sandbox/calendar.json. Not set: Monday to Friday, 09:00 to 17:00 UTC.',
    type: calendarFile,
    example: 'calendar.json',
    key: 'businessCalendar',
  },
  RETENTION_DAYS: {
    group: 'operation',
    help: 'Days after the last activity on a case until its personal data is erased. A case with an open handoff is kept. What was decided, when and by whom is kept.',
    type: integer(1, 36_500),
    default: '400',
    key: 'retentionDays',
  },
  MESSAGES: {
    group: 'operation',
    help: 'post, or log for a dry run, which logs messages instead of posting them.',
    type: oneOf(['post', 'log']),
    default: 'post',
    key: 'messages',
  },
  LOG_LEVEL: {
    group: 'operation',
    help: 'trace, debug, info, warn, error, fatal or silent. No level logs customer data.',
    type: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    default: 'info',
    key: 'logLevel',
  },
} as const satisfies Record<string, SettingDefinition>;

export type SettingName = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

type ParsedValue<Name extends SettingName> =
  (typeof SETTINGS)[Name]['type'] extends SettingType<infer Value> ? Value : never;

/** The parsed value of every setting. */
export type Settings = { readonly [Name in SettingName]: ParsedValue<Name> };

/** The settings that are properties of `Config` as they are, by their keys. */
export type KeyedSettings = {
  readonly [Name in SettingName as (typeof SETTINGS)[Name] extends { readonly key: infer Key extends string }
    ? Key
    : never]: ParsedValue<Name>;
};

/** The raw value of every setting, or its default. */
export type RawSettings = Readonly<Record<SettingName, string | null>>;

export function settingDefault(name: SettingName): string | null {
  return (SETTINGS[name] as SettingDefinition).default ?? null;
}

/** Returns a valid value for error messages. */
export function settingExample(name: SettingName): string {
  return (SETTINGS[name] as SettingDefinition).example ?? settingDefault(name) ?? '';
}

/** Returns the parsed value, or undefined when the raw value is not valid. */
export function parseSetting<Name extends SettingName>(
  name: Name,
  raw: RawSettings,
): Settings[Name] | undefined {
  return SettingsSchema.shape[name]?.safeParse(raw[name]).data as Settings[Name] | undefined;
}

const SettingsSchema = z.object(
  Object.fromEntries(
    SETTING_NAMES.map((name) => [name, SETTINGS[name].type.schema({ name, example: settingExample(name) })]),
  ),
);

/** Returns the parsed settings, all by default, or one sentence for each that is not valid. */
export function parseSettings<Name extends SettingName = SettingName>(
  raw: RawSettings,
  names?: readonly Name[],
): { readonly settings: Pick<Settings, Name> } | { readonly problems: readonly string[] } {
  const schema = names
    ? SettingsSchema.pick(Object.fromEntries(names.map((name) => [name, true] as const)))
    : SettingsSchema;
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => issue.message) };
  return { settings: parsed.data as Pick<Settings, Name> };
}

/** Returns the properties of `Config` that are settings as they are. */
export function keyedSettings(settings: Settings): KeyedSettings {
  const entries = SETTING_NAMES.flatMap((name) => {
    const { key } = SETTINGS[name] as SettingDefinition;
    return key === undefined ? [] : [[key, settings[name]] as const];
  });
  return Object.fromEntries(entries) as unknown as KeyedSettings;
}

function brokenMyDomainRule(url: URL): string | null {
  const isSharedHost = ['login.salesforce.com', 'test.salesforce.com'].includes(url.hostname);
  const isLightningHost = url.hostname.endsWith('.lightning.force.com');
  return isSharedHost || isLightningHost ? 'be a My Domain URL, not a login or Lightning URL' : null;
}
