import type { KnownBlock, ModalView } from '@slack/types';
import { LINK_HINT, OVERRIDE_HINT, sayTwoPeople, UNDO_HINT } from '../../words/step-forms.ts';
import { VIEWS } from '../ids.ts';
import { context } from '../limits.ts';
import { fromPieces } from '../mrkdwn.ts';
import { form, linkInput, textInput } from './form.ts';

export interface StepOfCase {
  readonly caseId: string;
  readonly stepId: string;
  /** Place of the check whose card was pressed. */
  readonly check?: number | undefined;
}

export interface NumberedStep extends StepOfCase {
  /** Its place on the card, from 1; 0 when it is not there any more. */
  readonly number: number;
}

/** Asks for the link that ticks a step; `asks` names it. The answer arrives as `value.value`. */
export function stepValueModal({ asks, ...ids }: StepOfCase & { readonly asks: string }): ModalView {
  const label = asks.charAt(0).toUpperCase() + asks.slice(1);
  const block = linkInput({ name: 'value', label, hint: LINK_HINT, focus: true });
  return form(idsOf(ids), {
    callback: VIEWS.stepValue,
    title: 'Tick a step',
    submit: 'Done',
    blocks: [block],
  });
}

/** Asks why a tick is taken back. The answer arrives as `reason.reason`. */
export function undoModal({ number, ...ids }: NumberedStep): ModalView {
  const block = reasonInput(`Why is ${nameOf(number)} not done?`, UNDO_HINT);
  return form(idsOf(ids), {
    callback: VIEWS.undoReason,
    title: 'Undo a step',
    submit: 'Undo',
    blocks: [block],
  });
}

/** Asks why a locked step should be done although no look allows it. The answer arrives as `reason.reason`. */
export function overrideModal({ number, ...ids }: NumberedStep): ModalView {
  const blocks = [
    context(fromPieces(sayTwoPeople())),
    reasonInput(`Why should ${nameOf(number)} be done all the same?`, OVERRIDE_HINT),
  ];
  return form(idsOf(ids), {
    callback: VIEWS.overrideReason,
    title: 'Override a lock',
    submit: 'Ask for it',
    blocks,
  });
}

function idsOf({ caseId, stepId }: StepOfCase): { caseId: string; stepId: string } {
  return { caseId, stepId };
}

function nameOf(number: number): string {
  return number > 0 ? `step ${number}` : 'this step';
}

function reasonInput(label: string, hint: string): KnownBlock {
  return textInput({ name: 'reason', label, hint, multiline: true, least: 5, most: 300, focus: true });
}
