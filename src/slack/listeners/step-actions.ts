import { z } from 'zod';
import { latestCheck } from '../../domain/case.ts';
import type { InboundRequest } from '../../ports/queues.ts';
import { findCase } from '../../usecases/find-case.ts';
import type { StepAction } from '../../usecases/step-actions.ts';
import { approveOverride, checkStepGuard, completeStep } from '../../usecases/step-actions.ts';
import { formNotOpenedText } from '../../words/step-replies.ts';
import { ACTIONS } from '../ids.ts';
import { renderStepValueModal, renderUndoModal } from '../rendering/step-modals.ts';
import type { RequestContext } from '../replies/reply.ts';
import { textReply } from '../replies/text-replies.ts';
import { actionValue } from './action-value.ts';
import type { Handler, HandlerContext, HandlerEntry } from './handlers.ts';
import { openModal } from './open-modal.ts';

export const StepValue = z.object({ caseId: z.string(), stepId: z.string(), check: z.int().optional() });
export type StepValue = z.infer<typeof StepValue>;

/** The buttons of steps. */
export function stepActionHandlers(): HandlerEntry[] {
  return [
    [
      `action ${ACTIONS.stepDone}`,
      { handle: handleDone, audience: 'support', bypassCache: isGuardedStepAction },
    ],
    [`action ${ACTIONS.stepUndo}`, { handle: handleUndo, audience: 'support' }],
    [`action ${ACTIONS.stepCheckNow}`, { handle: handleCheckNow, audience: 'support', bypassCache: true }],
    [
      `action ${ACTIONS.overrideApprove}`,
      { handle: handleApproveOverride, audience: 'support', bypassCache: true },
    ],
  ];
}

/** Returns true when the step requires a verdict, so that cached authorization is not enough. */
export async function isGuardedStep(
  { ports }: HandlerContext,
  { caseId, stepId }: StepValue,
): Promise<boolean> {
  const kase = await ports.cases.find(caseId);
  const step = kase && latestCheck(kase).scenario.steps.find(({ id }) => id === stepId);
  return step?.requires?.verdict !== undefined;
}

function isGuardedStepAction(context: HandlerContext, { body }: InboundRequest): Promise<boolean> {
  return isGuardedStep(context, StepValue.parse(actionValue(body)));
}

const handleCheckNow: Handler = ({ ports }, { body }, requestContext) =>
  checkStepGuard(ports, stepActionOf(body, requestContext));

const handleApproveOverride: Handler = ({ ports }, { body }, requestContext) =>
  approveOverride(ports, stepActionOf(body, requestContext));

/** A step that asks for a link opens a form first; the form then ticks it. */
const handleDone: Handler = async (context, request, requestContext) => {
  const stepAction = stepActionOf(request.body, requestContext);
  const { steps } = latestCheck(await findCase(context.ports, stepAction.caseId)).scenario;
  const asks = steps.find(({ id }) => id === stepAction.stepId)?.linkLabel;
  if (!asks) return completeStep(context.ports, stepAction);
  const view = renderStepValueModal({
    caseId: stepAction.caseId,
    stepId: stepAction.stepId,
    check: stepAction.checkIndex,
    asks,
  });
  await openModal(
    context,
    { request, requestContext },
    { view, expiredTriggerReply: textReply(formNotOpenedText()) },
  );
};

const handleUndo: Handler = async (context, request, requestContext) => {
  const { caseId, stepId, checkIndex: check } = stepActionOf(request.body, requestContext);
  const { steps } = latestCheck(await findCase(context.ports, caseId)).scenario;
  const view = renderUndoModal({
    caseId,
    stepId,
    check,
    number: steps.findIndex(({ id }) => id === stepId) + 1,
  });
  await openModal(
    context,
    { request, requestContext },
    { view, expiredTriggerReply: textReply(formNotOpenedText()) },
  );
};

function stepActionOf(body: Record<string, unknown>, requestContext: RequestContext): StepAction {
  return toStepAction(StepValue.parse(actionValue(body)), requestContext);
}

/** The same for a form about a step. */
export function toStepAction(
  { caseId, stepId, check }: StepValue,
  { userId, key, receivedAt }: RequestContext,
): StepAction {
  const shownCheck: Pick<StepAction, 'checkIndex'> = check === undefined ? {} : { checkIndex: check };
  return { caseId, stepId, ...shownCheck, by: userId, idempotencyKey: key, requestedAt: receivedAt };
}
