import type { CaseFacts } from '../domain/case-facts.ts';
import type { KnownFact } from '../domain/known-facts.ts';
import type { Step } from '../domain/scenario.ts';

/** A known fact, or the value of a fact that selects the scenario, such as "proof:invoice". */
export type Condition = KnownFact | { [K in keyof CaseFacts]: `${K}:${CaseFacts[K]}` }[keyof CaseFacts];

/** A part of a scenario that needs one condition of every list of `given`, and none of `unless`. */
export interface Conditional<T> {
  readonly given: readonly (readonly Condition[])[];
  readonly unless: readonly Condition[];
  readonly part: T;
}

/** A part of a scenario, always included or only on a condition. */
export type Part<T> = T | Conditional<T>;

/** Returns the part on the condition, or on any of the conditions. May be nested. */
export function given<T extends string | Step>(condition: Condition | readonly Condition[], part: Part<T>): Conditional<T> {
  const inner = conditionalOf(part);
  return { ...inner, given: [[condition].flat(), ...inner.given] };
}

/** Returns the part unless the condition, or any of the conditions, is met. May be nested. */
export function unless<T extends string | Step>(condition: Condition | readonly Condition[], part: Part<T>): Conditional<T> {
  const inner = conditionalOf(part);
  return { ...inner, unless: [...[condition].flat(), ...inner.unless] };
}

/**
 * Returns the step with the answer of the systems on the condition, and without it otherwise. `seen`: what they show, such as
 * "Zuora: always invoiced to {customer}".
 */
export function answered(condition: Condition | readonly Condition[], open: Step, seen: string): readonly Conditional<Step>[] {
  return [given(condition, { ...open, answer: seen }), unless(condition, open)];
}

/** Returns the facts that select a scenario, as conditions. */
export function factConditions({ policy, verdict, topic, requester, proof }: CaseFacts): Condition[] {
  return [`policy:${policy}`, `verdict:${verdict}`, `topic:${topic}`, `requester:${requester}`, `proof:${proof}`];
}

/** Returns the part with its condition, which is empty for a part that is always included. */
export function conditionalOf<T extends string | Step>(part: Part<T>): Conditional<T> {
  return typeof part === 'object' && 'part' in part ? part : { given: [], unless: [], part };
}

/** Returns the parts whose conditions are met. */
export function includedParts<T extends string | Step>(parts: readonly Part<T>[], known: ReadonlySet<Condition>): T[] {
  return parts
    .map(conditionalOf<T>)
    .filter((part) => part.given.every((any) => any.some((one) => known.has(one))) && !part.unless.some((one) => known.has(one)))
    .map(({ part }) => part);
}
