import type { RedactionBuffer } from './redaction-buffer.ts';

/** Removes email addresses, including those spelled out, such as "ines at harbour dot example". */
export function redactEmailAddresses(buffer: RedactionBuffer): void {
  for (const pattern of EMAIL_PATTERNS) buffer.redactMatches('e-mail', pattern);
}

/** Removes phone numbers: with a country code, in national or American format, or after a word such as "phone". */
export function redactPhoneNumbers(buffer: RedactionBuffer): void {
  for (const pattern of PHONE_PATTERNS)
    buffer.redactMatches('phone', pattern, ([number]) => DATE_LIKE.test(number));
}

/** Characters between two digits of a phone number. */
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
/** Dates use the same separators as phone numbers. */
const DATE_LIKE = /^\(?(?:\d{4}[./-]\d\d?[./-]\d\d?|\d\d?[./-]\d\d?[./-]\d{4})(?!\d)/;

const AT_SIGN = '(?:\\s{0,2}(?:@+|[[({<]\\s?(?:at|arroba|ät|@)\\s?[\\])}>])\\s{0,2})';
const SPELLED_AT = '\\s{1,2}(?:at|arroba|arobase|ät)\\s{1,2}';
const SPELLED_OR_PLAIN_DOT = '(?:\\s{1,2}(?:dot|punkt|punto|point|ponto)\\s{1,2}|\\s?\\.\\s?)';
const DOMAIN_LABEL = '[\\p{L}\\p{N}-]{1,63}';
const LOCAL_PART = "[\\p{L}\\p{N}!#$%&'*+/=?^_{|}~.-]{1,64}";
const DOMAIN_DOT = '(?:[.。]|\\s{1,2}[.。]\\s{1,2})';
const DOMAIN_NAME = `${DOMAIN_LABEL}(?:${DOMAIN_DOT}${DOMAIN_LABEL}){0,8}${DOMAIN_DOT}\\p{L}[\\p{L}\\p{N}-]{1,62}`;
const EMAIL_START = "(?<![\\p{L}\\p{N}!#$%&'*+/=?^_{|}~.-])(?:mailto:\\s?)?";

/** A well-formed email address. */
const PLAIN_EMAIL_ADDRESS =
  /(?<![\p{L}\p{N}.!#$%&*+/=?^_{|}~-])[\p{L}\p{N}.!#$%&*+/=?^_{|}~-]+@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}/gu;

const EMAIL_PATTERNS: readonly RegExp[] = [
  new RegExp(`<?(?:mailto:)?"[^"\\n]{1,64}"${AT_SIGN}[^\\s<>()",;]{2,}>?`, 'giu'),
  // Deliberately wider than a valid address.
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
