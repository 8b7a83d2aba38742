import { daysBetween, tenantDate } from '../domain/dates.ts';
import {
  type HandoffField,
  type HandoffSurface,
  isFieldShown,
  visibleLines,
} from '../domain/handoff-field-visibility.ts';
import type { HandoffFacts, HandoffInput, UserCounts } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment } from '../domain/text-fragments.ts';
import { ANSWER_TERM, notHandedOverText, WISH_LABELS } from './handoff-text.ts';
import { VERDICT_TITLES } from './verdict-text.ts';

/** Where the text is shown, and the time from which days are counted (ISO 8601, UTC). */
export interface HandoffTextContext {
  readonly surface: HandoffSurface;
  readonly at: string;
}

/** A line of text and the field whose visibility rule applies to it. */
interface FieldLine {
  readonly field: HandoffField;
  readonly text: TextFragment[];
}

/** Further subscriptions are counted, not listed. */
const MAX_LISTED_SUBSCRIPTIONS = 3;
/** Number of days before the end date from which it counts as urgent. */
const URGENT_WITHIN_DAYS = 14;

/** Returns the facts from the systems as lines. */
export function handoffFactLines(facts: HandoffFacts, textContext: HandoffTextContext): TextFragment[][] {
  const { firstBoughtFromReseller: firstReseller, subscriptions } = facts;
  const partner = partnerText(facts);
  const shown = subscriptions.slice(0, MAX_LISTED_SUBSCRIPTIONS);
  const more = subscriptions.length - shown.length;
  return visibleTexts(textContext, [
    ...(firstReseller
      ? [
          fieldLine('firstBoughtFromReseller', [
            literalFragment('The original purchase was through a reseller.'),
          ]),
        ]
      : []),
    ...(partner.length === 0 ? [] : [fieldLine('partner', partner)]),
    ...shown.map((one) => fieldLine('subscriptions', subscriptionText(one, textContext))),
    ...(more > 0 ? [fieldLine('subscriptions', phrase`…and ${String(more)} more subscriptions`)] : []),
  ]);
}

/** Returns the engineer's input as lines. */
export function handoffInputLines(input: HandoffInput, textContext: HandoffTextContext): TextFragment[][] {
  const { plan, seats, counts, ask, toldCustomer } = input;
  return visibleTexts(textContext, [
    ...(plan === null ? [] : [fieldLine('plan', phrase`Plan: ${plan}`)]),
    ...(seats === null ? [] : [fieldLine('seats', [literalFragment(`Seats: ${seats}`)])]),
    ...(counts === null ? [] : [fieldLine('counts', userCountsText(counts))]),
    ...writtenWishLines(input, textContext),
    fieldLine('ask', phrase`Request: ${ask}`),
    ...(toldCustomer === null
      ? []
      : [fieldLine('toldCustomer', phrase`The customer was told: ${toldCustomer}`)]),
  ]);
}

/** Returns the request for a response, which is part of every handoff. `answerBy`: null until the Chatter post or Case is linked. */
export function expectedAnswerText(answerBy: string | null): TextFragment[] {
  if (answerBy === null) return notHandedOverText();
  return phrase`Please get in touch with the customer. An answer is expected by ${timeFragment(answerBy)} (${ANSWER_TERM}).`;
}

/** Returns when a subscription ends or ended relative to `at`, and whether that is urgent. */
export function subscriptionEndText(endsOn: string | null, at: string): TextFragment[] {
  if (endsOn === null) return [literalFragment('end date not known')];
  const days = daysBetween(tenantDate(new Date(at)), endsOn);
  if (days === 0) return phrase`ended ${endsOn} (today): urgent`;
  if (days < 0) return [...phrase`ended ${endsOn} `, literalFragment(`(${formatDays(-days)} ago): urgent`)];
  return [
    ...phrase`ends ${endsOn} `,
    literalFragment(`(in ${formatDays(days)})${days <= URGENT_WITHIN_DAYS ? ': urgent' : ''}`),
  ];
}

function formatDays(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

function fieldLine(field: HandoffField, text: TextFragment[]): FieldLine {
  return { field, text };
}

function visibleTexts({ surface }: HandoffTextContext, lines: readonly FieldLine[]): TextFragment[][] {
  return visibleLines(surface, lines).map(({ text }) => text);
}

function partnerText({
  reseller,
  distributor,
  firstBoughtFromReseller: firstReseller,
}: HandoffFacts): TextFragment[] {
  if (reseller === null) {
    return distributor === null
      ? []
      : phrase`The invoice owner is ${distributor}. Salesforce does not say whether that is a reseller or a distributor.`;
  }
  if (!firstReseller) return phrase`Bought through ${reseller} (managed service provider).`;
  return distributor === null
    ? phrase`Bought through ${reseller} (reseller).`
    : phrase`Bought through ${reseller} (reseller); the invoice owner is ${distributor} (distributor).`;
}

function subscriptionText(
  { number, verdict, status, endsOn }: HandoffFacts['subscriptions'][number],
  { surface, at }: HandoffTextContext,
): TextFragment[] {
  return [
    ...phrase`${number}: `,
    literalFragment(VERDICT_TITLES[verdict]),
    ...(status === null ? [] : phrase` · ${status}`),
    ...(isFieldShown('endDates', surface)
      ? [literalFragment(' · '), ...subscriptionEndText(endsOn, at)]
      : []),
  ];
}

function userCountsText({ users, previous, trueUp, maximum }: UserCounts): TextFragment[] {
  return [
    literalFragment(
      `Users: ${users} · previous users: ${previous} · true-up: ${trueUp} · maximum users: ${maximum}`,
    ),
  ];
}

function writtenWishLines(
  { writtenWish, writtenWishSource }: HandoffInput,
  { surface }: HandoffTextContext,
): FieldLine[] {
  if (writtenWish === null) return [];
  const where =
    writtenWishSource !== null && isFieldShown('writtenWishSource', surface)
      ? phrase`, ${writtenWishSource}`
      : [];
  return [
    fieldLine('writtenWish', [
      literalFragment(`Written request to leave the partner: ${WISH_LABELS[writtenWish]}`),
      ...where,
    ]),
  ];
}
