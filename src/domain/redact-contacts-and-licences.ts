import type { RedactionBuffer } from './redaction-buffer.ts';

/** Takes out e-mail addresses, also those that only a person can read. */
export function redactEmailAddresses(buffer: RedactionBuffer): void {
  for (const pattern of EMAIL_PATTERNS) buffer.redactMatches('e-mail', pattern);
}

/** Takes out telephone numbers: with a country's code, in the American way, or where a word says what they are. */
export function redactPhoneNumbers(buffer: RedactionBuffer): void {
  for (const pattern of PHONE_PATTERNS)
    buffer.redactMatches('phone', pattern, ([number]) => DATE_LIKE.test(number));
}

/** Takes out keys in armour and objects that hold a licence, before anything inside them is looked at. */
export function redactLicenceBlocks(buffer: RedactionBuffer): void {
  buffer.redactMatches('licence', /(?<!-)-{3,} ?BEGIN(?:(?!-{3,} ?END)[\s\S])*(?:-{3,} ?END[^\n-]*-*)?/gi);
  const from = buffer.text.indexOf('{');
  const to = buffer.text.lastIndexOf('}');
  if (from >= 0 && to > from && LICENCE_FIELD_NAME.test(buffer.text.slice(from, to))) {
    buffer.redactRange('licence', from, to + 1);
  }
  for (const pattern of LICENCE_VALUE_PATTERNS) buffer.redactMatches('licence', pattern);
}

/** Takes out licences as runs of base64 or hex, also when a mail program wrapped them. */
export function redactEncodedLicences(buffer: RedactionBuffer): void {
  buffer.redactMatches(
    'licence',
    new RegExp(`${LONG_ENCODED_RUN.source}(?:\\s+${ENCODED_CHARACTER}{4,}={0,2})*`, 'g'),
  );
  buffer.redactMatches('licence', WRAPPED_ENCODED_RUN, ([run]) => run.length < 60);
  buffer.redactMatches('licence', /(?<![\w])(?:[\dA-F]{2}[:\s-]){15,}[\dA-F]{2}(?!\w)/gi);
}

/** Says how often the kind of character changes: rarely in words, often in what is encoded. */
export function countCharacterClassChanges(run: string): number {
  return [...run.matchAll(/(?<=[a-z])[A-Z\d]|(?<=[A-Z])\d|(?<=\d)[A-Za-z]|(?<=[A-Z]{2})[a-z]/g)].length;
}

/** A licence, or another long encoded run: base64, base64url or hex. */
const LONG_ENCODED_RUN = /[\w+/-]{60,}={0,2}/g;

/** A part in which the kind of character changes at least twice is no word. */
const CHARACTER_CLASS_CHANGE = '\\S{0,120}(?:[a-z][A-Z\\d]|[A-Z]\\d|\\d[A-Za-z])';
const ENCODED_CHARACTER = `(?=${CHARACTER_CLASS_CHANGE}${CHARACTER_CLASS_CHANGE})[\\w+/-]`;
const WRAPPED_ENCODED_RUN = new RegExp(
  `(?<![\\w+/-])${ENCODED_CHARACTER}{16,}={0,2}(?:\\s+${ENCODED_CHARACTER}{16,}={0,2})+(?:\\s+(?:[\\w+/-]{2,}={1,2}|${ENCODED_CHARACTER}{4,}))?`,
  'g',
);

/** Between two digits of a telephone number. */
const PHONE_SEPARATOR = '[\\s().‐-–/-]{0,3}';
const PHONE_PATTERNS: readonly RegExp[] = [
  // National: a zero, an area code and a number; nine digits or more with separators, ten or more without.
  new RegExp(
    `(?<![\\p{L}\\p{N}.,:/-]|[Ss][-‐-―−_ ]{1,2})\\(?0(?!0)(?=\\d{9,12}(?!\\d)|\\d{0,6}[\\s().‐-‐–/-])\\d(?:${PHONE_SEPARATOR}\\d){7,12}(?!\\d)`,
    'gu',
  ),
  // International, with 00 in place of the plus.
  new RegExp(
    `(?<![\\p{L}\\p{N}.,:/-]|[Ss][-‐-―−_ ]{1,2})00${PHONE_SEPARATOR}[1-9](?:${PHONE_SEPARATOR}\\d){8,13}(?!\\d)`,
    'gu',
  ),
  new RegExp(`(?<![\\p{L}\\p{N}])\\+${PHONE_SEPARATOR}\\d(?:${PHONE_SEPARATOR}\\d){7,14}(?!\\d)`, 'gu'),
  /(?<![\p{L}\p{N}-])(?:\(\d{2,5}\)\s?|\d{3}[.-])\d{3,4}[\s.-]\d{4}(?![\p{L}\p{N}-])/gu,
  new RegExp(
    `(?<=(?<!\\p{L})(?:tele)?(?:phone|fon|tel|mobile|cell|whatsapp)(?: ?(?:no|nr|number|nummer))?[.: ]{0,3})\\(?\\d(?:${PHONE_SEPARATOR}\\d){6,14}(?!\\d)`,
    'giu',
  ),
];
/** Days are written with the same signs. */
const DATE_LIKE = /^\(?(?:\d{4}[./-]\d\d?[./-]\d\d?|\d\d?[./-]\d\d?[./-]\d{4})(?!\d)/;

const LICENCE_FIELD_NAME =
  /["'](?:licen[cs]e\w*|activation_?code\w*|cloud_?licen\w*|licensed_?user\w*|encrypted_?\w*|data|iv)["']\s*:/i;

const LICENCE_VALUE_PATTERNS: readonly RegExp[] = [
  /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]+){1,4}/g,
  /["']?(?:licen[cs]e|activation|subscription)[_ -]?(?:key|code|token|data)["']?\s?[:=]\s?["']?(?=[^\s"']*\d)[^\s"',;}]{8,}["']?/gi,
  /["'](?:data|key|iv|licen[cs]e)["']\s?:\s?["'][^"'\n]{8,}["']?/gi,
];

const AT_SIGN = '(?:\\s{0,2}(?:@+|[[({<]\\s?(?:at|arroba|ät|@)\\s?[\\])}>])\\s{0,2})';
const SPELLED_AT = '\\s{1,2}(?:at|arroba|arobase|ät)\\s{1,2}';
const SPELLED_OR_PLAIN_DOT = '(?:\\s{1,2}(?:dot|punkt|punto|point|ponto)\\s{1,2}|\\s?\\.\\s?)';
const DOMAIN_LABEL = '[\\p{L}\\p{N}-]{1,63}';
const LOCAL_PART = "[\\p{L}\\p{N}!#$%&'*+/=?^_{|}~.-]{1,64}";
const DOMAIN_DOT = '(?:[.。]|\\s{1,2}[.。]\\s{1,2})';
const DOMAIN_NAME = `${DOMAIN_LABEL}(?:${DOMAIN_DOT}${DOMAIN_LABEL}){0,8}${DOMAIN_DOT}\\p{L}[\\p{L}\\p{N}-]{1,62}`;
const EMAIL_START = "(?<![\\p{L}\\p{N}!#$%&'*+/=?^_{|}~.-])(?:mailto:\\s?)?";

/** An e-mail address as it is written properly; what only looks like one is found elsewhere. */
const PLAIN_EMAIL_ADDRESS =
  /[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;

const EMAIL_PATTERNS: readonly RegExp[] = [
  new RegExp(`<?(?:mailto:)?"[^"\\n]{1,64}"${AT_SIGN}[^\\s<>()",;]{2,}>?`, 'giu'),
  // Wider than an address may be: what only looks like one goes, too.
  /<?(?<![^\s@<>()[\]:;,"\\…])(?:mailto:)?[^\s@<>()[\]:;,"\\…]{1,128}@+(?:\[[\d.:a-f]{3,45}\]|[^\s@<>()[\]:;,"\\…]*[\p{L}\p{N}])>?/giu,
  PLAIN_EMAIL_ADDRESS,
  new RegExp(`${EMAIL_START}${LOCAL_PART}${AT_SIGN}${DOMAIN_NAME}`, 'giu'),
  new RegExp(
    `${EMAIL_START}(?:[\\p{L}\\p{N}]{1,40}\\s{1,2}(?:dot|punkt|punto|point)\\s{1,2}){0,3}${LOCAL_PART}(?:${AT_SIGN}|${SPELLED_AT})${DOMAIN_LABEL}(?:\\s{1,2}(?:dot|punkt|punto|point|ponto)\\s{1,2}${DOMAIN_LABEL}){1,5}`,
    'giu',
  ),
  new RegExp(
    `${EMAIL_START}\\p{L}[\\p{L}\\p{N}]{0,40}(?:(?:[._+]|\\s{1,2}(?:dot|punkt|punto|point)\\s{1,2})[\\p{L}\\p{N}]{1,40}){1,5}${SPELLED_AT}${DOMAIN_LABEL}(?:${SPELLED_OR_PLAIN_DOT}${DOMAIN_LABEL}){0,5}\\s?[.。]\\s?\\p{L}{2,62}`,
    'giu',
  ),
  new RegExp(`${EMAIL_START}[\\p{L}\\p{N}._+-]{1,64}(?:%40|=40|&#64)${DOMAIN_NAME}`, 'giu'),
];
