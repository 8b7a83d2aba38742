import { PLACEHOLDERS, type Placeholder } from './scenario.ts';

/** Part of a sentence: our own words, or a value from outside, which the slack room must escape. */
export type TextFragment =
  | { readonly kind: 'text'; readonly text: string }
  /** `slot` is null when the sentence was not a template. */
  | { readonly kind: 'value'; readonly slot: Placeholder | null; readonly text: string }
  /** A person or a Slack channel, by id, and a moment, ISO 8601: Slack shows the name, and the reader's own time. */
  | { readonly kind: 'person' | 'place' | 'moment'; readonly text: string };

/** What is known for the slots of a sentence. */
export type PlaceholderValues = Readonly<Partial<Record<Placeholder, string>>>;

/** What a sentence says when nothing is known. Written so that the sentence still reads. */
const PLACEHOLDER_FALLBACKS: Record<Placeholder, string> = {
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
export function fillTemplate(template: string, values: PlaceholderValues): TextFragment[] {
  const fragments: TextFragment[] = [];
  let end = 0;
  for (const { slot: placeholder, from, to } of placeholderPositions(template)) {
    const before = template.slice(end, from);
    if (before !== '') fragments.push({ kind: 'text', text: before });
    fragments.push(fragmentFor(placeholder, values[placeholder], isSentenceStart(template.slice(0, from))));
    end = to;
  }
  const rest = template.slice(end);
  if (rest !== '') fragments.push({ kind: 'text', text: rest });
  return fragments;
}

/** Every name in braces, known or not, in order of appearance. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}

/** The sentence as it reads, with nothing escaped. */
export function plainText(fragments: readonly TextFragment[]): string {
  return fragments.map(({ text }) => text).join('');
}

/** A sentence of ours around values from outside: say`invoice goes to ${name}`. */
export function phrase(
  strings: TemplateStringsArray,
  ...values: readonly (string | TextFragment)[]
): TextFragment[] {
  return strings.flatMap((text, index) => {
    const value = values[index];
    const fragments: TextFragment[] = text === '' ? [] : [{ kind: 'text', text }];
    if (value === undefined) return fragments;
    return [...fragments, typeof value === 'string' ? { kind: 'value', slot: null, text: value } : value];
  });
}

export function userFragment(id: string): TextFragment {
  return { kind: 'person', text: id };
}

export function channelFragment(channel: string): TextFragment {
  return { kind: 'place', text: channel };
}

export function timeFragment(iso: string): TextFragment {
  return { kind: 'moment', text: iso };
}

/** "a", "a and b", "a, b and c"; the rest is only counted. */
export function joinWithAnd(values: readonly string[], maxShown = 3): string {
  const shown = values.length > maxShown ? values.slice(0, maxShown - 1) : values;
  const rest = values.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
}

function placeholderPositions(template: string): { slot: Placeholder; from: number; to: number }[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].flatMap((match) => {
    const placeholder = PLACEHOLDERS.find((known) => known === match[1]);
    return placeholder ? [{ slot: placeholder, from: match.index, to: match.index + match[0].length }] : [];
  });
}

function fragmentFor(
  placeholder: Placeholder,
  value: string | undefined,
  isFirstWord: boolean,
): TextFragment {
  if (value !== undefined && value !== '') return { kind: 'value', slot: placeholder, text: value };
  const words = PLACEHOLDER_FALLBACKS[placeholder];
  return { kind: 'text', text: isFirstWord ? words.charAt(0).toUpperCase() + words.slice(1) : words };
}

function isSentenceStart(before: string): boolean {
  return before === '' || /[.?]\s+$/.test(before);
}
