import { type CaseFacts, matchesFacts, POLICIES, PROOFS, REQUESTER_SIDES } from '../domain/case-facts.ts';
import { OVERALL_ONLY_VERDICTS } from '../domain/overall-verdict.ts';
import type { Scenario } from '../domain/scenario.ts';
import { TOPICS } from '../domain/topics.ts';
import { VERDICTS } from '../domain/verdict.ts';

/** Every combination of facts there is: some five thousand. */
export function allFactCombinations(): CaseFacts[] {
  return POLICIES.flatMap((policy) =>
    [...VERDICTS, ...OVERALL_ONLY_VERDICTS].flatMap((verdict) =>
      TOPICS.flatMap((topic) =>
        REQUESTER_SIDES.flatMap((requester) =>
          PROOFS.map((proof) => ({ policy, verdict, topic, requester: requester, proof })),
        ),
      ),
    ),
  );
}

/** Facts that more than one scenario claims, in words; empty when the scenarios can live together. */
export function findScenarioOverlaps(scenarios: readonly Scenario[]): string[] {
  return allFactCombinations().flatMap((facts) => {
    const claimants = scenarios.filter(({ when }) => matchesFacts(when, facts));
    if (claimants.length < 2) return [];
    return [`${Object.values(facts).join(' · ')}: ${claimants.map(({ id }) => id).join(', ')}`];
  });
}
