import type { Button } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import { isSettled, isWaitingForSteps, nextStepOf, type StepProgress } from '../../domain/step-progress.ts';
import { bold, literalFragment } from '../../domain/text-fragments.ts';
import type { ButtonOptions, RankedBlock } from '../block-kit/blocks.ts';
import { BLOCK_KIT_LIMITS, button, section } from '../block-kit/blocks.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { ACTIONS } from '../ids.ts';
import { formatRecheckUnavailable } from './case-controls.ts';
import { caseHandoffBlocks, isHandoffNextAction } from './case-handoff-blocks.ts';
import { formatTemplate } from './format-case.ts';
import { formatSteps, stepsHeading } from './format-steps.ts';

/**
 * Renders a row with at most one button for each step. Done steps are small, and locked steps say what unlocks them. The
 * handoff is shown below the step that hands over to Sales.
 */
export function stepBlocks(
  kase: Case,
  progress: readonly StepProgress[],
  handoff: Handoff | null,
): RankedBlock[] {
  const handoffRows = caseHandoffBlocks(handoff, kase, progress);
  if (progress.length === 0) return handoffRows;
  const texts = formatSteps(kase, progress);
  const nextId = isHandoffNextAction(handoff, progress) ? null : nextStepId(kase, progress);
  const rows = progress.map((one, index): RankedBlock => {
    const press = stepButton({ kase, stepProgress: one, number: index + 1, primary: one.step.id === nextId });
    return { block: section(texts[index] ?? [], press), importance: isSettled(one.state) ? 62 : 72 };
  });
  const heading = { block: section([bold([literalFragment(stepsHeading(progress))])]), importance: 75 };
  const at = progress.findIndex(({ step }) => step.startsHandoff) + 1 || rows.length;
  return [heading, ...rows.toSpliced(at, 0, ...handoffRows)];
}

/**
 * Returns the step whose button is primary: the first that can be worked on and is not locked. Null when the check should
 * be run again first, or when the next step needs an override.
 */
function nextStepId(kase: Case, progress: readonly StepProgress[]): string | null {
  const check = latestCheck(kase);
  if (check.verdict === 'unknown' && formatRecheckUnavailable(check).length === 0) return null;
  const next = nextStepOf(progress);
  return next && /^(?:open|allowed|locked)$/.test(next.state.kind) ? next.step.id : null;
}

interface StepButtonParts {
  readonly kase: Case;
  readonly stepProgress: StepProgress;
  readonly number: number;
  readonly primary: boolean;
}

type StepButtonAction = Pick<ButtonOptions, 'text' | 'actionId' | 'confirm'>;

function stepButton({ kase, stepProgress, number, primary }: StepButtonParts): Button | undefined {
  const buttonAction = stepButtonAction(kase, stepProgress, number);
  if (!buttonAction) return undefined;
  const { step } = stepProgress;
  const text = toPlainText(formatTemplate(latestCheck(kase), step.text), BLOCK_KIT_LIMITS.accessibilityLabel);
  const label = `${buttonAction.text.replace('…', '')}: step ${number}, ${text}`;
  return button({
    ...buttonAction,
    accessibilityLabel: label,
    value: { caseId: kase.id, stepId: step.id, check: kase.checks.length - 1 },
    primary,
  });
}

function stepButtonAction(
  kase: Case,
  { step, state }: StepProgress,
  number: number,
): StepButtonAction | null {
  switch (state.kind) {
    case 'open':
    case 'allowed':
    case 'overridden': {
      const text = step.linkLabel ? 'Done…' : 'Done';
      const asked = step.confirm === undefined ? null : formatTemplate(latestCheck(kase), step.confirm);
      const confirm = asked && { title: `Step ${number}`, text: asked, yes: 'Yes, done', no: 'Not yet' };
      return { text, actionId: ACTIONS.stepDone, ...(confirm ? { confirm } : {}) };
    }
    case 'answered':
      return null;
    case 'done':
      return { text: step.requires?.verdict ? 'Undo…' : 'Undo', actionId: ACTIONS.stepUndo };
    case 'locked':
      return isWaitingForSteps(state) ? null : { text: 'Check now', actionId: ACTIONS.stepCheckNow };
    case 'override-requested':
      return { text: 'Approve override', actionId: ACTIONS.overrideApprove };
  }
}
