import type { ModalView } from '@slack/types';
import { COLLEAGUE_HINTS, overrideRuleText } from '../../words/override-text.ts';
import { context } from '../block-kit/blocks.ts';
import { OVERRIDE_FORM, STEP_LINK_FORM, UNDO_FORM } from '../forms/step-forms.ts';

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

/** Renders the form for the link that a step asks for; `asks` names it. */
export function renderStepValueModal({ asks, ...ids }: StepIds & { readonly asks: string }): ModalView {
  const label = asks.charAt(0).toUpperCase() + asks.slice(1);
  return STEP_LINK_FORM.render({ ids: stepIds(ids), texts: { value: { label } } });
}

/** Renders the form for the reason to untick a guarded step. */
export function renderUndoModal({ number, ...ids }: NumberedStep): ModalView {
  const label = `Why is ${stepName(number)} not done?`;
  return UNDO_FORM.render({ ids: stepIds(ids), texts: { reason: { label } } });
}

/** Renders the form to override a locked step. `sharedCard`: others can see the card, so nobody has to be chosen. */
export function renderOverrideModal({
  number,
  sharedCard,
  ...ids
}: NumberedStep & { readonly sharedCard: boolean }): ModalView {
  const hint = COLLEAGUE_HINTS[sharedCard ? 'channel' : 'directMessages'];
  return OVERRIDE_FORM.render({
    ids: stepIds(ids),
    texts: {
      reason: { label: `Why should ${stepName(number)} be done anyway?` },
      colleague: { hint, optional: sharedCard },
    },
    above: [context(overrideRuleText())],
  });
}

function stepIds({ caseId, stepId }: StepIds): { caseId: string; stepId: string } {
  return { caseId, stepId };
}

function stepName(number: number): string {
  return number > 0 ? `step ${number}` : 'this step';
}
