import { type CaseFacts, POLICIES, PROOFS, REQUESTER_SIDES } from '../../src/domain/case-facts.ts';
import { KNOWN_FACTS, type KnownFact } from '../../src/domain/known-facts.ts';
import { OVERALL_ONLY_VERDICTS } from '../../src/domain/overall-verdict.ts';
import type { Scenario, Step } from '../../src/domain/scenario.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import { resolveScenario, type ScenarioTemplate } from '../../src/policy/compose.ts';
import { type Condition, conditionalOf, factConditions } from '../../src/policy/conditions.ts';
import { fallback } from '../../src/policy/scenarios/fallback.ts';
import { selectScenario, selectTemplate } from '../../src/policy/select-scenario.ts';
import { SITUATIONS } from '../../src/policy/table.ts';

/** Every combination of facts: about twenty thousand. */
export const FACT_COMBINATIONS: readonly CaseFacts[] = POLICIES.flatMap((policy) =>
  [...VERDICTS, ...OVERALL_ONLY_VERDICTS].flatMap((verdict) =>
    TOPICS.flatMap((topic) =>
      REQUESTER_SIDES.flatMap((requester) =>
        PROOFS.map((proof) => ({ policy, verdict, topic, requester, proof })),
      ),
    ),
  ),
);

/** The combinations whose proof can matter: it is asked for in a contact change only. */
export const RELEVANT_FACTS: readonly CaseFacts[] = FACT_COMBINATIONS.filter(
  ({ topic, proof }) => topic === 'contact-change' || proof === 'unknown',
);

/** Known facts that are never established together. */
const EXCLUSIVE: readonly (readonly KnownFact[])[] = [
  ['crm-account-found', 'crm-account-missing'],
  ['smb-pool', 'crm-account-missing'],
  ['crm-lists-partner', 'crm-lists-no-partner'],
  ['crm-lists-no-partner', 'partner-deal-known'],
  ['web-direct-deal-known', 'partner-deal-known'],
  ['no-earlier-owner', 'owner-change-seen'],
  ['no-earlier-owner', 'earlier-owner-known'],
  ['marketplace-aws', 'marketplace-google'],
  ['ended-recently', 'ended-long-ago'],
  ['zuora-silent', 'zuora-field-unclear'],
  ['requester-is-sold-to', 'requester-is-not-sold-to'],
  ['requester-is-invoice-owner', 'requester-is-not-invoice-owner'],
];

const FACTS_BY_ID = new Map<string, CaseFacts[]>();
for (const facts of FACT_COMBINATIONS) {
  const { id } = selectTemplate(facts);
  FACTS_BY_ID.set(id, [...(FACTS_BY_ID.get(id) ?? []), facts]);
}

/** Every scenario of the policy table, by id. The fallback is not among them. */
export const ALL_TEMPLATES: readonly ScenarioTemplate[] = [
  ...new Set(SITUATIONS.flatMap(({ scenarios }) => Object.values(scenarios))),
].sort((one, other) => one.id.localeCompare(other.id));

/** Every scenario of the policy table in every variant, and the fallback. Variants of one scenario share its id. */
export const ALL_VARIANTS: readonly Scenario[] = [...ALL_TEMPLATES, fallback].flatMap((template) =>
  variantsOf(template, factsSelecting(template)),
);

/** Every scenario of the policy table as it reads for its first facts, when nothing else is known. */
export const ALL_SCENARIOS: readonly Scenario[] = ALL_TEMPLATES.flatMap((template) =>
  factsSelecting(template)
    .slice(0, 1)
    .map((facts) => scenarioFor(facts)),
);

/** Returns the scenario once for each way it reads under these facts and any known facts. */
function variantsOf(template: ScenarioTemplate, all: readonly CaseFacts[]): Scenario[] {
  const conditions = new Set<string>(conditionsOf(template));
  const selecting = distinct(
    all.map((facts) => factConditions(facts).filter((one) => conditions.has(one) || isShared(one))),
  );
  const subsets = KNOWN_FACTS.filter((fact) => conditions.has(fact))
    .reduce<KnownFact[][]>((found, fact) => found.flatMap((subset) => [subset, [...subset, fact]]), [[]])
    .filter((subset) => !EXCLUSIVE.some((group) => group.every((fact) => subset.includes(fact))));
  return distinct(
    (selecting.length > 0 ? selecting : [[]]).flatMap((facts) =>
      subsets.map((subset) => resolveScenario(template, new Set([...facts, ...subset]))),
    ),
  );
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** Returns whether every scenario depends on the condition, through texts that all of them share. */
function isShared(condition: Condition): boolean {
  return /^(?:verdict|requester):/.test(condition);
}

/** Returns the scenario for these facts, as it reads when these facts and no others are known. */
export function scenarioFor(facts: CaseFacts, known: readonly KnownFact[] = []): Scenario {
  return selectScenario(facts, new Set(known));
}

/** Returns the scenario for these facts in every variant. */
export function variantsFor(facts: CaseFacts): Scenario[] {
  return variantsOf(selectTemplate(facts), [facts]);
}

/** Returns the combinations of facts that select the scenario. */
export function factsSelecting({ id }: Pick<Scenario, 'id'>): readonly CaseFacts[] {
  return FACTS_BY_ID.get(id) ?? [];
}

/** Returns the policies under which the scenario is selected. */
export function policiesOf(scenario: Pick<Scenario, 'id'>): CaseFacts['policy'][] {
  const own = new Set(factsSelecting(scenario).map(({ policy }) => policy));
  return POLICIES.filter((policy) => own.has(policy));
}

/** Returns every condition that a part of the template depends on. */
export function conditionsOf({
  headline,
  prohibitions,
  steps,
  reply = [],
  colleagueReply = [],
}: ScenarioTemplate): Condition[] {
  const parts = [headline, ...prohibitions, ...steps, ...reply, ...colleagueReply].flat();
  const conditionals = parts.map((part) => conditionalOf<string | Step>(part));
  return [...new Set(conditionals.flatMap((part) => [...part.given.flat(), ...part.unless]))];
}

/** Returns every name in braces, known or not, in order of appearance. */
export function placeholdersIn(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
}
