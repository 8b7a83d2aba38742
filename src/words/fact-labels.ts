import type { Proof, RequesterSide } from '../domain/case-facts.ts';

/** Who wrote the ticket, as a menu shows it. */
export const REQUESTER_LABELS: Record<RequesterSide, string> = {
  customer: 'the customer',
  reseller: 'a reseller',
  internal: 'a GitLab colleague',
  unknown: 'not known',
};

/** What an engineer found as proof, as a menu shows it. */
export const PROOF_LABELS: Record<Proof, string> = {
  unknown: 'no proof seen yet',
  invoice: 'a matching copy of the invoice',
  none: 'no invoice',
  'own-invoice': "the customer's own invoice",
  colleague: "a colleague's confirmation",
  'reseller-vouches': "the reseller's confirmation, licence never activated",
};
