import { latestCheck } from '../../src/domain/case.ts';
import { knownFactsOf } from '../../src/domain/known-facts.ts';
import { selectScenario } from '../../src/policy/select-scenario.ts';
import { judgeEvidence, replayCase } from '../../src/usecases/judge-evidence.ts';
import type { Benchmark, BenchSize, Figure } from './figures.ts';
import { sampleCases } from './sample-cases.ts';

export const judgingBenchmark: Benchmark = {
  title: 'Judging, policy and replay in one thread, without reading the database',
  run: measureJudging,
};

async function measureJudging({ isQuick }: BenchSize): Promise<readonly Figure[]> {
  const [rounds, ms] = isQuick ? [3, 100] : [9, 500];
  const samples = (await sampleCases()).map((kase) => {
    const check = latestCheck(kase);
    const { evidence, judgements, candidates, by, trigger, policy, manualFacts } = check;
    const [at, lookedAt] = [new Date(check.at), new Date(check.lookedUpAt)];
    return {
      kase,
      check,
      json: JSON.stringify(check),
      known: knownFactsOf(evidence, judgements, candidates),
      options: { at, lookedAt, by, trigger, policy, manualFacts },
    };
  });
  type Sample = (typeof samples)[number];
  const tasks: Readonly<Record<string, (sample: Sample) => unknown>> = {
    parse: ({ json }) => JSON.parse(json),
    judge: ({ check: { evidence }, options }) => judgeEvidence(evidence, options),
    policy: ({ check, known }) => selectScenario(check, known),
    replay: ({ kase }) => replayCase(kase),
  };
  const rates = new Map<string, number[]>(Object.keys(tasks).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const [name, task] of Object.entries(tasks)) {
      const rate = ratePerSecond((index) => task(samples[index % samples.length] as Sample), ms);
      // In the first round, the code is compiled.
      if (round > 0) rates.get(name)?.push(rate);
    }
  const floor = { name: 'parsing its JSON', values: rates.get('parse') ?? [] };
  return [
    { name: 'Checks judged', unit: '/s', values: rates.get('judge') ?? [], floor },
    {
      name: 'Scenarios selected',
      unit: '/s',
      values: rates.get('policy') ?? [],
      floor,
      wanted: { of: 'value', atLeast: 50_000 },
    },
    {
      name: 'Cases replayed and compared',
      unit: '/s',
      values: rates.get('replay') ?? [],
      floor,
      wanted: { of: 'value', atLeast: 50_000 },
    },
  ];
}

function ratePerSecond(task: (index: number) => unknown, ms: number): number {
  const startedAt = performance.now();
  let count = 0;
  for (; performance.now() - startedAt < ms; count += 1) task(count);
  return (count * 1000) / (performance.now() - startedAt);
}
