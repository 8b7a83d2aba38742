import type { AccountSnapshot } from '../domain/case.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';
import type { Verdict } from '../domain/verdict.ts';
import { VERDICT_TITLES } from './verdict-text.ts';

/** More subscriptions than these are counted, not shown. */
const MAX_LISTED_SUBSCRIPTIONS = 3;

/** `numbers`: of the steps on the card that come first. */
export function lockedByStepsText(numbers: readonly string[]): TextFragment[] {
  return phrase`Locked until ${numbers.length === 1 ? 'step' : 'steps'} ${joinWithAnd(numbers, 9)} ${numbers.length === 1 ? 'is' : 'are'} done`;
}

/** What a look has to show before the step opens. */
export function lockedByGuardText(wanted: readonly Verdict[]): TextFragment[] {
  const titles = wanted.map((verdict) => `“${VERDICT_TITLES[verdict]}”`).join(' or ');
  return [
    { kind: 'text', text: `Locked until a fresh check of Zuora shows ${titles} for every subscription.` },
  ];
}

/** What a look saw that kept a step locked: first what could not be read, then what does not fit. */
export function guardRefusedText(
  { gap, subscriptions }: AccountSnapshot,
  wanted: readonly Verdict[],
): TextFragment[] {
  const unmetSubscriptions = subscriptions.filter(
    ({ verdict, channel }) => channel !== 'Non-Reseller' || !wanted.includes(verdict),
  );
  const more = unmetSubscriptions.length - MAX_LISTED_SUBSCRIPTIONS;
  const said = [
    ...(gap ? [phrase`${SNAPSHOT_GAP_TEXTS[gap]}`] : []),
    ...unmetSubscriptions.slice(0, MAX_LISTED_SUBSCRIPTIONS).map(subscriptionVerdictText),
    ...(more > 0 ? [phrase`${String(more)} more that do not match`] : []),
  ];
  return said.length === 0 ? phrase`no relevant subscription was found` : joinWithSemicolons(said);
}

/** The channel that a look saw on everything, when it let the step be done. */
export function observedChannelText({ subscriptions }: AccountSnapshot): TextFragment[] {
  const channels = joinWithAnd([...new Set(subscriptions.map(({ channel }) => channel ?? 'not known'))]);
  return subscriptions.length > 1
    ? phrase`channel “${channels}” for all ${String(subscriptions.length)} subscriptions`
    : phrase`channel “${channels}”`;
}

const SNAPSHOT_GAP_TEXTS: Record<NonNullable<AccountSnapshot['gap']>, string> = {
  account: 'the account could not be read',
  subscriptions: 'the subscriptions of the account could not be read',
  history: 'the earlier invoice owners could not be read',
};

function subscriptionVerdictText({
  number,
  verdict,
  channel,
}: AccountSnapshot['subscriptions'][number]): TextFragment[] {
  const named = phrase`${number} is ${VERDICT_TITLES[verdict]}, `;
  return [...named, ...(channel === null ? phrase`channel not known` : phrase`channel “${channel}”`)];
}

function joinWithSemicolons(all: readonly TextFragment[][]): TextFragment[] {
  return all.flatMap((each, index) => (index === 0 ? each : [...phrase`; `, ...each]));
}
