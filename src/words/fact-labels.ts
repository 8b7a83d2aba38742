import type { Proof, RequesterSide } from '../domain/case-facts.ts';
import type { Topic } from '../domain/topics.ts';

/** Who wrote the ticket. */
export const REQUESTER_LABELS: Record<RequesterSide, string> = {
  customer: 'customer',
  reseller: 'reseller',
  internal: 'GitLab colleague',
  unknown: 'not known',
};

/** The proof that an engineer found. */
export const PROOF_LABELS: Record<Proof, string> = {
  unknown: 'no proof seen yet',
  invoice: 'a matching copy of the invoice',
  none: 'no invoice',
  'own-invoice': "the customer's own invoice",
  colleague: "a colleague's confirmation",
  'reseller-vouches': "the reseller's confirmation, licence never activated",
};

/** What the ticket is about. */
export const TOPIC_LABELS: Record<Topic, string> = {
  'sign-in': 'cannot sign in',
  'license-upload': 'licence upload fails',
  'contact-change': 'change a contact',
  'change-subscription': 'change the subscription',
  'direct-renewal': 'renew directly',
  'enable-login': 'restore the login',
  'new-purchase': 'new purchase',
  other: 'something else',
};
