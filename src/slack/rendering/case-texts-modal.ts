import type { KnownBlock, ModalView } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import { customerPlaceholderValues, placeholderValuesOf } from '../../domain/placeholder-values.ts';
import type { TextFragment } from '../../domain/text-fragments.ts';
import { fillTemplate } from '../../domain/text-fragments.ts';
import { copyInstructionsText, textsUnavailableText } from '../../words/step-form-text.ts';
import { BLOCK_KIT_LIMITS, plainTextObject, section } from '../block-kit/blocks.ts';
import { toPlainText } from '../block-kit/mrkdwn.ts';
import { VIEWS } from '../ids.ts';

/**
 * Renders the scenario's texts for copying, with known values filled in. Slack requires a submit button in a modal with
 * inputs; it only closes the modal, and the submitted values are ignored.
 */
export function renderCaseTextsModal(kase: Case): ModalView {
  const check = latestCheck(kase);
  const { reply, note } = check.scenario.texts ?? {};
  const fields = [
    ...(reply
      ? [
          copyTextInput({
            name: 'reply',
            label: 'Public reply',
            text: fillTemplate(reply, customerPlaceholderValues(check)),
          }),
        ]
      : []),
    ...(note
      ? [
          copyTextInput({
            name: 'note',
            label: 'Internal note',
            text: fillTemplate(note, placeholderValuesOf(check)),
          }),
        ]
      : []),
  ];
  const hasTexts = fields.length > 0;
  return {
    type: 'modal',
    callback_id: VIEWS.caseTexts,
    private_metadata: JSON.stringify({ caseId: kase.id }),
    title: plainTextObject('Texts to copy', BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject(hasTexts ? 'Back to the card' : 'Close', BLOCK_KIT_LIMITS.modalTitle),
    ...(hasTexts ? { submit: plainTextObject('Close', BLOCK_KIT_LIMITS.modalTitle) } : {}),
    blocks: [section(hasTexts ? copyInstructionsText() : textsUnavailableText()), ...fields],
  };
}

interface CopyText {
  readonly name: string;
  readonly label: string;
  readonly text: readonly TextFragment[];
}

function copyTextInput({ name, label, text }: CopyText): KnownBlock {
  return {
    type: 'input',
    block_id: name,
    label: plainTextObject(label, 100),
    optional: true,
    element: {
      type: 'plain_text_input',
      action_id: name,
      multiline: true,
      initial_value: toPlainText(text, BLOCK_KIT_LIMITS.inputValue),
    },
  };
}
