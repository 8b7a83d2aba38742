import { z } from 'zod';
import { Secret } from './secret.ts';
import { must, type Name, needed } from './settings.ts';

const HOST = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?$/i;

/** Text of a given shape. */
export function text(name: Name, pattern: RegExp, what: string) {
  return z.string(needed(name)).regex(pattern, must(name, `be ${what}, without quotes`));
}

/** The same, kept from printing. */
export function secret(name: Name, pattern: RegExp, what: string) {
  return text(name, pattern, what).transform((value) => new Secret(value));
}

/** One of a few words. */
export function oneOf<const Choices extends readonly string[]>(name: Name, choices: Choices) {
  return z.enum(choices, must(name, `be one of: ${choices.join(', ')}`));
}

/** A whole number, both ends included. */
export function whole(name: Name, least: number, most: number) {
  const fits = (value: string) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most;
  return z
    .string()
    .refine(fits, must(name, `be a whole number from ${least} to ${most}`))
    .transform(Number);
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A number of checks per period, such as `30/10m`. */
export function rate(name: Name) {
  return z
    .string()
    .regex(
      /^[1-9]\d{0,5}\/[1-9]\d{0,3}[smh]$/,
      must(name, 'be a number of checks, a slash, and a period in s, m or h'),
    )
    .transform((value) => {
      const [checks = '', time = ''] = value.split('/');
      return { checks: Number(checks), windowMs: Number.parseInt(time, 10) * (UNIT_MS[time.slice(-1)] ?? 0) };
    });
}

/** A list with commas, without repeats; unset is an empty one. */
export function list(name: Name, pattern: RegExp, what: string) {
  return listOf(name, what, (entry) => pattern.test(entry));
}

/** A list of host names, as `URL.host` writes them. */
export function hosts(name: Name) {
  return listOf(name, 'a host name without https:// and path', isHost).transform((entries) =>
    entries.map((entry) => new URL(`https://${entry}`).host),
  );
}

/** An https address without a slash at the end; `fault` may refuse more. */
export function address(name: Name, fault: (url: URL) => string | null = () => null) {
  return z
    .string(needed(name))
    .superRefine((value, context) => {
      const rule = addressFault(value) ?? fault(new URL(trimmed(value)));
      if (rule) context.addIssue({ code: 'custom', message: must(name, rule).error });
    })
    .transform(trimmed);
}

function listOf(name: Name, what: string, fits: (entry: string) => boolean) {
  const entriesOf = (value: string | null) => (value ?? '').split(',').map((entry) => entry.trim());
  return z
    .string()
    .nullable()
    .transform((value) => [...new Set(entriesOf(value).filter(Boolean))])
    .superRefine((entries, context) => {
      entries.forEach((entry, index) => {
        if (fits(entry)) return;
        const rule = `hold entries like ${what}, with commas between, and entry ${index + 1} is not like that`;
        context.addIssue({ code: 'custom', message: must(name, rule).error });
      });
    });
}

function isHost(entry: string): boolean {
  return HOST.test(entry) && URL.canParse(`https://${entry}`);
}

function addressFault(value: string): string | null {
  if (!URL.canParse(value) || !value.includes('://')) return 'be a whole address with https://';
  const url = new URL(value);
  if (url.username || url.password) return 'carry no user name and no password';
  const local = ['localhost', '127.0.0.1'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    return 'begin with https:// (plain http is for localhost and 127.0.0.1 only)';
  }
  return /[?#]/.test(value) ? 'end before any ? or #' : null;
}

function trimmed(value: string): string {
  return value.replace(/\/+$/, '');
}
