import { normalizeInput } from './normalize-input.ts';
import { redact } from './redact.ts';

/** A reason is a sentence, not a report. */
const MAX_REASON_LENGTH = 300;
const MAX_LINK_LENGTH = 500;

/** What a person typed as a reason, without what must not leave; null when it says nothing. */
export function parseReason(typed: string, refusedHosts: readonly string[]): string | null {
  const { text } = redact(typed, { maxLength: MAX_REASON_LENGTH, refusedHosts, ownIds: null });
  return text.length < 5 ? null : text;
}

/** A pasted link without its query, which may hold secrets; null when it is no web address, or says itself what must not leave. */
export function parsePastedLink(typed: string, refusedHosts: readonly string[]): string | null {
  const url = parseUrl(stripLinkMarkup(typed));
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || !url.hostname.includes('.'))
    return null;
  const link = `${url.origin}${url.pathname}`;
  const parts = [url.hostname, ...decodePath(url.pathname).split('/')];
  const mayLeave = parts.every((part) => part !== 'attachments' && needsNoRedaction(part, refusedHosts));
  return mayLeave && link.length <= MAX_LINK_LENGTH ? link : null;
}

/** Nothing in it would be taken out of a text. */
function needsNoRedaction(part: string, refusedHosts: readonly string[]): boolean {
  const { removed } = redact(part, { maxLength: part.length + 1, refusedHosts, ownIds: null });
  return Object.keys(removed).length === 0;
}

/** Without Slack's markup, quotes and brackets around it. */
function stripLinkMarkup(typed: string): string {
  return normalizeInput(typed.trim().replace(/^<([^<>|]*)(?:\|[^<>]*)?>$/, '$1')).trim();
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
