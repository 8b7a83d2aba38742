/** The target for the median of the values, or for the median of their ratios to the floor. */
export interface Wanted {
  readonly of: 'value' | 'ratio';
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A figure and the floor beside it, measured in the same rounds. */
export interface Figure {
  readonly name: string;
  readonly unit: '' | 'ms' | 's' | 'µs' | '/s' | 'MB' | '%';
  /** One value per round. */
  readonly values: readonly number[];
  /** The least that the job needs, such as a bare Bolt app or one call to a system. One value per round. */
  readonly floor?: { readonly name: string; readonly values: readonly number[] };
  readonly wanted?: Wanted;
}

/** A group of figures that are measured together. */
export interface Benchmark {
  readonly title: string;
  /** Printed above the figures. */
  readonly note?: string;
  run(size: BenchSize): Promise<readonly Figure[]>;
}

export interface BenchSize {
  readonly isQuick: boolean;
  /** Checks after which the memory is compared with that at the start. */
  readonly memoryChecks: number;
}

/** Median, smallest and greatest value. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const pair = [sorted[Math.ceil(middle) - 1] ?? Number.NaN, sorted[Math.floor(middle)] ?? Number.NaN];
  return {
    median: ((pair[0] as number) + (pair[1] as number)) / 2,
    min: sorted[0] ?? Number.NaN,
    max: sorted.at(-1) ?? Number.NaN,
  };
}

/** Returns the ratios to the floor, round by round. */
export function ratiosOf({ values, floor }: Figure): number[] | null {
  return floor ? values.map((value, round) => value / (floor.values[round] ?? Number.NaN)) : null;
}

/** Returns whether the figure meets its target; null when it has none. */
export function isAsWanted(figure: Figure): boolean | null {
  const { wanted, values } = figure;
  if (!wanted) return null;
  const { median } = spreadOf(wanted.of === 'ratio' ? (ratiosOf(figure) ?? []) : values);
  return median <= (wanted.atMost ?? Infinity) && median >= (wanted.atLeast ?? -Infinity);
}

const HEADERS = ['Figure', 'Median (range)', 'Floor', 'Ratio (range)', 'Target'];

/** Formats the figures as a Markdown table, which is also readable in a terminal. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = [HEADERS, ...figures.map(cellsOf)];
  const widths = HEADERS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map(
    (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function cellsOf(figure: Figure): string[] {
  const { name, unit, values, floor } = figure;
  const ratios = ratiosOf(figure);
  return [
    name,
    withRange(values, unit),
    floor ? `${floor.name}: ${withUnit(spreadOf(floor.values).median, unit)}` : '',
    ratios ? withRange(ratios, '') : '',
    wantedText(figure),
  ];
}

function wantedText(figure: Figure): string {
  const { wanted, unit } = figure;
  if (!wanted) return '';
  const bound = wanted.atMost === undefined ? `≥ ${wanted.atLeast}` : `≤ ${wanted.atMost}`;
  const suffix = wanted.of === 'ratio' || unit === '' ? '' : ` ${unit}`;
  return `${wanted.of === 'ratio' ? 'ratio ' : ''}${bound}${suffix}: ${isAsWanted(figure) ? 'yes' : 'no'}`;
}

function withRange(values: readonly number[], unit: Figure['unit']): string {
  const { median, min, max } = spreadOf(values);
  return values.length === 1
    ? withUnit(median, unit)
    : `${withUnit(median, unit)} (${rounded(min)}–${rounded(max)})`;
}

function withUnit(value: number, unit: Figure['unit']): string {
  return `${rounded(value)} ${unit}`.trimEnd();
}

/** Three significant digits. */
function rounded(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumFractionDigits: 3 });
}
