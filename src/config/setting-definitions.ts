const DEFAULT_REFUSED_HOSTS =
  'gitlab-federal-support.zendesk.com,federal-support.gitlab.com,gitlab-federal-internal.zendesk.com';

/** Every setting in the order of `.env.example`: its default (null: none) and a value that would do. */
export const SETTING_DEFINITIONS = {
  SLACK_BOT_TOKEN: { default: null, example: 'xoxb-…' },
  SLACK_APP_TOKEN: { default: null, example: 'xapp-1-…' },
  SLACK_SIGNING_SECRET: { default: null, example: '0123456789abcdef0123456789abcdef' },
  SLACK_API_URL: { default: 'https://slack.com/api/', example: 'https://slack.com/api/' },
  PORT: { default: '3000', example: '3000' },
  HOST: { default: null, example: '127.0.0.1' },
  OPS_PORT: { default: null, example: '9090' },
  OPS_HOST: { default: null, example: '0.0.0.0' },
  SUPPORT_CHANNELS: { default: null, example: 'C0123456789,C0987654321' },
  SUPPORT_USERGROUP: { default: null, example: 'S0123456789' },
  SALES_USERGROUP: { default: null, example: 'S0987654321' },
  SALES_CHANNEL: { default: null, example: 'C0123456789' },
  SALES_CHANNELS: { default: null, example: 'smb=C0123456789,emea=C0987654321' },
  DIGEST_CHANNEL: { default: null, example: 'C0123456789' },
  ESCALATION_CHANNEL: { default: null, example: 'C0123456789' },
  POLICY: { default: 'seed', example: 'seed' },
  ZUORA_URL: { default: null, example: 'https://rest.zuora.com' },
  ZUORA_CLIENT_ID: { default: null, example: '01234567-89ab-cdef-0123-456789abcdef' },
  ZUORA_CLIENT_SECRET: { default: null, example: 'the secret shown when the OAuth client was made' },
  ZUORA_CHANNEL_FIELD: { default: 'SSPChannel__c', example: 'SSPChannel__c' },
  SALESFORCE_URL: { default: null, example: 'https://example.my.salesforce.com' },
  SALESFORCE_CLIENT_ID: { default: null, example: 'the consumer key of the external client app' },
  SALESFORCE_CLIENT_SECRET: { default: null, example: 'the consumer secret of the external client app' },
  ZENDESK_URL: { default: null, example: 'https://example.zendesk.com' },
  ZENDESK_CLIENT_ID: { default: null, example: 'reseller_check' },
  ZENDESK_CLIENT_SECRET: { default: null, example: 'the secret of the OAuth client' },
  ZENDESK_EMAIL: { default: null, example: 'bot@example.com' },
  ZENDESK_API_TOKEN: { default: null, example: 'the API token that belongs to ZENDESK_EMAIL' },
  ZENDESK_SUBSCRIPTION_FIELD: { default: null, example: '360001234567' },
  CUSTOMERSDOT_URL: { default: 'https://customers.gitlab.com', example: 'https://customers.gitlab.com' },
  TICKET_HOSTS: { default: null, example: 'example.zendesk.com,support.example.com' },
  REFUSED_TICKET_HOSTS: { default: DEFAULT_REFUSED_HOSTS, example: 'restricted.example.com' },
  UPSTREAM_TIMEOUT_MS: { default: '3000', example: '3000' },
  CHECK_DEADLINE_MS: { default: '8000', example: '8000' },
  CHECKS_PER_PERSON: { default: '30/10m', example: '30/10m' },
  DATABASE_URL: { default: 'sqlite:data/reseller-check.db', example: 'sqlite:data/reseller-check.db' },
  BUSINESS_CALENDAR: { default: null, example: 'calendar.json' },
  RETENTION_DAYS: { default: '400', example: '400' },
  MESSAGES: { default: 'post', example: 'post' },
  LOG_LEVEL: { default: 'info', example: 'info' },
} as const satisfies Record<string, { default: string | null; example: string }>;

export type SettingName = keyof typeof SETTING_DEFINITIONS;

/** Every setting as a person wrote it, or its default. */
export type RawSettings = Readonly<Record<SettingName, string | null>>;

export const SETTING_NAMES = Object.keys(SETTING_DEFINITIONS) as readonly SettingName[];

/** The sentence for a setting that is there but wrong. Never repeats what is there: it may be a secret gone astray. */
export function invalid(name: SettingName, rule: string): { error: string } {
  return { error: `${name} must ${rule}. Example: ${SETTING_DEFINITIONS[name].example}` };
}

/** The sentence for a setting that must be there. */
export function required(name: SettingName): { error: string } {
  return { error: `${name} is needed and not set. Example: ${SETTING_DEFINITIONS[name].example}` };
}
