const MAX_LENGTH = 300;
/** Enough to fill what is kept, little enough to search quickly. */
const MAX_SCANNED_LENGTH = 4_000;

/** What must not reach a log, wherever it turns up. Order matters: whole tokens before their parts. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [token]'],
  [/\bxox[a-z](?:\.xox[a-z])?-[\w-]+/gi, '[token]'],
  [/\bxapp-[\w-]+/gi, '[token]'],
  [/(:\/\/)[^\s/@]+@/g, '$1[token]@'],
  [/(:\/\/hooks\.slack\.com)\/[^\s"'<>]*/gi, '$1/[token]'],
  [/(:\/\/[^\s?#"'<>]+)[?#][^\s"'<>]*/g, '$1?[withheld]'],
  [/[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/giu, '[email]'],
  // A licence is wrapped: what follows a long line belongs to it.
  [/[\w+/-]{60,}={0,2}(?:(?:\\n|\s)+[\w+/-]{8,}={0,2})*/g, '[long text]'],
  // Activation codes. Slack, Salesforce and Zuora ids, subscription numbers and uuids have other lengths.
  [/(?<![A-Za-z0-9])[A-Za-z0-9]{24}(?![A-Za-z0-9])/g, '[code]'],
];

/** The text without addresses, codes, tokens and long encoded runs, at most 300 characters. */
export function scrub(text: string): string {
  // A text cut in the middle of a word could keep half of a code.
  const scanned =
    text.length > MAX_SCANNED_LENGTH ? text.slice(0, MAX_SCANNED_LENGTH).replace(/\S*$/, '') : text;
  const masked = MASKS.reduce((rest, [pattern, mask]) => rest.replace(pattern, mask), scanned);
  return masked.length > MAX_LENGTH ? `${masked.slice(0, MAX_LENGTH - 1)}…` : masked;
}
