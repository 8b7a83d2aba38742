import type { Button } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import type { StepProgress, StepState } from '../../domain/progress.ts';
import { ACTIONS } from '../ids.ts';
import type { ButtonParts, Drawn } from '../limits.ts';
import { button, LIMITS, section } from '../limits.ts';
import { bold, toPlain, words } from '../mrkdwn.ts';
import { whyNoRecheck } from './case-controls.ts';
import { filled } from './case-words.ts';
import { handoffBlocks, handoffComesFirst } from './handoff-row.ts';
import { stepsHeading, stepWords } from './step-words.ts';

/**
 * A row and at most one button for each step: done work small, locked work with what it waits for. What there is to
 * say of the handoff stands under the step that hands over.
 */
export function stepBlocks(kase: Case, progress: readonly StepProgress[], handoff: Handoff | null): Drawn[] {
  const beneath = handoffBlocks(handoff, kase, progress);
  if (progress.length === 0) return beneath;
  const texts = stepWords(kase, progress);
  const next = handoffComesFirst(handoff, progress) ? null : nextStep(kase, progress);
  const rows = progress.map((one, index): Drawn => {
    const press = stepButton({ kase, one, number: index + 1, primary: one.step.id === next });
    return { block: section(texts[index] ?? [], press), importance: one.state.kind === 'done' ? 62 : 72 };
  });
  const heading = { block: section([bold([words(stepsHeading(progress))])]), importance: 75 };
  const at = progress.findIndex(({ step }) => step.handsOff) + 1 || rows.length;
  return [heading, ...rows.toSpliced(at, 0, ...beneath)];
}

/**
 * The one step whose button stands out: the first that can be worked on, never one behind a lock that nobody has
 * opened. None when trying again is what makes sense, or when two people have to answer for the next step.
 */
function nextStep(kase: Case, progress: readonly StepProgress[]): string | null {
  const check = latest(kase);
  if (check.verdict === 'unknown' && whyNoRecheck(check).length === 0) return null;
  const next = progress.find(({ state }) => state.kind !== 'done' && !isWaiting(state));
  return next && /^(?:open|allowed|locked)$/.test(next.state.kind) ? next.step.id : null;
}

function isWaiting(state: StepState): boolean {
  return state.kind === 'locked' && state.waitsFor.length > 0;
}

interface Row {
  readonly kase: Case;
  readonly one: StepProgress;
  readonly number: number;
  readonly primary: boolean;
}

type Pressed = Pick<ButtonParts, 'text' | 'actionId' | 'confirm'>;

function stepButton({ kase, one, number, primary }: Row): Button | undefined {
  const pressed = pressedFor(kase, one, number);
  if (!pressed) return undefined;
  const { step } = one;
  const text = toPlain(filled(latest(kase), step.text), LIMITS.accessibilityLabel);
  const label = `${pressed.text.replace('…', '')}: step ${number}, ${text}`;
  return button({
    ...pressed,
    label,
    value: { caseId: kase.id, stepId: step.id, check: kase.checks.length - 1 },
    primary,
  });
}

function pressedFor(kase: Case, { step, state }: StepProgress, number: number): Pressed | null {
  switch (state.kind) {
    case 'open':
    case 'allowed':
    case 'overridden': {
      const text = step.asks ? 'Done…' : 'Done';
      const asked = step.confirm === undefined ? null : filled(latest(kase), step.confirm);
      const confirm = asked && { title: `Step ${number}`, text: asked, yes: 'Yes, done', no: 'Not yet' };
      return { text, actionId: ACTIONS.stepDone, ...(confirm ? { confirm } : {}) };
    }
    case 'done':
      return { text: 'Undo', actionId: ACTIONS.stepUndo };
    case 'locked':
      return isWaiting(state) ? null : { text: 'Look now', actionId: ACTIONS.stepLook };
    case 'override-asked':
      return { text: 'Agree', actionId: ACTIONS.overrideAgree };
  }
}
