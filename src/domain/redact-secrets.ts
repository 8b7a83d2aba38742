import type { Sweep } from './redact-removed.ts';

/** Takes out e-mail addresses, also those that only a person can read. */
export function takeAddresses(sweep: Sweep): void {
  for (const pattern of ADDRESSES) sweep.take('e-mail', pattern);
}

/** Takes out telephone numbers: with a country's code, in the American way, or where a word says what they are. */
export function takePhones(sweep: Sweep): void {
  for (const pattern of PHONES) sweep.take('phone', pattern, ([number]) => DATE.test(number));
}

/** Takes out keys in armour and objects that hold a licence, before anything inside them is looked at. */
export function takeLicenceBlocks(sweep: Sweep): void {
  sweep.take('licence', /(?<!-)-{3,} ?BEGIN(?:(?!-{3,} ?END)[\s\S])*(?:-{3,} ?END[^\n-]*-*)?/gi);
  const from = sweep.text.indexOf('{');
  const to = sweep.text.lastIndexOf('}');
  if (from >= 0 && to > from && LICENCE_FIELD.test(sweep.text.slice(from, to))) {
    sweep.cut('licence', from, to + 1);
  }
  for (const pattern of LICENCE_VALUES) sweep.take('licence', pattern);
}

/** Takes out licences as runs of base64 or hex, also when a mail program wrapped them. */
export function takeLicenceRuns(sweep: Sweep): void {
  sweep.take('licence', new RegExp(`${LONG_RUN.source}(?:\\s+${ENCODED}{4,}={0,2})*`, 'g'));
  sweep.take('licence', WRAPPED, ([run]) => run.length < 60);
  sweep.take('licence', /(?<![\w])(?:[\dA-F]{2}[:\s-]){15,}[\dA-F]{2}(?!\w)/gi);
}

/** Says how often the kind of character changes: rarely in words, often in what is encoded. */
export function changesIn(run: string): number {
  return [...run.matchAll(/(?<=[a-z])[A-Z\d]|(?<=[A-Z])\d|(?<=\d)[A-Za-z]|(?<=[A-Z]{2})[a-z]/g)].length;
}

/** A licence, or another long encoded run: base64, base64url or hex. */
const LONG_RUN = /[\w+/-]{60,}={0,2}/g;

/** A part in which the kind of character changes at least twice is no word. */
const CHANGE = '\\S{0,120}(?:[a-z][A-Z\\d]|[A-Z]\\d|\\d[A-Za-z])';
const ENCODED = `(?=${CHANGE}${CHANGE})[\\w+/-]`;
const WRAPPED = new RegExp(
  `(?<![\\w+/-])${ENCODED}{16,}={0,2}(?:\\s+${ENCODED}{16,}={0,2})+(?:\\s+(?:[\\w+/-]{2,}={1,2}|${ENCODED}{4,}))?`,
  'g',
);

/** Between two digits of a telephone number. */
const GAP = '[\\s().‐-–/-]{0,3}';
const PHONES: readonly RegExp[] = [
  // National: a zero, an area code and a number; nine digits or more with separators, ten or more without.
  new RegExp(
    `(?<![\\p{L}\\p{N}.,:/-]|[Ss][-‐-―−_ ]{1,2})\\(?0(?!0)(?=\\d{9,12}(?!\\d)|\\d{0,6}[\\s().‐-‐–/-])\\d(?:${GAP}\\d){7,12}(?!\\d)`,
    'gu',
  ),
  // International, with 00 in place of the plus.
  new RegExp(`(?<![\\p{L}\\p{N}.,:/-]|[Ss][-‐-―−_ ]{1,2})00${GAP}[1-9](?:${GAP}\\d){8,13}(?!\\d)`, 'gu'),
  new RegExp(`(?<![\\p{L}\\p{N}])\\+${GAP}\\d(?:${GAP}\\d){7,14}(?!\\d)`, 'gu'),
  /(?<![\p{L}\p{N}-])(?:\(\d{2,5}\)\s?|\d{3}[.-])\d{3,4}[\s.-]\d{4}(?![\p{L}\p{N}-])/gu,
  new RegExp(
    `(?<=(?<!\\p{L})(?:tele)?(?:phone|fon|tel|mobile|cell|whatsapp)(?: ?(?:no|nr|number|nummer))?[.: ]{0,3})\\(?\\d(?:${GAP}\\d){6,14}(?!\\d)`,
    'giu',
  ),
];
/** Days are written with the same signs. */
const DATE = /^\(?(?:\d{4}[./-]\d\d?[./-]\d\d?|\d\d?[./-]\d\d?[./-]\d{4})(?!\d)/;

const LICENCE_FIELD =
  /["'](?:licen[cs]e\w*|activation_?code\w*|cloud_?licen\w*|licensed_?user\w*|encrypted_?\w*|data|iv)["']\s*:/i;

const LICENCE_VALUES: readonly RegExp[] = [
  /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]+){1,4}/g,
  /["']?(?:licen[cs]e|activation|subscription)[_ -]?(?:key|code|token|data)["']?\s?[:=]\s?["']?(?=[^\s"']*\d)[^\s"',;}]{8,}["']?/gi,
  /["'](?:data|key|iv|licen[cs]e)["']\s?:\s?["'][^"'\n]{8,}["']?/gi,
];

const AT = '(?:\\s{0,2}(?:@+|[[({<]\\s?(?:at|arroba|ät|@)\\s?[\\])}>])\\s{0,2})';
const WORD_AT = '\\s{1,2}(?:at|arroba|arobase|ät)\\s{1,2}';
const WORD_DOT = '(?:\\s{1,2}(?:dot|punkt|punto|point|ponto)\\s{1,2}|\\s?\\.\\s?)';
const LABEL = '[\\p{L}\\p{N}-]{1,63}';
const LOCAL = "[\\p{L}\\p{N}!#$%&'*+/=?^_{|}~.-]{1,64}";
const DOT = '(?:[.。]|\\s{1,2}[.。]\\s{1,2})';
const DOTTED = `${LABEL}(?:${DOT}${LABEL}){0,8}${DOT}\\p{L}[\\p{L}\\p{N}-]{1,62}`;
const BEFORE = "(?<![\\p{L}\\p{N}!#$%&'*+/=?^_{|}~.-])(?:mailto:\\s?)?";

/** An e-mail address as it is written properly; what only looks like one is found elsewhere. */
const ADDRESS = /[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;

const ADDRESSES: readonly RegExp[] = [
  new RegExp(`<?(?:mailto:)?"[^"\\n]{1,64}"${AT}[^\\s<>()",;]{2,}>?`, 'giu'),
  // Wider than an address may be: what only looks like one goes, too.
  /<?(?<![^\s@<>()[\]:;,"\\…])(?:mailto:)?[^\s@<>()[\]:;,"\\…]{1,128}@+(?:\[[\d.:a-f]{3,45}\]|[^\s@<>()[\]:;,"\\…]*[\p{L}\p{N}])>?/giu,
  ADDRESS,
  new RegExp(`${BEFORE}${LOCAL}${AT}${DOTTED}`, 'giu'),
  new RegExp(
    `${BEFORE}(?:[\\p{L}\\p{N}]{1,40}\\s{1,2}(?:dot|punkt|punto|point)\\s{1,2}){0,3}${LOCAL}(?:${AT}|${WORD_AT})${LABEL}(?:\\s{1,2}(?:dot|punkt|punto|point|ponto)\\s{1,2}${LABEL}){1,5}`,
    'giu',
  ),
  new RegExp(
    `${BEFORE}\\p{L}[\\p{L}\\p{N}]{0,40}(?:(?:[._+]|\\s{1,2}(?:dot|punkt|punto|point)\\s{1,2})[\\p{L}\\p{N}]{1,40}){1,5}${WORD_AT}${LABEL}(?:${WORD_DOT}${LABEL}){0,5}\\s?[.。]\\s?\\p{L}{2,62}`,
    'giu',
  ),
  new RegExp(`${BEFORE}[\\p{L}\\p{N}._+-]{1,64}(?:%40|=40|&#64)${DOTTED}`, 'giu'),
];
