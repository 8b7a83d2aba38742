import type { OverallVerdict } from './overall-verdict.ts';
import type { Topic } from './topics.ts';

export const POLICIES = ['seed', '2025', '2026'] as const;
/** The handbook rules in force: `seed` is the page on reseller requests as of 2023, the others are the whole as of that year. */
export type Policy = (typeof POLICIES)[number];

export const REQUESTER_SIDES = ['customer', 'reseller', 'internal', 'unknown'] as const;
/**
 * Proof for a contact change, as the engineer found it in the ticket; the bot does not read attachments.
 *
 * `none`: the engineer looked and found none. `sold-to`: the current Sold-To contact asks. `contact-approval`: a current
 * contact approves. `invoice`: our invoice for the subscription, to the invoice owner. `other-subscription-invoice`,
 * `other-partner-invoice`: for another subscription, or issued by another partner. `own-invoice`: the customer's own.
 * `contract`: an earlier contract. `loaded-licence`: the loaded licence as text. `colleague`: a colleague's word.
 * `reseller-vouches`: the reseller's word for a licence that was never activated.
 */
export const PROOFS = [
  'unknown',
  'none',
  'sold-to',
  'contact-approval',
  'invoice',
  'other-subscription-invoice',
  'other-partner-invoice',
  'own-invoice',
  'contract',
  'loaded-licence',
  'colleague',
  'reseller-vouches',
] as const;
export type Proof = (typeof PROOFS)[number];

/** The party that the author of the ticket belongs to. */
export type RequesterSide = (typeof REQUESTER_SIDES)[number];

/** The facts that select a scenario. */
export interface CaseFacts {
  readonly policy: Policy;
  readonly verdict: OverallVerdict;
  readonly topic: Topic;
  readonly requester: RequesterSide;
  readonly proof: Proof;
}
