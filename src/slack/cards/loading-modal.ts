import type { ModalView } from '@slack/types';
import { sayOpening } from '../../words/step-forms.ts';
import { LIMITS, plain, section } from '../limits.ts';
import { fromPieces } from '../mrkdwn.ts';

/** Holds the place of a modal whose content takes longer than a trigger lives. */
export function loadingModal(title: string): ModalView {
  return {
    type: 'modal',
    title: plain(title, LIMITS.modalTitle),
    close: plain('Close', LIMITS.modalTitle),
    blocks: [section(fromPieces(sayOpening()))],
  };
}
