import { type CaseFacts, POLICIES, PROOFS, REQUESTER_SIDES } from '../../src/domain/case-facts.ts';
import { OVERALL_ONLY_VERDICTS } from '../../src/domain/overall-verdict.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import { selectScenario } from '../../src/policy/select-scenario.ts';
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
export const ALL_SCENARIOS: readonly Scenario[] = [
  ...new Set(SITUATIONS.flatMap(({ scenarios }) => Object.values(scenarios))),
].sort((one, other) => one.id.localeCompare(other.id));

const SELECTIONS = FACT_COMBINATIONS.map((facts) => ({ facts, scenario: selectScenario(facts) }));

/** Returns the combinations of facts that select the scenario. */
export function factsSelecting(scenario: Scenario): readonly CaseFacts[] {
  return SELECTIONS.filter((selection) => selection.scenario === scenario).map(({ facts }) => facts);
}

/** Returns whether the scenario holds under no policy but this one. */
export function isOnlyUnder(policy: CaseFacts['policy'], scenario: Scenario): boolean {
  return factsSelecting(scenario).every((facts) => facts.policy === policy);
}
