import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { allFacts, overlaps } from '../../src/domain/catalogue.ts';
import { ASKERS, matches, POLICIES, PROOFS } from '../../src/domain/facts.ts';
import { TOPICS } from '../../src/domain/reference.ts';
import { type Scenario, SLOTS, type Step } from '../../src/domain/scenario.ts';
import { fill, plainText, slotsIn } from '../../src/domain/text.ts';
import { VERDICTS } from '../../src/domain/verdict.ts';
import { OUTCOMES } from '../../src/domain/whole-verdict.ts';
import { fallback } from '../../src/scenarios/fallback.ts';
import { scenarios } from '../../src/scenarios/index.ts';
import { LONG } from './long-values.ts';

const FOLDER = new URL('../../src/scenarios/', import.meta.url);
const RULES = [...Array.from({ length: 18 }, (_, index) => `R${index + 1}`), 'house'];
const DAY = /^20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

const everyOne: [string, Scenario][] = [...scenarios, fallback].map((scenario) => [scenario.id, scenario]);

function textsOf({ headline, never, steps, newer }: Scenario): string[] {
  return [headline, ...never, ...steps.flatMap(wordsOf), ...(newer ? [newer.text] : [])];
}

function wordsOf({ text, confirm = '', asks = '' }: Step): string[] {
  return [text, confirm, asks].filter((words) => words !== '');
}

function filledLength(text: string): number {
  return plainText(fill(text, LONG)).length;
}

describe('the scenarios together', () => {
  it('are the files of their folder, each with its own name as id', () => {
    const names = readdirSync(FOLDER).map((name) => name.replace(/\.ts$/, ''));

    expect(scenarios.map(({ id }) => id).sort()).toEqual(
      names.filter((name) => name !== 'index' && name !== 'fallback').sort(),
    );
  });

  it('never claim the same facts twice', () => {
    expect(overlaps(scenarios)).toEqual([]);
  });

  it('leave nothing to the fallback, whichever policy is in force', () => {
    const unclaimed = allFacts().filter((facts) => !scenarios.some(({ when }) => matches(when, facts)));

    expect(unclaimed).toEqual([]);
  });

  it('are each tried in the table of claims', () => {
    const claims = readFileSync(new URL('claims.test.ts', import.meta.url), 'utf8');

    expect(scenarios.map(({ id }) => id).filter((id) => !claims.includes(`'${id}'`))).toEqual([]);
  });
});

describe('every combination of facts', () => {
  it('is counted once', () => {
    const all = allFacts().map((facts) => Object.values(facts).join(' '));

    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(
      POLICIES.length * (VERDICTS.length + OUTCOMES.length) * TOPICS.length * ASKERS.length * PROOFS.length,
    );
  });

  it('shows who would fight over it', () => {
    const one = { ...fallback, id: 'one', when: { policy: ['seed'], verdict: ['direct'] } } as const;
    const two = {
      ...fallback,
      id: 'two',
      when: { topic: ['other'], asker: ['customer'], proof: ['none'] },
    } as const;

    expect(overlaps([one, two])).toEqual(['seed · direct · other · customer · none: one, two']);
  });
});

describe.each(everyOne)('%s', (_, scenario) => {
  it('claims at least one combination of facts', () => {
    expect(allFacts().some((facts) => matches(scenario.when, facts))).toBe(true);
  });

  it('names known slots only', () => {
    const unknown = textsOf(scenario)
      .flatMap(slotsIn)
      .filter((name) => !SLOTS.some((slot) => slot === name));

    expect(unknown).toEqual([]);
  });

  it('has a headline that fits, with the longest names too', () => {
    expect(filledLength(scenario.headline)).toBeLessThanOrEqual(150);
  });

  it('has sentences that fit, with the longest names too', () => {
    expect(textsOf(scenario).filter((text) => filledLength(text) > 200)).toEqual([]);
  });

  it('asks for no more than a person can keep in mind', () => {
    expect(scenario.never.length).toBeLessThanOrEqual(3);
    expect(scenario.steps.length).toBeGreaterThan(0);
    expect(scenario.steps.length).toBeLessThanOrEqual(7);
  });

  it('tells its steps apart by short ids', () => {
    const ids = scenario.steps.map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]{1,29}$/.test(id))).toEqual([]);
  });

  it('lets a step wait only for steps that stand above it', () => {
    const ids = scenario.steps.map(({ id }) => id);
    const early = scenario.steps.flatMap(({ id, needs }, place) =>
      (needs?.steps ?? [])
        .filter((first) => !ids.slice(0, place).includes(first))
        .map((first) => `${id}: ${first}`),
    );

    expect(early).toEqual([]);
  });

  it('confirms with a plain question that is quickly read', () => {
    const asked = scenario.steps.flatMap(({ confirm }) => confirm ?? []);

    expect(asked.filter((text) => text.length > 100 || !/^[A-Z][^{}?]*\?$/.test(text))).toEqual([]);
  });

  it('asks for a link so that "That step needs ..." reads on', () => {
    const asked = scenario.steps.flatMap(({ asks }) => asks ?? []);

    expect(asked.filter((text) => text.length > 60 || !/^(?:a|the) link [^{}]*[^.]$/.test(text))).toEqual([]);
  });

  it('starts its prohibitions with the verb, as they stand under "Do not"', () => {
    expect(scenario.never.filter((text) => !/^[a-z].*[^.]$/.test(text))).toEqual([]);
  });

  it('is calm plain text: no shouting, no markup', () => {
    expect(textsOf(scenario).filter((text) => /[!*`~<>]|(?<![A-Za-z0-9])_|\n| {2}/.test(text))).toEqual([]);
  });

  it('names its rules, its page and the day of the last look', () => {
    const { rules, page, checkedOn } = scenario.source;

    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((rule) => !RULES.includes(rule))).toEqual([]);
    expect(page).not.toBe('');
    expect(checkedOn).toMatch(DAY);
    expect(scenario.newer?.date ?? checkedOn).toMatch(DAY);
  });
});
