import type { Piece } from '../domain/text.ts';
import { cleanOutside, cutText, escapeEntities, firstOf, safeUrl, withoutMarkup } from './outside-text.ts';

/** What a Slack text is made of. Only the functions here make one, so nothing from outside can pass as ours. */
export type Part =
  | { readonly kind: 'words' | 'value'; readonly text: string }
  | { readonly kind: 'styled'; readonly mark: Mark; readonly inside: Rich }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  | { readonly kind: 'user' | 'channel'; readonly id: string }
  | { readonly kind: 'date'; readonly seconds: number; readonly format: string; readonly plain: string };

export type Rich = readonly Part[];
type Mark = '*' | '_' | '`';

/** The template's own text is ours; a string put into it counts as coming from outside. */
export function rich(own: TemplateStringsArray, ...slots: readonly (string | Part | Rich)[]): Rich {
  const [first = '', ...rest] = own;
  return [words(first), ...rest.flatMap((text, index) => [...parts(slots[index] ?? ''), words(text)])];
}

function parts(slot: string | Part | Rich): Rich {
  if (typeof slot === 'string') return slot === '' ? [] : [value(slot)];
  return 'kind' in slot ? [slot] : slot;
}

/** Our own words, shown as they are. They carry no markup. */
export function words(text: string): Part {
  return { kind: 'words', text };
}

/** A string from outside: cleaned, masked, and without meaning to Slack. */
export function value(text: string): Part {
  return { kind: 'value', text: cleanOutside(text) };
}

/** A filled sentence. */
export function fromPieces(pieces: readonly Piece[]): Rich {
  return pieces.map(fromPiece);
}

function fromPiece({ kind, text }: Piece): Part {
  switch (kind) {
    case 'text':
      return words(text);
    case 'value':
      return value(text);
    case 'person':
      return user(text);
    case 'place':
      return channel(text);
    case 'moment':
      return moment(text);
  }
}

export function bold(inside: Rich): Part {
  return { kind: 'styled', mark: '*', inside };
}

export function code(inside: Rich): Part {
  return { kind: 'styled', mark: '`', inside };
}

/** Only the label when the address is missing or not one that a browser opens. */
export function link(url: string | null, label: string): Part {
  const address = url === null ? null : safeUrl(url);
  return address === null ? value(label) : { kind: 'link', url: address, label: cleanOutside(label) };
}

/** A person, by Slack id, named by Slack. Nobody is called by it when the message is only changed. */
export function user(id: string): Part {
  return /^[UW][A-Z0-9]{1,30}$/.test(id) ? { kind: 'user', id } : value(id);
}

/** A Slack channel, by id, named by Slack to who may see it. */
export function channel(id: string): Part {
  return /^[CG][A-Z0-9]{1,30}$/.test(id) ? { kind: 'channel', id } : value(id);
}

/** A moment in the reader's own zone, in Slack's date format, such as "{date_short_pretty} {time}". */
export function date(iso: string, format: string): Part {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return value(iso);
  const plain = `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { kind: 'date', seconds: Math.floor(at / 1000), format, plain };
}

/** A moment as we show it everywhere. */
export function moment(iso: string): Part {
  return date(iso, '{date_short_pretty} {time}');
}

/** The parts one after another with something of ours between them. */
export function join(all: readonly Rich[], between: string): Rich {
  return all.flatMap((each, index) => (index === 0 ? each : [words(between), ...each]));
}

/** Values keep this many characters before our own words give way: every id, and every label of ours, stays whole. */
const LEAST = 30;

/** Slack markup of at most `limit` UTF-16 units. What is too long ends in "…"; values give way before our words. */
export function toMrkdwn(all: Rich, limit: number): string {
  return shrunk(all, limit, writeAll) ?? `${take(all, limit - 1)}…`;
}

/** The same without markup, for the places where Slack takes none. */
export function toPlain(all: Rich, limit: number): string {
  return shrunk(all, limit, sayAll) ?? cutText(sayAll(all, LEAST), limit);
}

type Writer = (all: Rich, cap: number) => string;

/** The whole text with its values cut no shorter than needed; null when even that does not fit. */
function shrunk(all: Rich, limit: number, write: Writer): string | null {
  let fits: string | null = null;
  let low = LEAST;
  let high = longestValue(all);
  const whole = write(all, high);
  if (whole.length <= limit) return whole;
  while (low <= high) {
    const cap = Math.floor((low + high) / 2);
    const text = write(all, cap);
    if (text.length <= limit) {
      fits = text;
      low = cap + 1;
    } else {
      high = cap - 1;
    }
  }
  return fits;
}

function longestValue(all: Rich): number {
  const lengths = all.map((part) => {
    if (part.kind === 'styled') return longestValue(part.inside);
    return part.kind === 'link' ? part.label.length : part.kind === 'value' ? part.text.length : 0;
  });
  return Math.max(LEAST, ...lengths);
}

function writeAll(all: Rich, cap: number): string {
  return all.map((part) => write(part, cap)).join('');
}

function write(part: Part, cap: number): string {
  switch (part.kind) {
    case 'words':
      return escapeEntities(part.text);
    case 'value':
      return written(cutText(part.text, cap));
    case 'styled':
      return wrap(part.mark, writeAll(part.inside, cap));
    case 'link':
      return `<${tokenUrl(part.url)}|${written(cutText(part.label, cap)).replace(/\|/g, '¦')}>`;
    case 'user':
      return `<@${part.id}>`;
    case 'channel':
      return `<#${part.id}>`;
    case 'date':
      return `<!date^${part.seconds}^${part.format}|${part.plain}>`;
  }
}

function written(text: string): string {
  return escapeEntities(withoutMarkup(text));
}

function wrap(mark: Mark, inside: string): string {
  const text = inside.trim();
  return text === '' ? '' : `${mark}${text}${mark}`;
}

function tokenUrl(url: string): string {
  return escapeEntities(url.replace(/[|<>]/g, encodeURIComponent));
}

/** As much from the start as fits into `room`; links, people and dates come whole or not at all. */
function take(all: Rich, room: number): string {
  let text = '';
  for (const part of all) {
    const next = write(part, LEAST);
    if (text.length + next.length > room) return text + takeSome(part, room - text.length);
    text += next;
  }
  return text;
}

function takeSome(part: Part, room: number): string {
  switch (part.kind) {
    case 'words':
      return escapeEntities(firstOf(part.text, room, escapeEntities));
    case 'value':
      return written(firstOf(part.text, room, escapeEntities));
    case 'styled':
      return wrap(part.mark, take(part.inside, room - 2));
    case 'link':
    case 'user':
    case 'channel':
    case 'date':
      return '';
  }
}

function sayAll(all: Rich, cap: number): string {
  return all.map((part) => say(part, cap)).join('');
}

function say(part: Part, cap: number): string {
  switch (part.kind) {
    case 'words':
      return part.text;
    case 'value':
      return plainly(cutText(part.text, cap));
    case 'styled':
      return sayAll(part.inside, cap);
    case 'link':
      return plainly(cutText(part.label, cap));
    case 'user':
      return `@${part.id}`;
    case 'channel':
      return `#${part.id}`;
    case 'date':
      return part.plain;
  }
}

/** Plain text is not parsed, but some clients decode entities in it; look-alikes are the same to all. */
function plainly(text: string): string {
  return text.replace(/</g, '‹').replace(/>/g, '›');
}
