import { statSync } from 'node:fs';
import { z } from 'zod';
import { BUILT_IN_HOURS, type BusinessCalendar } from '../domain/business-calendar.ts';
import { readCalendar } from './calendar-file.ts';
import { address, hosts, list, oneOf, rate, secret, text, whole } from './kinds.ts';
import { must } from './settings.ts';

/** The levels pino knows. */
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const CHANNEL = /^[CGD][A-Z0-9]{2,}$/;
const NO_SPACES = /^\S+$/;

/** One rule a setting. What several settings must be together is in `across.ts`. */
export const Schema = z.object({
  SLACK_BOT_TOKEN: secret('SLACK_BOT_TOKEN', /^xoxb-[\w-]{3,}$/, 'a bot token: xoxb- and what follows it'),
  SLACK_APP_TOKEN: secret('SLACK_APP_TOKEN', /^xapp-[\w-]{3,}$/, 'an app token: xapp- and more').nullable(),
  SLACK_SIGNING_SECRET: secret('SLACK_SIGNING_SECRET', /^\S{16,}$/, '32 hexadecimal digits').nullable(),
  SLACK_API_URL: address('SLACK_API_URL').transform((url) => `${url}/`),
  PORT: whole('PORT', 0, 65_535),
  HOST: text('HOST', /^[\w.:-]+$/, 'an address of this machine').nullable(),
  OPS_PORT: whole('OPS_PORT', 0, 65_535).nullable(),
  OPS_HOST: text('OPS_HOST', /^[\w.:-]+$/, 'an address of this machine').nullable(),
  SUPPORT_CHANNELS: list('SUPPORT_CHANNELS', CHANNEL, 'a Slack channel id'),
  SUPPORT_USERGROUP: text('SUPPORT_USERGROUP', /^S[A-Z0-9]{2,}$/, 'the id of a Slack user group').nullable(),
  SALES_USERGROUP: text('SALES_USERGROUP', /^S[A-Z0-9]{2,}$/, 'the id of a Slack user group').nullable(),
  SALES_CHANNEL: text('SALES_CHANNEL', CHANNEL, 'a Slack channel id').nullable(),
  SALES_CHANNELS: list('SALES_CHANNELS', /^[a-z][a-z0-9-]*=[CGD][A-Z0-9]{2,}$/, 'region=channel id')
    .refine(
      (pairs) => new Set(pairs.map(regionOf)).size === pairs.length,
      must('SALES_CHANNELS', 'name a region once'),
    )
    .refine(
      (pairs) => !pairs.map(regionOf).includes('support'),
      must('SALES_CHANNELS', 'call no region support, which is what the calendar calls the engineers'),
    )
    .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]))),
  DIGEST_CHANNEL: text('DIGEST_CHANNEL', CHANNEL, 'a Slack channel id').nullable(),
  ESCALATION_CHANNEL: text('ESCALATION_CHANNEL', CHANNEL, 'a Slack channel id').nullable(),
  POLICY: oneOf('POLICY', ['seed', '2025']),
  ZUORA_URL: address('ZUORA_URL', (url) => (url.pathname.endsWith('/v1') ? 'end before /v1' : null)),
  ZUORA_CLIENT_ID: text('ZUORA_CLIENT_ID', NO_SPACES, 'one word without spaces'),
  ZUORA_CLIENT_SECRET: secret('ZUORA_CLIENT_SECRET', NO_SPACES, 'one word without spaces'),
  ZUORA_CHANNEL_FIELD: text('ZUORA_CHANNEL_FIELD', /^[A-Za-z]\w*$/, 'the name of an account field'),
  SALESFORCE_URL: address('SALESFORCE_URL', myDomainOnly).nullable(),
  SALESFORCE_CLIENT_ID: text('SALESFORCE_CLIENT_ID', NO_SPACES, 'one word without spaces').nullable(),
  SALESFORCE_CLIENT_SECRET: secret(
    'SALESFORCE_CLIENT_SECRET',
    NO_SPACES,
    'one word without spaces',
  ).nullable(),
  ZENDESK_URL: address('ZENDESK_URL', (url) =>
    /\/api(\/|$)/.test(url.pathname) ? 'end before /api' : null,
  ).nullable(),
  ZENDESK_CLIENT_ID: text('ZENDESK_CLIENT_ID', NO_SPACES, 'one word without spaces').nullable(),
  ZENDESK_CLIENT_SECRET: secret('ZENDESK_CLIENT_SECRET', NO_SPACES, 'one word without spaces').nullable(),
  ZENDESK_EMAIL: text(
    'ZENDESK_EMAIL',
    /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/,
    'an e-mail address without /token',
  ).nullable(),
  ZENDESK_API_TOKEN: secret('ZENDESK_API_TOKEN', NO_SPACES, 'one word without spaces').nullable(),
  ZENDESK_SUBSCRIPTION_FIELD: text(
    'ZENDESK_SUBSCRIPTION_FIELD',
    /^\d+$/,
    'the number of a ticket field',
  ).nullable(),
  CUSTOMERSDOT_URL: address('CUSTOMERSDOT_URL'),
  TICKET_HOSTS: hosts('TICKET_HOSTS'),
  REFUSED_TICKET_HOSTS: hosts('REFUSED_TICKET_HOSTS'),
  UPSTREAM_TIMEOUT_MS: whole('UPSTREAM_TIMEOUT_MS', 100, 60_000),
  CHECK_DEADLINE_MS: whole('CHECK_DEADLINE_MS', 100, 60_000),
  CHECKS_PER_PERSON: rate('CHECKS_PER_PERSON'),
  DATABASE_URL: z
    .string()
    .refine((value) => !/^postgres(ql)?:/i.test(value), {
      ...must(
        'DATABASE_URL',
        'name a SQLite file: this version keeps cases in SQLite only, not in PostgreSQL',
      ),
      abort: true,
    })
    .regex(/^sqlite:(?!\/\/)\S/, must('DATABASE_URL', 'be sqlite: and the path of a file'))
    .transform((value) => value.slice('sqlite:'.length)),
  BUSINESS_CALENDAR: z
    .string()
    .refine(isFile, {
      ...must('BUSINESS_CALENDAR', 'be the path of a file that this program can see'),
      abort: true,
    })
    .transform(calendarIn)
    .nullable()
    .transform((given) => given ?? { teams: { support: BUILT_IN_HOURS, sales: BUILT_IN_HOURS } }),
  RETENTION_DAYS: whole('RETENTION_DAYS', 1, 36_500),
  MESSAGES: oneOf('MESSAGES', ['post', 'log']),
  LOG_LEVEL: oneOf('LOG_LEVEL', LOG_LEVELS),
});
export type Settings = z.infer<typeof Schema>;

function myDomainOnly(url: URL): string | null {
  const shared = ['login.salesforce.com', 'test.salesforce.com'].includes(url.hostname);
  const pages = url.hostname.endsWith('.lightning.force.com');
  return shared || pages
    ? 'be the My Domain address of the organisation, not a sign-in or Lightning address'
    : null;
}

function regionOf(pair: string): string {
  return pair.split('=', 1)[0] ?? '';
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function calendarIn(path: string, context: z.RefinementCtx): BusinessCalendar {
  const read = readCalendar(path);
  if ('calendar' in read) return read.calendar;
  for (const message of read.problems) context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
