import { type CaseFacts, POLICIES, PROOFS, REQUESTER_SIDES } from '../../src/domain/case-facts.ts';
import type { KnownFact } from '../../src/domain/known-facts.ts';
import { OVERALL_ONLY_VERDICTS } from '../../src/domain/overall-verdict.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import { conditionsOf, resolveScenario, type ScenarioTemplate } from '../../src/policy/compose.ts';
import { fallback } from '../../src/policy/scenarios/fallback.ts';
import { selectScenario, selectTemplate } from '../../src/policy/select-scenario.ts';
import { SITUATIONS } from '../../src/policy/table.ts';

/** Every combination of facts: about five thousand. */
export const FACT_COMBINATIONS: readonly CaseFacts[] = POLICIES.flatMap((policy) =>
  [...VERDICTS, ...OVERALL_ONLY_VERDICTS].flatMap((verdict) =>
    TOPICS.flatMap((topic) =>
      REQUESTER_SIDES.flatMap((requester) =>
        PROOFS.map((proof) => ({ policy, verdict, topic, requester, proof })),
      ),
    ),
  ),
);

/** Every scenario of the policy table, by id. The fallback is not among them. */
export const ALL_TEMPLATES: readonly ScenarioTemplate[] = [
  ...new Set(SITUATIONS.flatMap(({ scenarios }) => Object.values(scenarios))),
].sort((one, other) => one.id.localeCompare(other.id));

/** Every scenario of the policy table in every variant, and the fallback. Variants of one scenario share its id. */
export const ALL_VARIANTS: readonly Scenario[] = [...ALL_TEMPLATES, fallback].flatMap(variantsOf);

/** Every scenario of the policy table as it reads when nothing is known besides the facts that select it. */
export const ALL_SCENARIOS: readonly Scenario[] = ALL_TEMPLATES.map((template) =>
  resolveScenario(template, new Set()),
);

/** Returns the scenario once for every subset of the known facts that it depends on. */
function variantsOf(template: ScenarioTemplate): Scenario[] {
  const subsets = conditionsOf(template).reduce<KnownFact[][]>(
    (all, fact) => all.flatMap((subset) => [subset, [...subset, fact]]),
    [[]],
  );
  return subsets.map((subset) => resolveScenario(template, new Set(subset)));
}

/** Returns the scenario for these facts, as it reads when these facts and no others are known. */
export function scenarioFor(facts: CaseFacts, known: readonly KnownFact[] = []): Scenario {
  return selectScenario(facts, new Set(known));
}

/** Returns the scenario for these facts in every variant. */
export function variantsFor(facts: CaseFacts): Scenario[] {
  return variantsOf(selectTemplate(facts));
}

const SELECTIONS = FACT_COMBINATIONS.map((facts) => ({ facts, id: selectTemplate(facts).id }));

/** Returns the combinations of facts that select the scenario. */
export function factsSelecting({ id }: Pick<Scenario, 'id'>): readonly CaseFacts[] {
  return SELECTIONS.filter((selection) => selection.id === id).map(({ facts }) => facts);
}

/** Returns whether the scenario holds under no policy but this one. */
export function isOnlyUnder(policy: CaseFacts['policy'], scenario: Pick<Scenario, 'id'>): boolean {
  return factsSelecting(scenario).every((facts) => facts.policy === policy);
}
