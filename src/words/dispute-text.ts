import type { DisputeEvent } from '../domain/case.ts';
import type { OverallVerdict } from '../domain/overall-verdict.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';
import { VERDICT_TITLES } from './verdict-text.ts';

/** Texts of the form that asks what a wrong verdict should be. */
export const DISPUTE_FORM_TEXTS = {
  title: 'Wrong verdict?',
  submit: 'Report',
  expected: 'What should it be?',
  reason: 'Why?',
  hint: 'One line, without names, addresses or licences. Example: the move was processed on 3 March',
} as const;

/** Explains the form. `verdict`: what the card says. */
export function disputeFormText(verdict: OverallVerdict): TextFragment[] {
  return phrase`The card says “${literalFragment(VERDICT_TITLES[verdict])}”. Your report changes neither the card nor Zuora. It is kept in the history of the case and counted in the weekly summary.`;
}

export function expectedVerdictMissingText(): TextFragment[] {
  return phrase`Choose what the verdict should be.`;
}

/** Confirms a report. A later one of the same person about the same check gets the same answer. */
export function disputeRecordedText({ expected }: Pick<DisputeEvent, 'expected'>): TextFragment[] {
  return phrase`I have recorded that the verdict should be “${literalFragment(VERDICT_TITLES[expected])}”. You can report each check once.`;
}

/** A report in the history, such as "should be “Direct”". */
export function disputedVerdictText({ expected }: Pick<DisputeEvent, 'expected'>): TextFragment[] {
  return phrase`should be “${literalFragment(VERDICT_TITLES[expected])}”`;
}
