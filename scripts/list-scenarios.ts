import type { Pattern } from '../src/domain/facts.ts';
import type { Scenario } from '../src/domain/scenario.ts';
import { fallback } from '../src/scenarios/fallback.ts';
import { scenarios } from '../src/scenarios/index.ts';

const all = [...scenarios, fallback];
const asTable = process.argv.includes('--markdown');
console.log(asTable ? table(all) : all.map(page).join('\n\n'));

/** One scenario as text, to be read by people who do not read code. */
function page({ id, when, headline, never, steps, newer, source }: Scenario): string {
  return [
    id,
    `  when    ${whenWords(when)}`,
    `  says    ${headline}`,
    ...never.map((text) => `  do not  ${text}`),
    ...steps.map((step, index) => `  ${String(index + 1).padEnd(6)}  ${stepWords(step)}`),
    ...(newer ? [`  newer   ${newer.date}: ${newer.text}`] : []),
    `  source  ${sourceWords(source)}`,
  ].join('\n');
}

function table(rows: readonly Scenario[]): string {
  const head = ['Scenario', 'When', 'Says', 'Do not', 'Steps', 'Newer page', 'Source'];
  const lines = rows.map(({ id, when, headline, never, steps, newer, source }) => [
    `\`${id}\``,
    whenWords(when),
    headline,
    never.join('<br>'),
    steps.map((step, index) => `${index + 1}. ${stepWords(step)}`).join('<br>'),
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

function stepWords({ text, needs }: Scenario['steps'][number]): string {
  const waits = [...(needs?.steps ?? []), ...(needs?.verdict ? [needs.verdict.join(' or ')] : [])];
  return waits.length > 0 ? `${text} (locked until: ${waits.join('; ')})` : text;
}

function sourceWords({ rules, page: name, checkedOn }: Scenario['source']): string {
  return `${rules.join(', ')}; ${name}; compared ${checkedOn}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
