import type { OverallVerdict } from './overall-verdict.ts';
import type { Topic } from './topics.ts';

export const POLICIES = ['seed', '2025'] as const;
/** The dated set of handbook rules that is in force. */
export type Policy = (typeof POLICIES)[number];

export const REQUESTER_SIDES = ['customer', 'reseller', 'internal', 'unknown'] as const;
/**
 * Proof for a contact change, as the engineer found it in the ticket; the bot does not read attachments. `invoice`: a
 * matching copy of the subscription's invoice. `own-invoice`: an invoice that the customer issued. `colleague`: a GitLab
 * colleague confirms it. `reseller-vouches`: the reseller confirms it for a license that was never activated.
 */
export const PROOFS = ['unknown', 'invoice', 'none', 'own-invoice', 'colleague', 'reseller-vouches'] as const;
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
