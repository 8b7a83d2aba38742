import { type HostileText, textOf } from './hostile-texts.ts';

/** How long a pattern takes on a text. */
export interface Timing {
  /**
   * Processor time in milliseconds, converted to an idle machine: the measured time, times the known time of the reference
   * pattern on an idle machine, divided by its time measured alternately.
   */
  readonly ms: number;
  /** Time on the whole text divided by the time on half of it: 2 when it grows with the length, 4 with its square. */
  readonly growth: number;
}

export const MAX_MS = 20;
/** Lies between growth with the length and growth with its square. */
const MAX_GROWTH = 3;
/** The growth of shorter times is mostly noise. */
const MIN_MS_FOR_GROWTH = 4;

/** Backtracks up to 30 characters from each of 40,000. */
const REFERENCE = /(?<!x)[a-z.]{1,30}!/gi;
const REFERENCE_TEXT = 'a.'.repeat(20_000);
/** Its time on the idle machine for which `MAX_MS` was set. */
const REFERENCE_MS = 3.8;

/**
 * Lengths to try first, because an exponential pattern would never end on a long text. Each is a quarter longer than the one
 * before, so that a text takes a few seconds at most if the one before took less than a tenth of a second.
 */
const FIRST_LENGTHS = Array.from({ length: 20 }, (_, index) => Math.round(16 * 1.25 ** index));
/** A pattern that takes longer on a short text takes too long on any longer one. */
const MAX_SHORT_TEXT_MS = 100;
/** The fastest of these runs counts, because another program can only lengthen a run. */
const RUNS = 8;

/** Returns true above 20 ms, and when the time grows with the square of the length or faster. */
export function isTooSlow({ ms, growth }: Timing): boolean {
  return ms > MAX_MS || (ms > MIN_MS_FOR_GROWTH && growth > MAX_GROWTH);
}

/** Measures the pattern on the text at this length and at half of it, alternating with the reference pattern. */
export function measure(pattern: RegExp, text: HostileText, length: number): Timing {
  const extrapolated = extrapolatedMs(pattern, text, length);
  if (extrapolated !== null) return { ms: extrapolated, growth: Number.POSITIVE_INFINITY };
  const [whole, half] = [textOf(text, length), textOf(text, length / 2)];
  const fastest = {
    whole: Number.POSITIVE_INFINITY,
    half: Number.POSITIVE_INFINITY,
    reference: Number.POSITIVE_INFINITY,
  };
  let timing: Timing = { ms: Number.POSITIVE_INFINITY, growth: Number.POSITIVE_INFINITY };
  for (let run = 0; run < RUNS && isTooSlow(timing) && !isClearlyTooSlow(fastest.whole); run += 1) {
    fastest.reference = Math.min(fastest.reference, processorMs(REFERENCE, REFERENCE_TEXT));
    fastest.half = Math.min(fastest.half, processorMs(pattern, half));
    fastest.whole = Math.min(fastest.whole, processorMs(pattern, whole));
    timing = {
      ms: fastest.whole * (REFERENCE_MS / fastest.reference),
      growth: fastest.whole / fastest.half,
    };
  }
  return timing;
}

/** Returns the time of one run at this length. When a shorter text already takes too long, extrapolates from its time. */
export function trialMs(pattern: RegExp, text: HostileText, length: number): number {
  return extrapolatedMs(pattern, text, length) ?? processorMs(pattern, textOf(text, length));
}

function isClearlyTooSlow(ms: number): boolean {
  return ms > MAX_SHORT_TEXT_MS && Number.isFinite(ms);
}

/** Returns an estimate for this length when the pattern takes too long on a shorter text; null otherwise. */
function extrapolatedMs(pattern: RegExp, text: HostileText, length: number): number | null {
  for (const short of FIRST_LENGTHS.filter((one) => one < length)) {
    const startedAt = performance.now();
    const before = processorTime();
    textOf(text, short).replace(pattern, '');
    if (performance.now() - startedAt < MAX_SHORT_TEXT_MS) continue;
    const ms = processorTime() - before;
    if (ms > MAX_SHORT_TEXT_MS) return ms * (length / short);
  }
  return null;
}

/** Returns the processor time that this process has used, in milliseconds. Waiting for the processor does not count. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function processorMs(pattern: RegExp, text: string): number {
  const before = processorTime();
  text.replace(pattern, '');
  return processorTime() - before;
}
