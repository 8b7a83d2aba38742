import type { ModalView } from '@slack/types';
import { VIEWS } from '../ids.ts';

export function stepValueModal({ caseId, stepId, asks }: { caseId: string; stepId: string; asks: string }): ModalView {
  return inputModal({ callback: VIEWS.stepValue, title: 'Done', name: 'value', label: asks }, { caseId, stepId });
}

export function undoModal({ caseId, stepId, number }: { caseId: string; stepId: string; number: number }): ModalView {
  return inputModal({ callback: VIEWS.undoReason, title: 'Undo', name: 'reason', label: `Why undo step ${number}?` }, { caseId, stepId });
}

export function overrideModal({ caseId, stepId, number }: { caseId: string; stepId: string; number: number }): ModalView {
  return inputModal({ callback: VIEWS.overrideReason, title: 'Override', name: 'reason', label: `Why override step ${number}?` }, { caseId, stepId });
}

interface Input {
  readonly callback: string;
  readonly title: string;
  readonly name: string;
  readonly label: string;
}

function inputModal({ callback, title, name, label }: Input, ids: { caseId: string; stepId: string }): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: JSON.stringify(ids),
    title: { type: 'plain_text', text: title },
    submit: { type: 'plain_text', text: title },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: [
      {
        type: 'input',
        block_id: name,
        label: { type: 'plain_text', text: label },
        element: { type: 'plain_text_input', action_id: name },
      },
    ],
  };
}
