import type { KnownBlock, ModalView } from '@slack/types';
import {
  COLLEAGUE_HINTS,
  COLLEAGUE_LABEL,
  OVERRIDE_REASON_HINT,
  overrideRuleText,
} from '../../words/override-text.ts';
import { NO_LINK_HINT, NO_LINK_LABEL, STEP_LINK_HINT, UNDO_REASON_HINT } from '../../words/step-form-text.ts';
import { context } from '../block-kit/blocks.ts';
import { VIEWS } from '../ids.ts';
import { formModal, linkInput, textInput, userInput } from './form-modal.ts';

export interface StepIds {
  readonly caseId: string;
  readonly stepId: string;
  /** Index of the check that the card showed when the button was pressed. */
  readonly check?: number | undefined;
}

export interface NumberedStep extends StepIds {
  /** Number of the step on the card, from 1; 0 when the step no longer exists. */
  readonly number: number;
}

/**
 * Renders the form for the link that a step asks for; `asks` names it. It is submitted as `value.value`, or the reason why
 * there is none as `reason.reason`.
 */
export function renderStepValueModal({ asks, ...ids }: StepIds & { readonly asks: string }): ModalView {
  const label = asks.charAt(0).toUpperCase() + asks.slice(1);
  const blocks = [
    linkInput({ name: 'value', label, hint: STEP_LINK_HINT, optional: true, focus: true }),
    textInput({ name: 'reason', label: NO_LINK_LABEL, hint: NO_LINK_HINT, optional: true, maxLength: 300 }),
  ];
  return formModal(stepIds(ids), {
    callbackId: VIEWS.stepValue,
    title: 'Add a link',
    submit: 'Done',
    blocks,
  });
}

/** Renders the form for the reason to untick a guarded step. Its value is submitted as `reason.reason`. */
export function renderUndoModal({ number, ...ids }: NumberedStep): ModalView {
  const block = reasonInput(`Why is ${stepName(number)} not done?`, UNDO_REASON_HINT);
  return formModal(stepIds(ids), {
    callbackId: VIEWS.undoReason,
    title: 'Undo a step',
    submit: 'Undo',
    blocks: [block],
  });
}

/**
 * Renders the form for the reason to override a locked step, submitted as `reason.reason`, and for the colleague to ask,
 * submitted as `colleague.colleague`. `sharedCard`: others can see the card, so that nobody has to be chosen.
 */
export function renderOverrideModal({
  number,
  sharedCard,
  ...ids
}: NumberedStep & { readonly sharedCard: boolean }): ModalView {
  const blocks = [
    context(overrideRuleText()),
    reasonInput(`Why should ${stepName(number)} be done anyway?`, OVERRIDE_REASON_HINT),
    userInput({
      name: 'colleague',
      label: COLLEAGUE_LABEL,
      hint: COLLEAGUE_HINTS[sharedCard ? 'channel' : 'directMessages'],
      optional: sharedCard,
    }),
  ];
  return formModal(stepIds(ids), {
    callbackId: VIEWS.overrideReason,
    title: 'Override a lock',
    submit: 'Request override',
    blocks,
  });
}

function stepIds({ caseId, stepId }: StepIds): { caseId: string; stepId: string } {
  return { caseId, stepId };
}

function stepName(number: number): string {
  return number > 0 ? `step ${number}` : 'this step';
}

function reasonInput(label: string, hint: string): KnownBlock {
  return textInput({
    name: 'reason',
    label,
    hint,
    multiline: true,
    minLength: 5,
    maxLength: 300,
    focus: true,
  });
}
