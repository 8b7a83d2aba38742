import { PLACEHOLDERS, type Placeholder } from './scenario.ts';

/** A text that Slack or a terminal shows. Slack markup and escaping are added where it is rendered. */
export type RichText = readonly TextFragment[];

export type TextFragment =
  /** Our own words. */
  | { readonly kind: 'text'; readonly text: string }
  /** A value from outside, such as a customer's name. */
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'bold'; readonly inside: RichText }
  | { readonly kind: 'link'; readonly url: string; readonly label: string }
  /** A Slack user or channel by id. */
  | { readonly kind: 'user' | 'channel'; readonly id: string }
  /** A moment in ISO 8601, shown in the reader's time zone. */
  | { readonly kind: 'date'; readonly iso: string; readonly precision: 'minute' | 'day' };

/** Known values of a template's placeholders. */
export type PlaceholderValues = Readonly<Partial<Record<Placeholder, string>>>;

/** Words that stand in for a placeholder without a value, so that the sentence still reads. */
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
  sibling: 'another subscription',
  endedAccount: 'one account',
  directAccount: 'another account',
  systems: 'a system',
  plan: 'an unknown plan',
  seats: 'an unknown number of',
};

/** Fills a template's {placeholders} in one pass, so that a value that looks like a placeholder stays a value. */
export function fillTemplate(template: string, values: PlaceholderValues): TextFragment[] {
  const fragments: TextFragment[] = [];
  let end = 0;
  for (const { placeholder, from, to } of placeholderPositions(template)) {
    const before = template.slice(end, from);
    if (before !== '') fragments.push(literalFragment(before));
    fragments.push(fragmentFor(placeholder, values[placeholder], isSentenceStart(template.slice(0, from))));
    end = to;
  }
  const rest = template.slice(end);
  if (rest !== '') fragments.push(literalFragment(rest));
  return fragments;
}

/** Returns the text without markup or escaping; users, channels and dates appear as they are stored. */
export function plainText(text: RichText): string {
  return text.map(plainTextOfFragment).join('');
}

function plainTextOfFragment(fragment: TextFragment): string {
  switch (fragment.kind) {
    case 'text':
    case 'value':
      return fragment.text;
    case 'bold':
      return plainText(fragment.inside);
    case 'link':
      return fragment.label;
    case 'user':
    case 'channel':
      return fragment.id;
    case 'date':
      return fragment.iso;
  }
}

/** Tags a template: its own words are ours, strings put into it are values from outside. */
export function phrase(
  strings: TemplateStringsArray,
  ...values: readonly (string | TextFragment | RichText)[]
): TextFragment[] {
  return strings.flatMap((text, index) => {
    const words = text === '' ? [] : [literalFragment(text)];
    const value = values[index];
    return value === undefined ? words : [...words, ...fragmentsOf(value)];
  });
}

function fragmentsOf(value: string | TextFragment | RichText): RichText {
  if (typeof value === 'string') return [valueFragment(value)];
  return 'kind' in value ? [value] : value;
}

/** Returns our own words as a fragment. */
export function literalFragment(text: string): TextFragment {
  return { kind: 'text', text };
}

export function valueFragment(text: string): TextFragment {
  return { kind: 'value', text };
}

export function bold(inside: RichText): TextFragment {
  return { kind: 'bold', inside };
}

/** Returns a link, or the label alone when there is no address. */
export function link(url: string | null, label: string): TextFragment {
  return url === null ? valueFragment(label) : { kind: 'link', url, label };
}

export function userFragment(id: string): TextFragment {
  return { kind: 'user', id };
}

export function channelFragment(id: string): TextFragment {
  return { kind: 'channel', id };
}

export function timeFragment(iso: string): TextFragment {
  return { kind: 'date', iso, precision: 'minute' };
}

export function dayFragment(iso: string): TextFragment {
  return { kind: 'date', iso, precision: 'day' };
}

/** Joins the texts that are not empty. */
export function joinFragments(texts: readonly RichText[], separator: string): RichText {
  return texts
    .filter((text) => text.length > 0)
    .flatMap((text, index) => (index === 0 ? text : [literalFragment(separator), ...text]));
}

export function joinLines(lines: readonly RichText[]): RichText {
  return joinFragments(lines, '\n');
}

/** Returns "a", "a and b" or "a, b and c"; values beyond `maxShown` are only counted. */
export function joinWithAnd(values: readonly string[], maxShown = 3): string {
  const shown = values.length > maxShown ? values.slice(0, maxShown - 1) : values;
  const rest = values.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
}

function placeholderPositions(template: string): { placeholder: Placeholder; from: number; to: number }[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].flatMap((match) => {
    const placeholder = PLACEHOLDERS.find((known) => known === match[1]);
    return placeholder ? [{ placeholder, from: match.index, to: match.index + match[0].length }] : [];
  });
}

function fragmentFor(
  placeholder: Placeholder,
  value: string | undefined,
  isFirstWord: boolean,
): TextFragment {
  if (value !== undefined && value !== '') return valueFragment(value);
  const words = PLACEHOLDER_FALLBACKS[placeholder];
  return literalFragment(isFirstWord ? words.charAt(0).toUpperCase() + words.slice(1) : words);
}

function isSentenceStart(before: string): boolean {
  return before === '' || /[.?]\s+$/.test(before);
}
