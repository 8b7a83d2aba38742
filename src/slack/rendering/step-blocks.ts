import type { Button, KnownBlock, Overflow, StaticSelect } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { ChosenFact } from '../../domain/scenario.ts';
import { isWaitingForSteps, nextStepOf, type StepProgress } from '../../domain/step-progress.ts';
import { literalFragment } from '../../domain/text-fragments.ts';
import { ALL_STEPS_DONE_TEXT, nextText } from '../../words/case-fold-text.ts';
import { COPY_REPLY_LABEL } from '../../words/copy-text-labels.ts';
import type { ButtonOptions, RankedBlock } from '../block-kit/blocks.ts';
import { actions, BLOCK_KIT_LIMITS, button, section } from '../block-kit/blocks.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { ACTIONS } from '../ids.ts';
import { blockIdForCheck, chosenFacts, factSelect } from './case-facts.ts';
import { hasReply } from './case-texts-modal.ts';
import { formatStepTemplate, subjectName } from './format-case.ts';
import { formatSteps, stepText } from './format-steps.ts';
import { isManagedServiceAsked } from './managed-service-blocks.ts';

/**
 * Returns the step to do next, with its buttons and the menu of the case; once every step is done, a line that says so.
 */
export function nextStepBlocks(
  kase: Case,
  progress: readonly StepProgress[],
  { choice, before, after, menu, isPrimaryTaken }: NextStepControls,
): RankedBlock[] {
  const next = nextStepOf(progress);
  const number = next ? progress.indexOf(next) + 1 : 0;
  const fact = factOfNextStep(kase, progress);
  const hasMenu = fact !== undefined || choice.length > 0;
  const canStandOut = !isPrimaryTaken && /^(?:open|allowed|locked)$/.test(next?.state.kind ?? '');
  const reply = copyReplyButtons(kase, canStandOut && isReplyNext(kase, progress));
  // Beside a menu, choosing is what the step asks for.
  const primary = canStandOut && !hasMenu && !reply.some(isPrimary);
  const own = next && stepButton({ kase, stepProgress: next, number, primary });
  const text = next
    ? nextText(stepText(kase, next, progress))
    : [literalFragment(progress.length === 0 ? '' : ALL_STEPS_DONE_TEXT)];
  const buttons = [...before, ...(own ? [own] : []), ...after, ...reply].toSorted(primaryFirst);
  const controls = [...choice, ...(fact ? [factSelect(kase, fact)] : []), ...buttons, menu];
  return [
    ...(progress.length === 0 ? [] : [{ block: section(text), importance: 96 }]),
    { block: actions(controls, blockIdForCheck('next', kase)), importance: 97 },
  ];
}

/** Returns the next step where the card shows it; undefined where it asks something else first. */
function stepShownNext(kase: Case, progress: readonly StepProgress[]): StepProgress | undefined {
  return isManagedServiceAsked(kase) ? undefined : nextStepOf(progress);
}

/** Returns the fact that the next step asks to choose and this card can; undefined when it asks for none. */
export function factOfNextStep(kase: Case, progress: readonly StepProgress[]): ChosenFact | undefined {
  const asked = stepShownNext(kase, progress)?.step.chooses;
  return chosenFacts(kase).find((fact) => fact === asked);
}

/** True when the next step is to send the reply, and no earlier step has sent it. */
function isReplyNext(kase: Case, progress: readonly StepProgress[]): boolean {
  const isSent = progress.some(({ step, state }) => step.sendsReply && state.kind === 'done');
  return nextStepOf(progress)?.step.sendsReply === true && !isSent && hasReply(kase);
}

/** Returns the button that shows the texts to copy; none without a reply. */
export function copyReplyButtons(kase: Case, primary: boolean): Button[] {
  const text = COPY_REPLY_LABEL;
  if (!hasReply(kase)) return [];
  const accessibilityLabel = `${text}: ${subjectName(latestCheck(kase))}`;
  const value = { caseId: kase.id };
  return [button({ text, actionId: ACTIONS.copyTexts, accessibilityLabel, value, primary })];
}

function isPrimary({ style }: Button): boolean {
  return style === 'primary';
}

function primaryFirst(one: Button, other: Button): number {
  return Number(isPrimary(other)) - Number(isPrimary(one));
}

interface NextStepControls {
  /** The menu that chooses a subscription or an account. */
  readonly choice: readonly StaticSelect[];
  /** Buttons before the one of the step, such as the one that checks again. */
  readonly before: readonly Button[];
  /** Buttons after it, such as the one that drafts the handoff. */
  readonly after: readonly Button[];
  /** The menu of the case. */
  readonly menu: Overflow;
  /** True when another button is primary already. */
  readonly isPrimaryTaken: boolean;
}

/** Returns a row for each step, with at most one button. The buttons of the next step are outside the list. */
export function stepRows(kase: Case, progress: readonly StepProgress[]): KnownBlock[] {
  const texts = formatSteps(kase, progress);
  const next = stepShownNext(kase, progress);
  return progress.map((one, index) => {
    const press =
      one === next ? undefined : stepButton({ kase, stepProgress: one, number: index + 1, primary: false });
    return section(texts[index] ?? [], press);
  });
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
  const text = toPlainText(
    formatStepTemplate(latestCheck(kase), step.text),
    BLOCK_KIT_LIMITS.accessibilityLabel,
  );
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
      if (step.isDoneByChoice) return null;
      const text = step.linkLabel ? 'Done…' : 'Done';
      const asked = step.confirm === undefined ? null : formatStepTemplate(latestCheck(kase), step.confirm);
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
