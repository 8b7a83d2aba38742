import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { ChosenFact } from '../../domain/scenario.ts';
import type { StepProgress } from '../../domain/step-progress.ts';
import { isSettled } from '../../domain/step-progress.ts';
import { joinLines, type RichText } from '../../domain/text-fragments.ts';
import type { Links } from '../../ports/systems.ts';
import { ALL_STEPS_LABEL, allStepsTitle, EVIDENCE_LABEL } from '../../words/case-fold-text.ts';
import {
  actions,
  BLOCK_KIT_LIMITS,
  button,
  context,
  plainTextObject,
  type RankedBlock,
} from '../block-kit/blocks.ts';
import { folded } from '../block-kit/folded.ts';
import { ACTIONS, VIEWS } from '../ids.ts';
import { formatListedSubscriptions } from './case-candidates.ts';
import { formatRecheckUnavailable, recheckButtons } from './case-controls.ts';
import { blockIdForCheck, chosenFacts, factSelect } from './case-facts.ts';
import { formatEvidenceLines } from './evidence-lines.ts';
import { formatCutNames, formatRequester, formatRuleSources, subjectName } from './format-case.ts';
import { managedServiceAnswer } from './managed-service-blocks.ts';
import { factOfNextStep, stepRows } from './step-blocks.ts';

/** The parts of a card that are shown on demand. */
export const CASE_FOLDS = ['steps', 'evidence'] as const;
export type CaseFold = (typeof CASE_FOLDS)[number];

/** Everything that the parts are rendered from. */
export interface CaseFoldContext {
  readonly kase: Case;
  readonly progress: readonly StepProgress[];
  readonly links: Links;
}

/** Returns the parts folded into the card. */
export function foldedCaseBlocks(foldContext: CaseFoldContext): RankedBlock[] {
  const { kase, progress } = foldContext;
  return CASE_FOLDS.map((fold) => ({
    block: folded(
      titleOf(fold, foldContext),
      childrenOf(fold, foldContext, factOfNextStep(kase, progress)),
      `${fold}:${kase.id}`,
    ),
    importance: fold === 'steps' ? 72 : 40,
  }));
}

/** Returns the buttons that show the parts in a modal, for workspaces where Slack refuses folded blocks. */
export function foldButtons(foldContext: CaseFoldContext): ActionsBlock {
  const { kase } = foldContext;
  const actionIds = { steps: ACTIONS.showSteps, evidence: ACTIONS.showEvidence };
  const buttons = CASE_FOLDS.map((fold) => {
    const text = titleOf(fold, foldContext);
    return button({
      text,
      actionId: actionIds[fold],
      accessibilityLabel: `${text}: ${subjectName(latestCheck(kase))}`,
      value: { caseId: kase.id },
    });
  });
  return actions(buttons, blockIdForCheck('folds', kase));
}

/** Renders one part as a modal. `private_metadata` says which, so that it can be updated after a step changed. */
export function renderCaseFoldModal(fold: CaseFold, foldContext: CaseFoldContext): ModalView {
  const { kase } = foldContext;
  return {
    type: 'modal',
    callback_id: VIEWS.caseFold,
    private_metadata: JSON.stringify({ caseId: kase.id, fold }),
    title: plainTextObject(fold === 'steps' ? ALL_STEPS_LABEL : EVIDENCE_LABEL, BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject('Close', BLOCK_KIT_LIMITS.modalTitle),
    blocks: childrenOf(fold, foldContext),
  };
}

function titleOf(fold: CaseFold, { progress }: CaseFoldContext): string {
  if (fold === 'evidence') return EVIDENCE_LABEL;
  return allStepsTitle(progress.filter(({ state }) => isSettled(state)).length, progress.length);
}

/** `shownFact`: the fact whose menu stands with the next step already. */
function childrenOf(
  fold: CaseFold,
  { kase, progress, links }: CaseFoldContext,
  shownFact?: ChosenFact,
): KnownBlock[] {
  const check = latestCheck(kase);
  if (fold === 'steps')
    return [
      actions(
        chosenFacts(kase).flatMap((fact) => (fact === shownFact ? [] : factSelect(kase, fact))),
        blockIdForCheck('facts', kase),
      ),
      ...stepRows(kase, progress),
    ];
  const buttons = recheckButtons(kase);
  return [
    ...optional(joinLines([formatCutNames(check), ...formatEvidenceLines(check, links)])),
    ...managedServiceAnswer(kase),
    ...optional(
      joinLines([formatListedSubscriptions(check), formatRequester(check), formatRuleSources(check)]),
    ),
    ...(buttons.length > 0
      ? [actions(buttons, blockIdForCheck('recheck', kase))]
      : optional(formatRecheckUnavailable(check))),
  ];
}

function optional(text: RichText): KnownBlock[] {
  return text.length === 0 ? [] : [context(text)];
}
