import type { CasesOfPerson } from '../domain/lookups.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { dayFragment, literalFragment, phrase, userFragment } from '../domain/text-fragments.ts';
import { TOPIC_LABELS } from './fact-labels.ts';
import { HANDOFF_STATUS_LABELS } from './handoff-state-text.ts';
import { pluralize } from './home-tab-text.ts';
import { VERDICT_TITLES } from './verdict-text.ts';

type CountByKey = Readonly<Record<string, number>>;

/** Figures of one week. */
export interface DigestFigures {
  /** Start and end of the week: ISO 8601, UTC. The message may be read, and even posted, much later. */
  readonly from: string;
  readonly to: string;
  readonly checksByVerdict: CountByKey;
  readonly checksByTopic: CountByKey;
  /** Checks whose verdict somebody called wrong, by that verdict. */
  readonly disputedByVerdict: CountByKey;
  /** People who looked up unusually many customers. `by`: Slack user id. */
  readonly unusualLookups: readonly CasesOfPerson[];
  readonly handoffsSubmitted: number;
  readonly handoffsEndedByState: CountByKey;
  /** Median business hours from submission to the first claim; null when nothing was claimed. */
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

/** Summarizes the week in one or two sentences. */
export function digestSummaryText({
  from,
  to,
  checksByVerdict,
  handoffsSubmitted,
  handoffsEndedByState,
  overdueHandoffs,
}: DigestFigures): TextFragment[] {
  const days = phrase`${dayFragment(from)} to ${dayFragment(to)}`;
  const [checks, ends] = [sumCounts(checksByVerdict), sumCounts(handoffsEndedByState)];
  const all = [
    ...(checks === 0 ? [] : [pluralize(checks, 'check')]),
    ...(handoffsSubmitted === 0 ? [] : [`${pluralize(handoffsSubmitted, 'handoff')} submitted`]),
    ...(ends === 0 ? [] : [`${pluralize(ends, 'handoff')} ended`]),
  ];
  if (all.length > 0) {
    const hasHandoffs = handoffsSubmitted + ends + overdueHandoffs > 0;
    return [
      ...days,
      literalFragment(`: ${all.join(', ')}.`),
      ...(hasHandoffs ? overdueText(overdueHandoffs, to) : []),
    ];
  }
  return [
    ...days,
    literalFragment(NO_ACTIVITY_TEXT),
    ...(overdueHandoffs > 0 ? overdueText(overdueHandoffs, to) : []),
  ];
}

const NO_ACTIVITY_TEXT = ': no checks and no handoffs.';

/** Returns the tables of the summary. Rows with a count of zero and tables without rows are left out. */
export function digestTables({
  checksByVerdict,
  checksByTopic,
  disputedByVerdict,
  unusualLookups,
  handoffsSubmitted,
  handoffsEndedByState,
  medianHoursToClaim,
  medianHoursToDone,
}: DigestFigures): DigestTable[] {
  const handoffs = [
    ...(handoffsSubmitted > 0 ? [figureRow([literalFragment('Submitted')], String(handoffsSubmitted))] : []),
    ...countRows(handoffsEndedByState, HANDOFF_STATUS_LABELS),
  ];
  const waitingTimes = [
    ...(medianHoursToClaim === null
      ? []
      : [figureRow([literalFragment('Time to claim')], formatWorkingHours(medianHoursToClaim))]),
    ...(medianHoursToDone === null
      ? []
      : [figureRow([literalFragment('Time to close')], formatWorkingHours(medianHoursToDone))]),
  ];
  const tables: readonly DigestTable[] = [
    { title: 'Verdicts', rows: countRows(checksByVerdict, VERDICT_TITLES) },
    { title: 'Verdicts nobody called wrong', rows: undisputedRows(checksByVerdict, disputedByVerdict) },
    { title: 'Topics', rows: countRows(checksByTopic, TOPIC_LABELS) },
    { title: 'Handoffs', rows: handoffs },
    { title: 'Handoff times (median)', rows: waitingTimes },
    {
      title: 'Unusually many customers looked up',
      rows: unusualLookups.map(({ by, cases }) => figureRow([userFragment(by)], pluralize(cases, 'case'))),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** Returns how many of all verdicts nobody called wrong, and of each verdict that somebody did; no row without checks. */
function undisputedRows(checks: CountByKey, disputed: CountByKey): TextFragment[][] {
  const total = sumCounts(checks);
  if (total === 0) return [];
  const rows = Object.entries(disputed)
    .toSorted(([verdict], [other]) => (verdict < other ? -1 : 1))
    .map(([verdict, wrong]) =>
      figureRow(labelText(verdict, VERDICT_TITLES), undisputedShare(countOf(checks, verdict), wrong)),
    );
  return [figureRow([literalFragment('All')], undisputedShare(total, sumCounts(disputed))), ...rows];
}

function countOf(counts: CountByKey, key: string): number {
  return Object.hasOwn(counts, key) ? (counts[key] ?? 0) : 0;
}

/** Formats a share such as "19 of 20 (95 %)", rounded down. */
function undisputedShare(all: number, wrong: number): string {
  const right = Math.max(0, all - wrong);
  return `${right} of ${all} (${all === 0 ? 0 : Math.floor((right / all) * 100)} %)`;
}

/** Returns one row for each key, highest count first. Keys without a label are shown as they are stored. */
function countRows(counts: CountByKey, labels: Readonly<Record<string, string>>): TextFragment[][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([key, count], [otherKey, otherCount]) => otherCount - count || (key < otherKey ? -1 : 1))
    .map(([key, count]) => figureRow(labelText(key, labels), String(count)));
}

function labelText(key: string, labels: Readonly<Record<string, string>>): TextFragment[] {
  const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return label === undefined ? phrase`${key}` : [literalFragment(label)];
}

function figureRow(name: readonly TextFragment[], figure: string): TextFragment[] {
  return [...name, literalFragment(`: ${figure}`)];
}

/** Returns the sentence about handoffs that were overdue at the end of the week, with a leading space. */
function overdueText(count: number, to: string): TextFragment[] {
  const what =
    count === 0 ? 'No handoff was' : `${pluralize(count, 'handoff')} ${count === 1 ? 'was' : 'were'}`;
  return phrase` ${literalFragment(what)} overdue on ${dayFragment(to)}.`;
}

/** Formats a duration in hours, rounded to a tenth. */
function formatWorkingHours(count: number): string {
  const tenths = Math.round(count * 10);
  if (tenths < 1) return 'less than 6 working minutes';
  return tenths === 10 ? '1 working hour' : `${tenths / 10} working hours`;
}

function sumCounts(counts: CountByKey): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}
