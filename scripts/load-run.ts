import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Result } from './load/figures.ts';
import { isKept, tableOf } from './load/figures.ts';
import type { Size } from './load/scenarios.ts';
import { SCENARIOS } from './load/scenarios.ts';

const FULL: Size = {
  people: 200,
  loop: 100,
  timers: 3_000,
  erasures: 2_000,
  kept: 20_000,
  looks: 400,
  presses: 60,
  seconds: 20,
};
const SHORT: Size = {
  people: 60,
  loop: 30,
  timers: 400,
  erasures: 300,
  kept: 1_000,
  looks: 100,
  presses: 20,
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
  const size = values.short ? SHORT : FULL;
  const wanted = values.only?.split(',') ?? Object.keys(SCENARIOS);
  const results: Result[] = [];
  for (const key of wanted) {
    const scenario = SCENARIOS[key];
    if (!scenario)
      throw new Error(`there is no scenario ${key}; choose from ${Object.keys(SCENARIOS).join(', ')}`);
    const result = { scenario: scenario.name, figures: await scenario.run(size) };
    console.log(tableOf([result]));
    results.push(result);
  }
  if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
  const missed = results.flatMap(({ figures }) => figures).filter((figure) => !isKept(figure)).length;
  console.log(missed === 0 ? 'Every bound was kept.' : `${missed} bounds were missed.`);
  process.exit(missed === 0 ? 0 : 1);
}

await main();
