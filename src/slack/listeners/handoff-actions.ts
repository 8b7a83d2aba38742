import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import type { HandoffAction } from '../../usecases/decide-handoff.ts';
import { findHandoff } from '../../usecases/decide-handoff.ts';
import { draftHandoff } from '../../usecases/draft-handoff.ts';
import {
  assertMayOpenForm,
  claimHandoff,
  confirmNotPosted,
  reconfirmHandoff,
  releaseHandoff,
  SNOOZABLE_TIMER_KINDS,
  snoozeReminder,
} from '../../usecases/handoff-actions.ts';
import { checkLoginNow } from '../../usecases/login-watch.ts';
import { HANDOFF_FORM_TITLES } from '../../words/handoff-form-errors.ts';
import { snoozedText } from '../../words/handoff-replies.ts';
import { formNotOpenedText } from '../../words/step-replies.ts';
import { ACTIONS } from '../ids.ts';
import { ActionPayload } from '../ingress/payload-schemas.ts';
import { renderHandoffDraftModal } from '../rendering/handoff-draft-modal.ts';
import {
  renderAnswerModal,
  renderHandoffTextsModal,
  renderLinkModal,
  renderOutcomeModal,
  renderQuestionModal,
  renderReasonModal,
} from '../rendering/handoff-modals.ts';
import type { RequestContext } from '../replies/reply.ts';
import { reply } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import { actionValue } from './action-value.ts';
import type { Handler, HandlerContext, HandlerEntry } from './handlers.ts';
import { fillModal, openAndFill } from './open-modal.ts';

const CaseValue = z.object({ caseId: z.string() });
export const HandoffValue = z.object({ handoffId: z.string() });
const ReminderValue = HandoffValue.extend({ what: z.enum(SNOOZABLE_TIMER_KINDS) });
const HandoffMenuValue = HandoffValue.extend({ do: z.enum(['texts', 'link', 'withdraw', 'look']) });

/** Returns true for "check now" in a handoff's menu, which calls other systems; the rest of the menu does not. */
export function isCheckNowFromMenu({ kind, body }: Pick<InboundRequest, 'kind' | 'body'>): boolean {
  const { actions } = body as { actions?: readonly { action_id?: string }[] };
  if (kind !== 'action' || actions?.[0]?.action_id !== ACTIONS.handoffMenu) return false;
  try {
    return HandoffMenuValue.parse(actionValue(body)).do === 'look';
  } catch {
    return false;
  }
}

/** Buttons about handoffs, on cards, posts, notes and the Home tab. */
export function handoffActionHandlers(): HandlerEntry[] {
  const question = formHandler(HANDOFF_FORM_TITLES.question, ifMayOpen('question', renderQuestionModal));
  const answer = formHandler(HANDOFF_FORM_TITLES.answer, ifMayOpen('answer', renderAnswerModal));
  const outcome = formHandler(HANDOFF_FORM_TITLES.outcome, ifMayOpen('outcome', renderOutcomeModal));
  const reasonTo = (handoff: Handoff) => renderReasonModal(handoff, 'decline');
  const decline = formHandler(HANDOFF_FORM_TITLES.decline, ifMayOpen('decline', reasonTo));
  return [
    [`action ${ACTIONS.draftHandoff}`, { handle: handleDraft, audience: 'support' }],
    [`action ${ACTIONS.handoffEdit}`, { handle: handleEdit, audience: 'support' }],
    [`action ${ACTIONS.handoffClaim}`, { handle: decisionHandler(claimHandoff), audience: 'sales' }],
    [`action ${ACTIONS.handoffReconfirm}`, { handle: decisionHandler(reconfirmHandoff), audience: 'sales' }],
    [`action ${ACTIONS.handoffRelease}`, { handle: decisionHandler(releaseHandoff), audience: 'sales' }],
    [
      `action ${ACTIONS.handoffPostMissing}`,
      { handle: decisionHandler(confirmNotPosted), audience: 'support' },
    ],
    [`action ${ACTIONS.snooze}`, { handle: handleSnooze, audience: 'support-or-sales' }],
    [
      `action ${ACTIONS.handoffCheckNow}`,
      { handle: decisionHandler(checkLoginNow), audience: 'support', bypassCache: true },
    ],
    [`action ${ACTIONS.handoffQuestion}`, { handle: question, audience: 'sales' }],
    [`action ${ACTIONS.handoffAnswer}`, { handle: answer, audience: 'support' }],
    [`action ${ACTIONS.handoffDone}`, { handle: outcome, audience: 'sales' }],
    [`action ${ACTIONS.handoffDecline}`, { handle: decline, audience: 'sales' }],
    [`action ${ACTIONS.handoffMenu}`, { handle: handleMenu, audience: 'support', bypassCache: isCheckNow }],
  ];
}

const handleDraft: Handler = (context, request, requestContext) => {
  const { caseId } = CaseValue.parse(actionValue(request.body));
  const renderView = async () =>
    renderHandoffDraftModal(await draftHandoff(context.ports, caseId, requestContext.userId));
  return openAndFill(
    context,
    { request, requestContext },
    { title: HANDOFF_FORM_TITLES.draft, renderView, expiredTriggerReply: textReply(formNotOpenedText()) },
  );
};

/** Back from the preview to the form, in the same modal. */
const handleEdit: Handler = async (context, { body }, requestContext) => {
  const { caseId } = CaseValue.parse(actionValue(body));
  const { view } = ActionPayload.parse(body);
  if (!view) return;
  const renderView = async () =>
    renderHandoffDraftModal(await draftHandoff(context.ports, caseId, requestContext.userId));
  await fillModal(context, view, { title: HANDOFF_FORM_TITLES.draft, renderView });
};

/** One press is the whole decision. */
function decisionHandler(
  decide: (ports: HandlerContext['ports'], press: HandoffAction) => Promise<void>,
): Handler {
  return ({ ports }, { body }, requestContext) =>
    decide(ports, toHandoffAction(HandoffValue.parse(actionValue(body)).handoffId, requestContext));
}

/** Nothing else would show that it was put off. */
const handleSnooze: Handler = async ({ ports, responder }, { body }, requestContext) => {
  const { handoffId, what } = ReminderValue.parse(actionValue(body));
  await snoozeReminder(ports, toHandoffAction(handoffId, requestContext), what);
  const standing = handoffStateOf(await findHandoff(ports, handoffId));
  if (standing.snoozedUntil)
    await reply(responder, requestContext, textReply(snoozedText(standing, standing.snoozedUntil)));
};

/** A form opens first. */
function formHandler(
  title: string,
  renderModal: (
    context: HandlerContext,
    handoff: Handoff,
    requestContext: RequestContext,
  ) => Promise<ModalView>,
): Handler {
  return (context, request, requestContext) => {
    const { handoffId } = HandoffValue.parse(actionValue(request.body));
    const renderView = async () =>
      renderModal(context, await findHandoff(context.ports, handoffId), requestContext);
    return openAndFill(
      context,
      { request, requestContext },
      { title, renderView, expiredTriggerReply: textReply(formNotOpenedText()) },
    );
  };
}

/** Says at once what stands against it, before anybody writes for nothing. */
function ifMayOpen(move: keyof typeof assertMayOpenForm, renderModal: (handoff: Handoff) => ModalView) {
  return async (_: HandlerContext, handoff: Handoff, { userId }: RequestContext): Promise<ModalView> => {
    assertMayOpenForm[move](handoffStateOf(handoff), userId);
    return renderModal(handoff);
  };
}

/** Returns true for "check now", which may end by allowing the login, as a guarded step does. */
async function isCheckNow(_: HandlerContext, { body }: InboundRequest): Promise<boolean> {
  return HandoffMenuValue.parse(actionValue(body)).do === 'look';
}

const handleMenu: Handler = (context, request, requestContext) => {
  const chosen = HandoffMenuValue.parse(actionValue(request.body));
  switch (chosen.do) {
    case 'look':
      return decisionHandler(checkLoginNow)(context, request, requestContext);
    case 'texts':
      return formHandler(HANDOFF_FORM_TITLES.texts, async ({ links }, handoff) =>
        renderHandoffTextsModal(handoff, links),
      )(context, request, requestContext);
    case 'link':
      return formHandler(HANDOFF_FORM_TITLES.link, async (_, handoff) => renderLinkModal(handoff))(
        context,
        request,
        requestContext,
      );
    case 'withdraw':
      return formHandler(
        HANDOFF_FORM_TITLES.withdraw,
        ifMayOpen('withdraw', (handoff) => renderReasonModal(handoff, 'withdraw')),
      )(context, request, requestContext);
  }
};

export function toHandoffAction(handoffId: string, { userId, key }: RequestContext): HandoffAction {
  return { handoffId, by: userId, idempotencyKey: key };
}
