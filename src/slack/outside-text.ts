import { maskEmail } from '../domain/mail.ts';

/**
 * A name or another string from outside, made fit to show: one line, no invisible or direction-changing
 * characters, e-mail addresses masked. Never empty.
 */
export function cleanOutside(raw: string): string {
  const line = raw
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\s+/gu, ' ')
    .replace(INVISIBLE, '')
    .trim();
  return cutText(line.replace(ADDRESS, maskEmail), LONGEST) || '(blank)';
}

/** No text in Slack takes more. */
const LONGEST = 3_000;

/** Control and format characters, but for the two joiners that scripts and emoji need. */
const INVISIBLE = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Wider than an address may be: what only looks like one is masked too. It begins where a run of characters
 * does, or a long one would be read again from each of them.
 */
const ADDRESS = /(?<![^\s@<>()[\]:;,"\\])[^\s@<>()[\]:;,"\\]+(?:@[^\s@<>()[\]:;,"\\]+)+/gu;

/**
 * The same text with every character replaced that Slack could take for markup: a look-alike of the same
 * length. Inside a word, as in `new_name`, they mean nothing to Slack and stay.
 */
export function withoutMarkup(text: string): string {
  return text
    .replace(/(?<![A-Za-z0-9])[*_~]|[*_~](?![A-Za-z0-9])|`/g, (mark) => LOOKALIKES[mark] ?? '')
    .replace(/:(?=[\w+'-]+(?::|$))/g, '∶')
    .replace(/^>/, '›');
}

const LOOKALIKES: Record<string, string> = { '*': '∗', _: '＿', '~': '∼', '`': 'ˋ' };

/** Slack's three entities. */
export function escapeEntities(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The address as a browser reads it; null when it is not http(s), or longer than Slack takes. */
export function safeUrl(url: string): string | null {
  try {
    const { href, protocol } = new URL(url);
    return (protocol === 'https:' || protocol === 'http:') && href.length <= 2000 ? href : null;
  } catch {
    return null;
  }
}

/** The text, or its first characters and "…": `limit` UTF-16 units at most, which is never less than Slack counts. */
export function cutText(text: string, limit: number): string {
  return text.length <= limit ? text : `${firstOf(text, limit - 1)}…`;
}

/** As much of the text's start as takes up `room` UTF-16 units once it is written; no half characters. */
export function firstOf(text: string, room: number, written: (text: string) => string = String): string {
  let kept = '';
  let length = 0;
  for (const character of text) {
    length += written(character).length;
    if (length > room) return kept.replace(/[\s\u200D]+$/u, '');
    kept += character;
  }
  return kept;
}
