import { maskEmail } from '../../domain/email-address.ts';

/**
 * A name or another string from outside, made fit to show: one line, no invisible or direction-changing
 * characters, e-mail addresses masked. Never empty.
 */
export function sanitizeText(raw: string): string {
  const line = raw
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE_CHARACTERS, '')
    .trim();
  return truncateWithEllipsis(line.replace(EMAIL_LIKE_PATTERN, maskEmail), MAX_TEXT_LENGTH) || '(blank)';
}

/** No text in Slack takes more. */
const MAX_TEXT_LENGTH = 3_000;

/** Control and format characters, but for the two joiners that scripts and emoji need. */
const INVISIBLE_CHARACTERS = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Wider than an address may be: what only looks like one is masked too. It begins where a run of characters
 * does, or a long one would be read again from each of them.
 */
const EMAIL_LIKE_PATTERN = /(?<![^\s@<>()[\]:;,"\\])[^\s@<>()[\]:;,"\\]+(?:@[^\s@<>()[\]:;,"\\]+)+/gu;

/**
 * The same text with every character replaced that Slack could take for markup: a look-alike of the same
 * length. Inside a word, as in `new_name`, they mean nothing to Slack and stay.
 */
export function replaceMarkupCharacters(text: string): string {
  return text
    .replace(
      /(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`/g,
      (character) => MARKUP_LOOKALIKES[character] ?? '',
    )
    .replace(/:(?=[\w+'-]+(?::|$))/g, '∶')
    .replace(/^>/, '›');
}

const MARKUP_LOOKALIKES: Record<string, string> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ' };

/** Slack's three entities. */
export function escapeEntities(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITY_OF_CHARACTER[character] ?? '');
}

const ENTITY_OF_CHARACTER: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The address as a browser reads it; null when it is not http(s), or longer than Slack takes. */
export function safeUrl(url: string): string | null {
  try {
    const { href, protocol } = new URL(url);
    return (protocol === 'https:' || protocol === 'http:') && href.length <= 2000 ? href : null;
  } catch {
    return null;
  }
}

/** Returns the text, or its start and "…", in at most `limit` UTF-16 units. Slack never counts more units than that. */
export function truncateWithEllipsis(text: string, limit: number): string {
  return text.length <= limit ? text : `${prefixWithinLength(text, limit - 1)}…`;
}

/** Returns the longest prefix that has at most `maxLength` UTF-16 units after escaping, without trailing white space. Never splits a character. */
export function prefixWithinLength(
  text: string,
  maxLength: number,
  escapeText: (text: string) => string = String,
): string {
  let prefix = '';
  let length = 0;
  for (const character of text) {
    length += escapeText(character).length;
    if (length > maxLength) return prefix.replace(/[\s\u200D]+$/u, '');
    prefix += character;
  }
  return prefix;
}
