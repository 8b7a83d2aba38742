import type { RedactionBuffer } from './redaction-buffer.ts';

/** Removes PEM-armored keys and JSON objects with license data. Must run before the patterns that match parts of them. */
export function redactLicenceBlocks(buffer: RedactionBuffer): void {
  buffer.redactMatches('licence', /(?<!-)-{3,} ?BEGIN(?:(?!-{3,} ?END)[\s\S])*(?:-{3,} ?END[^\n-]*-*)?/gi);
  const from = buffer.text.indexOf('{');
  const to = buffer.text.lastIndexOf('}');
  if (from >= 0 && to > from && LICENCE_FIELD_NAME.test(buffer.text.slice(from, to))) {
    buffer.redactRange('licence', from, to + 1);
  }
  buffer.redactMatches('licence', WEB_TOKEN);
  for (const [from, to] of namedKeyRangesIn(buffer.text).reverse()) buffer.redactRange('licence', from, to);
  buffer.redactMatches('licence', QUOTED_LICENCE_FIELD);
}

/** Removes licenses encoded as base64 or hex, including those wrapped by a mail client. */
export function redactEncodedLicences(buffer: RedactionBuffer): void {
  buffer.redactMatches('licence', LONG_ENCODED_RUN);
  buffer.redactMatches('licence', WRAPPED_ENCODED_RUN, ([run]) => run.length < 60);
  buffer.redactMatches('licence', /(?<![\w])(?:[\dA-F]{2}[:\s-]){15,}[\dA-F]{2}(?!\w)/gi);
}

/** A run with at least two changes of character class is not a word. */
const CHARACTER_CLASS_CHANGE = '\\S{0,120}(?:[a-z][A-Z\\d]|[A-Z]\\d|\\d[A-Za-z])';
const LOOKS_ENCODED = `(?=${CHARACTER_CLASS_CHANGE}${CHARACTER_CLASS_CHANGE})`;
/** A long run of base64, base64url or hex, and the lines after it. */
const LONG_ENCODED_RUN = new RegExp(`[\\w+/-]{60,}={0,2}(?:\\s+${LOOKS_ENCODED}[\\w+/-]{4,}={0,2})*`, 'g');
const WRAPPED_ENCODED_RUN = new RegExp(
  `(?<![\\w+/-])(?=[\\w+/-]{16})${LOOKS_ENCODED}[\\w+/-]{16,}={0,2}(?:\\s+${LOOKS_ENCODED}[\\w+/-]{16,}={0,2})+(?:\\s+(?:[\\w+/-]{2,}={1,2}|${LOOKS_ENCODED}[\\w+/-]{4,}))?`,
  'g',
);

const LICENCE_FIELD_NAME =
  /["'](?:licen[cs]e\w*|activation_?code\w*|cloud_?licen\w*|licensed_?user\w*|encrypted_?\w*|data|iv)["']\s*:/i;

const WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}(?:\.[\w-]+){1,4}/g;
const QUOTED_LICENCE_FIELD = /["'](?:data|key|iv|licen[cs]e)["']\s?:\s?["'][^"'\n]{8,}["']?/gi;

const KEY_NAME =
  /["']?(?:licen[cs]e|activation|subscription)[_ -]?(?:key|code|token|data)["']?\s?[:=]\s?["']?/gi;
const KEY_VALUE = /[^\s"',;}]{8,}["']?/y;
const WORD_WITH_DIGIT = /[^\s"']*\d/y;
const REST_OF_WORD = /[^\s"']*/y;

/**
 * Returns the ranges of values behind a name such as "license key:", with the name, in order. There is a digit in the word
 * that begins with the value. Each word is read once, however many names are in it, so the time grows with the length only.
 */
function namedKeyRangesIn(text: string): (readonly [from: number, to: number])[] {
  const ranges: (readonly [number, number])[] = [];
  let wordEnd = 0;
  let digitsEnd = 0;
  let searchFrom = 0;
  for (let name = matchAt(KEY_NAME, text, 0); name; name = matchAt(KEY_NAME, text, searchFrom)) {
    const from = name.index + name[0].length;
    if (from >= wordEnd) {
      digitsEnd = from + (matchAt(WORD_WITH_DIGIT, text, from)?.[0].length ?? 0);
      wordEnd = digitsEnd + (matchAt(REST_OF_WORD, text, digitsEnd)?.[0].length ?? 0);
    }
    const value = digitsEnd > from ? matchAt(KEY_VALUE, text, from) : null;
    // The quote in front of the value may belong to the next name.
    searchFrom = value ? from + value[0].length : from - 1;
    if (value) ranges.push([name.index, searchFrom]);
  }
  return ranges;
}

/** Returns the match at the index (sticky pattern), or the first one from there (global pattern). */
function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
