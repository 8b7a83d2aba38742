import { z } from 'zod';
import { cardPostKey, isChannelId, latestCheck } from '../../domain/case.ts';
import { PROOFS, REQUESTER_SIDES } from '../../domain/case-facts.ts';
import type { OverallVerdict } from '../../domain/overall-verdict.ts';
import { TOPICS } from '../../domain/topics.ts';
import { disputeVerdict } from '../../usecases/dispute-verdict.ts';
import { findCase } from '../../usecases/find-case.ts';
import type { CaseAction } from '../../usecases/recheck-case.ts';
import { recheckCase, recheckFromTicket, setFacts } from '../../usecases/recheck-case.ts';
import { disputeRecordedText } from '../../words/dispute-text.ts';
import { formNotOpenedText } from '../../words/step-replies.ts';
import { ACTIONS, VIEWS } from '../ids.ts';
import { ActionPayload, StoredDispute } from '../ingress/payload-schemas.ts';
import type { CaseFold } from '../rendering/case-folds.ts';
import { parseCaseMenuValue } from '../rendering/case-overflow-menu.ts';
import { renderCaseTextsModal } from '../rendering/case-texts-modal.ts';
import { renderDisputeModal } from '../rendering/dispute-modal.ts';
import { renderHistoryModal } from '../rendering/history-modal.ts';
import { renderOverrideModal } from '../rendering/step-modals.ts';
import type { RequestContext } from '../replies/reply.ts';
import { reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import { renderFold, updateFoldModal } from './case-fold-modal.ts';
import type { ActionHandler, BoltApp, HandlerContext } from './handler-context.ts';
import { openModal } from './open-modal.ts';
import { actionValue, CaseValue, viewMetadata } from './request-values.ts';

/** Metadata of the form about a wrong verdict: the index of the check that the card showed. */
const DisputeMetadata = CaseValue.extend({ check: z.coerce.number().int() });
const CasePartValue = CaseValue.extend({ number: z.string() });
const TopicValue = CaseValue.extend({ topic: z.enum(TOPICS) });
const RequesterValue = CaseValue.extend({ requester: z.enum(REQUESTER_SIDES) });
const ProofValue = CaseValue.extend({ proof: z.enum(PROOFS) });
const TicketMismatchValue = CaseValue.extend({ ticketKept: z.string() });

/** The buttons and menus of a case card, except those of its steps and handoffs. */
export function registerCaseListeners(app: BoltApp): void {
  app.action(ACTIONS.recheck, updateFoldModal, async ({ body, context }) => {
    const { caseId } = CaseValue.parse(actionValue(body));
    await recheckCase(context.ports, toCaseAction(caseId, context.request));
  });

  app.action(ACTIONS.chooseSubscription, recheckPart('subscription'));
  app.action(ACTIONS.chooseAccount, recheckPart('account'));

  app.action(ACTIONS.chooseTopic, updateFoldModal, async ({ body, context }) => {
    const { caseId, topic } = TopicValue.parse(actionValue(body));
    await setFacts(context.ports, toCaseAction(caseId, context.request), { topic });
  });

  app.action(ACTIONS.chooseRequester, updateFoldModal, async ({ body, context }) => {
    const { caseId, requester } = RequesterValue.parse(actionValue(body));
    const facts = { requester, requesterSetBy: context.request.userId };
    await setFacts(context.ports, toCaseAction(caseId, context.request), facts);
  });

  app.action(ACTIONS.chooseProof, updateFoldModal, async ({ body, context }) => {
    const { caseId, proof } = ProofValue.parse(actionValue(body));
    await setFacts(context.ports, toCaseAction(caseId, context.request), { proof });
  });

  app.action(ACTIONS.checkTicketSubscription, async ({ body, context }) => {
    const { caseId } = CaseValue.parse(actionValue(body));
    await recheckFromTicket(context.ports, toCaseAction(caseId, context.request));
  });

  app.action(ACTIONS.dismissTicketMismatch, async ({ body, context }) => {
    const { caseId, ticketKept } = TicketMismatchValue.parse(actionValue(body));
    await setFacts(context.ports, toCaseAction(caseId, context.request), {
      dismissedMismatchKey: ticketKept,
    });
  });

  app.action(ACTIONS.confirmManagedService, answerManagedService('yes'));
  app.action(ACTIONS.denyManagedService, answerManagedService('no'));

  app.action(ACTIONS.showSteps, openFold('steps'));
  app.action(ACTIONS.showEvidence, openFold('evidence'));

  app.action(ACTIONS.copyTexts, async ({ body, context }) => {
    const { caseId } = CaseValue.parse(actionValue(body));
    const view = await renderMenuModal(context, JSON.stringify({ caseId, show: 'texts' }));
    await openModal(context, ActionPayload.parse(body).trigger_id, {
      view,
      expiredTriggerReply: textReply(formNotOpenedText()),
    });
  });

  app.view(VIEWS.verdictDispute, async ({ body, context }) => recordDispute(context, body));

  app.action(ACTIONS.caseMenu, async ({ body, context }) => {
    const { actions, trigger_id } = ActionPayload.parse(body);
    const view = await renderMenuModal(context, actions[0]?.selected_option?.value ?? '');
    await openModal(context, trigger_id, { view, expiredTriggerReply: textReply(formNotOpenedText()) });
  });
}

function openFold(fold: CaseFold): ActionHandler {
  return async ({ body, context }) => {
    const { caseId } = CaseValue.parse(actionValue(body));
    await openModal(context, ActionPayload.parse(body).trigger_id, {
      view: await renderFold(context, { caseId, fold }),
      expiredTriggerReply: textReply(formNotOpenedText()),
    });
  };
}

async function recordDispute(context: HandlerContext, body: unknown): Promise<void> {
  const { ports, responder, request } = context;
  const { caseId, check } = DisputeMetadata.parse(viewMetadata(body));
  const { expected, reason } = StoredDispute.parse(body);
  const recorded = await disputeVerdict(ports, toCaseAction(caseId, request), {
    checkIndex: check,
    expected: expected as OverallVerdict,
    reason,
  });
  await reply(responder, request, textReply(disputeRecordedText(recorded)));
}

function answerManagedService(managedService: 'yes' | 'no'): ActionHandler {
  return async ({ body, context }) => {
    const { caseId } = CaseValue.parse(actionValue(body));
    await setFacts(context.ports, toCaseAction(caseId, context.request), { managedService });
  };
}

function recheckPart(kind: 'subscription' | 'account'): ActionHandler {
  return async ({ body, context }) => {
    const { caseId, number } = CasePartValue.parse(actionValue(body));
    await recheckCase(context.ports, toCaseAction(caseId, context.request), { kind, number });
  };
}

async function renderMenuModal({ ports, links, responder }: HandlerContext, menuValue: string) {
  const chosen = parseCaseMenuValue(menuValue);
  const kase = await findCase(ports, chosen.caseId);
  switch (chosen.show) {
    case 'history':
      return renderHistoryModal(kase, links, await ports.handoffs.listByCase(chosen.caseId));
    case 'texts':
      return renderCaseTextsModal(kase, ports.now());
    case 'dispute':
      return renderDisputeModal(kase);
    case 'override': {
      const { stepId, caseId } = chosen;
      const number = latestCheck(kase).scenario.steps.findIndex(({ id }) => id === stepId) + 1;
      const card = await responder.posts.find(cardPostKey(caseId));
      const sharedCard = isChannelId((card ?? kase.location).channel);
      return renderOverrideModal({ caseId, stepId, number, sharedCard });
    }
  }
}

function toCaseAction(caseId: string, { userId, key, receivedAt }: RequestContext): CaseAction {
  return { caseId, by: userId, idempotencyKey: key, requestedAt: receivedAt };
}
