/**
 * Searches, for every regular expression of the product, the text of 40,000 characters on which it takes longest, and prints
 * the slowest patterns. Exits with 1 when one of them
 *
 * - takes more than 20 ms of processor time on that text, converted to an idle machine by the time of a reference pattern that
 *   is measured alternately, or
 * - takes more than 4 ms, and more than three times as long as on half of the text: its time grows with the square of the
 *   length or faster.
 *
 * `--seed` repeats a search.
 */

import { parseArgs } from 'node:util';
import { createRandom } from './simulate/random.ts';
import { collectPatterns } from './slow-patterns/collect-patterns.ts';
import { searchSlowest, TEXT_LENGTH } from './slow-patterns/search-slowest.ts';
import { isTooSlow } from './slow-patterns/timing.ts';

/** Maximum length of the texts that the patterns of these files match, where people cannot type longer ones. */
const MAX_LENGTHS: Readonly<Record<string, number>> = {
  // Shortens its text first.
  'log/scrub.ts': 4_000,
  // Names, cut to 28 characters.
  'slack/rendering/format-case.ts': 100,
  // Typed into forms, whose fields hold at most 3,000 characters.
  'domain/redact-foreign-ids.ts': 3_000,
  'domain/redact-quoted.ts': 3_000,
  // Names, of which upstream systems keep at most 255 characters.
  'domain/placeholder-values.ts': 2_000,
};
/** Files whose patterns match only what the operator wrote. */
const TRUSTED_INPUT = /^(?:config|connectors\/links)/;
const SHOWN = 15;

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const random = createRandom(Number(values.seed));
const patterns = (await collectPatterns()).filter(({ file }) => !TRUSTED_INPUT.test(file));
const slowest = patterns
  .map(({ pattern, file }) => ({ pattern, file, ...searchSlowest(pattern, random, MAX_LENGTHS[file]) }))
  .sort((one, other) => Number(isTooSlow(other)) - Number(isTooSlow(one)) || other.ms - one.ms);
const tooSlow = slowest.filter(isTooSlow).length;
for (const { pattern, file, ms, growth, text } of slowest.slice(0, Math.max(SHOWN, tooSlow))) {
  const shown = JSON.stringify([text.prefix, text.piece, text.suffix]).slice(0, 60);
  const figures = `${ms.toFixed(1).padStart(7)} ms, ${growth.toFixed(1)} × half`;
  console.log(`${figures}  ${file}  ${shown}  ${String(pattern).slice(0, 90)}`);
}
console.log(
  `${patterns.length} patterns, ${tooSlow} of them too slow on ${TEXT_LENGTH} characters; seed ${values.seed}`,
);
process.exitCode = tooSlow === 0 ? 0 : 1;
