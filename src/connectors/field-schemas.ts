import { z } from 'zod';

/** A text with something in it. */
export const nonBlank = z.string().refine((text) => !isBlank(text), 'expected a text that is not blank');

/** A day that exists, YYYY-MM-DD. */
export const isoDate = z.iso.date();

export function isBlank(text: string | null | undefined): boolean {
  return text === null || text === undefined || text.trim() === '';
}

/** The values of every key that is `name` once both are folded; keys may be written in more than one way. */
export function valuesByKey(
  row: Readonly<Record<string, unknown>>,
  wantedKey: string,
  normalizeKey: (key: string) => string = (key) => key.toLowerCase(),
): unknown[] {
  return Object.entries(row)
    .filter(([key]) => normalizeKey(key) === normalizeKey(wantedKey))
    .map(([, value]) => value);
}
