import { statSync } from 'node:fs';
import { z } from 'zod';
import { type BusinessCalendar, DEFAULT_TEAM_HOURS } from '../domain/business-calendar.ts';
import { readCalendarFile } from './calendar-file.ts';
import { Secret } from './secret.ts';

/** Name and example of a setting, for the sentence that says what is wrong with its value. */
export interface SettingLabel {
  readonly name: string;
  readonly example: string;
}

/** How the value of a setting is checked and parsed. */
export interface SettingType<Value = unknown> {
  /** True when the value must never be printed. */
  readonly isSecret?: true;
  /** Returns the schema of the raw value, which is null when the setting has neither a value nor a default. */
  schema(label: SettingLabel): z.ZodType<Value>;
}

/** Returns the sentence for an invalid value. It never repeats the value, which may be a misplaced secret. */
export function invalid({ name, example }: SettingLabel, rule: string): { error: string } {
  return { error: `${name} must ${rule}. Example: ${example}` };
}

/** Returns the sentence for a setting that is required but not set. */
function required({ name, example }: SettingLabel): { error: string } {
  return { error: `${name} is required but not set. Example: ${example}` };
}

/** Makes a setting optional: its value is null when it is not set. */
export function optional<Value>(type: SettingType<Value>): SettingType<Value | null> {
  return { ...type, schema: (label) => type.schema(label).nullable() };
}

export function text(pattern: RegExp, description: string): SettingType<string> {
  return { schema: (label) => textSchema(label, pattern, description) };
}

/** Text that must never be printed. */
export function secret(pattern: RegExp, description: string): SettingType<Secret> {
  return {
    isSecret: true,
    schema: (label) => textSchema(label, pattern, description).transform((value) => new Secret(value)),
  };
}

function textSchema(label: SettingLabel, pattern: RegExp, description: string) {
  return z.string(required(label)).regex(pattern, invalid(label, `be ${description}, without quotes`));
}

export function oneOf<const Choices extends readonly string[]>(
  choices: Choices,
): SettingType<Choices[number]> {
  return { schema: (label) => z.enum(choices, invalid(label, `be one of: ${choices.join(', ')}`)) };
}

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number): SettingType<number> {
  const isInRange = (value: string) =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;
  return {
    schema: (label) =>
      z
        .string()
        .refine(isInRange, invalid(label, `be a whole number from ${min} to ${max}`))
        .transform(Number),
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A number of checks per period, such as `30/10m`. */
export const checkRate: SettingType<{ readonly checks: number; readonly windowMs: number }> = {
  schema: (label) =>
    z
      .string()
      .regex(
        /^[1-9]\d{0,5}\/[1-9]\d{0,3}[smh]$/,
        invalid(label, 'be a number of checks, a slash, and a period in s, m or h'),
      )
      .transform((value) => {
        const [checks = '', period = ''] = value.split('/');
        const windowMs = Number.parseInt(period, 10) * (UNIT_MS[period.slice(-1)] ?? 0);
        return { checks: Number(checks), windowMs };
      }),
};

/** Entries separated by commas, without duplicates; an empty list when the setting is not set. */
export function list(pattern: RegExp, description: string): SettingType<readonly string[]> {
  return { schema: (label) => listSchema(label, description, (entry) => pattern.test(entry)) };
}

const HOST_PATTERN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/i;

/** A list of host names, normalized as `URL.host` is. */
export const hostList: SettingType<readonly string[]> = {
  schema: (label) =>
    listSchema(label, 'a host name without https:// and path', isHostName).transform((entries) =>
      entries.map((entry) => new URL(`https://${entry}`).host),
    ),
};

/** Channel ids by region, such as `smb=C0123456789,emea=C0987654321`. */
export const channelByRegion: SettingType<Readonly<Record<string, string>>> = {
  schema(label) {
    const isPair = (entry: string) => /^[a-z][a-z0-9-]*=[CGD][A-Z0-9]{2,}$/.test(entry);
    const regionsOf = (pairs: readonly string[]) => pairs.map((pair) => pair.split('=', 1)[0]);
    return listSchema(label, 'region=channel id', isPair)
      .refine(
        (pairs) => new Set(regionsOf(pairs)).size === pairs.length,
        invalid(label, 'name a region once'),
      )
      .refine(
        (pairs) => !regionsOf(pairs).includes('support'),
        invalid(
          label,
          'not call a region support, because that is the team of engineers in BUSINESS_CALENDAR',
        ),
      )
      .transform((pairs) => Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string])));
  },
};

function listSchema(label: SettingLabel, description: string, isValid: (entry: string) => boolean) {
  const entriesOf = (value: string | null) => (value ?? '').split(',').map((entry) => entry.trim());
  return z
    .string()
    .nullable()
    .transform((value) => [...new Set(entriesOf(value).filter(Boolean))])
    .superRefine((entries, context) => {
      entries.forEach((entry, index) => {
        if (isValid(entry)) return;
        const rule = `be a list of entries like ${description}, separated by commas, but entry ${index + 1} is not`;
        context.addIssue({ code: 'custom', message: invalid(label, rule).error });
      });
    });
}

function isHostName(entry: string): boolean {
  return HOST_PATTERN.test(entry) && URL.canParse(`https://${entry}`);
}

/** An https URL, parsed without the slash at its end. `extraRule` returns a further rule that the URL breaks, or null. */
export function httpsUrl(extraRule: (url: URL) => string | null = () => null): SettingType<string> {
  return {
    schema: (label) =>
      z
        .string(required(label))
        .superRefine((value, context) => {
          const rule = brokenUrlRule(value) ?? extraRule(new URL(withoutTrailingSlash(value)));
          if (rule) context.addIssue({ code: 'custom', message: invalid(label, rule).error });
        })
        .transform(withoutTrailingSlash),
  };
}

function brokenUrlRule(value: string): string | null {
  if (!URL.canParse(value) || !value.includes('://')) return 'be a complete URL with https://';
  const url = new URL(value);
  if (url.username || url.password) return 'contain no user name and no password';
  const isLocal = ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    return 'begin with https:// (http:// is for localhost and 127.0.0.1 only)';
  }
  return /[?#]/.test(value) ? 'end before any ? or #' : null;
}

function withoutTrailingSlash(value: string): string {
  return value.replace(/\/+$/, '');
}

/** Where the database is. The address of a PostgreSQL server may contain a password. */
export type DatabaseAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: Secret };

/** `sqlite:` and the path of a file, or the `postgres://` URL of a database. */
export const databaseAddress: SettingType<DatabaseAddress> = {
  isSecret: true,
  schema: (label) =>
    z
      .string()
      .refine(
        (value) => /^sqlite:(?!\/\/)\S/.test(value) || isPostgresUrl(value),
        invalid(
          label,
          'be sqlite: and the path of a file, or postgres:// with user, password, host and database',
        ),
      )
      .transform((value) =>
        value.startsWith('sqlite:')
          ? { kind: 'sqlite', file: value.slice('sqlite:'.length) }
          : { kind: 'postgres', url: new Secret(value) },
      ),
};

function isPostgresUrl(value: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value)) return false;
  return new URL(value).pathname.length > 1;
}

/** The path of a calendar file, parsed into its content. */
export const calendarFile: SettingType<BusinessCalendar> = {
  schema: (label) =>
    z
      .string()
      .refine(isFile, { ...invalid(label, 'be the path of a file that this process can read'), abort: true })
      .transform(parseCalendarFile)
      .nullable()
      .transform((given) => given ?? { teams: { support: DEFAULT_TEAM_HOURS, sales: DEFAULT_TEAM_HOURS } }),
};

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function parseCalendarFile(path: string, context: z.RefinementCtx): BusinessCalendar {
  const read = readCalendarFile(path);
  if ('calendar' in read) return read.calendar;
  for (const message of read.problems) context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
