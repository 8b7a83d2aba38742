import type { ModalView } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import { VIEWS } from '../ids.ts';
import { section } from '../limits.ts';
import { rich } from '../mrkdwn.ts';

export function textsModal(kase: Case): ModalView {
  const { reply = '', note = '' } = latest(kase).scenario.texts ?? {};
  return {
    type: 'modal',
    callback_id: VIEWS.caseTexts,
    title: { type: 'plain_text', text: 'Texts to copy' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: [section(rich`${reply || 'No reply.'}`), section(rich`${note || 'No note.'}`)],
  };
}
