import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_VARIANTS } from '../builders/policy.ts';

const ROOT = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/handbook-coverage.md', ROOT), 'utf8');

/** Rows of the page's tables: what the handbook says, its rules, where it is implemented, and what holds it. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| The page says'))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  )
  .map(([says = '', rules = '', implementation = '', tests = '']) => ({
    says,
    rules,
    implementation,
    tests,
  }));

/** Number of sentences in each section of the handbook page; list items count as sentences. */
const SENTENCES_PER_SECTION = {
  Overview: 6,
  'Finding out whether a reseller was involved': 5,
  "Changing the end user's contact": 4,
  'Renewing directly': 7,
  'Enabling the login': 6,
  'Handling the ticket': 5,
};

const steps = new Set(ALL_VARIANTS.flatMap(({ id, steps }) => steps.map((step) => `${id}/${step.id}`)));

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

/** Returns whether a name is a file of the repository or a step of the policy. */
function exists(name: string): boolean {
  return /^(?:src|test)\//.test(name) ? existsSync(new URL(name, ROOT)) : steps.has(name);
}

describe('docs/handbook-coverage.md', () => {
  it('has a row for every sentence of every section', () => {
    const sections = page.split(/^## /m).slice(1);
    const counts = sections.map((section) => [
      section.split('\n')[0],
      section.split('\n').filter((line) => line.startsWith('| ')).length - 1,
    ]);

    expect(Object.fromEntries(counts)).toEqual(SENTENCES_PER_SECTION);
  });

  it('names every rule of the seed policy', () => {
    const named = new Set(rows.flatMap(({ rules }) => rules.match(/R\d+/g) ?? []));

    expect([...named].sort((one, other) => Number(one.slice(1)) - Number(other.slice(1)))).toEqual(
      Array.from({ length: 15 }, (_, index) => `R${index + 1}`),
    );
  });

  it.each(rows)('$says', ({ implementation, tests }) => {
    const names = namesIn(implementation);

    expect(names).not.toEqual([]);
    expect(tests).toMatch(/`test\/|decision table/);
    expect([...names, ...namesIn(tests)].filter((name) => !exists(name))).toEqual([]);
  });
});
