/**
 * Normalizes typed or pasted text so that ids can be found in it: resolves Slack's markup, applies NFKC, replaces every
 * dash with "-", removes invisible characters, and replaces quotes, brackets and Markdown around words with spaces. Keeps
 * line breaks. Runs in linear time.
 */
export function normalizeInput(typed: string): string {
  return toAsciiIds(resolveSlackMarkup(normalizeCharacters(typed)).replace(EDGE_MARKS, ' '));
}

/** Normalizes characters without changing Slack's markup. */
function normalizeCharacters(text: string): string {
  return (
    text
      .replace(/\u00B4|(?<=\p{L})[\u2018\u2019\u02BC](?=\p{L})/gu, "'")
      // NFKC expands each of these ligatures to up to 18 letters.
      .replace(/[\uFDF0-\uFDFB]/g, ' ')
      .normalize('NFKC')
      .replace(/[\t\p{Zs}\u2800]/gu, ' ')
      .replace(/[\p{Zl}\p{Zp}\r\v\f\u0085]/gu, '\n')
      .replace(INVISIBLE, '')
      .replace(/[\p{Pd}\u2043\u2212]/gu, '-')
      .replace(/(?<=[A-Za-z0-9])。(?=[A-Za-z0-9])/g, '.')
      .replace(/(?<=[A-Za-z0-9])\p{M}+/gu, '')
  );
}

const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Replaces `<url|label>` with the URL, followed by the label if it contains a digit. Removes mentions of users and channels. */
function resolveSlackMarkup(text: string): string {
  return text
    .replace(/<(?:mailto:)?([^<>|\s@]+@[^<>|\s@]+)(?:\|[^<>]*)?>/gi, ' $1 ')
    .replace(/<(https?:[^<>|]*)(?:\|([^<>]*))?>/gi, (_, address: string, label = '') =>
      /\d/.test(label) ? ` ${address} ${label} ` : ` ${address} `,
    )
    .replace(/<(?:[@#][A-Z]|!)[^<>]*>/g, ' ')
    .replace(/(?<![\w.+-])mailto:/gi, ' ')
    .replace(/&(lt|gt|quot|amp|#39);/gi, (_, name: string) => ENTITIES[name.toLowerCase()] ?? ' ')
    .replace(/[<>]/g, ' ');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: ' ', gt: ' ', quot: '"', amp: '&', '#39': "'" };

/** Quotes, brackets and Markdown at the edge of a word. Those inside one, as in "o'brien", are kept. */
const EDGE_MARK = '[\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}"\'`*~_]';
const EDGE_MARKS = new RegExp(
  `"|\`|[\\p{Pi}\\p{Pf}„‚](?![\\p{L}])|(?<=^|\\s)${EDGE_MARK}+|(?<!${EDGE_MARK})${EDGE_MARK}+(?=[.,;:!?]*(?:\\s|$))`,
  'gmu',
);

/**
 * Replaces look-alikes in ids with ASCII: Cyrillic, Greek and Cherokee letters that look like the "A" and "S" before a
 * number, and runs of four or more digits of another script.
 */
export function toAsciiIds(text: string): string {
  return text
    .replace(/[^\P{Nd}0-9]{4,}/gu, (digits) => Array.from(digits, asciiDigit).join(''))
    .replace(LOOKALIKE_A, 'A')
    .replace(LOOKALIKE_S, 'S');
}

const SEPARATOR = '[-‐-―−_ ]{0,2}';
const LOOKALIKE_A = new RegExp(`(?<![\\p{L}\\p{N}])[АаΑαᎪ](?=${SEPARATOR}[SsЅѕᏚ]?${SEPARATOR}\\d{3})`, 'gu');
const LOOKALIKE_S = new RegExp(`(?<=(?<![\\p{L}\\p{N}])[Aa]${SEPARATOR})[ЅѕᏚ](?=${SEPARATOR}\\d{3})`, 'gu');

/** Returns the ASCII digit. The ten digits of a script are consecutive and start at a code point ending in 0 or 6 (hexadecimal). */
function asciiDigit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const low = point % 16;
  return String(/\p{Nd}/u.test(String.fromCodePoint(point - low)) ? low : low - 6);
}
