import type { Proof, RequesterSide } from '../domain/case-facts.ts';

/** Who wrote the ticket, as a menu shows it. */
export const REQUESTER_LABELS: Record<RequesterSide, string> = {
  customer: 'the customer',
  reseller: 'a reseller',
  internal: 'somebody of ours',
  unknown: 'not known',
};

/** What an engineer found as proof, as a menu shows it. */
export const PROOF_LABELS: Record<Proof, string> = {
  unknown: 'no proof seen yet',
  invoice: 'a copy of the invoice that fits',
  none: 'no invoice',
  'own-invoice': "the customer's own invoice",
  colleague: "a colleague's word",
  'reseller-vouches': "the reseller's word, licence never activated",
};
