import type { OverallVerdict } from './overall-verdict.ts';
import type { Topic } from './reference.ts';

export const POLICIES = ['seed', '2025'] as const;
/** Which dated set of rules is in force. */
export type Policy = (typeof POLICIES)[number];

export const REQUESTER_SIDES = ['customer', 'reseller', 'internal', 'unknown'] as const;
/**
 * What the engineer found in the ticket as proof for a change, which a bot must not read: a copy of the
 * subscription's invoice that fits, none, the customer's own invoice, a colleague's word, or the reseller's word for
 * a licence that was never activated.
 */
export const PROOFS = ['unknown', 'invoice', 'none', 'own-invoice', 'colleague', 'reseller-vouches'] as const;
export type Proof = (typeof PROOFS)[number];

/** Whose side the person who wrote the ticket is on. */
export type RequesterSide = (typeof REQUESTER_SIDES)[number];

/** What a scenario may claim. */
export interface CaseFacts {
  readonly policy: Policy;
  readonly verdict: OverallVerdict;
  readonly topic: Topic;
  readonly requester: RequesterSide;
  readonly proof: Proof;
}

/** A fact that is left out may have any value. */
export type FactPattern = { readonly [K in keyof CaseFacts]?: readonly CaseFacts[K][] };

export function matchesFacts(pattern: FactPattern, facts: CaseFacts): boolean {
  const allows = <T>(allowed: readonly T[] | undefined, value: T) =>
    allowed === undefined || allowed.includes(value);
  return (
    allows(pattern.policy, facts.policy) &&
    allows(pattern.verdict, facts.verdict) &&
    allows(pattern.topic, facts.topic) &&
    allows(pattern.requester, facts.requester) &&
    allows(pattern.proof, facts.proof)
  );
}
