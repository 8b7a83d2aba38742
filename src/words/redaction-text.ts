import { REMOVED_KINDS, type RemovedCounts, type RemovedKind } from '../domain/redaction-buffer.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';

/** Summarizes what was removed from a text before it was stored or shown; empty when nothing was. */
export function redactionSummaryText(removed: RemovedCounts): TextFragment[] {
  const parts = REMOVED_KINDS.flatMap((kind) => {
    const count = removed[kind] ?? 0;
    return count > 0 ? [redactionCount(kind, count)] : [];
  });
  return parts.length === 0 ? [] : phrase`Removed from your text: ${joinWithAnd(parts, parts.length)}.`;
}

/** Validation error for a text from Support that contains a promise. `promise`: the words that were found. */
export function promiseRefusedText(promise: string): TextFragment[] {
  return phrase`“${promise}” promises what only Sales can grant. Write it as the customer's request, for example: The customer asks whether a discount is possible.`;
}

/** Validation error for a text from Sales that mentions commercial terms, which are not shared with Support. */
export function termsRefusedText(promise: string): TextFragment[] {
  return phrase`“${promise}” mentions terms, which stay in Salesforce. Write what Support needs to know, for example: A quote is with the customer.`;
}

function redactionCount(kind: RemovedKind, count: number): string {
  const [one, several] = REDACTED_KIND_NAMES[kind];
  return count === 1 ? one : `${String(count)} ${several}`;
}

/** Singular form with its count, and plural form. */
const REDACTED_KIND_NAMES: Readonly<Record<RemovedKind, readonly [one: string, several: string]>> = {
  'e-mail': ['1 email address', 'email addresses'],
  phone: ['1 phone number', 'phone numbers'],
  password: ['1 password', 'passwords'],
  bank: ['1 bank or card number', 'bank or card numbers'],
  code: ['1 activation code', 'activation codes'],
  licence: ['1 licence', 'licences'],
  mention: ['1 mention', 'mentions'],
  link: ['1 link', 'links'],
  file: ['1 file name', 'file names'],
  quoted: ['1 quoted text', 'quoted texts'],
  'other-customer': ["1 number of another customer's", "numbers of other customers'"],
  'us-government': ['1 US Government reference', 'US Government references'],
  long: ['the end of a long text', 'ends of long texts'],
};
