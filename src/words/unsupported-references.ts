import type { Typo, UNSUPPORTED_KINDS } from '../domain/reference.ts';
import { type Piece, say } from '../domain/text.ts';

type UnsupportedKind = (typeof UNSUPPORTED_KINDS)[number];

/** What each of these is, and where the subscription number is found; they cannot be looked up themselves. */
const DESCRIPTIONS: Record<UnsupportedKind, readonly [what: string, where: string]> = {
  order: ['an order number', 'the order in Zuora names its subscription'],
  'customer-subscription': [
    'a customer subscription of Salesforce',
    'that record in Salesforce names the Zuora subscription',
  ],
  invoice: ['an invoice number', 'the invoice in Zuora names the subscription of each line'],
  quote: ['a quote number', 'the quote in Salesforce names the Zuora subscription'],
  licence: [
    'a licence number, as far as I can tell',
    "the licence's page in CustomersDot leads to its order",
  ],
  namespace: [
    'a namespace on GitLab.com, as far as I can tell',
    "the namespace's order in CustomersDot names its subscription",
  ],
  domain: [
    'a domain',
    "the customer's account in Zuora lists its subscriptions; a contact's e-mail address works, too",
  ],
  name: [
    'a name, as far as I can tell',
    "the customer's account in Zuora or Salesforce leads to its subscriptions",
  ],
  'zuora-id': [
    'an id of Zuora, of a kind that I cannot tell',
    'paste the address of the page instead, or the number shown on it',
  ],
  'zuora-page': [
    'a page of Zuora that is neither a subscription nor an account',
    'open the subscription and copy its number or its address',
  ],
  'portal-page': [
    'a page of CustomersDot that carries no number I can look up',
    "the customer's order there names the subscription, and their e-mail address works, too",
  ],
};

export function isUnsupported(kind: Typo['kind']): kind is UnsupportedKind {
  return Object.hasOwn(DESCRIPTIONS, kind);
}

/** What something is that has no id to check, and where the number to check is found. */
export function sayUnsupported(kind: UnsupportedKind, written: string): Piece[] {
  const [what, where] = DESCRIPTIONS[kind];
  return [
    ...say`I found nothing to check in that: ${written} is `,
    { kind: 'text', text: `${what}, and I look up subscriptions (A-S…). To find the number: ${where}. ` },
    { kind: 'text', text: 'Then: /reseller-check A-S00012345' },
  ];
}
