import type { KnownBlock, ModalView, PlainTextInput, URLInput } from '@slack/types';
import { LINK_HINT, OVERRIDE_HINT, sayTwoPeople, UNDO_HINT } from '../../words/step-forms.ts';
import { VIEWS } from '../ids.ts';
import { context, LIMITS, plain } from '../limits.ts';
import { fromPieces } from '../mrkdwn.ts';

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
  const element: URLInput = { type: 'url_text_input', action_id: 'value', focus_on_load: true };
  const label = asks.charAt(0).toUpperCase() + asks.slice(1);
  const block = input({ name: 'value', label, hint: LINK_HINT, element });
  return form(ids, { callback: VIEWS.stepValue, title: 'Tick a step', submit: 'Done', blocks: [block] });
}

/** Asks why a tick is taken back. The answer arrives as `reason.reason`. */
export function undoModal({ number, ...ids }: NumberedStep): ModalView {
  const block = reasonInput(`Why is ${nameOf(number)} not done?`, UNDO_HINT);
  return form(ids, { callback: VIEWS.undoReason, title: 'Undo a step', submit: 'Undo', blocks: [block] });
}

/** Asks why a locked step should be done although no look allows it. The answer arrives as `reason.reason`. */
export function overrideModal({ number, ...ids }: NumberedStep): ModalView {
  const blocks = [
    context(fromPieces(sayTwoPeople())),
    reasonInput(`Why should ${nameOf(number)} be done all the same?`, OVERRIDE_HINT),
  ];
  return form(ids, {
    callback: VIEWS.overrideReason,
    title: 'Override a lock',
    submit: 'Ask for it',
    blocks,
  });
}

function nameOf(number: number): string {
  return number > 0 ? `step ${number}` : 'this step';
}

function reasonInput(label: string, hint: string): KnownBlock {
  const element: PlainTextInput = {
    type: 'plain_text_input',
    action_id: 'reason',
    multiline: true,
    min_length: 5,
    max_length: 300,
    focus_on_load: true,
  };
  return input({ name: 'reason', label, hint, element });
}

interface Input {
  /** Of the block; the element has the same. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly element: PlainTextInput | URLInput;
}

function input({ name, label, hint, element }: Input): KnownBlock {
  return { type: 'input', block_id: name, label: plain(label, 150), hint: plain(hint, 200), element };
}

interface Form {
  readonly callback: string;
  readonly title: string;
  readonly submit: string;
  readonly blocks: KnownBlock[];
}

function form({ caseId, stepId }: StepOfCase, { callback, title, submit, blocks }: Form): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: JSON.stringify({ caseId, stepId }),
    title: plain(title, LIMITS.modalTitle),
    submit: plain(submit, LIMITS.modalTitle),
    close: plain('Cancel', LIMITS.modalTitle),
    blocks,
  };
}
