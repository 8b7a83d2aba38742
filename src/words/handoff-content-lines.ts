import {
  type HandoffField,
  type HandoffSurface,
  isFieldShown,
  visibleLines,
} from '../domain/handoff-field-visibility.ts';
import type { HandoffContent, HandoffFacts, HandoffInput } from '../domain/handoff-state.ts';
import { needsPermission } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment } from '../domain/text-fragments.ts';
import { discrepancyReportText } from './finding-text.ts';
import {
  firstPurchaseText,
  firstPurchaseUnknownText,
  partnerText,
  subscriptionEndText,
} from './handoff-purchase-text.ts';
import { ANSWER_TERM, contactRequestText, notHandedOverText, WISH_LABELS } from './handoff-text.ts';
import { userCountLines } from './user-counts-text.ts';
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

/** Returns the facts from the systems as lines. */
export function handoffFactLines(facts: HandoffFacts, textContext: HandoffTextContext): TextFragment[][] {
  const { firstBoughtFromReseller: firstReseller, subscriptions, discrepancies } = facts;
  const partner = partnerText(facts, textContext.at);
  const shown = subscriptions.slice(0, MAX_LISTED_SUBSCRIPTIONS);
  const more = subscriptions.length - shown.length;
  const isOnlyOne = subscriptions.length === 1;
  return visibleTexts(textContext, [
    ...(firstReseller ? [fieldLine('firstBoughtFromReseller', firstPurchaseText())] : []),
    ...(facts.isFirstPurchaseUnknown
      ? [fieldLine('firstBoughtFromReseller', firstPurchaseUnknownText())]
      : []),
    ...(partner.length === 0 ? [] : [fieldLine('partner', partner)]),
    ...shown.map((one) => fieldLine('subscriptions', subscriptionText(one, { ...textContext, isOnlyOne }))),
    ...(more > 0 ? [fieldLine('subscriptions', phrase`…and ${String(more)} more subscriptions`)] : []),
    ...discrepancies.map((one) => fieldLine('discrepancies', discrepancyReportText(one))),
  ]);
}

/** Returns the engineer's input as lines. */
export function handoffInputLines(
  { facts, input }: HandoffContent,
  textContext: HandoffTextContext,
): TextFragment[][] {
  const { plan, seats, counts, ask, toldCustomer } = input;
  return visibleTexts(textContext, [
    ...(plan === null ? [] : [fieldLine('plan', phrase`Plan: ${plan}`)]),
    ...(seats === null ? [] : [fieldLine('seats', [literalFragment(`Seats: ${seats}`)])]),
    ...(counts === null ? [] : userCountLines(counts).map((line) => fieldLine('counts', line))),
    ...writtenWishLines(input, textContext),
    ...(needsPermission(facts) ? [fieldLine('permission', permissionText(input))] : []),
    fieldLine('ask', phrase`Request: ${ask}`),
    ...(toldCustomer === null
      ? []
      : [fieldLine('toldCustomer', phrase`The customer was told: ${toldCustomer}`)]),
  ]);
}

/**
 * Returns the request for a response, which is part of every handoff. `answerBy`: null until the Chatter post or Case is
 * linked. `isOverdue`: that time has passed and nobody has claimed the handoff.
 */
export function expectedAnswerText(
  facts: HandoffFacts,
  answerBy: string | null,
  isOverdue: boolean,
): TextFragment[] {
  if (answerBy === null) return notHandedOverText();
  return isOverdue
    ? phrase`${contactRequestText(facts)} An answer was expected by ${timeFragment(answerBy)} (${ANSWER_TERM}): overdue.`
    : phrase`${contactRequestText(facts)} An answer is expected by ${timeFragment(answerBy)} (${ANSWER_TERM}).`;
}

function fieldLine(field: HandoffField, text: TextFragment[]): FieldLine {
  return { field, text };
}

function visibleTexts({ surface }: HandoffTextContext, lines: readonly FieldLine[]): TextFragment[][] {
  return visibleLines(surface, lines).map(({ text }) => text);
}

/** Plan and seats of an only subscription are in the engineer's input, which is filled in with them. */
function subscriptionText(
  { number, verdict, status, endsOn, plan, seats, termMonths }: HandoffFacts['subscriptions'][number],
  { surface, at, isOnlyOne }: HandoffTextContext & { readonly isOnlyOne: boolean },
): TextFragment[] {
  const terms = [
    ...(plan === null || isOnlyOne ? [] : phrase` · ${plan}`),
    ...(seats === null || isOnlyOne ? [] : phrase` · ${String(seats)} seats`),
    ...(termMonths === null ? [] : phrase` · ${String(termMonths)}-month term`),
  ];
  return [
    ...phrase`${number}: `,
    literalFragment(VERDICT_TITLES[verdict]),
    ...(status === null ? [] : phrase` · ${status}`),
    ...(isFieldShown('terms', surface) ? terms : []),
    ...(isFieldShown('endDates', surface)
      ? [literalFragment(' · '), ...subscriptionEndText(endsOn, at)]
      : []),
  ];
}

function permissionText({ permissionSource }: HandoffInput): TextFragment[] {
  return permissionSource === null
    ? [literalFragment("Reseller's permission: none known")]
    : phrase`Reseller's permission: ${permissionSource}`;
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
