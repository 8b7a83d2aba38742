import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { LoadSize } from './load-test/load-scenarios.ts';
import { LOAD_SCENARIOS } from './load-test/load-scenarios.ts';
import type { ScenarioResult } from './load-test/measurements.ts';
import { formatMeasurements, isWithinBounds } from './load-test/measurements.ts';

const FULL_SIZE: LoadSize = {
  people: 200,
  repeatedCommands: 100,
  timers: 3_000,
  erasures: 2_000,
  storedRequests: 20_000,
  checksOnOneCase: 400,
  simultaneousActions: 60,
  seconds: 20,
};
const SHORT_SIZE: LoadSize = {
  people: 60,
  repeatedCommands: 30,
  timers: 400,
  erasures: 300,
  storedRequests: 1_000,
  checksOnOneCase: 100,
  simultaneousActions: 20,
  seconds: 6,
};

/**
 * Puts the built bot under load and measures how soon it acknowledges, whether every verdict is right, and how long
 * its event loop is blocked. `npm run load` runs everything in about three minutes, `npm run load -- --short` a smaller
 * version; `--only a,c` picks scenarios, `--json FILE` writes the figures as JSON. Exit code 1 when a bound is missed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { short: { type: 'boolean' }, only: { type: 'string' }, json: { type: 'string' } },
  });
  const size = values.short ? SHORT_SIZE : FULL_SIZE;
  const wanted = values.only?.split(',') ?? Object.keys(LOAD_SCENARIOS);
  const results: ScenarioResult[] = [];
  for (const key of wanted) {
    const scenario = LOAD_SCENARIOS[key];
    if (!scenario)
      throw new Error(`there is no scenario ${key}; choose from ${Object.keys(LOAD_SCENARIOS).join(', ')}`);
    const result = { scenario: scenario.name, figures: await scenario.run(size) };
    console.log(formatMeasurements([result]));
    results.push(result);
  }
  if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
  const missed = results.flatMap(({ figures }) => figures).filter((figure) => !isWithinBounds(figure)).length;
  console.log(missed === 0 ? 'Every bound was kept.' : `${missed} bounds were missed.`);
  process.exit(missed === 0 ? 0 : 1);
}

await main();
