import { type Piece, say } from '../domain/text.ts';
import { own } from './handoff.ts';
import { STATE_WORDS } from './handoff-states.ts';
import { counted } from './home.ts';
import { TOPIC_LABELS } from './topics.ts';
import { VERDICT_TITLES } from './verdicts.ts';

type Tally = Readonly<Record<string, number>>;

/** A week in figures. */
export interface Week {
  readonly verdicts: Tally;
  readonly topics: Tally;
  readonly submitted: number;
  readonly ended: Tally;
  /** Median business hours; null: none. */
  readonly untilClaim: number | null;
  readonly untilEnd: number | null;
  readonly unanswered: number;
}

/** Rows of figures under a heading. */
export interface Table {
  readonly title: string;
  readonly rows: readonly Piece[][];
}

export const DIGEST_TITLE = 'Reseller Check: the week in figures';

/** The week in one sentence. */
export function sayWeek({ verdicts, submitted, ended, unanswered }: Week): Piece[] {
  const [checks, ends] = [sum(verdicts), sum(ended)];
  const all = [
    ...(checks === 0 ? [] : [counted(checks, 'check')]),
    ...(submitted === 0 ? [] : [`${counted(submitted, 'handoff')} submitted`]),
    ...(ends === 0 ? [] : [`${counted(ends, 'handoff')} ended`]),
  ];
  if (all.length > 0) {
    const told = submitted + ends + unanswered > 0;
    return [own(`Since the last figures: ${all.join(', ')}.`), ...(told ? sayUnanswered(unanswered) : [])];
  }
  return [own(QUIET_WEEK), ...(unanswered > 0 ? sayUnanswered(unanswered) : [])];
}

const QUIET_WEEK = 'A quiet week: nothing was checked, and nothing was handed to Sales.';

/** What there are figures of; a row without any is left out, and so is a table without rows. */
export function tablesOf({ verdicts, topics, submitted, ended, untilClaim, untilEnd }: Week): Table[] {
  const handoffs = [
    ...(submitted > 0 ? [row([own('Submitted')], String(submitted))] : []),
    ...tallied(ended, STATE_WORDS),
  ];
  const waited = [
    ...(untilClaim === null ? [] : [row([own('Until somebody claimed it')], hours(untilClaim))]),
    ...(untilEnd === null ? [] : [row([own('Until it was done')], hours(untilEnd))]),
  ];
  const tables: readonly Table[] = [
    { title: 'Verdicts', rows: tallied(verdicts, VERDICT_TITLES) },
    { title: 'Topics', rows: tallied(topics, TOPIC_LABELS) },
    { title: 'Handoffs', rows: handoffs },
    { title: 'How long a handoff waited (median)', rows: waited },
  ];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** What was counted, most first. A word that we do not know stands for itself. */
function tallied(counts: Tally, labels: Readonly<Record<string, string>>): Piece[][] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    .map(([word, count]) => row(labelOf(word, labels), String(count)));
}

function labelOf(word: string, labels: Readonly<Record<string, string>>): Piece[] {
  const label = Object.hasOwn(labels, word) ? labels[word] : undefined;
  return label === undefined ? say`${word}` : [own(label)];
}

function row(name: readonly Piece[], figure: string): Piece[] {
  return [...name, own(`: ${figure}`)];
}

/** How many wait too long, as the sentence that follows. */
function sayUnanswered(count: number): Piece[] {
  if (count === 0) return [own(' No handoff is unanswered now.')];
  const are = count === 1 ? 'is' : 'are';
  return [
    own(
      ` ${counted(count, 'handoff')} ${are} unanswered now, past the time by which an answer was expected.`,
    ),
  ];
}

/** To a tenth of an hour. */
function hours(count: number): string {
  const tenths = Math.round(count * 10);
  if (tenths < 1) return 'less than 0.1 working hours';
  return tenths === 10 ? '1 working hour' : `${tenths / 10} working hours`;
}

function sum(counts: Tally): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}
