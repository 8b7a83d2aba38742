const MAX_LENGTH = 300;
/** Limits the time of the pattern search. Longer than `MAX_LENGTH`, because masks shorten the text. */
const MAX_SCANNED_LENGTH = 4_000;

/** Patterns of confidential text and their replacements. Order matters: whole tokens before their parts. */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [token]'],
  [/\bxox[a-z](?:\.xox[a-z])?-[\w-]+/gi, '[token]'],
  [/\bxapp-[\w-]+/gi, '[token]'],
  [/(:\/\/)[^\s/@]+@/g, '$1[token]@'],
  [/(:\/\/hooks\.slack\.com)\/[^\s"'<>]*/gi, '$1/[token]'],
  [/(:\/\/(?:(?!:\/\/)[^\s?#"'<>])*)[?#][^\s"'<>]*/g, '$1?[withheld]'],
  [/[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]{1,64}(?:@|%40)(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/giu, '[email]'],
  // A licence may be wrapped, so the lines after a long line belong to it.
  [/[\w+/-]{60,}={0,2}(?:(?:\\n|\s)+[\w+/-]{8,}={0,2})*/g, '[long text]'],
  // Activation codes. Ids of Slack, Salesforce and Zuora, subscription numbers and UUIDs have other lengths.
  [/(?<![A-Za-z0-9])[A-Za-z0-9]{24}(?![A-Za-z0-9])/g, '[code]'],
];

/** Returns the text without addresses, codes, tokens and long encoded runs, in at most 300 characters. */
export function scrub(text: string): string {
  // Cuts at a space, because half of a code would not be recognized.
  const scanned =
    text.length > MAX_SCANNED_LENGTH ? text.slice(0, MAX_SCANNED_LENGTH).replace(/(?<!\S)\S*$/, '') : text;
  const masked = MASKS.reduce((rest, [pattern, mask]) => rest.replace(pattern, mask), scanned);
  return masked.length > MAX_LENGTH ? `${masked.slice(0, MAX_LENGTH - 1)}…` : masked;
}
