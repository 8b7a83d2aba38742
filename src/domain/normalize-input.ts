import { toAsciiIds } from './ascii-ids.ts';

/**
 * Normalizes typed or pasted text so that ids can be found in it: resolves Slack's markup, applies NFKC, writes every
 * dash as "-", removes invisible characters, and replaces quotes, brackets and Markdown around words with spaces. Keeps
 * line breaks. Takes linear time.
 */
export function normalizeInput(typed: string): string {
  return toAsciiIds(resolveSlackMarkup(normalizeCharacters(typed)).replace(EDGE_MARKS, ' '));
}

/** Normalizes characters and leaves Slack's markup alone. */
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

/** Replaces `<url|label>` with its address, plus the label if it contains a digit. Removes mentions and channels. */
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

/** Quotes, brackets and Markdown that stand at the edge of a word; inside one, as in "o'brien", they stay. */
const EDGE_MARK = '[\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}"\'`*~_]';
const EDGE_MARKS = new RegExp(
  `"|\`|[\\p{Pi}\\p{Pf}„‚](?![\\p{L}])|(?<=^|\\s)${EDGE_MARK}+|(?<!${EDGE_MARK})${EDGE_MARK}+(?=[.,;:!?]*(?:\\s|$))`,
  'gmu',
);
