import type { RedactionBuffer } from './redaction-buffer.ts';

/** Removes the text after a word such as "password": the rest of the sentence after a colon, one secret-looking word after "is". */
export function redactPasswords(buffer: RedactionBuffer): void {
  for (const pattern of PASSWORDS) buffer.redactMatches('password', pattern);
}

/** Removes IBANs and bank card numbers, with or without separators. */
export function redactBankNumbers(buffer: RedactionBuffer): void {
  buffer.redactMatches('bank', IBAN, ([found]) => (found.match(/\d/g)?.length ?? 0) < 8);
  buffer.redactMatches('bank', SPACED_IBAN, ([found]) => !isIban(found.replace(/[ .-]/g, '')));
  buffer.redactMatches('bank', LOWERCASE_IBAN, ([found]) => !isIban(found));
  buffer.redactMatches(
    'bank',
    CARD_NUMBER,
    ([found]) => YEARS_ONLY.test(found) || !isCardNumber(found.replace(/\D/g, '')),
  );
}

/** Cyrillic letters that look like Latin ones. */
const CYRILLIC_LOOKALIKES: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  s: 'ѕ',
};
const SECRET_WORDS = [
  'pass ?words?|passwd|pass ?phrase|pass ?code|pwd|pin(?: ?code)?|passwort|kennwort|mot de passe|contraseña|contrasena|senha|hasło|wachtwoord',
  'lösenord|adgangskode|passord|пароль|パスワード|密码|密碼|비밀번호|secret(?: key)?|(?:api|access|private)[ _-]?(?:key|token)|token|otp',
  '(?:one[ -]?time|verification|security|recovery|backup|2fa|mfa) ?(?:code|password)|cvc|cvv|credentials',
]
  .join('|')
  .replace(/[aceiops]/g, (letter) => `[${letter}${CYRILLIC_LOOKALIKES[letter] ?? ''}]`);
const SECRET_WORD = `(?<![\\p{L}\\p{N}])(?:${SECRET_WORDS})(?![\\p{L}\\p{N}])`;

const PASSWORDS: readonly RegExp[] = [
  new RegExp(
    `${SECRET_WORD}[*_~\`"'“”)\\s]{0,3}(?::|=|：|->|=>|→)[ ]?[^\\n]{1,200}?(?=[.!?;]*(?:\\s*\\n|\\s*$)|[.!?;]+\\s)`,
    'giu',
  ),
  new RegExp(
    `${SECRET_WORD} (?:is|was|are|lautet|ist|est|es|är|jest) (?:now |still )?(?:["'“„«][^"'”“»\\n]{3,80}["'”“»]|(?=[^\\s\\d]*\\d)(?!\\d{1,3}(?!\\S))\\S{4,80})`,
    'giu',
  ),
];

const IBAN =
  /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?(?![\p{L}\p{N}])/gu;
/** With a separator after the country code. The checksum decides, because "PO 12 1000 2000" has the same form. */
const SPACED_IBAN =
  /(?<![\p{L}\p{N}])[A-Z]{2}[ .-]\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?(?![\p{L}\p{N}])/gu;
const LOWERCASE_IBAN = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}[a-z0-9]{11,30}(?![\p{L}\p{N}])/giu;
const CARD_NUMBER = /(?<![\p{L}\p{N}.,-])\d(?:[ .-]?\d){12,18}(?![\p{L}\p{N}])/gu;

const YEARS_ONLY = /^(?:(?:19|20)\d\d[ .-]?)+$/;

/** Verifies the checksum of ISO 13616: the rearranged number modulo 97 is 1. */
function isIban(found: string): boolean {
  const moved = (found.slice(4) + found.slice(0, 4)).toUpperCase();
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** Verifies the Luhn checksum. */
function isCardNumber(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - index));
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
