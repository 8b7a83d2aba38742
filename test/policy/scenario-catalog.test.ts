import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { POLICIES, PROOFS, REQUESTER_SIDES } from '../../src/domain/case-facts.ts';
import { OVERALL_ONLY_VERDICTS } from '../../src/domain/overall-verdict.ts';
import { PLACEHOLDERS, type Scenario, type Step } from '../../src/domain/scenario.ts';
import { fillTemplate, plainText } from '../../src/domain/text-fragments.ts';
import { TOPICS } from '../../src/domain/topics.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import { fallback } from '../../src/policy/scenarios/fallback.ts';
import { matchesFacts, scenarioUnder } from '../../src/policy/select-scenario.ts';
import { SITUATIONS } from '../../src/policy/table.ts';
import {
  ALL_SCENARIOS,
  ALL_VARIANTS,
  FACT_COMBINATIONS,
  factsSelecting,
  placeholdersIn,
} from '../builders/policy.ts';
import { LONGEST_SLOT_VALUES } from './longest-slot-values.ts';

const RULES = [...Array.from({ length: 18 }, (_, index) => `R${index + 1}`), 'internal'];
const DAY_PATTERN = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

const VARIANTS_BY_ID = [...ALL_SCENARIOS, fallback].map(
  ({ id }) => [id, ALL_VARIANTS.filter((variant) => variant.id === id)] as const,
);

/** Steps that protect a login, a contact or a licence. Evidence never answers them. */
const CONFIRMED_BY_PEOPLE = [
  'authorised',
  'by-hand',
  'channel',
  'check-invoice',
  'check-proof',
  'check-record',
  'find-invoice',
  'history',
  'not-activated',
  'read-zuora',
  'same-domain',
];

function textsOf({ headline, prohibitions, steps, newer }: Scenario): string[] {
  return [headline, ...prohibitions, ...steps.flatMap(wordsOf), ...(newer ? [newer.text] : [])];
}

function wordsOf({ text, answer = '', confirm = '', linkLabel = '' }: Step): string[] {
  return [text, answer, confirm, linkLabel].filter((words) => words !== '');
}

function filledLength(text: string): number {
  return plainText(fillTemplate(text, LONGEST_SLOT_VALUES)).length;
}

describe('the policy table', () => {
  it.each(POLICIES)('matches every combination of facts exactly once under the policy %s', (policy) => {
    const claims = FACT_COMBINATIONS.filter((facts) => facts.policy === policy).map((facts) => ({
      facts,
      claimants: SITUATIONS.filter(
        (situation) => matchesFacts(situation.when, facts) && scenarioUnder(policy, situation),
      ),
    }));

    expect(claims.filter(({ claimants }) => claimants.length !== 1)).toEqual([]);
  });

  it('fills an empty cell with the one of the previous policy, and leaves it empty before the first one', () => {
    const later = { when: {}, scenarios: { '2025': fallback } };
    const earlier = { when: {}, scenarios: { seed: fallback } };

    expect(scenarioUnder('seed', later)).toBeUndefined();
    expect(scenarioUnder('2025', later)).toBe(fallback);
    expect(scenarioUnder('2025', earlier)).toBe(fallback);
  });

  it('gives each scenario a unique id', () => {
    const ids = ALL_SCENARIOS.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(ALL_SCENARIOS.map((scenario) => [scenario.id, scenario] as const))(
    'selects %s for some facts',
    (_, scenario) => {
      expect(factsSelecting(scenario)).not.toEqual([]);
    },
  );

  it('has a test row for every scenario in table.test.ts', () => {
    const claims = readFileSync(new URL('table.test.ts', import.meta.url), 'utf8');

    expect(ALL_SCENARIOS.map(({ id }) => id).filter((id) => !claims.includes(`'${id}'`))).toEqual([]);
  });
});

it('the test data holds every combination of facts once', () => {
  const all = FACT_COMBINATIONS.map((facts) => Object.values(facts).join(' '));

  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength(
    POLICIES.length *
      (VERDICTS.length + OVERALL_ONLY_VERDICTS.length) *
      TOPICS.length *
      REQUESTER_SIDES.length *
      PROOFS.length,
  );
});

describe.each(VARIANTS_BY_ID)('%s', (_, variants) => {
  it('uses only known placeholders', () => {
    for (const scenario of variants) {
      const unknown = textsOf(scenario)
        .flatMap(placeholdersIn)
        .filter((name) => !PLACEHOLDERS.some((slot) => slot === name));

      expect(unknown).toEqual([]);
    }
  });

  it('has a headline that fits even with the longest names', () => {
    for (const scenario of variants) {
      expect(filledLength(scenario.headline)).toBeLessThanOrEqual(150);
    }
  });

  it('has sentences that fit even with the longest names', () => {
    for (const scenario of variants) {
      expect(textsOf(scenario).filter((text) => filledLength(text) > 225)).toEqual([]);
    }
  });

  it('has at most three prohibitions and seven steps', () => {
    for (const scenario of variants) {
      expect(scenario.prohibitions.length).toBeLessThanOrEqual(3);
      expect(scenario.steps.length).toBeGreaterThan(0);
      expect(scenario.steps.length).toBeLessThanOrEqual(7);
    }
  });

  it('has short, unique step ids', () => {
    for (const scenario of variants) {
      const ids = scenario.steps.map(({ id }) => id);

      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.filter((id) => !/^[a-z][a-z0-9-]{1,29}$/.test(id))).toEqual([]);
    }
  });

  it('locks a step only behind earlier steps', () => {
    for (const scenario of variants) {
      const ids = scenario.steps.map(({ id }) => id);
      const early = scenario.steps.flatMap(({ id, requires }, place) =>
        (requires?.steps ?? [])
          .filter((first) => !ids.slice(0, place).includes(first))
          .map((first) => `${id}: ${first}`),
      );

      expect(early).toEqual([]);
    }
  });

  it('leaves to people what only people can confirm', () => {
    for (const scenario of variants) {
      const answeredSteps = scenario.steps.filter(({ answer }) => answer !== undefined);

      expect(answeredSteps.filter(({ requires }) => requires?.verdict).map(({ id }) => id)).toEqual([]);
      expect(answeredSteps.filter(({ startsHandoff }) => startsHandoff).map(({ id }) => id)).toEqual([]);
      expect(answeredSteps.filter(({ id }) => CONFIRMED_BY_PEOPLE.includes(id)).map(({ id }) => id)).toEqual(
        [],
      );
    }
  });

  it('confirms a step with a short question', () => {
    for (const scenario of variants) {
      const asked = scenario.steps.flatMap(({ confirm }) => confirm ?? []);

      expect(asked.filter((text) => text.length > 100 || !/^[A-Z][^{}?]*\?$/.test(text))).toEqual([]);
    }
  });

  it('names the link so that it completes "That step needs …"', () => {
    for (const scenario of variants) {
      const asked = scenario.steps.flatMap(({ linkLabel }) => linkLabel ?? []);

      expect(asked.filter((text) => text.length > 60 || !/^(?:a|the) link [^{}]*[^.]$/.test(text))).toEqual(
        [],
      );
    }
  });

  it('starts each prohibition with a verb that can follow "Don\'t"', () => {
    for (const scenario of variants) {
      expect(scenario.prohibitions.filter((text) => !/^[a-z].*[^.]$/.test(text))).toEqual([]);
    }
  });

  it('is plain text without markup or exclamation marks', () => {
    for (const scenario of variants) {
      expect(textsOf(scenario).filter((text) => /[!*`~<>]|(?<![A-Za-z0-9])_|\n| {2}/.test(text))).toEqual([]);
    }
  });

  it('names its rules, its handbook page and the date of the last comparison', () => {
    for (const scenario of variants) {
      const { rules, page, checkedOn } = scenario.source;

      expect(rules.length).toBeGreaterThan(0);
      expect(rules.filter((rule) => !RULES.includes(rule))).toEqual([]);
      expect(page).not.toBe('');
      expect(checkedOn).toMatch(DAY_PATTERN);
      expect(scenario.newer?.date ?? checkedOn).toMatch(DAY_PATTERN);
    }
  });
});

describe('a step of the policy', () => {
  const steps = ALL_VARIANTS.flatMap((variant) => variant.steps.map((step) => ({ step, variant })));

  it('that asks to choose a topic, a requester or a proof on the card says which', () => {
    const asking = steps.filter(
      ({ step }) =>
        / on this card/.test(step.text) && !/^(?:choose-(?:account|subscription)|evidence)$/.test(step.id),
    );

    expect(asking.filter(({ step }) => step.chooses === undefined).map(({ step }) => step.text)).toEqual([]);
    for (const { step } of asking) expect(step.text).toMatch(CHOOSING[step.chooses ?? 'topic']);
  });

  it('that sends the reply is in a scenario that has a reply', () => {
    const without = steps.filter(
      ({ step, variant }) => step.sendsReply && !variant.texts?.reply && !variant.texts?.colleagueReply,
    );

    expect(new Set(without.map(({ variant }) => variant.id))).toEqual(new Set());
  });
});

const CHOOSING = {
  topic: /topic/,
  requester: /requester/,
  proof: /proof|vouch/,
};
