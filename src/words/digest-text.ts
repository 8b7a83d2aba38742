import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';
import { HANDOFF_STATUS_LABELS } from './handoff-state-text.ts';
import { pluralize } from './home-tab-text.ts';
import { TOPIC_LABELS } from './topic-labels.ts';
import { VERDICT_TITLES } from './verdict-text.ts';

type CountByKey = Readonly<Record<string, number>>;

/** A week in figures. */
export interface DigestFigures {
  readonly checksByVerdict: CountByKey;
  readonly checksByTopic: CountByKey;
  readonly handoffsSubmitted: number;
  readonly handoffsEndedByState: CountByKey;
  /** Median business hours; null: none. */
  readonly medianHoursToClaim: number | null;
  readonly medianHoursToDone: number | null;
  readonly overdueHandoffs: number;
}

/** Rows of figures under a heading. */
export interface DigestTable {
  readonly title: string;
  readonly rows: readonly TextFragment[][];
}

export const DIGEST_TITLE = 'Reseller Check: weekly summary';

/** The week in one sentence. */
export function digestSummaryText({
  checksByVerdict,
  handoffsSubmitted,
  handoffsEndedByState,
  overdueHandoffs,
}: DigestFigures): TextFragment[] {
  const [checks, ends] = [sumCounts(checksByVerdict), sumCounts(handoffsEndedByState)];
  const all = [
    ...(checks === 0 ? [] : [pluralize(checks, 'check')]),
    ...(handoffsSubmitted === 0 ? [] : [`${pluralize(handoffsSubmitted, 'handoff')} submitted`]),
    ...(ends === 0 ? [] : [`${pluralize(ends, 'handoff')} ended`]),
  ];
  if (all.length > 0) {
    const hasHandoffs = handoffsSubmitted + ends + overdueHandoffs > 0;
    return [
      literalFragment(`Since the last summary: ${all.join(', ')}.`),
      ...(hasHandoffs ? overdueText(overdueHandoffs) : []),
    ];
  }
  return [literalFragment(NO_ACTIVITY_TEXT), ...(overdueHandoffs > 0 ? overdueText(overdueHandoffs) : [])];
}

const NO_ACTIVITY_TEXT = 'Quiet week: no checks and no handoffs.';

/** What there are figures of; a row without any is left out, and so is a table without rows. */
export function digestTables({
  checksByVerdict,
  checksByTopic,
  handoffsSubmitted,
  handoffsEndedByState,
  medianHoursToClaim,
  medianHoursToDone,
}: DigestFigures): DigestTable[] {
  const handoffs = [
    ...(handoffsSubmitted > 0 ? [figureRow([literalFragment('Submitted')], String(handoffsSubmitted))] : []),
    ...countRows(handoffsEndedByState, HANDOFF_STATUS_LABELS),
  ];
  const waited = [
    ...(medianHoursToClaim === null
      ? []
      : [figureRow([literalFragment('Time to claim')], formatWorkingHours(medianHoursToClaim))]),
    ...(medianHoursToDone === null
      ? []
      : [figureRow([literalFragment('Time to close')], formatWorkingHours(medianHoursToDone))]),
  ];
  const tables: readonly DigestTable[] = [
    { title: 'Verdicts', rows: countRows(checksByVerdict, VERDICT_TITLES) },
    { title: 'Topics', rows: countRows(checksByTopic, TOPIC_LABELS) },
    { title: 'Handoffs', rows: handoffs },
    { title: 'Handoff times (median)', rows: waited },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** What was counted, most first. A word that we do not know stands for itself. */
function countRows(counts: CountByKey, labels: Readonly<Record<string, string>>): TextFragment[][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([word, count]) => figureRow(labelText(word, labels), String(count)));
}

function labelText(word: string, labels: Readonly<Record<string, string>>): TextFragment[] {
  const label = Object.hasOwn(labels, word) ? labels[word] : undefined;
  return label === undefined ? phrase`${word}` : [literalFragment(label)];
}

function figureRow(name: readonly TextFragment[], figure: string): TextFragment[] {
  return [...name, literalFragment(`: ${figure}`)];
}

/** How many wait too long, as the sentence that follows. */
function overdueText(count: number): TextFragment[] {
  if (count === 0) return [literalFragment(' No handoff is overdue.')];
  const are = count === 1 ? 'is' : 'are';
  return [literalFragment(` ${pluralize(count, 'handoff')} ${are} overdue.`)];
}

/** To a tenth of an hour. */
function formatWorkingHours(count: number): string {
  const tenths = Math.round(count * 10);
  if (tenths < 1) return 'less than 6 working minutes';
  return tenths === 10 ? '1 working hour' : `${tenths / 10} working hours`;
}

function sumCounts(counts: CountByKey): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}
