import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { acknowledgementBenchmark, burstBenchmark } from './bench/acknowledgements.ts';
import { checkRateBenchmark, checkTimeBenchmark, memoryBenchmark } from './bench/checks.ts';
import { copiesBenchmark } from './bench/copies.ts';
import { type Benchmark, type Figure, formatTable, isAsWanted } from './bench/figures.ts';
import { judgingBenchmark } from './bench/judging.ts';
import { startBenchmark } from './bench/start.ts';
import { storeBenchmark } from './bench/store.ts';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  start: startBenchmark,
  acknowledgements: acknowledgementBenchmark,
  burst: burstBenchmark,
  'check-time': checkTimeBenchmark,
  'check-rate': checkRateBenchmark,
  memory: memoryBenchmark,
  store: storeBenchmark,
  judging: judgingBenchmark,
  copies: copiesBenchmark,
};

const USAGE = `Usage: npm run bench -- [--only name,name] [--quick] [--markdown] [--json file] [--memory-checks 2000]
Names: ${Object.keys(BENCHMARKS).join(', ')}`;

const MARKDOWN_INTRODUCTION = [
  '`npm run bench -- --markdown` measures the built bot, compares it with the least that the job needs (the floor, such as a bare',
  'Bolt app), and prints the tables of this section. It takes eight minutes on an idle machine. `--only check-rate,store` selects',
  'benchmarks, `--quick` takes a minute, and `--json <file>` keeps every round.',
];

interface Result {
  readonly name: string;
  readonly title: string;
  readonly note?: string;
  readonly figures: readonly Figure[];
}

/**
 * Measures the built bot and the floors that it is compared with, in interleaved rounds. `--quick` takes about a minute and is imprecise;
 * `--markdown` prints the tables of the section "Figures" of `docs/operations.md`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'string' },
      'memory-checks': { type: 'string', default: '2000' },
    },
  });
  const names = values.only?.split(',') ?? Object.keys(BENCHMARKS);
  const unknown = names.filter((name) => !(name in BENCHMARKS));
  if (unknown.length > 0) {
    console.error(`There is no ${unknown.join(', ')}.\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const size = { isQuick: values.quick, memoryChecks: Number(values['memory-checks']) };
  const startedAt = performance.now();
  const results: Result[] = [];
  for (const name of names) {
    const { run, ...about } = BENCHMARKS[name] as Benchmark;
    process.stderr.write(`${name}\n`);
    results.push({ name, ...about, figures: await run(size) });
  }
  const minutes = (performance.now() - startedAt) / 60_000;
  console.log(format(results, { isMarkdown: values.markdown, minutes }));
  if (values.json)
    writeFileSync(values.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
}

function format(
  results: readonly Result[],
  { isMarkdown, minutes }: { readonly isMarkdown: boolean; readonly minutes: number },
): string {
  const missed = results.flatMap(({ figures }) => figures).filter((figure) => isAsWanted(figure) === false);
  const heading = isMarkdown ? '###' : '==';
  return [
    ...(isMarkdown ? ['## Figures', '', ...MARKDOWN_INTRODUCTION, ''] : []),
    `Measured by \`npm run bench\` in ${minutes.toFixed(1)} minutes on ${machine()}. Medians and ranges of interleaved rounds.`,
    '',
    ...results.flatMap(({ title, note, figures }) => [
      `${heading} ${title}`,
      '',
      ...(note ? [note, ''] : []),
      formatTable(figures),
      '',
    ]),
    missed.length === 0
      ? 'All targets are met.'
      : `Missed targets: ${missed.map(({ name }) => name).join('; ')}.`,
  ].join('\n');
}

function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? 'unknown processor'}, Node ${process.version}`;
}

await main();
