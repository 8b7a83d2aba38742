import type { RichText, TextFragment } from '../domain/text-fragments.ts';
import { bold, literalFragment, phrase, timeFragment } from '../domain/text-fragments.ts';

export const ALL_STEPS_LABEL = 'All steps';
export const EVIDENCE_LABEL = 'Evidence';

/** Returns the title of the folded list of steps. */
export function allStepsTitle(done: number, all: number): string {
  return `${ALL_STEPS_LABEL} · ${done} of ${all} done`;
}

/** Returns what to do next. */
export function nextText(text: RichText): RichText {
  return phrase`${bold([literalFragment('Next:')])} ${text}`;
}

/** Said in place of a next step. */
export const ALL_STEPS_DONE_TEXT = 'Every step is done.';

/** Shown while the systems are read again. */
export const CHECKING_AGAIN_TEXT = 'Checking again…';

/** Said beside a verdict that became unknown. `title`: of the last verdict that the systems gave; `at`: when they were read. */
export function lastConfirmedText(title: string, at: string): RichText {
  return phrase`Couldn't be re-checked. Last confirmed ${timeFragment(at)}: “${literalFragment(title)}”. Don't act on that before a check confirms it.`;
}

/** Said once every step is done. `who`, `at`: of the tick that came last. */
export function finishedText(who: TextFragment, at: string): RichText {
  return phrase`${literalFragment(ALL_STEPS_DONE_TEXT)} Finished by ${who} ${timeFragment(at)}`;
}
