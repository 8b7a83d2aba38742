import { maskEmail } from './mail.ts';
import { ADDRESS, CODE, LONG_RUN } from './redact-patterns.ts';

/** A reason is a sentence, not a report. */
const LONGEST_REASON = 300;
const LONGEST_LINK = 500;

/** What a person typed as a reason, without codes, licences and addresses; null when it says nothing. */
export function readReason(typed: string): string | null {
  const line = typed
    .slice(0, 4_000)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(LONG_RUN, '(long text removed)')
    .replace(CODE, '(code removed)')
    .replace(ADDRESS, maskEmail);
  return line.length < 5 ? null : line.slice(0, LONGEST_REASON).replace(/[\uD800-\uDBFF]$/, '');
}

/** A pasted link without its query, which may hold secrets; null when it is no web address. */
export function readPastedLink(typed: string): string | null {
  const url = parse(typed.trim().replace(/^<([^|>]*).*>$/, '$1'));
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || !url.hostname.includes('.'))
    return null;
  const link = `${url.origin}${url.pathname}`;
  const safe = link.replace(CODE, '').replace(LONG_RUN, '');
  return link.length > LONGEST_LINK || safe !== link ? null : link;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
