import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import { withoutNames } from '../../domain/handoff-state.ts';
import type { Ports } from '../../ports/ports.ts';
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
import type { ActionHandler, BoltApp, HandlerContext } from './handler-context.ts';
import { openAndUpdateModal, updateModal } from './open-modal.ts';
import { actionValue, CaseValue, HandoffMenuValue, HandoffValue } from './request-values.ts';

const ReminderValue = HandoffValue.extend({ what: z.enum(SNOOZABLE_TIMER_KINDS) });

/** The buttons and menus of handoffs: on cards, posts, notifications and the Home tab. */
export function registerHandoffListeners(app: BoltApp): void {
  app.action(ACTIONS.handoffClaim, decide(claimHandoff));
  app.action(ACTIONS.handoffReconfirm, decide(reconfirmHandoff));
  app.action(ACTIONS.handoffRelease, decide(releaseHandoff));
  app.action(ACTIONS.handoffPostMissing, decide(confirmNotPosted));
  app.action(ACTIONS.handoffCheckNow, decide(checkLoginNow));

  app.action(ACTIONS.handoffQuestion, openForm('question', renderQuestionModal));
  app.action(ACTIONS.handoffAnswer, openForm('answer', renderAnswerModal));
  app.action(ACTIONS.handoffDone, openForm('outcome', renderOutcomeModal));
  app.action(
    ACTIONS.handoffDecline,
    openForm('decline', (handoff) => renderReasonModal(handoff, 'decline')),
  );

  app.action(ACTIONS.draftHandoff, async ({ body, context }) => {
    const { caseId } = CaseValue.parse(actionValue(body));
    await openAndUpdateModal(context, ActionPayload.parse(body).trigger_id, {
      title: HANDOFF_FORM_TITLES.draft,
      renderView: () => renderDraft(context, caseId),
      expiredTriggerReply: textReply(formNotOpenedText()),
    });
  });

  // Returns from the preview to the form, in the same modal.
  app.action(ACTIONS.handoffEdit, async ({ body, context }) => {
    const { caseId } = CaseValue.parse(actionValue(body));
    const { view } = ActionPayload.parse(body);
    const renderView = () => renderDraft(context, caseId);
    const update = { title: HANDOFF_FORM_TITLES.draft, renderView, isTextSaved: true };
    if (view) await updateModal(context, view, update);
  });

  // Nothing on the card shows that a reminder is snoozed, so the reply does.
  app.action(ACTIONS.snooze, async ({ body, context }) => {
    const { ports, responder, request } = context;
    const { handoffId, what } = ReminderValue.parse(actionValue(body));
    await snoozeReminder(ports, toHandoffAction(handoffId, request), what);
    const state = handoffStateOf(await findHandoff(ports, handoffId));
    const { snoozedUntil: until } = state;
    if (until === null) return;
    await reply(
      responder,
      request,
      textReply(snoozedText(state, until), snoozedText(withoutNames(state), until)),
    );
  });

  app.action(ACTIONS.handoffMenu, async (args) => MENU_HANDLERS[menuOptionOf(args.body)](args));
}

const MENU_HANDLERS: Readonly<Record<z.infer<typeof HandoffMenuValue>['do'], ActionHandler>> = {
  'check-now': decide(checkLoginNow),
  texts: openHandoffModal('texts', (handoff, { links, ports }) =>
    renderHandoffTextsModal(handoff, links, ports.now()),
  ),
  link: openHandoffModal('link', renderLinkModal),
  withdraw: openForm('withdraw', (handoff) => renderReasonModal(handoff, 'withdraw')),
};

function menuOptionOf(body: unknown): keyof typeof MENU_HANDLERS {
  return HandoffMenuValue.parse(actionValue(body)).do;
}

/** Returns the listener of a button that records a decision without a form. */
function decide(useCase: (ports: Ports, action: HandoffAction) => Promise<void>): ActionHandler {
  return async ({ body, context }) => {
    const { handoffId } = HandoffValue.parse(actionValue(body));
    await useCase(context.ports, toHandoffAction(handoffId, context.request));
  };
}

/** Returns the listener of a button that opens a form, or shows why the user may not submit it. */
function openForm(
  form: keyof typeof assertMayOpenForm,
  renderModal: (handoff: Handoff) => ModalView,
): ActionHandler {
  return openHandoffModal(form, (handoff, { request }) => {
    assertMayOpenForm[form](handoffStateOf(handoff), request.userId);
    return renderModal(handoff);
  });
}

function openHandoffModal(
  title: keyof typeof HANDOFF_FORM_TITLES,
  renderModal: (handoff: Handoff, context: HandlerContext) => ModalView,
): ActionHandler {
  return async ({ body, context }) => {
    const { handoffId } = HandoffValue.parse(actionValue(body));
    await openAndUpdateModal(context, ActionPayload.parse(body).trigger_id, {
      title: HANDOFF_FORM_TITLES[title],
      renderView: async () => renderModal(await findHandoff(context.ports, handoffId), context),
      expiredTriggerReply: textReply(formNotOpenedText()),
    });
  };
}

async function renderDraft({ ports, links, request }: HandlerContext, caseId: string): Promise<ModalView> {
  return renderHandoffDraftModal(await draftHandoff(ports, caseId, request.userId), links);
}

export function toHandoffAction(handoffId: string, { userId, key }: RequestContext): HandoffAction {
  return { handoffId, by: userId, idempotencyKey: key };
}
