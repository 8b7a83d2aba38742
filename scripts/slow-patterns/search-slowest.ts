import type { Random } from '../simulate/random.ts';
import { changed, type HostileText, hostileTextsFor } from './hostile-texts.ts';
import { MAX_MS, measure, processorTime, type Timing, trialMs } from './timing.ts';

export const TEXT_LENGTH = 40_000;
/** Short enough to try hundreds of texts for each pattern. */
const TRIAL_LENGTH = 2_000;
const GENERATIONS = 4;
const KEPT = 8;
const CHANGES_EACH = 6;
/** Processor time for the search of one pattern. The texts are tried in random order, so that even a slow pattern is tried on texts of every kind. */
const BUDGET_MS = 600;

export interface Slowest extends Timing {
  readonly text: HostileText;
}

interface Trial {
  readonly text: HostileText;
  readonly ms: number;
}

/** Searches the text of this length on which the pattern takes longest, by changing short texts on which it is slow. */
export function searchSlowest(pattern: RegExp, random: Random, length = TEXT_LENGTH): Slowest {
  const end = processorTime() + BUDGET_MS;
  let kept = slowestOf(pattern, shuffled(hostileTextsFor(pattern, random), random), {
    end,
    length: TRIAL_LENGTH,
  });
  for (let generation = 0; generation < GENERATIONS && processorTime() < end; generation += 1) {
    const variants = kept.flatMap(({ text }) =>
      Array.from({ length: CHANGES_EACH }, () => changed(text, pattern, random)),
    );
    kept = slowest([...kept, ...slowestOf(pattern, variants, { end, length: TRIAL_LENGTH })]);
  }
  // The others take less than the limit even if their time grows with the square of the length.
  const square = (length / Math.min(length, TRIAL_LENGTH)) ** 2;
  const candidates = kept.filter(({ ms }, index) => index === 0 || ms * square > MAX_MS / 4);
  const [worst] = slowestOf(
    pattern,
    candidates.map(({ text }) => text),
    { end: processorTime() + BUDGET_MS, length },
  );
  const text = worst?.text ?? { prefix: '', piece: ' ', suffix: '' };
  return { text, ...measure(pattern, text, length) };
}

/** Tries the texts until the processor time is up, and at least one of them. */
function slowestOf(
  pattern: RegExp,
  texts: readonly HostileText[],
  { end, length }: { readonly end: number; readonly length: number },
): Trial[] {
  const tried: Trial[] = [];
  for (const text of texts) {
    if (tried.length > 0 && processorTime() > end) break;
    tried.push({ text, ms: trialMs(pattern, text, length) });
  }
  return slowest(tried);
}

function slowest(trials: readonly Trial[]): Trial[] {
  return [...trials].sort((one, other) => other.ms - one.ms).slice(0, KEPT);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return Array.from({ length: left.length }, () => left.splice(random.whole(left.length), 1)[0] as T);
}
