import { daysBetween, tenantDay } from '../domain/calendar.ts';
import type { Field, Reader } from '../domain/field-rules.ts';
import { isShown, shownTo } from '../domain/field-rules.ts';
import type { Counts, HandoffFacts, HandoffTyped } from '../domain/handoff.ts';
import { ANSWER_HOURS } from '../domain/handoff-times.ts';
import { moment, type Piece, say } from '../domain/text.ts';
import { own, WISH_LABELS } from './handoff.ts';
import { VERDICT_TITLES } from './verdicts.ts';

/** For whom, and the moment from which days are counted: ISO 8601, UTC. */
export interface Reading {
  readonly reader: Reader;
  readonly at: string;
}

/** A sentence and the field whose rule decides who reads it. */
interface Line {
  readonly field: Field;
  readonly words: Piece[];
}

/** More subscriptions than these are counted, not named. */
const MOST_SUBSCRIPTIONS = 3;
/** An end nearer than this is called urgent. */
const URGENT_DAYS = 14;

/** What the systems say, line by line. */
export function factLines(facts: HandoffFacts, reading: Reading): Piece[][] {
  const { firstReseller, subscriptions } = facts;
  const partner = sayPartner(facts);
  const shown = subscriptions.slice(0, MOST_SUBSCRIPTIONS);
  const more = subscriptions.length - shown.length;
  return wordsFor(reading, [
    ...(firstReseller ? [line('firstReseller', [own('The customer first had a reseller purchase.')])] : []),
    ...(partner.length === 0 ? [] : [line('partner', partner)]),
    ...shown.map((one) => line('subscriptions', saySubscription(one, reading))),
    ...(more > 0 ? [line('subscriptions', say`…and ${String(more)} more subscriptions`)] : []),
  ]);
}

/** What the engineer typed or chose, line by line. */
export function typedLines(typed: HandoffTyped, reading: Reading): Piece[][] {
  const { plan, seats, counts, ask, told } = typed;
  return wordsFor(reading, [
    ...(plan === null ? [] : [line('plan', say`Plan: ${plan}`)]),
    ...(seats === null ? [] : [line('seats', [own(`Seats: ${seats}`)])]),
    ...(counts === null ? [] : [line('counts', sayCounts(counts))]),
    ...wishLine(typed, reading),
    line('ask', say`Asked for: ${ask}`),
    ...(told === null ? [] : [line('told', say`The customer was told: ${told}`)]),
  ]);
}

/** Every handoff asks for this, whatever the engineer wrote. */
export function sayExpected(answerBy: string): Piece[] {
  return say`Please get in touch with the customer. An answer is expected by ${moment(answerBy)} (${String(ANSWER_HOURS)} working hours).`;
}

/** When a subscription ends or ended, seen from that moment, in words that say how urgent it is. */
export function sayEnd(endsOn: string | null, at: string): Piece[] {
  if (endsOn === null) return [own('end date not known')];
  const days = daysBetween(tenantDay(new Date(at)), endsOn);
  if (days === 0) return say`ended ${endsOn} (today): urgent`;
  if (days < 0) return [...say`ended ${endsOn} `, own(`(${daysWord(-days)} ago): urgent`)];
  return [...say`ends ${endsOn} `, own(`(in ${daysWord(days)})${days <= URGENT_DAYS ? ': urgent' : ''}`)];
}

function daysWord(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function line(field: Field, words: Piece[]): Line {
  return { field, words };
}

function wordsFor({ reader }: Reading, lines: readonly Line[]): Piece[][] {
  return shownTo(reader, lines).map(({ words }) => words);
}

function sayPartner({ reseller, distributor, firstReseller }: HandoffFacts): Piece[] {
  if (reseller === null) {
    return distributor === null
      ? []
      : say`The invoice goes to ${distributor}: a reseller or a distributor, Salesforce could not say.`;
  }
  if (!firstReseller) return say`Bought through ${reseller} (managed service provider).`;
  return distributor === null
    ? say`Bought through ${reseller} (reseller).`
    : say`Bought through ${reseller} (reseller); the invoice goes to ${distributor} (distributor).`;
}

function saySubscription(
  { number, verdict, status, endsOn }: HandoffFacts['subscriptions'][number],
  { reader, at }: Reading,
): Piece[] {
  return [
    ...say`${number}: `,
    own(VERDICT_TITLES[verdict]),
    ...(status === null ? [] : say` · ${status}`),
    ...(isShown('endDates', reader) ? [own(' · '), ...sayEnd(endsOn, at)] : []),
  ];
}

function sayCounts({ users, previous, trueUp, maximum }: Counts): Piece[] {
  return [
    own(`Users: ${users} · previous users: ${previous} · true-up: ${trueUp} · most users ever: ${maximum}`),
  ];
}

function wishLine({ wish, wishWhere }: HandoffTyped, { reader }: Reading): Line[] {
  if (wish === null) return [];
  const where = wishWhere !== null && isShown('wishWhere', reader) ? say`, ${wishWhere}` : [];
  return [line('wish', [own(`Wish to leave the partner in writing: ${WISH_LABELS[wish]}`), ...where])];
}
