import type { AccountSnapshot } from '../domain/case.ts';
import type { RichText, TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase, timeFragment } from '../domain/text-fragments.ts';
import type { Verdict } from '../domain/verdict.ts';
import { VERDICT_TITLES } from './verdict-text.ts';

/** Further subscriptions are counted, not listed. */
const MAX_LISTED_SUBSCRIPTIONS = 3;

/** `seen`: what the systems show. */
export function answeredStepText(seen: RichText): RichText {
  return phrase`answered by the systems: ${seen}`;
}

/** `numbers`: numbers of the steps that the systems have answered. */
export function answeredStepsText(numbers: readonly string[]): RichText {
  return phrase`answered by the systems: ${numbers.length === 1 ? 'step' : 'steps'} ${joinWithAnd(numbers, 9)}`;
}

/** `numbers`: numbers of the steps that have to be done first. */
export function lockedByStepsText(numbers: readonly string[]): TextFragment[] {
  return phrase`Locked until ${numbers.length === 1 ? 'step' : 'steps'} ${joinWithAnd(numbers, 9)} ${numbers.length === 1 ? 'is' : 'are'} done`;
}

/** Returns the verdicts that a check has to find before the step unlocks. */
export function lockedByGuardText(requiredVerdicts: readonly Verdict[]): TextFragment[] {
  const titles = requiredVerdicts.map((verdict) => `“${VERDICT_TITLES[verdict]}”`).join(' or ');
  return [
    { kind: 'text', text: `Locked until a fresh check of Zuora shows ${titles} for every subscription.` },
  ];
}

/** `until`: ISO 8601, UTC. */
export function overrideWaitsText(until: string): TextFragment[] {
  return phrase`A second person must approve it by ${timeFragment(until)}; the next check also ends it.`;
}

/** `until`: ISO 8601, UTC. */
export function overrideHoldsText(until: string): TextFragment[] {
  return phrase`Not confirmed by Zuora. It ends ${timeFragment(until)} or with the next check.`;
}

/** Returns why a check kept the step locked: first what could not be read, then the subscriptions that do not match. */
export function guardRefusedText(
  { gap, subscriptions }: AccountSnapshot,
  requiredVerdicts: readonly Verdict[],
): TextFragment[] {
  const unmetSubscriptions = subscriptions.filter(
    ({ verdict, channel }) => channel !== 'Non-Reseller' || !requiredVerdicts.includes(verdict),
  );
  const more = unmetSubscriptions.length - MAX_LISTED_SUBSCRIPTIONS;
  const reasons = [
    ...(gap ? [phrase`${SNAPSHOT_GAP_TEXTS[gap]}`] : []),
    ...unmetSubscriptions.slice(0, MAX_LISTED_SUBSCRIPTIONS).map(subscriptionVerdictText),
    ...(more > 0 ? [phrase`${String(more)} more that do not match`] : []),
  ];
  return reasons.length === 0 ? phrase`no relevant subscription was found` : joinWithSemicolons(reasons);
}

/** Returns the channel that the check found on every subscription when it unlocked the step. */
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
