import type { Overflow } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import type { StepProgress } from '../../domain/step-progress.ts';
import { overflowMenu } from '../block-kit/blocks.ts';
import { ACTIONS } from '../ids.ts';
import { copyTextsLabel } from './case-texts-modal.ts';

/** The action of an option in the card's overflow menu. */
export type CaseMenuChoice =
  | { readonly show: 'history' | 'texts' | 'dispute'; readonly caseId: string }
  | { readonly show: 'override'; readonly caseId: string; readonly stepId: string };

/** Slack allows five options, three of which may be the history, the texts and the wrong verdict. */
const MAX_OVERRIDE_OPTIONS = 2;

/**
 * Returns the menu of less frequent actions: history, overrides of locked steps, a wrong verdict, and, `withCopy`, the texts
 * to copy.
 */
export function caseOverflowMenu(
  kase: Case,
  progress: readonly StepProgress[],
  { withCopy }: { readonly withCopy: boolean },
): Overflow {
  const caseId = kase.id;
  const copyLabel = withCopy ? copyTextsLabel(kase) : null;
  const refused = progress.flatMap(({ step: { id, requires: needs }, state }, index) => {
    const locked = needs?.verdict && state.kind === 'locked' && state.deniedSnapshot !== null;
    return locked ? [{ text: `Override locked step ${index + 1}`, value: { caseId, override: id } }] : [];
  });
  const options = [
    { text: 'History', value: { caseId, show: 'history' } },
    ...(copyLabel ? [{ text: copyLabel, value: { caseId, show: 'texts' } }] : []),
    ...refused.slice(0, MAX_OVERRIDE_OPTIONS),
    { text: 'Wrong verdict?', value: { caseId, show: 'dispute' } },
  ].map(({ text, value }) => ({ text, value: JSON.stringify(value) }));
  return overflowMenu({ actionId: ACTIONS.caseMenu, options });
}

/** Parses the value of an option. Throws on anything else. */
export function parseCaseMenuValue(value: string): CaseMenuChoice {
  const { caseId, show, override } = JSON.parse(value) as Partial<Record<string, unknown>>;
  if (typeof caseId === 'string') {
    if (show === 'history' || show === 'texts' || show === 'dispute') return { show, caseId };
    if (typeof override === 'string') return { show: 'override', caseId, stepId: override };
  }
  throw new SyntaxError('not an option of the menu');
}
