import { type CaseFacts, POLICIES, type Policy } from '../domain/case-facts.ts';
import type { KnownFact } from '../domain/known-facts.ts';
import type { Scenario } from '../domain/scenario.ts';
import { resolveScenario, type ScenarioTemplate } from './compose.ts';
import { factConditions } from './conditions.ts';
import { fallback } from './scenarios/fallback.ts';
import { type FactPattern, SITUATIONS, type Situation } from './table.ts';

/** Returns the scenario for these facts under their policy, without the parts that the known facts rule out. */
export function selectScenario(facts: CaseFacts, known: ReadonlySet<KnownFact>): Scenario {
  return resolveScenario(selectTemplate(facts), new Set([...known, ...factConditions(facts)]));
}

/** Returns the template for these facts under their policy; the fallback when no situation matches. */
export function selectTemplate(facts: CaseFacts): ScenarioTemplate {
  const situation = SITUATIONS.find(({ when }) => matchesFacts(when, facts));
  return (situation && scenarioUnder(facts.policy, situation)) ?? fallback;
}

/** Returns the scenario of the situation in the column of the policy, or in the nearest filled column before it. */
export function scenarioUnder(policy: Policy, { scenarios }: Situation): ScenarioTemplate | undefined {
  const columns = POLICIES.slice(0, POLICIES.indexOf(policy) + 1);
  return columns.map((column) => scenarios[column]).findLast((scenario) => scenario !== undefined);
}

/** Returns whether the pattern allows every one of the facts. */
export function matchesFacts(pattern: FactPattern, { verdict, topic, requester, proof }: CaseFacts): boolean {
  return allows(pattern.verdict, verdict) && allows(pattern.topic, topic) && allows(pattern.requester, requester) && allows(pattern.proof, proof);
}

function allows<T extends string>(allowed: T | readonly T[] | undefined, value: T): boolean {
  return allowed === undefined || allowed === value || (typeof allowed !== 'string' && allowed.includes(value));
}
