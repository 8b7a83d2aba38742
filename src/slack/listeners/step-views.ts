import type { InboundRequest } from '../../ports/queues.ts';
import { completeStep, requestOverride, undoStep } from '../../usecases/step-actions.ts';
import { VIEWS } from '../ids.ts';
import { StoredStepLink, StoredStepReason } from '../ingress/payload-schemas.ts';
import type { Handler, HandlerContext, HandlerEntry } from './handlers.ts';
import { isGuardedStep, StepValue, toStepAction } from './step-actions.ts';

/** The forms about steps: a link to keep, a reason to give. */
export function stepViewHandlers(): HandlerEntry[] {
  return [
    [
      `view ${VIEWS.stepValue}`,
      { handle: handleLinkForm, audience: 'support', bypassCache: isGuardedStepForm },
    ],
    [`view ${VIEWS.undoReason}`, { handle: handleUndoForm, audience: 'support' }],
    [`view ${VIEWS.overrideReason}`, { handle: handleOverrideForm, audience: 'support', bypassCache: true }],
  ];
}

function isGuardedStepForm(context: HandlerContext, { body }: InboundRequest): Promise<boolean> {
  return isGuardedStep(context, stepOfView(StoredStepLink.parse(body).view));
}

const handleLinkForm: Handler = ({ ports }, { body }, requestContext) => {
  const kept = StoredStepLink.parse(body);
  return completeStep(ports, toStepAction(stepOfView(kept.view), requestContext), kept.value);
};

const handleUndoForm: Handler = ({ ports }, { body }, requestContext) => {
  const kept = StoredStepReason.parse(body);
  return undoStep(ports, toStepAction(stepOfView(kept.view), requestContext), kept.reason);
};

const handleOverrideForm: Handler = ({ ports }, { body }, requestContext) => {
  const kept = StoredStepReason.parse(body);
  return requestOverride(ports, toStepAction(stepOfView(kept.view), requestContext), kept.reason);
};

function stepOfView({ private_metadata }: { private_metadata?: string | undefined }): StepValue {
  return StepValue.parse(JSON.parse(private_metadata ?? '{}'));
}
