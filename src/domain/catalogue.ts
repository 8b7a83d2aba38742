import { ASKERS, type Facts, matches, POLICIES, PROOFS } from './facts.ts';
import { TOPICS } from './reference.ts';
import type { Scenario } from './scenario.ts';
import { VERDICTS } from './verdict.ts';
import { OUTCOMES } from './whole-verdict.ts';

/** Every combination of facts there is: some five thousand. */
export function allFacts(): Facts[] {
  return POLICIES.flatMap((policy) =>
    [...VERDICTS, ...OUTCOMES].flatMap((verdict) =>
      TOPICS.flatMap((topic) =>
        ASKERS.flatMap((asker) => PROOFS.map((proof) => ({ policy, verdict, topic, asker, proof }))),
      ),
    ),
  );
}

/** Facts that more than one scenario claims, in words; empty when the scenarios can live together. */
export function overlaps(scenarios: readonly Scenario[]): string[] {
  return allFacts().flatMap((facts) => {
    const claimants = scenarios.filter(({ when }) => matches(when, facts));
    if (claimants.length < 2) return [];
    return [`${Object.values(facts).join(' · ')}: ${claimants.map(({ id }) => id).join(', ')}`];
  });
}
