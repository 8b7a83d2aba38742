import type { Pattern } from '../src/domain/facts.ts';
import type { Scenario, Step } from '../src/domain/scenario.ts';
import { fallback } from '../src/scenarios/fallback.ts';
import { scenarios } from '../src/scenarios/index.ts';

const all = [...scenarios, fallback];
const asTable = process.argv.includes('--markdown');
console.log(asTable ? table(all) : all.map(page).join('\n\n'));

/** One scenario as text, to be read by people who do not read code. */
function page({ id, when, headline, never, steps, texts = {}, newer, source }: Scenario): string {
  return [
    id,
    `  when    ${whenWords(when)}`,
    `  says    ${headline}`,
    ...never.map((text) => `  do not  ${text}`),
    ...steps.flatMap((step, index) => [
      `  ${String(index + 1).padEnd(6)}  ${step.text} [${step.id}]`,
      ...stepTerms(step, steps).map((term) => `            ${term}`),
    ]),
    ...Object.entries(texts).map(([name, text]) => `  ${name.padEnd(6)}  ${oneLine(text, ' / ')}`),
    ...(newer ? [`  newer   ${newer.date}: ${newer.text}`] : []),
    `  source  ${sourceWords(source)}`,
  ].join('\n');
}

function table(rows: readonly Scenario[]): string {
  const head = ['Scenario', 'When', 'Says', 'Do not', 'Steps', 'Reply', 'Note', 'Newer page', 'Source'];
  const lines = rows.map(({ id, when, headline, never, steps, texts, newer, source }) => [
    `\`${id}\``,
    whenWords(when),
    headline,
    never.join('<br>'),
    steps.map((step, index) => `${index + 1}. ${stepWords(step, steps)}`).join('<br>'),
    oneLine(texts?.reply ?? '', '<br><br>'),
    texts?.note ?? '',
    newer ? `${newer.date}: ${newer.text}` : '',
    sourceWords(source),
  ]);
  return [head, head.map(() => '---'), ...lines]
    .map((cells) => `| ${cells.map(cell).join(' | ')} |`)
    .join('\n');
}

function whenWords(when: Pattern): string {
  const facts = Object.entries(when).map(([fact, allowed]) => `${fact}: ${allowed.join(', ')}`);
  return facts.length === 0 ? 'nothing else fits' : facts.join('; ');
}

function stepWords(step: Step, steps: readonly Step[]): string {
  const terms = stepTerms(step, steps);
  return terms.length > 0 ? `${step.text} (${terms.join('; ')})` : step.text;
}

/** What stands between a press and the tick. */
function stepTerms({ needs, confirm, asks }: Step, steps: readonly Step[]): string[] {
  const first = (needs?.steps ?? []).map((id) => String(steps.findIndex((step) => step.id === id) + 1));
  return [
    ...(first.length > 0 ? [`waits for step ${first.join(', ')}`] : []),
    ...(needs?.verdict ? [`locked until a fresh look shows ${needs.verdict.join(' or ')}`] : []),
    ...(asks ? [`asks for ${asks}`] : []),
    ...(confirm ? [`confirms: ${confirm}`] : []),
  ];
}

function oneLine(text: string, paragraph: string): string {
  return text.replaceAll('\n\n', paragraph);
}

function sourceWords({ rules, page: name, checkedOn }: Scenario['source']): string {
  return `${rules.join(', ')}; ${name}; compared ${checkedOn}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
