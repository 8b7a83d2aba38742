import type { ModalView } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import type { Links } from '../../ports.ts';
import { VIEWS } from '../ids.ts';
import { section } from '../limits.ts';
import { rich, user, words } from '../mrkdwn.ts';

export function historyModal(kase: Case, _links: Links): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.caseHistory,
    title: { type: 'plain_text', text: 'History' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: kase.events.slice(-50).map(({ by, kind, at }) => section(rich`${words(at)} ${words(kind)} ${user(by)}`)),
  };
}
