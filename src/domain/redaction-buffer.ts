export const REMOVED_KINDS = [
  'e-mail',
  'phone',
  'password',
  'bank',
  'code',
  'licence',
  'mention',
  'link',
  'file',
  'quoted',
  'other-customer',
  'us-government',
  'long',
] as const;
export type RemovedKind = (typeof REMOVED_KINDS)[number];

/** Number of removals per kind. Kinds without removals are absent. */
export type RemovedCounts = Readonly<Partial<Record<RemovedKind, number>>>;

/** Returns the sums per kind. */
export function addRemovedCounts(one: RemovedCounts, other: RemovedCounts): RemovedCounts {
  const sums = REMOVED_KINDS.map((kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, count]) => count > 0));
}

/** A text during redaction. Each removal leaves a marker that names only the kind of the removed content. */
export class RedactionBuffer {
  text: string;
  removed: RemovedCounts = {};

  constructor(text: string) {
    this.text = text;
  }

  /** Replaces all matches of the pattern, except those that `shouldKeep` accepts. */
  redactMatches(
    kind: Exclude<RemovedKind, 'long'>,
    pattern: RegExp,
    shouldKeep?: (found: RegExpExecArray) => boolean,
  ): void {
    for (const found of [...this.text.matchAll(pattern)].reverse()) {
      if (!shouldKeep?.(found)) this.redactRange(kind, found.index, found.index + found[0].length);
    }
  }

  /** Replaces the text from `from` up to, not including, `to`. */
  redactRange(kind: Exclude<RemovedKind, 'long'>, from: number, to: number): void {
    this.text = this.text.slice(0, from) + REDACTION_MARKERS[kind] + this.text.slice(to);
    this.removed = addRemovedCounts(this.removed, { [kind]: 1 });
  }
}

const REDACTION_MARKERS: Readonly<Record<Exclude<RemovedKind, 'long'>, string>> = {
  'e-mail': '(address removed)',
  phone: '(phone number removed)',
  password: '(password removed)',
  bank: '(bank or card number removed)',
  code: '(code removed)',
  licence: '(licence removed)',
  mention: '(mention removed)',
  link: '(link removed)',
  file: '(file name removed)',
  quoted: '(quoted text removed)',
  'other-customer': "(another customer's number removed)",
  'us-government': '(US Government reference removed)',
};
