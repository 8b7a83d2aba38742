import { z } from 'zod';
import { latest } from '../../domain/case.ts';
import type { Arrival } from '../../ports.ts';
import { findCase } from '../../usecases/find-case.ts';
import type { StepPress } from '../../usecases/steps.ts';
import { agreeOverride, completeStep, lookForStep } from '../../usecases/steps.ts';
import { pressAgain } from '../../words/steps.ts';
import { stepValueModal, undoModal } from '../cards/step-modals.ts';
import { ACTIONS } from '../ids.ts';
import { line } from '../lines.ts';
import type { Origin } from '../say.ts';
import type { Handler, HandlerEntry, Room } from './handlers.ts';
import { openModal } from './open-modal.ts';
import { pressed } from './pressed.ts';

export const OnStep = z.object({ caseId: z.string(), stepId: z.string(), check: z.int().optional() });
export type OnStep = z.infer<typeof OnStep>;

/** The buttons of steps. */
export function stepHandlers(): HandlerEntry[] {
  return [
    [`action ${ACTIONS.stepDone}`, { handle: done, audience: 'support', bypassCache: isGuardedStepAction }],
    [`action ${ACTIONS.stepUndo}`, { handle: undo, audience: 'support' }],
    [`action ${ACTIONS.stepLook}`, { handle: look, audience: 'support', bypassCache: true }],
    [`action ${ACTIONS.overrideAgree}`, { handle: agree, audience: 'support', bypassCache: true }],
  ];
}

/** Returns true when the step requires a verdict, so that cached authorization is not enough. */
export async function isGuarded({ ports }: Room, { caseId, stepId }: OnStep): Promise<boolean> {
  const kase = await ports.cases.find(caseId);
  const step = kase && latest(kase).scenario.steps.find(({ id }) => id === stepId);
  return step?.needs?.verdict !== undefined;
}

function isGuardedStepAction(room: Room, { body }: Arrival): Promise<boolean> {
  return isGuarded(room, OnStep.parse(pressed(body)));
}

const look: Handler = ({ ports }, { body }, origin) => lookForStep(ports, pressOf(body, origin));

const agree: Handler = ({ ports }, { body }, origin) => agreeOverride(ports, pressOf(body, origin));

/** A step that asks for a link opens a form first; the form then ticks it. */
const done: Handler = async (room, arrival, origin) => {
  const press = pressOf(arrival.body, origin);
  const { steps } = latest(await findCase(room.ports, press.caseId)).scenario;
  const asks = steps.find(({ id }) => id === press.stepId)?.asks;
  if (!asks) return completeStep(room.ports, press);
  const view = stepValueModal({ caseId: press.caseId, stepId: press.stepId, check: press.check, asks });
  await openModal(room, { arrival, origin }, { view, otherwise: line(pressAgain()) });
};

const undo: Handler = async (room, arrival, origin) => {
  const { caseId, stepId, check } = pressOf(arrival.body, origin);
  const { steps } = latest(await findCase(room.ports, caseId)).scenario;
  const view = undoModal({ caseId, stepId, check, number: steps.findIndex(({ id }) => id === stepId) + 1 });
  await openModal(room, { arrival, origin }, { view, otherwise: line(pressAgain()) });
};

function pressOf(body: Record<string, unknown>, origin: Origin): StepPress {
  return stepPress(OnStep.parse(pressed(body)), origin);
}

/** The same for a form about a step. */
export function stepPress({ caseId, stepId, check }: OnStep, { user, key, receivedAt }: Origin): StepPress {
  const which = check === undefined ? {} : { check };
  return { caseId, stepId, ...which, by: user, eventKey: key, pressedAt: receivedAt };
}
