import { type CaseFacts, POLICIES, type Policy } from '../src/domain/case-facts.ts';
import type { Scenario, Step } from '../src/domain/scenario.ts';
import { fallback } from '../src/policy/scenarios/fallback.ts';
import { scenarioUnder } from '../src/policy/select-scenario.ts';
import { type FactPattern, SITUATIONS } from '../src/policy/table.ts';

/** A row of the printed policy: a scenario and the facts that select it. */
interface PolicyRow {
  readonly scenario: Scenario;
  readonly policies: readonly Policy[];
  readonly situations: readonly FactPattern[];
}

const COLUMNS = [
  'Scenario',
  'Policy',
  'When',
  'Says',
  'Do not',
  'Steps',
  'Reply',
  'Note',
  'Newer page',
  'Source',
];

console.log(process.argv.includes('--csv') ? csvOf(policyRows()) : markdownOf(policyRows()));

function policyRows(): PolicyRow[] {
  const cells = SITUATIONS.flatMap((situation) =>
    POLICIES.map((policy) => ({ policy, situation, scenario: scenarioUnder(policy, situation) })),
  );
  const scenarios = new Set(cells.flatMap(({ scenario }) => scenario ?? []));
  const rows = [...scenarios].map((scenario) => {
    const own = cells.filter((cell) => cell.scenario === scenario);
    return {
      scenario,
      policies: POLICIES.filter((policy) => own.some((cell) => cell.policy === policy)),
      situations: [...new Set(own.map(({ situation }) => situation.when))],
    };
  });
  return [...rows, { scenario: fallback, policies: POLICIES, situations: [] }];
}

/** Returns a Markdown table with one row per scenario. */
function markdownOf(rows: readonly PolicyRow[]): string {
  const lines = rows.map((row) =>
    cellsOf(row).map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', '<br>')),
  );
  return [COLUMNS, COLUMNS.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Returns the same table as CSV (RFC 4180), for a spreadsheet. */
function csvOf(rows: readonly PolicyRow[]): string {
  return [COLUMNS, ...rows.map(cellsOf)]
    .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
}

function cellsOf({ scenario, policies, situations }: PolicyRow): string[] {
  const { id, headline, prohibitions, steps, texts, newer, source } = scenario;
  return [
    id,
    policies.join(', '),
    situations.map(factsText).join('\n') || 'no other scenario fits',
    headline,
    prohibitions.join('\n'),
    steps.map((step, index) => `${index + 1}. ${stepText(step, steps)}`).join('\n'),
    texts?.reply ?? '',
    texts?.note ?? '',
    newer ? `${newer.date}: ${newer.text}` : '',
    `${source.rules.join(', ')}; ${source.page}; compared ${source.checkedOn}`,
  ];
}

function factsText(when: FactPattern): string {
  return Object.entries(when)
    .map(
      ([fact, allowed]: [string, CaseFacts[keyof FactPattern] | readonly string[]]) =>
        `${fact}: ${[allowed].flat().join(', ')}`,
    )
    .join('; ');
}

function stepText(step: Step, steps: readonly Step[]): string {
  const conditions = stepConditions(step, steps);
  return conditions.length > 0 ? `${step.text} (${conditions.join('; ')})` : step.text;
}

/** Returns what has to be done or answered before the step counts as done. */
function stepConditions({ requires, confirm, linkLabel }: Step, steps: readonly Step[]): string[] {
  const numbers = (requires?.steps ?? []).map((id) => steps.findIndex((step) => step.id === id) + 1);
  return [
    ...(numbers.length > 0 ? [`after step ${numbers.join(', ')}`] : []),
    ...(requires?.verdict ? [`locked until a fresh check shows ${requires.verdict.join(' or ')}`] : []),
    ...(linkLabel ? [`asks for ${linkLabel}`] : []),
    ...(confirm ? [`confirms: ${confirm}`] : []),
  ];
}
