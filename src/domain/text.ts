import { SLOTS, type Slot } from './scenario.ts';

/** Part of a sentence: our own words, or a value from outside, which the slack room must escape. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  /** `slot` is null when the sentence was not a template. */
  | { readonly kind: 'value'; readonly slot: Slot | null; readonly text: string }
  /** A person or a Slack channel, by id, and a moment, ISO 8601: Slack shows the name, and the reader's own time. */
  | { readonly kind: 'person' | 'place' | 'moment'; readonly text: string };

/** What is known for the slots of a sentence. */
export type SlotValues = Readonly<Partial<Record<Slot, string>>>;

/** What a sentence says when nothing is known. Written so that the sentence still reads. */
const PLAIN_WORDS: Record<Slot, string> = {
  customer: 'the customer',
  invoiceOwner: 'the invoice owner',
  reseller: 'the reseller',
  subscription: 'the subscription',
  account: 'the account',
  endsOn: 'an unknown date',
  ticket: 'the ticket',
  channel: 'unknown',
  earlierOwner: 'the earlier invoice owner',
  marketplace: 'a cloud marketplace',
  systems: 'a system',
};

/** Puts values into a sentence with {slots}, in one pass: a value that looks like a slot stays a value. */
export function fill(template: string, slots: SlotValues): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { slot, from, to } of slotsWithin(template)) {
    const before = template.slice(end, from);
    if (before !== '') pieces.push({ kind: 'text', text: before });
    pieces.push(pieceFor(slot, slots[slot], startsSentence(template.slice(0, from))));
    end = to;
  }
  const rest = template.slice(end);
  if (rest !== '') pieces.push({ kind: 'text', text: rest });
  return pieces;
}

/** Every name in braces, known or not, in order of appearance. */
export function slotsIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

/** The sentence as it reads, with nothing escaped. */
export function plainText(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

/** A sentence of ours around values from outside: say`invoice goes to ${name}`. */
export function say(words: TemplateStringsArray, ...values: readonly (string | Piece)[]): Piece[] {
  return words.flatMap((text, place) => {
    const value = values[place];
    const pieces: Piece[] = text === '' ? [] : [{ kind: 'text', text }];
    if (value === undefined) return pieces;
    return [...pieces, typeof value === 'string' ? { kind: 'value', slot: null, text: value } : value];
  });
}

export function person(id: string): Piece {
  return { kind: 'person', text: id };
}

export function place(channel: string): Piece {
  return { kind: 'place', text: channel };
}

export function moment(iso: string): Piece {
  return { kind: 'moment', text: iso };
}

/** "a", "a and b", "a, b and c"; the rest is only counted. */
export function listed(values: readonly string[], most = 3): string {
  const shown = values.length > most ? values.slice(0, most - 1) : values;
  const rest = values.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
}

function slotsWithin(template: string): { slot: Slot; from: number; to: number }[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].flatMap((match) => {
    const slot = SLOTS.find((known) => known === match[1]);
    return slot ? [{ slot, from: match.index, to: match.index + match[0].length }] : [];
  });
}

function pieceFor(slot: Slot, value: string | undefined, first: boolean): Piece {
  if (value !== undefined && value !== '') return { kind: 'value', slot, text: value };
  const words = PLAIN_WORDS[slot];
  return { kind: 'text', text: first ? words.charAt(0).toUpperCase() + words.slice(1) : words };
}

function startsSentence(before: string): boolean {
  return before === '' || /[.?]\s+$/.test(before);
}
