import type { TextFragment } from '../../domain/text-fragments.ts';
import {
  escapeEntities,
  prefixWithinLength,
  replaceMarkupCharacters,
  safeUrl,
  sanitizeText,
  truncateWithEllipsis,
} from './untrusted-text.ts';

/** What a Slack text is made of. Only the functions here make one, so nothing from outside can pass as ours. */
export type TextPart =
  | { readonly kind: 'words' | 'value'; readonly text: string }
  | { readonly kind: 'styled'; readonly mark: StyleMark; readonly inside: FormattedText }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel'; readonly id: string }
  | { readonly kind: 'date'; readonly seconds: number; readonly format: string; readonly plain: string };

export type FormattedText = readonly TextPart[];
type StyleMark = '*' | '_' | '`';

/** The template's own text is ours; a string put into it counts as coming from outside. */
export function formatted(
  template: TemplateStringsArray,
  ...slots: readonly (string | TextPart | FormattedText)[]
): FormattedText {
  const [first = '', ...rest] = template;
  return [
    trustedText(first),
    ...rest.flatMap((text, index) => [...slotToParts(slots[index] ?? ''), trustedText(text)]),
  ];
}

function slotToParts(slot: string | TextPart | FormattedText): FormattedText {
  if (typeof slot === 'string') return slot === '' ? [] : [untrustedText(slot)];
  return 'kind' in slot ? [slot] : slot;
}

/** Our own words, shown as they are. They carry no markup. */
export function trustedText(text: string): TextPart {
  return { kind: 'words', text };
}

/** A string from outside: cleaned, masked, and without meaning to Slack. */
export function untrustedText(text: string): TextPart {
  return { kind: 'value', text: sanitizeText(text) };
}

/** A filled sentence. */
export function formatPieces(pieces: readonly TextFragment[]): FormattedText {
  return pieces.map(formatPiece);
}

function formatPiece({ kind, text }: TextFragment): TextPart {
  switch (kind) {
    case 'text':
      return trustedText(text);
    case 'value':
      return untrustedText(text);
    case 'person':
      return userMention(text);
    case 'place':
      return channelMention(text);
    case 'moment':
      return shortDateTime(text);
  }
}

export function bold(inside: FormattedText): TextPart {
  return { kind: 'styled', mark: '*', inside };
}

export function code(inside: FormattedText): TextPart {
  return { kind: 'styled', mark: '`', inside };
}

/** Only the label when the address is missing or not one that a browser opens. */
export function link(url: string | null, label: string): TextPart {
  const address = url === null ? null : safeUrl(url);
  return address === null ? untrustedText(label) : { kind: 'link', url: address, label: sanitizeText(label) };
}

/** A person, by Slack id, named by Slack. Nobody is called by it when the message is only changed. */
export function userMention(id: string): TextPart {
  return /^[UW][A-Z0-9]{1,30}$/.test(id) ? { kind: 'user', id } : untrustedText(id);
}

/** A Slack channel, by id, named by Slack to who may see it. */
export function channelMention(id: string): TextPart {
  return /^[CG][A-Z0-9]{1,30}$/.test(id) ? { kind: 'channel', id } : untrustedText(id);
}

/** A moment in the reader's own zone, in Slack's date format, such as "{date_short_pretty} {time}". */
export function localizedDate(iso: string, format: string): TextPart {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return untrustedText(iso);
  const plain = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { kind: 'date', seconds: Math.floor(at / 1000), format, plain };
}

/** A moment as we show it everywhere. */
export function shortDateTime(iso: string): TextPart {
  return localizedDate(iso, '{date_short_pretty} {time}');
}

/** The parts one after another with something of ours between them. */
export function joinFormatted(all: readonly FormattedText[], between: string): FormattedText {
  return all.flatMap((each, index) => (index === 0 ? each : [trustedText(between), ...each]));
}

/** Values keep this many characters before our own words give way: every id, and every label of ours, stays whole. */
const MIN_VALUE_LENGTH = 30;

/** Slack markup of at most `limit` UTF-16 units. What is too long ends in "…"; values give way before our words. */
export function toMrkdwn(all: FormattedText, limit: number): string {
  return shrinkValuesToFit(all, limit, serializeMrkdwn) ?? `${truncateMrkdwn(all, limit - 1)}…`;
}

/** The same without markup, for the places where Slack takes none. */
export function toPlainText(all: FormattedText, limit: number): string {
  return (
    shrinkValuesToFit(all, limit, serializePlainText) ??
    truncateWithEllipsis(serializePlainText(all, MIN_VALUE_LENGTH), limit)
  );
}

type Serializer = (all: FormattedText, maxValueLength: number) => string;

/** The whole text with its values cut no shorter than needed; null when even that does not fit. */
function shrinkValuesToFit(all: FormattedText, limit: number, write: Serializer): string | null {
  let best: string | null = null;
  let low = MIN_VALUE_LENGTH;
  let high = longestValueLength(all);
  const whole = write(all, high);
  if (whole.length <= limit) return whole;
  while (low <= high) {
    const maxValueLength = Math.floor((low + high) / 2);
    const text = write(all, maxValueLength);
    if (text.length <= limit) {
      best = text;
      low = maxValueLength + 1;
    } else {
      high = maxValueLength - 1;
    }
  }
  return best;
}

function longestValueLength(all: FormattedText): number {
  const lengths = all.map((part) => {
    if (part.kind === 'styled') return longestValueLength(part.inside);
    return part.kind === 'link' ? part.label.length : part.kind === 'value' ? part.text.length : 0;
  });
  return Math.max(MIN_VALUE_LENGTH, ...lengths);
}

function serializeMrkdwn(all: FormattedText, maxValueLength: number): string {
  return all.map((part) => serializeMrkdwnPart(part, maxValueLength)).join('');
}

function serializeMrkdwnPart(part: TextPart, maxValueLength: number): string {
  switch (part.kind) {
    case 'words':
      return escapeEntities(part.text);
    case 'value':
      return escapeUntrusted(truncateWithEllipsis(part.text, maxValueLength));
    case 'styled':
      return wrapInMark(part.mark, serializeMrkdwn(part.inside, maxValueLength));
    case 'link':
      return `<${escapeLinkUrl(part.url)}|${escapeUntrusted(truncateWithEllipsis(part.label, maxValueLength)).replace(/\|/g, '¦')}>`;
    case 'user':
      return `<@${part.id}>`;
    case 'channel':
      return `<#${part.id}>`;
    case 'date':
      return `<!date^${part.seconds}^${part.format}|${part.plain}>`;
  }
}

function escapeUntrusted(text: string): string {
  return escapeEntities(replaceMarkupCharacters(text));
}

function wrapInMark(mark: StyleMark, inside: string): string {
  const text = inside.trim();
  return text === '' ? '' : `${mark}${text}${mark}`;
}

function escapeLinkUrl(url: string): string {
  return escapeEntities(url.replace(/[|<>]/g, encodeURIComponent));
}

/** As much from the start as fits into `room`; links, people and dates come whole or not at all. */
function truncateMrkdwn(all: FormattedText, maxLength: number): string {
  let text = '';
  for (const part of all) {
    const next = serializeMrkdwnPart(part, MIN_VALUE_LENGTH);
    if (text.length + next.length > maxLength)
      return text + truncateMrkdwnPart(part, maxLength - text.length);
    text += next;
  }
  return text;
}

function truncateMrkdwnPart(part: TextPart, maxLength: number): string {
  switch (part.kind) {
    case 'words':
      return escapeEntities(prefixWithinLength(part.text, maxLength, escapeEntities));
    case 'value':
      return escapeUntrusted(prefixWithinLength(part.text, maxLength, escapeEntities));
    case 'styled':
      return wrapInMark(part.mark, truncateMrkdwn(part.inside, maxLength - 2));
    case 'link':
    case 'user':
    case 'channel':
    case 'date':
      return '';
  }
}

function serializePlainText(all: FormattedText, maxValueLength: number): string {
  return all.map((part) => serializePlainTextPart(part, maxValueLength)).join('');
}

function serializePlainTextPart(part: TextPart, maxValueLength: number): string {
  switch (part.kind) {
    case 'words':
      return part.text;
    case 'value':
      return replaceAngleBrackets(truncateWithEllipsis(part.text, maxValueLength));
    case 'styled':
      return serializePlainText(part.inside, maxValueLength);
    case 'link':
      return replaceAngleBrackets(truncateWithEllipsis(part.label, maxValueLength));
    case 'user':
      return `@${part.id}`;
    case 'channel':
      return `#${part.id}`;
    case 'date':
      return part.plain;
  }
}

/** Plain text is not parsed, but some clients decode entities in it; look-alikes are the same to all. */
function replaceAngleBrackets(text: string): string {
  return text.replace(/</g, '‹').replace(/>/g, '›');
}
