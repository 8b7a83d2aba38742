import type { KnownBlock, ModalView } from '@slack/types';

import {
  OVERRIDE_REASON_HINT,
  overrideRuleText,
  STEP_LINK_HINT,
  UNDO_REASON_HINT,
} from '../../words/step-form-text.ts';
import { context } from '../block-kit/blocks.ts';
import { VIEWS } from '../ids.ts';
import { formModal, linkInput, textInput } from './form-modal.ts';

export interface StepIds {
  readonly caseId: string;
  readonly stepId: string;
  /** Place of the check whose card was pressed. */
  readonly check?: number | undefined;
}

export interface NumberedStep extends StepIds {
  /** Its place on the card, from 1; 0 when it is not there any more. */
  readonly number: number;
}

/** Asks for the link that ticks a step; `asks` names it. The answer arrives as `value.value`. */
export function renderStepValueModal({ asks, ...ids }: StepIds & { readonly asks: string }): ModalView {
  const label = asks.charAt(0).toUpperCase() + asks.slice(1);
  const block = linkInput({ name: 'value', label, hint: STEP_LINK_HINT, focus: true });
  return formModal(stepIds(ids), {
    callbackId: VIEWS.stepValue,
    title: 'Add a link',
    submit: 'Done',
    blocks: [block],
  });
}

/** Asks why a tick is taken back. The answer arrives as `reason.reason`. */
export function renderUndoModal({ number, ...ids }: NumberedStep): ModalView {
  const block = reasonInput(`Why is ${stepName(number)} not done?`, UNDO_REASON_HINT);
  return formModal(stepIds(ids), {
    callbackId: VIEWS.undoReason,
    title: 'Undo a step',
    submit: 'Undo',
    blocks: [block],
  });
}

/** Asks why a locked step should be done although no look allows it. The answer arrives as `reason.reason`. */
export function renderOverrideModal({ number, ...ids }: NumberedStep): ModalView {
  const blocks = [
    context(overrideRuleText()),
    reasonInput(`Why should ${stepName(number)} be done anyway?`, OVERRIDE_REASON_HINT),
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
  return textInput({ name: 'reason', label, hint, multiline: true, least: 5, most: 300, focus: true });
}
