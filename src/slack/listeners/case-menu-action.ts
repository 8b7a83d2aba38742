import { latest } from '../../domain/case.ts';
import { findCase } from '../../usecases/find-case.ts';
import { pressAgain } from '../../words/steps.ts';
import { ActionBody } from '../bodies.ts';
import { readMenuValue } from '../cards/case-menu.ts';
import { historyModal } from '../cards/history-modal.ts';
import { overrideModal } from '../cards/step-modals.ts';
import { textsModal } from '../cards/texts-modal.ts';
import { line } from '../lines.ts';
import type { Handler } from './handlers.ts';
import { openModal } from './open-modal.ts';

/** The card's overflow menu: its history, texts to copy, or an override. All drawn from the store. */
export const caseMenu: Handler = async (room, arrival, origin) => {
  const [action] = ActionBody.parse(arrival.body).actions;
  const chosen = readMenuValue(action?.selected_option?.value ?? '');
  const kase = await findCase(room.ports, chosen.caseId);
  const handoffs = await room.ports.handoffs.ofCase(chosen.caseId);
  const view = () => {
    switch (chosen.show) {
      case 'history':
        return historyModal(kase, room.links, handoffs);
      case 'texts':
        return textsModal(kase);
      case 'override': {
        const { stepId, caseId } = chosen;
        const number = latest(kase).scenario.steps.findIndex(({ id }) => id === stepId) + 1;
        return overrideModal({ caseId, stepId, number });
      }
    }
  };
  await openModal(room, { arrival, origin }, { view: view(), otherwise: line(pressAgain()) });
};
