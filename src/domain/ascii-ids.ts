/**
 * Returns the text with look-alikes in ids and numbers written as ASCII: Cyrillic, Greek and Cherokee letters that
 * look like the "A" and "S" before a number, and runs of four or more digits of another script.
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

/** Unicode has the digits of a script in sequence, and the code point of its zero ends with 0 or 6 (hexadecimal). */
function asciiDigit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const low = point % 16;
  return String(/\p{Nd}/u.test(String.fromCodePoint(point - low)) ? low : low - 6);
}
