import type { RichText, TextFragment } from '../../domain/text-fragments.ts';
import { valueFragment } from '../../domain/text-fragments.ts';
import {
  escapeEntities,
  prefixWithinLength,
  replaceMarkupCharacters,
  safeUrl,
  sanitizeText,
  truncateWithEllipsis,
} from './untrusted-text.ts';

/** Values keep this many characters before fixed text is cut, so that ids and labels stay whole. */
const MIN_VALUE_LENGTH = 30;

/** Slack's date formats: docs.slack.dev/messaging/formatting-message-text#date-formatting */
const DATE_FORMATS = { minute: '{date_short_pretty} {time}', day: '{date_short}' } as const;

/**
 * Returns Slack markup of at most `limit` UTF-16 units. Text that is too long ends in "…"; values are cut before
 * fixed text. This is the only place where text is escaped for Slack.
 */
export function toMrkdwn(text: RichText, limit: number): string {
  const safe = text.map(sanitizeFragment);
  return shrinkValuesToFit(safe, limit, serializeMrkdwn) ?? `${truncateMrkdwn(safe, limit - 1)}…`;
}

/** Returns the text without markup, for fields in which Slack accepts none. */
export function toPlainText(text: RichText, limit: number): string {
  const safe = text.map(sanitizeFragment);
  return (
    shrinkValuesToFit(safe, limit, serializePlainText) ??
    truncateWithEllipsis(serializePlainText(safe, MIN_VALUE_LENGTH), limit)
  );
}

/** Cleans what comes from outside; an id, address or date that is not valid becomes a plain value. */
function sanitizeFragment(fragment: TextFragment): TextFragment {
  switch (fragment.kind) {
    case 'text':
      return fragment;
    case 'value':
      return valueFragment(sanitizeText(fragment.text));
    case 'bold':
      return { ...fragment, inside: fragment.inside.map(sanitizeFragment) };
    case 'link': {
      const url = safeUrl(fragment.url);
      const label = sanitizeText(fragment.label);
      return url === null ? valueFragment(label) : { kind: 'link', url, label };
    }
    case 'user':
      return /^[UW][A-Z0-9]{1,30}$/.test(fragment.id) ? fragment : valueFragment(sanitizeText(fragment.id));
    case 'channel':
      return /^[CG][A-Z0-9]{1,30}$/.test(fragment.id) ? fragment : valueFragment(sanitizeText(fragment.id));
    case 'date':
      return Number.isNaN(Date.parse(fragment.iso)) ? valueFragment(sanitizeText(fragment.iso)) : fragment;
  }
}

type Serializer = (text: RichText, maxValueLength: number) => string;

/** Returns the whole text with its values cut no shorter than needed, or null when even that does not fit. */
function shrinkValuesToFit(text: RichText, limit: number, serialize: Serializer): string | null {
  let best: string | null = null;
  let low = MIN_VALUE_LENGTH;
  let high = longestValueLength(text);
  const whole = serialize(text, high);
  if (whole.length <= limit) return whole;
  while (low <= high) {
    const maxValueLength = Math.floor((low + high) / 2);
    const shortened = serialize(text, maxValueLength);
    if (shortened.length <= limit) {
      best = shortened;
      low = maxValueLength + 1;
    } else {
      high = maxValueLength - 1;
    }
  }
  return best;
}

function longestValueLength(text: RichText): number {
  const lengths = text.map((fragment) => {
    if (fragment.kind === 'bold') return longestValueLength(fragment.inside);
    return fragment.kind === 'link'
      ? fragment.label.length
      : fragment.kind === 'value'
        ? fragment.text.length
        : 0;
  });
  return Math.max(MIN_VALUE_LENGTH, ...lengths);
}

function serializeMrkdwn(text: RichText, maxValueLength: number): string {
  return text.map((fragment) => serializeMrkdwnFragment(fragment, maxValueLength)).join('');
}

function serializeMrkdwnFragment(fragment: TextFragment, maxValueLength: number): string {
  switch (fragment.kind) {
    case 'text':
      return escapeEntities(fragment.text);
    case 'value':
      return escapeUntrusted(truncateWithEllipsis(fragment.text, maxValueLength));
    case 'bold':
      return wrapInAsterisks(serializeMrkdwn(fragment.inside, maxValueLength));
    case 'link':
      return `<${escapeLinkUrl(fragment.url)}|${escapeUntrusted(truncateWithEllipsis(fragment.label, maxValueLength)).replace(/\|/g, '¦')}>`;
    case 'user':
      return `<@${fragment.id}>`;
    case 'channel':
      return `<#${fragment.id}>`;
    case 'date': {
      const seconds = Math.floor(Date.parse(fragment.iso) / 1000);
      return `<!date^${seconds}^${DATE_FORMATS[fragment.precision]}|${utcTime(fragment.iso)}>`;
    }
  }
}

function escapeUntrusted(text: string): string {
  return escapeEntities(replaceMarkupCharacters(text));
}

function wrapInAsterisks(inside: string): string {
  const text = inside.trim();
  return text === '' ? '' : `*${text}*`;
}

function escapeLinkUrl(url: string): string {
  return escapeEntities(url.replace(/[|<>]/g, encodeURIComponent));
}

function utcTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Returns as much from the start as fits; links, users, channels and dates are kept whole or left out. */
function truncateMrkdwn(text: RichText, maxLength: number): string {
  let prefix = '';
  for (const fragment of text) {
    const next = serializeMrkdwnFragment(fragment, MIN_VALUE_LENGTH);
    if (prefix.length + next.length > maxLength)
      return prefix + truncateMrkdwnFragment(fragment, maxLength - prefix.length);
    prefix += next;
  }
  return prefix;
}

function truncateMrkdwnFragment(fragment: TextFragment, maxLength: number): string {
  switch (fragment.kind) {
    case 'text':
      return escapeEntities(prefixWithinLength(fragment.text, maxLength, escapeEntities));
    case 'value':
      return escapeUntrusted(prefixWithinLength(fragment.text, maxLength, escapeEntities));
    case 'bold':
      return wrapInAsterisks(truncateMrkdwn(fragment.inside, maxLength - 2));
    case 'link':
    case 'user':
    case 'channel':
    case 'date':
      return '';
  }
}

function serializePlainText(text: RichText, maxValueLength: number): string {
  return text.map((fragment) => serializePlainTextFragment(fragment, maxValueLength)).join('');
}

function serializePlainTextFragment(fragment: TextFragment, maxValueLength: number): string {
  switch (fragment.kind) {
    case 'text':
      return fragment.text;
    case 'value':
      return replaceAngleBrackets(truncateWithEllipsis(fragment.text, maxValueLength));
    case 'bold':
      return serializePlainText(fragment.inside, maxValueLength);
    case 'link':
      return replaceAngleBrackets(truncateWithEllipsis(fragment.label, maxValueLength));
    case 'user':
      return `@${fragment.id}`;
    case 'channel':
      return `#${fragment.id}`;
    case 'date':
      return utcTime(fragment.iso);
  }
}

/** Some clients decode entities in plain text, so brackets are replaced by look-alikes instead of escaped. */
function replaceAngleBrackets(text: string): string {
  return text.replace(/</g, '‹').replace(/>/g, '›');
}
