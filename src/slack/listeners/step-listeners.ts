import { latestCheck } from '../../domain/case.ts';
import { UserError } from '../../errors.ts';
import { findCase } from '../../usecases/find-case.ts';
import type { StepAction } from '../../usecases/step-actions.ts';
import {
  approveOverride,
  checkStepGuard,
  completeStep,
  requestOverride,
  undoStep,
} from '../../usecases/step-actions.ts';
import { colleagueNotAllowedText, formNotOpenedText } from '../../words/step-replies.ts';
import { ACTIONS, VIEWS } from '../ids.ts';
import {
  ActionPayload,
  StoredOverrideRequest,
  StoredStepLink,
  StoredStepReason,
} from '../ingress/payload-schemas.ts';
import { renderStepValueModal, renderUndoModal } from '../rendering/step-modals.ts';
import { textReply } from '../replies/text-replies.ts';
import { updateFoldModal } from './case-fold-modal.ts';
import type { BoltApp, HandlerContext } from './handler-context.ts';
import { openModal } from './open-modal.ts';
import { actionValue, OverrideValue, StepValue, viewMetadata } from './request-values.ts';

/** The buttons of steps, and the forms about steps: a link to store, a reason to give, a reply that was sent. */
export function registerStepListeners(app: BoltApp): void {
  // A step that asks for a link opens a form; its submission completes the step.
  app.action(ACTIONS.stepDone, updateFoldModal, async ({ body, context }) => {
    const action = stepActionOf(actionValue(body), context);
    const { caseId, stepId, checkIndex } = action;
    const asks = (await findStep(context, action)).step?.linkLabel;
    if (!asks) return completeStep(context.ports, action);
    const view = renderStepValueModal({ caseId, stepId, check: checkIndex, asks });
    await openModal(context, ActionPayload.parse(body).trigger_id, {
      view,
      expiredTriggerReply: textReply(formNotOpenedText()),
    });
  });

  // A guarded step asks why it is undone.
  app.action(ACTIONS.stepUndo, updateFoldModal, async ({ body, context }) => {
    const action = stepActionOf(actionValue(body), context);
    const { caseId, stepId, checkIndex } = action;
    const { step, number } = await findStep(context, action);
    if (!step?.requires?.verdict) return undoStep(context.ports, action, null);
    await openModal(context, ActionPayload.parse(body).trigger_id, {
      view: renderUndoModal({ caseId, stepId, check: checkIndex, number }),
      expiredTriggerReply: textReply(formNotOpenedText()),
    });
  });

  app.action(ACTIONS.stepCheckNow, updateFoldModal, async ({ body, context }) =>
    checkStepGuard(context.ports, stepActionOf(actionValue(body), context)),
  );

  app.action(ACTIONS.overrideApprove, updateFoldModal, async ({ body, context }) => {
    const value = OverrideValue.parse(actionValue(body));
    await approveOverride(context.ports, stepActionOf(value, context), value.request);
  });

  app.view(VIEWS.stepValue, async ({ body, context }) => {
    const { value, notApplicable } = StoredStepLink.parse(body);
    await completeStep(context.ports, stepActionOf(viewMetadata(body), context), {
      value,
      ...(notApplicable === undefined ? {} : { notApplicable }),
    });
  });

  app.view(VIEWS.caseTexts, async ({ body, context }) =>
    completeStep(context.ports, stepActionOf(viewMetadata(body), context)),
  );

  app.view(VIEWS.undoReason, async ({ body, context }) =>
    undoStep(context.ports, stepActionOf(viewMetadata(body), context), StoredStepReason.parse(body).reason),
  );

  app.view(VIEWS.overrideReason, async ({ body, context }) => {
    const { reason, colleague } = StoredOverrideRequest.parse(body);
    const action = stepActionOf(viewMetadata(body), context);
    if (colleague !== null && !(await context.isInSupport(colleague)))
      throw new UserError(colleagueNotAllowedText(colleague));
    await requestOverride(context.ports, action, { reason, colleague });
  });
}

function stepActionOf(value: unknown, { request }: HandlerContext): StepAction {
  const { caseId, stepId, check } = StepValue.parse(value);
  return {
    caseId,
    stepId,
    ...(check === undefined ? {} : { checkIndex: check }),
    by: request.userId,
    idempotencyKey: request.key,
    requestedAt: request.receivedAt,
  };
}

/** Returns a step of the case's latest check, and its number on the card. */
async function findStep({ ports }: HandlerContext, { caseId, stepId }: StepAction) {
  const { steps } = latestCheck(await findCase(ports, caseId)).scenario;
  const index = steps.findIndex(({ id }) => id === stepId);
  return { step: steps[index], number: index + 1 };
}
