/**
 * Searches, for every regular expression of the product, the text of 40,000 characters on which it takes longest: texts are
 * made of what the pattern looks for, and the slowest are changed again and again. Prints the slowest patterns, and exits
 * with 1 when one takes more than 20 ms. `--seed` repeats a search.
 */

import { parseArgs } from 'node:util';
import { createSeededRandom, type SeededRandom } from './fuzz/seeded-random.ts';
import { collectPatterns, type ProductPattern } from './slow-patterns/collect-patterns.ts';
import { changed, type HostileText, hostileTextsFor, textOf } from './slow-patterns/hostile-texts.ts';

const TEXT_LENGTH = 40_000;
const MAX_MS = 20;
/** Short enough to try hundreds of texts for each pattern. */
const TRIAL_LENGTH = 2_000;
/** Lengths that are tried first, because an exponential pattern would never end on a long text. */
const FIRST_LENGTHS = [16, 24, 200];
const ENDLESS_MS = 100;
const GENERATIONS = 4;
const KEPT = 8;
const CHANGES_EACH = 6;
const FINALISTS = 3;
/** Time for the search of one pattern. The texts are tried in random order, so that a slow pattern gets some of every sort. */
const BUDGET_MS = 600;
/** The machine may be busy with something else, so the fastest of these runs counts. */
const RUNS = 8;

/** Longest text that the patterns of these files ever see, where that is less than what people can type. */
const MAX_LENGTHS: Readonly<Record<string, number>> = {
  // Cuts its text first.
  'log/scrub.ts': 4_000,
  // Typed into forms, whose fields hold at most 3,000 characters.
  'domain/redact-foreign-ids.ts': 3_000,
  'domain/redact-quoted.ts': 3_000,
  // Names, of which upstream systems keep at most 255 characters.
  'domain/placeholder-values.ts': 2_000,
};
/** Reads what the operator wrote. */
const TRUSTED_INPUT = /^(?:config|connectors\/links)/;

interface Slowest {
  readonly text: HostileText;
  readonly ms: number;
}

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const random = createSeededRandom(Number(values.seed));
const patterns = (await collectPatterns()).filter(({ file }) => !TRUSTED_INPUT.test(file));
const slowest = patterns
  .map((one) => ({ ...one, ...searchSlowest(one, random) }))
  .sort((one, other) => other.ms - one.ms);
for (const { pattern, file, ms, text } of slowest.slice(0, 15)) {
  const shown = JSON.stringify([text.prefix, text.piece, text.suffix]).slice(0, 60);
  console.log(`${ms.toFixed(1).padStart(7)} ms  ${file}  ${shown}  ${String(pattern).slice(0, 90)}`);
}
const tooSlow = slowest.filter(({ ms }) => ms > MAX_MS).length;
console.log(
  `${patterns.length} patterns, ${tooSlow} of them slower than ${MAX_MS} ms on ${TEXT_LENGTH} characters; seed ${values.seed}`,
);
process.exitCode = tooSlow === 0 ? 0 : 1;

function searchSlowest({ pattern, file }: ProductPattern, choices: SeededRandom): Slowest {
  const end = performance.now() + BUDGET_MS;
  let kept = slowestOf(pattern, shuffled(hostileTextsFor(pattern, choices), choices), end);
  for (let generation = 0; generation < GENERATIONS && performance.now() < end; generation += 1) {
    const children = kept.flatMap(({ text }) =>
      Array.from({ length: CHANGES_EACH }, () => changed(text, pattern, choices)),
    );
    kept = [...kept, ...slowestOf(pattern, children, end)]
      .sort((one, other) => other.ms - one.ms)
      .slice(0, KEPT);
  }
  const length = MAX_LENGTHS[file] ?? TEXT_LENGTH;
  const finalists = kept
    .slice(0, FINALISTS)
    .map(({ text }) => ({ text, ms: fastestRun(pattern, text, length) }));
  return finalists.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
}

/** Tries the texts until that time by `performance.now()`, and at least one of them. */
function slowestOf(pattern: RegExp, texts: readonly HostileText[], end: number): Slowest[] {
  const tried: Slowest[] = [];
  for (const text of texts) {
    if (tried.length > 0 && performance.now() > end) break;
    tried.push({ text, ms: trialMs(pattern, text) });
  }
  return tried.sort((one, other) => other.ms - one.ms).slice(0, KEPT);
}

function trialMs(pattern: RegExp, text: HostileText): number {
  for (const length of FIRST_LENGTHS) {
    const ms = timeOf(pattern, textOf(text, length));
    if (ms > ENDLESS_MS) return ms * (TRIAL_LENGTH / length);
  }
  return timeOf(pattern, textOf(text, TRIAL_LENGTH));
}

/** Returns the time on the whole length, or on a shorter text when that takes too long already. */
function fastestRun(pattern: RegExp, text: HostileText, fullLength: number): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (const length of [...FIRST_LENGTHS, TRIAL_LENGTH, fullLength]) {
    fastest = Number.POSITIVE_INFINITY;
    for (let run = 0; run < RUNS; run += 1) {
      fastest = Math.min(fastest, timeOf(pattern, textOf(text, length)));
      if (fastest <= MAX_MS || fastest > ENDLESS_MS) break;
    }
    if (fastest > ENDLESS_MS) return fastest;
  }
  return fastest;
}

/** Returns the processor time in milliseconds, which other programs on a busy machine don't lengthen. */
function timeOf(pattern: RegExp, text: string): number {
  const before = process.cpuUsage();
  text.replace(pattern, '');
  return process.cpuUsage(before).user / 1_000;
}

function shuffled<T>(items: readonly T[], choices: SeededRandom): T[] {
  const left = [...items];
  return Array.from({ length: left.length }, () => left.splice(choices.below(left.length), 1)[0] as T);
}
