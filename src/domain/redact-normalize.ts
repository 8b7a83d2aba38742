import { toAsciiIds } from './normalize-input.ts';

/** Maximum number of nested escapes that are decoded. */
const MAX_ROUNDS = 6;

/**
 * Returns the text as a reader sees it, so that the patterns find disguised content: removes invisible characters, replaces
 * look-alikes with ASCII, and decodes entities and escapes repeatedly. Keeps line breaks. Runs in linear time.
 */
export function normalizeForRedaction(typed: string): string {
  let text = typed;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = decodeEscapes(toVisibleText(text));
    if (next === text) break;
    text = next;
  }
  return toAsciiIds(text);
}

function toVisibleText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[\t\p{Zs}\u2800]/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(COMPATIBILITY_CHARACTERS, (character) => character.normalize('NFKC'))
    .normalize('NFC')
    .replace(/(?<=[A-Za-z0-9])\p{M}+/gu, '');
}

/** Invisible characters, except line breaks and the joiners that emoji and some scripts require. */
const INVISIBLE =
  /(?!\n)(?!(?<=\p{Extended_Pictographic})\uFE0F)(?!(?<=\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|(?![A-Za-z])\p{L})(?:\u200C|\u200D)(?=\p{Extended_Pictographic}|(?![A-Za-z])\p{L}))[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Characters with an NFKC form, except common symbols such as "…" and the punctuation of CJK text. */
const COMPATIBILITY_CHARACTERS =
  /(?![…™¼½¾№\uFDF0-\uFDFB])(?!(?<=[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}、。」』）])[！？（），：；～])[^\p{ASCII}]/gu;

function decodeEscapes(text: string): string {
  return text
    .replace(/&(?:amp;|#0{0,6}38;|#x0{0,6}26;)+/gi, '&')
    .replace(/%(?:25)+(?=[2-7][\da-f])/gi, '%')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, decodeEntity)
    .replace(/(?<=[\p{L}._/:=&?-])(?:%[2-7][\da-f])+/giu, (codes) =>
      codes.replace(/%(..)/g, (_, hex: string) => fromHex(hex)),
    )
    .replace(/\\(?:u00|x)([2-7][\da-f])/gi, (_, hex: string) => fromHex(hex))
    .replace(/(?<=[A-Za-z0-9])(?:\*\*|~~|`+)(?=[A-Za-z0-9])/g, '');
}

function decodeEntity(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return point > 0x10ffff ? '' : String.fromCodePoint(point);
}

function fromHex(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  zwj: '',
  zwnj: '',
  commat: '@',
  period: '.',
  colon: ':',
  sol: '/',
  bsol: '\\',
  num: '#',
  excl: '!',
  lowbar: '_',
  hyphen: '-',
  percnt: '%',
};
