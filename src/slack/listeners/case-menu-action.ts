import { latestCheck } from '../../domain/case.ts';
import { findCase } from '../../usecases/find-case.ts';
import { formNotOpenedText } from '../../words/step-replies.ts';
import { ActionPayload } from '../ingress/payload-schemas.ts';
import { parseCaseMenuValue } from '../rendering/case-overflow-menu.ts';
import { renderCaseTextsModal } from '../rendering/case-texts-modal.ts';
import { renderHistoryModal } from '../rendering/history-modal.ts';
import { renderOverrideModal } from '../rendering/step-modals.ts';
import { textReply } from '../replies/text-replies.ts';
import type { Handler } from './handlers.ts';
import { openModal } from './open-modal.ts';

/** The card's overflow menu: its history, texts to copy, or an override. All drawn from the store. */
export const handleCaseMenu: Handler = async (context, request, requestContext) => {
  const [action] = ActionPayload.parse(request.body).actions;
  const chosen = parseCaseMenuValue(action?.selected_option?.value ?? '');
  const kase = await findCase(context.ports, chosen.caseId);
  const handoffs = await context.ports.handoffs.listByCase(chosen.caseId);
  const view = () => {
    switch (chosen.show) {
      case 'history':
        return renderHistoryModal(kase, context.links, handoffs);
      case 'texts':
        return renderCaseTextsModal(kase);
      case 'override': {
        const { stepId, caseId } = chosen;
        const number = latestCheck(kase).scenario.steps.findIndex(({ id }) => id === stepId) + 1;
        return renderOverrideModal({ caseId, stepId, number });
      }
    }
  };
  await openModal(
    context,
    { request, requestContext },
    { view: view(), expiredTriggerReply: textReply(formNotOpenedText()) },
  );
};
