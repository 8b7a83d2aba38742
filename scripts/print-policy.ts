import type { FactPattern } from '../src/domain/case-facts.ts';
import type { Scenario, Step } from '../src/domain/scenario.ts';
import { fallbackScenario } from '../src/policy/fallback-scenario.ts';
import { allScenarios } from '../src/policy/select-scenario.ts';

const all = [...allScenarios, fallbackScenario];
const asTable = process.argv.includes('--markdown');
console.log(asTable ? policyTable(all) : all.map(scenarioAsText).join('\n\n'));

/** One scenario as text, to be read by people who do not read code. */
function scenarioAsText({
  id,
  when,
  headline,
  prohibitions,
  steps,
  texts = {},
  newer,
  source,
}: Scenario): string {
  return [
    id,
    `  when    ${factsText(when)}`,
    `  says    ${headline}`,
    ...prohibitions.map((text) => `  do not  ${text}`),
    ...steps.flatMap((step, index) => [
      `  ${String(index + 1).padEnd(6)}  ${step.text} [${step.id}]`,
      ...stepConditions(step, steps).map((term) => `            ${term}`),
    ]),
    ...Object.entries(texts).map(([name, text]) => `  ${name.padEnd(6)}  ${oneLine(text, ' / ')}`),
    ...(newer ? [`  newer   ${newer.date}: ${newer.text}`] : []),
    `  source  ${sourceText(source)}`,
  ].join('\n');
}

function policyTable(rows: readonly Scenario[]): string {
  const head = ['Scenario', 'When', 'Says', 'Do not', 'Steps', 'Reply', 'Note', 'Newer page', 'Source'];
  const lines = rows.map(({ id, when, headline, prohibitions, steps, texts, newer, source }) => [
    `\`${id}\``,
    factsText(when),
    headline,
    prohibitions.join('<br>'),
    steps.map((step, index) => `${index + 1}. ${stepText(step, steps)}`).join('<br>'),
    oneLine(texts?.reply ?? '', '<br><br>'),
    texts?.note ?? '',
    newer ? `${newer.date}: ${newer.text}` : '',
    sourceText(source),
  ]);
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map(escapeTableCell).join(' | ')} |`)
    .join('\n');
}

function factsText(when: FactPattern): string {
  const facts = Object.entries(when).map(([fact, allowed]) => `${fact}: ${allowed.join(', ')}`);
  return facts.length === 0 ? 'nothing else fits' : facts.join('; ');
}

function stepText(step: Step, steps: readonly Step[]): string {
  const terms = stepConditions(step, steps);
  return terms.length > 0 ? `${step.text} (${terms.join('; ')})` : step.text;
}

/** What stands between a press and the tick. */
function stepConditions({ requires, confirm, linkLabel }: Step, steps: readonly Step[]): string[] {
  const first = (requires?.steps ?? []).map((id) => String(steps.findIndex((step) => step.id === id) + 1));
  return [
    ...(first.length > 0 ? [`waits for step ${first.join(', ')}`] : []),
    ...(requires?.verdict ? [`locked until a fresh look shows ${requires.verdict.join(' or ')}`] : []),
    ...(linkLabel ? [`asks for ${linkLabel}`] : []),
    ...(confirm ? [`confirms: ${confirm}`] : []),
  ];
}

function oneLine(text: string, paragraph: string): string {
  return text.replaceAll('\n\n', paragraph);
}

function sourceText({ rules, page, checkedOn }: Scenario['source']): string {
  return `${rules.join(', ')}; ${page}; compared ${checkedOn}`;
}

function escapeTableCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
