import type { KnownBlock, ModalView } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { slotsForCustomer, slotsOf } from '../../domain/case-slots.ts';
import { fill, type Piece } from '../../domain/text.ts';
import { sayCopy, sayNoTexts } from '../../words/step-forms.ts';
import { VIEWS } from '../ids.ts';
import { LIMITS, plain, section } from '../limits.ts';
import { fromPieces, toPlain } from '../mrkdwn.ts';

/**
 * The scenario's texts with what is known put in, to be copied. Slack takes no field without a submit button, so
 * there is one; it only closes, and what comes with it is not read.
 */
export function textsModal(kase: Case): ModalView {
  const check = latest(kase);
  const { reply, note } = check.scenario.texts ?? {};
  const fields = [
    ...(reply
      ? [field({ name: 'reply', label: 'Public reply', text: fill(reply, slotsForCustomer(check)) })]
      : []),
    ...(note ? [field({ name: 'note', label: 'Internal note', text: fill(note, slotsOf(check)) })] : []),
  ];
  const some = fields.length > 0;
  return {
    type: 'modal',
    callback_id: VIEWS.caseTexts,
    private_metadata: JSON.stringify({ caseId: kase.id }),
    title: plain('Texts to copy', LIMITS.modalTitle),
    close: plain(some ? 'Back to the card' : 'Close', LIMITS.modalTitle),
    ...(some ? { submit: plain('Close', LIMITS.modalTitle) } : {}),
    blocks: [section(fromPieces(some ? sayCopy() : sayNoTexts())), ...fields],
  };
}

interface Field {
  readonly name: string;
  readonly label: string;
  readonly text: readonly Piece[];
}

function field({ name, label, text }: Field): KnownBlock {
  return {
    type: 'input',
    block_id: name,
    label: plain(label, 100),
    optional: true,
    element: {
      type: 'plain_text_input',
      action_id: name,
      multiline: true,
      initial_value: toPlain(fromPieces(text), LIMITS.inputValue),
    },
  };
}
