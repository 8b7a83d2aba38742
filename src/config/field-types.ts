import { z } from 'zod';
import { Secret } from './secret.ts';
import { invalid, required, type SettingName } from './setting-definitions.ts';

const HOST_PATTERN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/i;

/** Text of a given shape. */
export function textField(name: SettingName, pattern: RegExp, description: string) {
  return z.string(required(name)).regex(pattern, invalid(name, `be ${description}, without quotes`));
}

/** The same, kept from printing. */
export function secretField(name: SettingName, pattern: RegExp, description: string) {
  return textField(name, pattern, description).transform((value) => new Secret(value));
}

/** One of a few words. */
export function enumField<const Choices extends readonly string[]>(name: SettingName, choices: Choices) {
  return z.enum(choices, invalid(name, `be one of: ${choices.join(', ')}`));
}

/** A whole number, both ends included. */
export function integerField(name: SettingName, min: number, max: number) {
  const isInRange = (value: string) =>
    /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;
  return z
    .string()
    .refine(isInRange, invalid(name, `be a whole number from ${min} to ${max}`))
    .transform(Number);
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A number of checks per period, such as `30/10m`. */
export function rateField(name: SettingName) {
  return z
    .string()
    .regex(
      /^[1-9]\d{0,5}\/[1-9]\d{0,3}[smh]$/,
      invalid(name, 'be a number of checks, a slash, and a period in s, m or h'),
    )
    .transform((value) => {
      const [checks = '', time = ''] = value.split('/');
      return { checks: Number(checks), windowMs: Number.parseInt(time, 10) * (UNIT_MS[time.slice(-1)] ?? 0) };
    });
}

/** A list with commas, without repeats; unset is an empty one. */
export function listField(name: SettingName, pattern: RegExp, description: string) {
  return createListField(name, description, (entry) => pattern.test(entry));
}

/** A list of host names, as `URL.host` writes them. */
export function hostListField(name: SettingName) {
  return createListField(name, 'a host name without https:// and path', isHostName).transform((entries) =>
    entries.map((entry) => new URL(`https://${entry}`).host),
  );
}

/** An https address without a slash at the end; `fault` may refuse more. */
export function urlField(name: SettingName, extraRule: (url: URL) => string | null = () => null) {
  return z
    .string(required(name))
    .superRefine((value, context) => {
      const rule = urlRule(value) ?? extraRule(new URL(withoutTrailingSlash(value)));
      if (rule) context.addIssue({ code: 'custom', message: invalid(name, rule).error });
    })
    .transform(withoutTrailingSlash);
}

function createListField(name: SettingName, description: string, isValid: (entry: string) => boolean) {
  const entriesOf = (value: string | null) => (value ?? '').split(',').map((entry) => entry.trim());
  return z
    .string()
    .nullable()
    .transform((value) => [...new Set(entriesOf(value).filter(Boolean))])
    .superRefine((entries, context) => {
      entries.forEach((entry, index) => {
        if (isValid(entry)) return;
        const rule = `hold entries like ${description}, with commas between, and entry ${index + 1} is not like that`;
        context.addIssue({ code: 'custom', message: invalid(name, rule).error });
      });
    });
}

function isHostName(entry: string): boolean {
  return HOST_PATTERN.test(entry) && URL.canParse(`https://${entry}`);
}

function urlRule(value: string): string | null {
  if (!URL.canParse(value) || !value.includes('://')) return 'be a whole address with https://';
  const url = new URL(value);
  if (url.username || url.password) return 'carry no user name and no password';
  const isLocal = ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) {
    return 'begin with https:// (plain http is for localhost and 127.0.0.1 only)';
  }
  return /[?#]/.test(value) ? 'end before any ? or #' : null;
}

function withoutTrailingSlash(value: string): string {
  return value.replace(/\/+$/, '');
}
