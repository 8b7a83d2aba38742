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
  unknown: 'not looked for yet',
  none: 'none found',
  'sold-to': 'the Sold-To contact asks',
  'contact-approval': 'approval of a current contact',
  invoice: 'the invoice, and it matches',
  'other-subscription-invoice': 'invoice for another subscription',
  'other-partner-invoice': 'invoice issued by another partner',
  'own-invoice': "the customer's own invoice",
  contract: 'an earlier contract with us',
  'loaded-licence': 'the loaded licence as text',
  colleague: "a colleague's word",
  'reseller-vouches': 'the reseller vouches, licence never activated',
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
  'no-billing-access': '“no access to the billing account”',
  'already-linked': '“already linked to another billing account”',
  'usage-billing': 'usage billing (credits)',
  other: 'something else',
};
