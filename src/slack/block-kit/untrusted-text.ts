import { maskEmailsIn } from '../../domain/email-address.ts';
import type { TextFragment } from '../../domain/text-fragments.ts';
import { link, valueFragment } from '../../domain/text-fragments.ts';

/**
 * Returns a string from outside, such as a name, as it may be shown: one line, without invisible or direction-changing
 * characters, with masked email addresses. Returns "(blank)" instead of an empty string.
 */
export function sanitizeText(raw: string): string {
  const line = raw
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE_CHARACTERS, '')
    .trim();
  return truncateWithEllipsis(maskEmailsIn(line), MAX_TEXT_LENGTH) || '(blank)';
}

/** The longest text that any part of a Slack message accepts. */
const MAX_TEXT_LENGTH = 3_000;

/** Control and format characters, except the two joiners that some scripts and emoji need. */
const INVISIBLE_CHARACTERS = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Replaces characters that Slack would interpret as markup with look-alikes of the same length. Inside a word, as in
 * `new_name`, they are not markup and are kept.
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

/** Escapes the three characters that Slack requires as entities. */
export function escapeEntities(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITY_OF_CHARACTER[character] ?? '');
}

const ENTITY_OF_CHARACTER: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Returns the normalized URL, or null when it is not http(s) or longer than Slack accepts. */
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

/**
 * Returns the longest prefix that has at most `maxLength` UTF-16 units after escaping, without trailing white space. Never
 * splits a character.
 */
export function prefixWithinLength(
  text: string,
  maxLength: number,
  escapeText: (text: string) => string = String,
): string {
  let prefix = '';
  let length = 0;
  for (const character of text) {
    length += escapeText(character).length;
    if (length > maxLength) return prefix.replace(/(?<![\s\u200D])[\s\u200D]+$/u, '');
    prefix += character;
  }
  return prefix;
}

/** Default limit for user text on cards. The history shows more. */
const MAX_USER_TEXT_LENGTH = 200;

/** Returns text that a user typed, for use within a sentence. Sanitizes and masks it before truncating it. */
export function userText(text: string, maxLength: number = MAX_USER_TEXT_LENGTH): TextFragment {
  return valueFragment(truncateWithEllipsis(sanitizeText(text), maxLength).replace(/(?<![\s.])[\s.]+$/u, ''));
}

/** Returns a link that a user pasted. It is shown as text when it contains an email address or is not http(s). */
export function userLink(text: string): TextFragment {
  const decoded = text.replace(/%(?:25)*40/g, '@');
  const isSafeLink = sanitizeText(decoded) === text && safeUrl(text) !== null;
  return isSafeLink ? link(text, 'link') : userText(decoded, 60);
}
