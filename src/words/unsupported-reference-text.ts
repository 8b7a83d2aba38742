import type { InvalidReference, UNSUPPORTED_REFERENCE_KINDS } from '../domain/reference.ts';
import { phrase, type TextFragment } from '../domain/text-fragments.ts';

type UnsupportedKind = (typeof UNSUPPORTED_REFERENCE_KINDS)[number];

/** Description of each kind of reference, and where to find the subscription number instead. */
const UNSUPPORTED_DESCRIPTIONS: Record<UnsupportedKind, readonly [what: string, where: string]> = {
  order: ['is an order number', 'The order in Zuora shows its subscription number.'],
  'customer-subscription': [
    'is a customer subscription in Salesforce',
    'Its record there shows the Zuora subscription number.',
  ],
  invoice: ['is an invoice number', 'The invoice in Zuora shows the subscription number of each line.'],
  quote: ['is a quote number', 'The quote in Salesforce shows the Zuora subscription number.'],
  licence: ['looks like a licence number', "The licence's page in CustomersDot links to its order."],
  namespace: [
    'looks like a namespace on GitLab.com',
    "The namespace's order in CustomersDot shows the subscription number.",
  ],
  domain: [
    'is a domain',
    "The customer's account in Zuora lists its subscriptions. You can also check a contact's email address.",
  ],
  name: ['looks like a name', "The customer's account in Zuora or Salesforce lists its subscriptions."],
  'zuora-id': [
    'is a Zuora id of an unknown kind',
    'Paste the address of the page instead, or the number shown on it.',
  ],
  'zuora-page': [
    'is a Zuora page that shows neither a subscription nor an account',
    'Open the subscription and copy its number or its address.',
  ],
  'portal-page': [
    'is a CustomersDot page without a number that I can look up',
    "The customer's order there shows the subscription number. You can also check their email address.",
  ],
};

export function isUnsupportedReference(kind: InvalidReference['kind']): kind is UnsupportedKind {
  return Object.hasOwn(UNSUPPORTED_DESCRIPTIONS, kind);
}

/** Returns what an unsupported reference is, named only where `written` is not empty, and where to find a subscription number to check. */
export function unsupportedReferenceText(kind: UnsupportedKind, written: string): TextFragment[] {
  const [what, where] = UNSUPPORTED_DESCRIPTIONS[kind];
  return [
    ...phrase`I cannot check that: ${written === '' ? 'it' : written} `,
    { kind: 'text', text: `${what}. ${where} Then run: /reseller-check A-S00012345` },
  ];
}
