import { plainInput } from './plain-input.ts';
import { redact } from './redact.ts';

/** A reason is a sentence, not a report. */
const LONGEST_REASON = 300;
const LONGEST_LINK = 500;

/** What a person typed as a reason, without what must not leave; null when it says nothing. */
export function readReason(typed: string, refusedHosts: readonly string[]): string | null {
  const { text } = redact(typed, { limit: LONGEST_REASON, refusedHosts, ownIds: null });
  return text.length < 5 ? null : text;
}

/** A pasted link without its query, which may hold secrets; null when it is no web address, or says itself what must not leave. */
export function readPastedLink(typed: string, refusedHosts: readonly string[]): string | null {
  const url = parse(linkIn(typed));
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || !url.hostname.includes('.'))
    return null;
  const link = `${url.origin}${url.pathname}`;
  const parts = [url.hostname, ...unescaped(url.pathname).split('/')];
  const mayLeave = parts.every((part) => part !== 'attachments' && isClean(part, refusedHosts));
  return mayLeave && link.length <= LONGEST_LINK ? link : null;
}

/** Nothing in it would be taken out of a text. */
function isClean(part: string, refusedHosts: readonly string[]): boolean {
  const { removed } = redact(part, { limit: part.length + 1, refusedHosts, ownIds: null });
  return Object.keys(removed).length === 0;
}

/** Without Slack's markup, quotes and brackets around it. */
function linkIn(typed: string): string {
  return plainInput(typed.trim().replace(/^<([^<>|]*)(?:\|[^<>]*)?>$/, '$1')).trim();
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
