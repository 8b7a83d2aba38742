import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { StepProgress, StepState } from '../../domain/progress.ts';
import { GUARD_HOLDS_MS, progressOf } from '../../domain/progress.ts';
import type { Step } from '../../domain/scenario.ts';
import { sayChannel, sayNeeded, sayRefused, sayWaiting } from '../../words/step-states.ts';
import type { Rich } from '../mrkdwn.ts';
import { fromPieces, join, moment, rich, toPlain, user, value, words } from '../mrkdwn.ts';
import { filled } from './case-words.ts';
import { pasted, typed } from './typed.ts';

/** A done step is one line; its text gives way. */
const MOST_OF_DONE = 46;

/** What a card says of its steps, the words of each on one to three lines. */
export function stepWords(kase: Case, progress: readonly StepProgress[]): Rich[] {
  return progress.map(({ step, state }, index) => {
    if (state.kind === 'done') return doneWords(kase, step, state);
    const text = filled(latest(kase), step.text);
    const lines = stateWords({ step, state }, progress);
    return join([[words(`${index + 1}. `), ...text], ...lines], '\n');
  });
}

/** How far the work is, as a heading: "Steps · 1 of 4 done". */
export function stepsHeading(progress: readonly StepProgress[]): string {
  const done = progress.filter(({ state }) => state.kind === 'done').length;
  return `Steps · ${done} of ${progress.length} done`;
}

/** True when the step was ticked because two people answered for it, and not because a look let it be. */
export function doneByOverride(kase: Case, stepId: string): boolean {
  const at = kase.events.findLastIndex((event) => event.kind === 'step-done' && event.stepId === stepId);
  const ticked = kase.events[at];
  if (!ticked) return false;
  const before = { ...kase, events: kase.events.slice(0, at) };
  const state = progressOf(before, new Date(ticked.at)).find(({ step }) => step.id === stepId)?.state;
  return state?.kind === 'overridden';
}

function doneWords(
  kase: Case,
  step: Step,
  { by, at, value: given }: Extract<StepState, { kind: 'done' }>,
): Rich {
  const text = value(toPlain(filled(latest(kase), step.text), MOST_OF_DONE).replace(/\.$/, ''));
  const facts = [
    rich`✓ ${text}`,
    rich`${user(by)} ${moment(at)}`,
    ...(given ? [[pasted(given)]] : []),
    ...(doneByOverride(kase, step.id) ? [[words('overridden, not confirmed by Zuora')]] : []),
  ];
  return join(facts, ' · ');
}

/** Where a step stands that is not done, line by line; nothing when it is simply open. */
function stateWords({ step, state }: StepProgress, all: readonly StepProgress[]): Rich[] {
  switch (state.kind) {
    case 'open':
    case 'done':
      return [];
    case 'locked':
      return state.waitsFor.length > 0
        ? [fromPieces(sayWaiting(numbersOf(state.waitsFor, all)))]
        : lockWords(step, state);
    case 'allowed': {
      const { at, by, seen } = state;
      const until = moment(new Date(Date.parse(at) + GUARD_HOLDS_MS).toISOString());
      return [
        rich`Allowed: Zuora read ${moment(seen.asOf)}, ${fromPieces(sayChannel(seen))}, looked at by ${user(by)}; holds until ${until}`,
      ];
    }
    case 'override-asked':
      return [rich`Override asked by ${user(state.by)}: ${typed(state.reason)}. A second person must agree.`];
    case 'overridden':
      return [
        rich`Overridden by ${user(state.by)} and ${user(state.second)}: ${typed(state.reason)}. Not confirmed by Zuora.`,
      ];
  }
}

function lockWords({ needs }: Step, { refused }: Extract<StepState, { kind: 'locked' }>): Rich[] {
  const wanted = needs?.verdict ?? [];
  const seen = refused ? [rich`${moment(refused.asOf)}: ${fromPieces(sayRefused(refused, wanted))}`] : [];
  return [fromPieces(sayNeeded(wanted)), ...seen];
}

function numbersOf(ids: readonly string[], all: readonly StepProgress[]): string[] {
  return ids.map((id) => String(all.findIndex(({ step }) => step.id === id) + 1));
}
