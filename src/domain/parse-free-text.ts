import { normalizeInput } from './normalize-input.ts';
import { redact } from './redact.ts';

const MAX_REASON_LENGTH = 300;
const MAX_LINK_LENGTH = 500;

/** Returns the redacted reason, or null when fewer than five characters remain. */
export function parseReason(
  typed: string,
  refusedHosts: readonly string[],
  maxLength = MAX_REASON_LENGTH,
): string | null {
  const { text } = redact(typed, { maxLength, refusedHosts, ownIds: null });
  return text.length < 5 ? null : text;
}

/**
 * Returns a pasted link without query and fragment, which may contain secrets. Null for anything but a web address, and for a
 * host or path that would be redacted.
 */
export function parsePastedLink(typed: string, refusedHosts: readonly string[]): string | null {
  const url = parseUrl(stripLinkMarkup(typed));
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || !url.hostname.includes('.'))
    return null;
  const link = `${url.origin}${url.pathname}`;
  const parts = [url.hostname, ...decodePath(url.pathname).split('/')];
  const isSafe = parts.every((part) => part !== 'attachments' && needsNoRedaction(part, refusedHosts));
  return isSafe && link.length <= MAX_LINK_LENGTH ? link : null;
}

/** Returns true when redaction would remove nothing from the part. */
function needsNoRedaction(part: string, refusedHosts: readonly string[]): boolean {
  const { removed } = redact(part, { maxLength: part.length + 1, refusedHosts, ownIds: null });
  return Object.keys(removed).length === 0;
}

/** Removes Slack's markup, quotes and brackets around a link. */
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
