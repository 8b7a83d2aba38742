import { z } from 'zod';

/** A string that is not blank. */
export const nonBlank = z.string().refine((text) => !isBlank(text), 'expected a string that is not blank');

/** A string or null, where blank strings become null. */
export const nonBlankOrNull = z
  .string()
  .nullish()
  .transform((value) => (isBlank(value) ? null : (value ?? null)));

/** A valid date, YYYY-MM-DD. */
export const isoDate = z.iso.date();

/** Returns true for null, undefined and strings of white space. */
export function isBlank(text: string | null | undefined): boolean {
  return text === null || text === undefined || text.trim() === '';
}

/** Returns the values of all keys that equal `wantedKey` after normalization (by default: ignoring case). */
export function valuesByKey(
  row: Readonly<Record<string, unknown>>,
  wantedKey: string,
  normalizeKey: (key: string) => string = (key) => key.toLowerCase(),
): unknown[] {
  return Object.entries(row)
    .filter(([key]) => normalizeKey(key) === normalizeKey(wantedKey))
    .map(([, value]) => value);
}
