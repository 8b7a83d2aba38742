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

/** How often something of a kind was taken out; a kind that was not is not named. */
export type RemovedCounts = Readonly<Partial<Record<RemovedKind, number>>>;

/** Adds two counts. */
export function addRemovedCounts(one: RemovedCounts, other: RemovedCounts): RemovedCounts {
  const sums = REMOVED_KINDS.map((kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, count]) => count > 0));
}

/** A text while things are taken out of it, each replaced by a marker that names only what it was. */
export class RedactionBuffer {
  text: string;
  removed: RemovedCounts = {};

  constructor(text: string) {
    this.text = text;
  }

  /** Takes out what the pattern finds, but for what `spare` lets stay. */
  redactMatches(
    kind: Exclude<RemovedKind, 'long'>,
    pattern: RegExp,
    spare?: (found: RegExpExecArray) => boolean,
  ): void {
    for (const found of [...this.text.matchAll(pattern)].reverse()) {
      if (!spare?.(found)) this.redactRange(kind, found.index, found.index + found[0].length);
    }
  }

  /** Takes out everything between two places. */
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
