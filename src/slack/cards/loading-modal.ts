import type { ModalView } from '@slack/types';
import type { Piece } from '../../domain/text.ts';
import { sayOpening } from '../../words/step-forms.ts';
import { LIMITS, plain, section } from '../limits.ts';
import { fromPieces } from '../mrkdwn.ts';

/** Holds the place of a modal whose content takes longer than a trigger lives. */
export function loadingModal(title: string): ModalView {
  return sentenceModal(title, sayOpening());
}

/** A modal that only says something. */
export function sentenceModal(title: string, sentence: readonly Piece[]): ModalView {
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalTitle),
    blocks: [section(fromPieces(sentence))],
  };
}
