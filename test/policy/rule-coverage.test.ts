import { describe, expect, it } from 'vitest';
import { POLICIES, type Policy } from '../../src/domain/case-facts.ts';
import type { Scenario } from '../../src/domain/scenario.ts';
import { WATCH_LIST } from '../../src/policy/watch-list.ts';
import { ALL_SCENARIOS, ALL_VARIANTS, factsSelecting, policiesOf } from '../builders/policy.ts';

/** Each rule of the seed policy, its meaning, and a pattern that at least one of its scenarios must match. */
const RULES: readonly (readonly [string, string, RegExp])[] = [
  ['R1', 'no portal access for customers of a reseller', /portal|login/i],
  ['R2', 'changes go through the reseller', /\{reseller\} (?:handles|makes) changes|ask \{reseller\} for it/],
  ['R3', 'the invoice owner in Zuora tells', /invoice owner/i],
  ['R4', 'partners in Salesforce are a hint', /Salesforce/],
  ['R5', 'no licence to the reseller', /send a licence or code to \{reseller\}/],
  [
    'R6',
    'the current Sold-To opens a ticket',
    /ticket from the current Sold-To contact|current Sold-To contact to open a ticket/,
  ],
  ['R7', 'the reseller attaches the invoice', /copy of the invoice/],
  [
    'R8',
    'a direct renewal names the reseller purchase',
    /originally bought via|originally bought through a reseller/,
  ],
  ['R9', 'no login before the purchase is processed', /Sales has processed the purchase/],
  ['R10', 'another account is a new purchase', /another account/i],
  [
    'R11',
    'the channel must say Non-Reseller',
    /Open \{account\} in Zuora and confirm yourself that the channel is "Non-Reseller"/,
  ],
  ['R12', 'a renewal shows a change of the invoice owner', /invoice owner changed/],
  ['R13', 'tick and save', /Tick "Login activated"\. Press Save\./],
  ['R14', 'the two usual tickets', /portal|instance dashboard/],
  ['R15', 'gather, then pass to Sales', /"Pass to Sales"/],
];

const RESOLD = new Set(['reseller', 'former-reseller', 'transition-pending']);

function reachableScenarios(policy: Policy): Map<string, Scenario> {
  const own = ALL_SCENARIOS.filter((scenario) => policiesOf(scenario).includes(policy));
  return new Map(own.map((scenario) => [scenario.id, scenario]));
}

function scenariosWithRule(rule: string, scenarios: Map<string, Scenario>): Scenario[] {
  return [...scenarios.values()].filter(({ source }) => source.rules.includes(rule));
}

function wordsOf({ headline, prohibitions, steps }: Scenario): string {
  return [headline, ...prohibitions, ...steps.map(({ text }) => text)].join('\n');
}

/** Scenarios per rule; their ids appear in the test title. */
const SEED_SCENARIOS = reachableScenarios('seed');
const TABLE = RULES.map(([rule, means, words]) => {
  const scenarios = scenariosWithRule(rule, SEED_SCENARIOS);
  return { rule, means, words, scenarios, ids: scenarios.map(({ id }) => id).join(', ') };
});

describe('every rule of the seed policy is stated in a scenario', () => {
  it.each(TABLE)('$rule, $means -> $ids', ({ scenarios, words }) => {
    expect(scenarios.length).toBeGreaterThan(0);
    expect(scenarios.filter((scenario) => words.test(wordsOf(scenario)))).not.toEqual([]);
  });

  it.each(['R1', 'R5', 'R8', 'R13'])('%s is stated in every scenario that names it', (rule) => {
    const words = RULES.find(([id]) => id === rule)?.[2] ?? /$^/;
    const resold = scenariosWithRule(rule, SEED_SCENARIOS).filter(
      (scenario) => rule !== 'R5' || factsSelecting(scenario).some(({ verdict }) => RESOLD.has(verdict)),
    );

    const silent = resold.filter(
      ({ id }) => !ALL_VARIANTS.some((variant) => variant.id === id && words.test(allWords(variant))),
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});

function allWords(scenario: Scenario): string {
  return [wordsOf(scenario), ...Object.values(scenario.texts ?? {})].join('\n');
}

describe('the policies', () => {
  it.each(POLICIES)('%s never needs the fallback', (policy) => {
    expect([...reachableScenarios(policy).keys()]).not.toContain('fallback');
    expect(factsSelecting({ id: 'fallback' })).toEqual([]);
  });

  it('name a later policy in the id of a scenario that applies only since then', () => {
    const misnamed = ALL_SCENARIOS.filter((scenario) => {
      const [first] = policiesOf(scenario);
      return /-(20\d\d)$/.exec(scenario.id)?.[1] !== (first === 'seed' ? undefined : first);
    });

    expect(misnamed.map(({ id }) => id)).toEqual([]);
  });

  it.each([
    ['2025', '2025-06-16'],
    ['2026', '2026-06-30'],
  ] as const)('show no note about a page that %s follows', (policy, day) => {
    const dated = [...reachableScenarios(policy).values()].filter(({ newer }) => newer && newer.date <= day);

    expect(dated.map(({ id }) => id)).toEqual([]);
  });

  it('apply R9 under the seed policy only', () => {
    expect(scenariosWithRule('R9', reachableScenarios('2025')).map(({ id }) => id)).toEqual([]);
    expect(scenariosWithRule('R9', reachableScenarios('2026')).map(({ id }) => id)).toEqual([]);
  });
});

describe('the watch list', () => {
  it('has an entry for every rule of a scenario that says what would change it', () => {
    const watched = new Set(WATCH_LIST.flatMap(({ rules }) => rules));
    const used = new Set(ALL_SCENARIOS.flatMap(({ source }) => source.rules));

    expect([...used].filter((rule) => !watched.has(rule))).toEqual([]);
    expect(WATCH_LIST.flatMap(({ rules }) => rules)).toHaveLength(watched.size);
  });
});
