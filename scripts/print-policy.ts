import { type CaseFacts, POLICIES, type Policy } from '../src/domain/case-facts.ts';
import type { Step } from '../src/domain/scenario.ts';
import { resolveScenario, type ScenarioTemplate } from '../src/policy/compose.ts';
import { type Condition, conditionalOf, type Part } from '../src/policy/conditions.ts';
import { fallback } from '../src/policy/scenarios/fallback.ts';
import { scenarioUnder } from '../src/policy/select-scenario.ts';
import { type FactPattern, SITUATIONS } from '../src/policy/table.ts';
import { WATCH_LIST } from '../src/policy/watch-list.ts';

/** A row of the printed policy: a scenario and the facts that select it. */
interface PolicyRow {
  readonly scenario: ScenarioTemplate;
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

console.log(printed(process.argv.slice(2)));

function printed(options: readonly string[]): string {
  if (options.includes('--watch-list')) return watchListLines().join('\n');
  return options.includes('--csv') ? csvOf(policyRows()) : markdownOf(policyRows());
}

function watchListLines(): string[] {
  return WATCH_LIST.map(({ rules, change, where }) => `${rules.join(', ')}: ${change} (${where})`);
}

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
  const { id, headline, prohibitions, steps, newer, source } = scenario;
  const { texts } = resolveScenario(scenario, new Set(firstFacts(situations)));
  return [
    id,
    policies.join(', '),
    situations.map(factsText).join('\n') || 'no other scenario fits',
    [headline]
      .flat()
      .map((part) => partText(part, (text) => text))
      .join('\n'),
    prohibitions.map((part) => partText(part, (text) => text)).join('\n'),
    steps.map((part) => `- ${partText(part, stepText)}`).join('\n'),
    texts?.reply ?? texts?.colleagueReply ?? '',
    texts?.note ?? '',
    newer ? `${newer.date}: ${newer.text}` : '',
    `${source.rules.join(', ')}; ${source.page}; compared ${source.checkedOn}`,
  ];
}

/** Returns the facts of one check for which the reply and the note are printed: the first value that each fact may have. */
function firstFacts([first]: readonly FactPattern[]): Condition[] {
  const { verdict, requester } = first ?? {};
  return [
    ...[verdict ?? []]
      .flat()
      .slice(0, 1)
      .map((one) => `verdict:${one}` as const),
    ...[requester ?? []]
      .flat()
      .slice(0, 1)
      .map((one) => `requester:${one}` as const),
  ];
}

/** Returns the text, preceded by the condition on which it is included. */
function partText<T extends string | Step>(conditional: Part<T>, textOf: (part: T) => string): string {
  const { given, unless, part } = conditionalOf<T>(conditional);
  const conditions = [...given.map((any) => any.join(' or ')), ...unless.map((one) => `not ${one}`)];
  return conditions.length > 0 ? `[${conditions.join(', ')}] ${textOf(part)}` : textOf(part);
}

function factsText(when: FactPattern): string {
  return Object.entries(when)
    .map(
      ([fact, allowed]: [string, CaseFacts[keyof FactPattern] | readonly string[]]) =>
        `${fact}: ${[allowed].flat().join(', ')}`,
    )
    .join('; ');
}

function stepText(step: Step): string {
  const conditions = stepConditions(step);
  return conditions.length > 0
    ? `${step.id}: ${step.text} (${conditions.join('; ')})`
    : `${step.id}: ${step.text}`;
}

/** Returns what the systems answered, and what has to be done or answered before the step counts as done. */
function stepConditions({ requires, answer, confirm, linkLabel }: Step): string[] {
  return [
    ...(answer ? [`answered by the systems: ${answer}`] : []),
    ...(requires?.steps ? [`after ${requires.steps.join(', ')}`] : []),
    ...(requires?.verdict ? [`locked until a fresh check shows ${requires.verdict.join(' or ')}`] : []),
    ...(linkLabel ? [`asks for ${linkLabel}`] : []),
    ...(confirm ? [`confirms: ${confirm}`] : []),
  ];
}
