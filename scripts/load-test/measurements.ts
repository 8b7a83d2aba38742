import type { InteractionResult } from '../sandbox/slack/local-slack.ts';

/** A measured value with an optional limit. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: '' | 'ms' | 's' | '/s';
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface ScenarioResult {
  readonly scenario: string;
  readonly figures: readonly Measurement[];
}

export function isWithinBounds({ value, atMost, atLeast }: Measurement): boolean {
  return Number.isFinite(value) && value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
}

/** Percentile of values by the nearest rank; NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Times until requests were acknowledged; one that was not acknowledged misses the bound. */
export function acknowledgementMeasurements(outcomes: readonly InteractionResult[]): Measurement[] {
  const times = outcomes.map(({ ms }) => ms);
  const lost = outcomes.filter(({ status }) => status !== 200).length;
  return [
    { name: 'requests', value: outcomes.length, unit: '' },
    { name: 'not acknowledged', value: lost, unit: '', atMost: 0 },
    { name: 'acknowledgement p50', value: percentile(times, 0.5), unit: 'ms' },
    { name: 'acknowledgement p99', value: percentile(times, 0.99), unit: 'ms', atMost: 1_000 },
    { name: 'acknowledgement longest', value: percentile(times, 1), unit: 'ms' },
  ];
}

/** Formats the results as a table. */
export function formatMeasurements(results: readonly ScenarioResult[]): string {
  return results.flatMap(({ scenario, figures }) => [scenario, ...figures.map(formatLine), '']).join('\n');
}

function formatLine(figure: Measurement): string {
  const { name, value, unit, atMost, atLeast } = figure;
  const shown = `${Math.round(value * 10) / 10} ${unit}`.trim();
  const bound =
    atMost !== undefined ? `at most ${atMost}` : atLeast !== undefined ? `at least ${atLeast}` : '';
  const verdict = bound === '' ? '' : isWithinBounds(figure) ? 'ok' : 'MISSED';
  return `  ${name.padEnd(34)}${shown.padStart(12)}   ${bound.padEnd(16)}${verdict}`.trimEnd();
}
