import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../domain/text-fragments.ts';

/** Shown instead of a new card. `what`: what was asked, such as "subscription A-S00012345". */
export function openCaseText(what: string): TextFragment[] {
  return phrase`There is an open case for ${what}`;
}

/** `by`: who did something last; null: only the opener did. */
export function caseWorkersText(
  opened: { by: string; at: string },
  last: { by: string; at: string },
): TextFragment[] {
  const started = phrase`Opened by ${userFragment(opened.by)} ${timeFragment(opened.at)}`;
  if (opened.at === last.at) return started;
  return [...started, ...phrase` · last worked on by ${userFragment(last.by)} ${timeFragment(last.at)}`];
}

/** Progress of a case, such as "2 of 7 steps done"; empty for a case without steps. */
export function caseProgressText(done: number, total: number): TextFragment[] {
  if (total === 0) return [];
  if (done === total) return [literalFragment('all steps done')];
  return [literalFragment(`${done} of ${total} steps done`)];
}

/** `what`: text of the step. */
export function nextStepText(number: number, what: string): TextFragment[] {
  return phrase`next: ${literalFragment(`step ${number}`)} “${what}”`;
}

export const HANDOFF_LABEL = 'Handoff: ';

/** Where a card is that the reader cannot open: in the direct messages of `owner`. */
export function cardInDirectMessagesText(owner: string): TextFragment[] {
  return phrase`Its card is in the direct messages of ${userFragment(owner)}. Ask them, or start a new case.`;
}

/** Explains the two buttons. */
export function openCaseChoiceText(): TextFragment[] {
  return phrase`I have not checked again. “Re-check” on its card does; “Start new case” opens another one.`;
}
