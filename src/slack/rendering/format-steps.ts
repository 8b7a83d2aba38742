import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Step } from '../../domain/scenario.ts';
import type { StepProgress, StepState } from '../../domain/step-progress.ts';
import { GUARD_TTL_MS, isSettled, nextStepOf, stepProgressOf } from '../../domain/step-progress.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import {
  joinFragments,
  literalFragment,
  phrase,
  timeFragment,
  userFragment,
  valueFragment,
} from '../../domain/text-fragments.ts';
import { caseProgressText, nextStepText } from '../../words/open-case-text.ts';
import {
  answeredStepText,
  guardRefusedText,
  lockedByGuardText,
  lockedByStepsText,
  observedChannelText,
  overrideHoldsText,
  overrideWaitsText,
} from '../../words/step-state-text.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { userLink, userText } from '../block-kit/untrusted-text.ts';
import { formatStepTemplate } from './format-case.ts';

/** A done step takes one line, so its text is truncated. */
const MAX_DONE_STEP_LENGTH = 46;

/** Enough of the next step's text to know what to do. */
const MAX_NEXT_STEP_LENGTH = 80;

/** Returns the text of each step, one to three lines each. */
export function formatSteps(kase: Case, progress: readonly StepProgress[]): RichText[] {
  return progress.map(({ step, state }, index) => {
    if (state.kind === 'done') return formatDoneStep(kase, step, state);
    if (state.kind === 'answered') return formatAnsweredStep(kase, step, state);
    return [literalFragment(`${index + 1}. `), ...stepText(kase, { step, state }, progress)];
  });
}

/** Returns the text of a step that is not settled, and its state, as lines. */
export function stepText(kase: Case, one: StepProgress, all: readonly StepProgress[]): RichText {
  const text = formatStepTemplate(latestCheck(kase), one.step.text);
  return joinFragments([text, ...formatStepState(one, all)], '\n');
}

/** Returns the progress of a case and its next step, such as "2 of 7 steps done · next: step 3 “Press Save.”". */
export function formatCaseProgress(kase: Case, now: Date): RichText {
  const progress = stepProgressOf(kase, now);
  const done = progress.filter(({ state }) => isSettled(state)).length;
  const next = kase.erasedAt === null ? nextStepOf(progress) : undefined;
  const facts = [
    caseProgressText(done, progress.length),
    next ? nextStepText(progress.indexOf(next) + 1, shortStepText(kase, next.step)) : [],
  ];
  return joinFragments(facts, ' · ');
}

function shortStepText(kase: Case, { text }: Step): string {
  return toPlainText(formatStepTemplate(latestCheck(kase), text), MAX_NEXT_STEP_LENGTH);
}

/** True when the step was ticked through an approved override and not because a check unlocked it. */
export function isDoneByOverride(kase: Case, stepId: string): boolean {
  const at = kase.events.findLastIndex((event) => event.kind === 'step-done' && event.stepId === stepId);
  const ticked = kase.events[at];
  if (!ticked) return false;
  const before = { ...kase, events: kase.events.slice(0, at) };
  const state = stepProgressOf(before, new Date(ticked.at)).find(({ step }) => step.id === stepId)?.state;
  return state?.kind === 'overridden';
}

function formatDoneStep(
  kase: Case,
  step: Step,
  { by, at, value: given, notApplicable }: Extract<StepState, { kind: 'done' }>,
): RichText {
  const facts = [
    formatSettledText(kase, step),
    phrase`${userFragment(by)} ${timeFragment(at)}`,
    ...(given ? [[userLink(given)]] : []),
    ...(notApplicable ? [formatNotApplicable(notApplicable)] : []),
    ...(isDoneByOverride(kase, step.id) ? [[literalFragment('overridden, not confirmed by Zuora')]] : []),
  ];
  return joinFragments(facts, ' · ');
}

function formatAnsweredStep(
  kase: Case,
  step: Step,
  { answer }: Extract<StepState, { kind: 'answered' }>,
): RichText {
  const seen = formatStepTemplate(latestCheck(kase), answer);
  return joinFragments([formatSettledText(kase, step), answeredStepText(seen)], ' · ');
}

function formatSettledText(kase: Case, { text }: Step): RichText {
  const shortened = toPlainText(formatStepTemplate(latestCheck(kase), text), MAX_DONE_STEP_LENGTH);
  return phrase`✓ ${valueFragment(shortened.replace(/\.$/, ''))}`;
}

/** Returns why a step has no link. */
export function formatNotApplicable(reason: string, maxLength?: number): RichText {
  return phrase`not applicable: ${userText(reason, maxLength)}`;
}

/** Returns the state of a step that is not done, as lines; empty when the step is simply open. */
function formatStepState({ step, state }: StepProgress, all: readonly StepProgress[]): RichText[] {
  switch (state.kind) {
    case 'open':
    case 'done':
    case 'answered':
      return [];
    case 'locked':
      return state.blockedBy.length > 0
        ? [lockedByStepsText(stepNumbers(state.blockedBy, all))]
        : formatLock(step, state);
    case 'allowed': {
      const { at, by, snapshot: seen } = state;
      const until = timeFragment(new Date(Date.parse(at) + GUARD_TTL_MS).toISOString());
      return [
        phrase`Unlocked until ${until}. ${userFragment(by)}'s check (${timeFragment(seen.asOf)}) found ${observedChannelText(seen)}.`,
      ];
    }
    case 'override-requested':
      return [
        phrase`Override requested by ${userFragment(state.by)}: ${userText(state.reason)}. ${overrideWaitsText(state.until)}`,
      ];
    case 'overridden':
      return [
        phrase`Overridden by ${userFragment(state.by)} and ${userFragment(state.approvedBy)}: ${userText(state.reason)}. ${overrideHoldsText(state.until)}`,
      ];
  }
}

function formatLock(
  { requires: needs }: Step,
  { deniedSnapshot: refused }: Extract<StepState, { kind: 'locked' }>,
): RichText[] {
  const requiredVerdicts = needs?.verdict ?? [];
  const seen = refused
    ? [phrase`${timeFragment(refused.asOf)}: ${guardRefusedText(refused, requiredVerdicts)}`]
    : [];
  return [lockedByGuardText(requiredVerdicts), ...seen];
}

function stepNumbers(ids: readonly string[], all: readonly StepProgress[]): string[] {
  return ids.map((id) => String(all.findIndex(({ step }) => step.id === id) + 1));
}
