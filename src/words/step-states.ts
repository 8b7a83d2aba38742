import type { Sight } from '../domain/case.ts';
import type { Piece } from '../domain/text.ts';
import { listed, say } from '../domain/text.ts';
import type { Verdict } from '../domain/verdict.ts';
import { VERDICT_TITLES } from './verdicts.ts';

/** More subscriptions than these are counted, not shown. */
const MOST_SEEN = 3;

/** `numbers`: of the steps on the card that come first. */
export function sayWaiting(numbers: readonly string[]): Piece[] {
  return say`Locked: waits for ${numbers.length === 1 ? 'step' : 'steps'} ${listed(numbers, 9)}`;
}

/** What a look has to show before the step opens. */
export function sayNeeded(wanted: readonly Verdict[]): Piece[] {
  const titles = wanted.map((verdict) => `“${VERDICT_TITLES[verdict]}”`).join(' or ');
  return [{ kind: 'text', text: `Locked: needs a fresh look that shows ${titles} for the whole account.` }];
}

/** What a look saw that kept a step locked: first what could not be read, then what does not fit. */
export function sayRefused({ gap, subscriptions }: Sight, wanted: readonly Verdict[]): Piece[] {
  const strangers = subscriptions.filter(
    ({ verdict, channel }) => channel !== 'Non-Reseller' || !wanted.includes(verdict),
  );
  const more = strangers.length - MOST_SEEN;
  const said = [
    ...(gap ? [say`${GAPS[gap]}`] : []),
    ...strangers.slice(0, MOST_SEEN).map(saySubscription),
    ...(more > 0 ? [say`${String(more)} more that do not fit`] : []),
  ];
  return said.length === 0 ? say`no subscription that counts was found` : separated(said);
}

/** The channel that a look saw on everything, when it let the step be done. */
export function sayChannel({ subscriptions }: Sight): Piece[] {
  const channels = listed([...new Set(subscriptions.map(({ channel }) => channel ?? 'not known'))]);
  return subscriptions.length > 1
    ? say`channel “${channels}” for all ${String(subscriptions.length)} subscriptions`
    : say`channel “${channels}”`;
}

const GAPS: Record<NonNullable<Sight['gap']>, string> = {
  account: 'the account could not be read',
  subscriptions: 'the subscriptions of the account could not be read',
  history: 'the earlier invoice owners could not be read',
};

function saySubscription({ number, verdict, channel }: Sight['subscriptions'][number]): Piece[] {
  const named = say`${number} is ${VERDICT_TITLES[verdict]}, `;
  return [...named, ...(channel === null ? say`channel not known` : say`channel “${channel}”`)];
}

function separated(all: readonly Piece[][]): Piece[] {
  return all.flatMap((each, index) => (index === 0 ? each : [...say`; `, ...each]));
}
