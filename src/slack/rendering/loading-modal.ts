import type { ModalView } from '@slack/types';
import type { TextFragment } from '../../domain/text-fragments.ts';
import { loadingText } from '../../words/step-form-text.ts';
import { BLOCK_KIT_LIMITS, plainTextObject, section } from '../block-kit/blocks.ts';

/** Holds the place of a modal whose content takes longer than a trigger lives. */
export function renderLoadingModal(title: string): ModalView {
  return renderTextModal(title, loadingText());
}

/** A modal that only says something. */
export function renderTextModal(title: string, sentence: readonly TextFragment[]): ModalView {
  return {
    type: 'modal',
    title: plainTextObject(title, BLOCK_KIT_LIMITS.modalTitle),
    close: plainTextObject('Close', BLOCK_KIT_LIMITS.modalTitle),
    blocks: [section(sentence)],
  };
}
