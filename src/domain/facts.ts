import type { Topic } from './reference.ts';
import type { WholeVerdict } from './whole-verdict.ts';

export const POLICIES = ['seed', '2025'] as const;
/** Which dated set of rules is in force. */
export type Policy = (typeof POLICIES)[number];

export const ASKERS = ['customer', 'reseller', 'internal', 'unknown'] as const;
/**
 * What the engineer found in the ticket as proof for a change, which a bot must not read: a copy of the
 * subscription's invoice that fits, none, the customer's own invoice, a colleague's word, or the reseller's word for
 * a licence that was never activated.
 */
export const PROOFS = ['unknown', 'invoice', 'none', 'own-invoice', 'colleague', 'reseller-vouches'] as const;
export type Proof = (typeof PROOFS)[number];

/** Whose side the person who wrote the ticket is on. */
export type Asker = (typeof ASKERS)[number];

/** What a scenario may claim. */
export interface Facts {
  readonly policy: Policy;
  readonly verdict: WholeVerdict;
  readonly topic: Topic;
  readonly asker: Asker;
  readonly proof: Proof;
}

/** A fact that is left out may have any value. */
export type Pattern = { readonly [K in keyof Facts]?: readonly Facts[K][] };

export function matches(pattern: Pattern, facts: Facts): boolean {
  const fits = <T>(allowed: readonly T[] | undefined, value: T) =>
    allowed === undefined || allowed.includes(value);
  return (
    fits(pattern.policy, facts.policy) &&
    fits(pattern.verdict, facts.verdict) &&
    fits(pattern.topic, facts.topic) &&
    fits(pattern.asker, facts.asker) &&
    fits(pattern.proof, facts.proof)
  );
}
