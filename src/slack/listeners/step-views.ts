import type { Arrival } from '../../ports.ts';
import { askOverride, completeStep, undoStep } from '../../usecases/steps.ts';
import { KeptReason, KeptValue } from '../bodies.ts';
import { VIEWS } from '../ids.ts';
import type { Handler, HandlerEntry, Room } from './handlers.ts';
import { isGuarded, OnStep, stepPress } from './step-actions.ts';

/** The forms about steps: a link to keep, a reason to give. */
export function stepViewHandlers(): HandlerEntry[] {
  return [
    [`view ${VIEWS.stepValue}`, { handle: value, audience: 'support', bypassCache: isGuardedStepForm }],
    [`view ${VIEWS.undoReason}`, { handle: undo, audience: 'support' }],
    [`view ${VIEWS.overrideReason}`, { handle: override, audience: 'support', bypassCache: true }],
  ];
}

function isGuardedStepForm(room: Room, { body }: Arrival): Promise<boolean> {
  return isGuarded(room, metaOf(KeptValue.parse(body).view));
}

const value: Handler = ({ ports }, { body }, origin) => {
  const kept = KeptValue.parse(body);
  return completeStep(ports, stepPress(metaOf(kept.view), origin), kept.value);
};

const undo: Handler = ({ ports }, { body }, origin) => {
  const kept = KeptReason.parse(body);
  return undoStep(ports, stepPress(metaOf(kept.view), origin), kept.reason);
};

const override: Handler = ({ ports }, { body }, origin) => {
  const kept = KeptReason.parse(body);
  return askOverride(ports, stepPress(metaOf(kept.view), origin), kept.reason);
};

function metaOf({ private_metadata }: { private_metadata?: string | undefined }): OnStep {
  return OnStep.parse(JSON.parse(private_metadata ?? '{}'));
}
