import { askOverride, completeStep, undoStep } from '../../usecases/steps.ts';
import { KeptReason, KeptValue } from '../bodies.ts';
import { VIEWS } from '../ids.ts';
import type { Handler } from './handlers.ts';
import { OnStep, stepPress } from './step-actions.ts';

/** The forms about steps: a link to keep, a reason to give. */
export function stepViewHandlers(): [string, Handler][] {
  return [
    [`view ${VIEWS.stepValue}`, value],
    [`view ${VIEWS.undoReason}`, undo],
    [`view ${VIEWS.overrideReason}`, override],
  ];
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
