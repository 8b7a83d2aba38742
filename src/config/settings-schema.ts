import { statSync } from 'node:fs';
import { z } from 'zod';
import { type BusinessCalendar, DEFAULT_TEAM_HOURS } from '../domain/business-calendar.ts';
import { readCalendarFile } from './calendar-file.ts';
import {
  enumField,
  hostListField,
  integerField,
  listField,
  rateField,
  secretField,
  textField,
  urlField,
} from './field-types.ts';
import { invalid } from './setting-definitions.ts';

/** The levels pino knows. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const CHANNEL_ID_PATTERN = /^[CGD][A-Z0-9]{2,}$/;
const NO_SPACES_PATTERN = /^\S+$/;

/** One rule a setting. What several settings must be together is in `across.ts`. */
export const SettingsSchema = z.object({
  SLACK_BOT_TOKEN: secretField(
    'SLACK_BOT_TOKEN',
    /^xoxb-[\w-]{3,}$/,
    'a bot token: xoxb- and what follows it',
  ),
  SLACK_APP_TOKEN: secretField(
    'SLACK_APP_TOKEN',
    /^xapp-[\w-]{3,}$/,
    'an app token: xapp- and more',
  ).nullable(),
  SLACK_SIGNING_SECRET: secretField('SLACK_SIGNING_SECRET', /^\S{16,}$/, '32 hexadecimal digits').nullable(),
  SLACK_API_URL: urlField('SLACK_API_URL').transform((url) => `${url}/`),
  PORT: integerField('PORT', 0, 65_535),
  HOST: textField('HOST', /^[\w.:-]+$/, 'an address of this machine').nullable(),
  OPS_PORT: integerField('OPS_PORT', 0, 65_535).nullable(),
  OPS_HOST: textField('OPS_HOST', /^[\w.:-]+$/, 'an address of this machine').nullable(),
  SUPPORT_CHANNELS: listField('SUPPORT_CHANNELS', CHANNEL_ID_PATTERN, 'a Slack channel id'),
  SUPPORT_USERGROUP: textField(
    'SUPPORT_USERGROUP',
    /^S[A-Z0-9]{2,}$/,
    'the id of a Slack user group',
  ).nullable(),
  SALES_USERGROUP: textField('SALES_USERGROUP', /^S[A-Z0-9]{2,}$/, 'the id of a Slack user group').nullable(),
  SALES_CHANNEL: textField('SALES_CHANNEL', CHANNEL_ID_PATTERN, 'a Slack channel id').nullable(),
  SALES_CHANNELS: listField('SALES_CHANNELS', /^[a-z][a-z0-9-]*=[CGD][A-Z0-9]{2,}$/, 'region=channel id')
    .refine(
      (pairs) => new Set(pairs.map(regionName)).size === pairs.length,
      invalid('SALES_CHANNELS', 'name a region once'),
    )
    .refine(
      (pairs) => !pairs.map(regionName).includes('support'),
      invalid('SALES_CHANNELS', 'call no region support, which is what the calendar calls the engineers'),
    )
    .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]))),
  DIGEST_CHANNEL: textField('DIGEST_CHANNEL', CHANNEL_ID_PATTERN, 'a Slack channel id').nullable(),
  ESCALATION_CHANNEL: textField('ESCALATION_CHANNEL', CHANNEL_ID_PATTERN, 'a Slack channel id').nullable(),
  POLICY: enumField('POLICY', ['seed', '2025']),
  ZUORA_URL: urlField('ZUORA_URL', (url) => (url.pathname.endsWith('/v1') ? 'end before /v1' : null)),
  ZUORA_CLIENT_ID: textField('ZUORA_CLIENT_ID', NO_SPACES_PATTERN, 'one word without spaces'),
  ZUORA_CLIENT_SECRET: secretField('ZUORA_CLIENT_SECRET', NO_SPACES_PATTERN, 'one word without spaces'),
  ZUORA_CHANNEL_FIELD: textField('ZUORA_CHANNEL_FIELD', /^[A-Za-z]\w*$/, 'the name of an account field'),
  SALESFORCE_URL: urlField('SALESFORCE_URL', myDomainRule).nullable(),
  SALESFORCE_CLIENT_ID: textField(
    'SALESFORCE_CLIENT_ID',
    NO_SPACES_PATTERN,
    'one word without spaces',
  ).nullable(),
  SALESFORCE_CLIENT_SECRET: secretField(
    'SALESFORCE_CLIENT_SECRET',
    NO_SPACES_PATTERN,
    'one word without spaces',
  ).nullable(),
  ZENDESK_URL: urlField('ZENDESK_URL', (url) =>
    /\/api(\/|$)/.test(url.pathname) ? 'end before /api' : null,
  ).nullable(),
  ZENDESK_CLIENT_ID: textField('ZENDESK_CLIENT_ID', NO_SPACES_PATTERN, 'one word without spaces').nullable(),
  ZENDESK_CLIENT_SECRET: secretField(
    'ZENDESK_CLIENT_SECRET',
    NO_SPACES_PATTERN,
    'one word without spaces',
  ).nullable(),
  ZENDESK_EMAIL: textField(
    'ZENDESK_EMAIL',
    /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/,
    'an e-mail address without /token',
  ).nullable(),
  ZENDESK_API_TOKEN: secretField(
    'ZENDESK_API_TOKEN',
    NO_SPACES_PATTERN,
    'one word without spaces',
  ).nullable(),
  ZENDESK_SUBSCRIPTION_FIELD: textField(
    'ZENDESK_SUBSCRIPTION_FIELD',
    /^\d+$/,
    'the number of a ticket field',
  ).nullable(),
  CUSTOMERSDOT_URL: urlField('CUSTOMERSDOT_URL'),
  TICKET_HOSTS: hostListField('TICKET_HOSTS'),
  REFUSED_TICKET_HOSTS: hostListField('REFUSED_TICKET_HOSTS'),
  UPSTREAM_TIMEOUT_MS: integerField('UPSTREAM_TIMEOUT_MS', 100, 60_000),
  CHECK_DEADLINE_MS: integerField('CHECK_DEADLINE_MS', 100, 60_000),
  CHECKS_PER_PERSON: rateField('CHECKS_PER_PERSON'),
  DATABASE_URL: z
    .string()
    .refine((value) => !/^postgres(ql)?:/i.test(value), {
      ...invalid(
        'DATABASE_URL',
        'name a SQLite file: this version keeps cases in SQLite only, not in PostgreSQL',
      ),
      abort: true,
    })
    .regex(/^sqlite:(?!\/\/)\S/, invalid('DATABASE_URL', 'be sqlite: and the path of a file'))
    .transform((value) => value.slice('sqlite:'.length)),
  BUSINESS_CALENDAR: z
    .string()
    .refine(isFile, {
      ...invalid('BUSINESS_CALENDAR', 'be the path of a file that this program can see'),
      abort: true,
    })
    .transform(parseCalendarFile)
    .nullable()
    .transform((given) => given ?? { teams: { support: DEFAULT_TEAM_HOURS, sales: DEFAULT_TEAM_HOURS } }),
  RETENTION_DAYS: integerField('RETENTION_DAYS', 1, 36_500),
  MESSAGES: enumField('MESSAGES', ['post', 'log']),
  LOG_LEVEL: enumField('LOG_LEVEL', LOG_LEVELS),
});
export type Settings = z.infer<typeof SettingsSchema>;

function myDomainRule(url: URL): string | null {
  const isSharedHost = ['login.salesforce.com', 'test.salesforce.com'].includes(url.hostname);
  const isLightningHost = url.hostname.endsWith('.lightning.force.com');
  return isSharedHost || isLightningHost
    ? 'be the My Domain address of the organisation, not a sign-in or Lightning address'
    : null;
}

function regionName(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function parseCalendarFile(path: string, context: z.RefinementCtx): BusinessCalendar {
  const read = readCalendarFile(path);
  if ('calendar' in read) return read.calendar;
  for (const message of read.problems) context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
