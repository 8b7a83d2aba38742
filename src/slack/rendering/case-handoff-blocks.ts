import type { Button, Overflow } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latestCheck } from '../../domain/case.ts';
import type { Handoff } from '../../domain/handoff.ts';
import { handoffStateOf } from '../../domain/handoff.ts';
import { findHandoffStep } from '../../domain/handoff-facts.ts';
import type { HandoffState } from '../../domain/handoff-state.ts';
import { needsLoginWatch } from '../../domain/handoff-state.ts';
import { nextStepOf, type StepProgress } from '../../domain/step-progress.ts';
import type { RichText } from '../../domain/text-fragments.ts';
import { bold, joinLines, literalFragment, phrase, userFragment } from '../../domain/text-fragments.ts';
import { caseCardHandoffText } from '../../words/handoff-state-text.ts';
import { userCountLines } from '../../words/user-counts-text.ts';
import type { RankedBlock } from '../block-kit/blocks.ts';
import { actions, button, overflowMenu, section } from '../block-kit/blocks.ts';
import { userText } from '../block-kit/untrusted-text.ts';
import { ACTIONS } from '../ids.ts';
import { subjectName } from './format-case.ts';
import { addLinkButton, handoffButton, postMissingButton } from './handoff-buttons.ts';

/** Returns the button that drafts a handoff; none when there is a handoff, or no step that hands over to Sales is open. */
export function draftHandoffButtons(
  handoff: Handoff | null,
  kase: Case,
  progress: readonly StepProgress[],
): Button[] {
  return handoff === null && isHandoffStepOpen(progress)
    ? [draftHandoffButton(kase, 'Draft handoff', isHandoffStepNext(progress))]
    : [];
}

/** Returns the state of the handoff with the buttons for the engineer; empty without a handoff. */
export function caseHandoffBlocks(handoff: Handoff | null, kase: Case): RankedBlock[] {
  if (!handoff) return [];
  const handoffState = handoffStateOf(handoff);
  const buttons = caseHandoffButtons(kase, handoff.id, handoffState);
  const text = joinLines([
    [bold([literalFragment('Handoff:')]), literalFragment(' '), ...caseCardHandoffText(handoff)],
    formatOpenQuestion(handoffState),
    ...formatUserCounts(handoffState),
  ]);
  return [
    {
      block: section(text, handoffState.erased ? undefined : handoffOverflowMenu(handoff.id, handoffState)),
      importance: 79,
    },
    ...(buttons.length === 0 ? [] : [actionsRow(buttons)]),
  ];
}

/**
 * True when the engineer's next action is about the handoff: to answer Sales, to send the handoff again, to link the
 * Chatter post or Case, or to draft the handoff.
 * No other button is primary then.
 */
export function isHandoffNextAction(handoff: Handoff | null, progress: readonly StepProgress[]): boolean {
  if (!handoff) return isHandoffStepOpen(progress) && isHandoffStepNext(progress);
  const { resolution: end, question, delivery, erased, salesforceLink: link } = handoffStateOf(handoff);
  return !erased && end === null && (question !== null || delivery === 'failed' || link === null);
}

/** True when the step that hands the case over can be worked on. */
function isHandoffStepOpen(progress: readonly StepProgress[]): boolean {
  return progress.some(({ step, state }) => step.startsHandoff === true && state.kind === 'open');
}

/** True when that step is the first that can be worked on. */
function isHandoffStepNext(progress: readonly StepProgress[]): boolean {
  return nextStepOf(progress)?.step.startsHandoff === true;
}

function actionsRow(buttons: readonly Button[]): RankedBlock {
  return { block: actions(buttons), importance: 78 };
}

function formatOpenQuestion({ question, erased }: HandoffState): RichText {
  return question && !erased ? phrase`${userFragment(question.by)} asks: “${userText(question.text)}”` : [];
}

/** Returns the figures of the licence page while Sales has to act on them. */
function formatUserCounts({ content, resolution, erased }: HandoffState): RichText[] {
  const { counts } = content.input;
  return counts && resolution === null && !erased ? userCountLines(counts) : [];
}

/** Returns the buttons for the engineer, the next action first. */
function caseHandoffButtons(kase: Case, id: string, handoffState: HandoffState): Button[] {
  const { resolution: end, question, deliveryFailure: refusal, erased, content } = handoffState;
  if (erased || end)
    return findHandoffStep(kase) ? [draftHandoffButton(kase, 'Draft another handoff', false)] : [];
  if (refusal?.outcomeUnknown)
    return [
      postMissingButton({ id, facts: content.facts }),
      draftHandoffButton(kase, 'Edit and send again', false),
    ];
  if (refusal) return [draftHandoffButton(kase, 'Edit and send again', true)];
  if (question) return [handoffButton('answer', { id, facts: content.facts, primary: true })];
  return handoffState.salesforceLink === null ? [addLinkButton(id, content.facts)] : [];
}

function draftHandoffButton(kase: Case, text: string, primary: boolean): Button {
  const label = `${text}: ${subjectName(latestCheck(kase))}`;
  return button({
    text,
    actionId: ACTIONS.draftHandoff,
    accessibilityLabel: label,
    value: { caseId: kase.id },
    primary,
  });
}

/** Returns the menu of less frequent actions that the current state allows. */
function handoffOverflowMenu(handoffId: string, handoffState: HandoffState): Overflow {
  const { resolution: end, delivery, loginAllowed, content, salesforceLink: link } = handoffState;
  const isClosedUndone = handoffState.status === 'withdrawn' || handoffState.status === 'declined';
  const canCheckLogin =
    needsLoginWatch(content.facts) && !loginAllowed && !isClosedUndone && delivery === 'posted';
  const options = [
    { text: 'Texts for Salesforce', does: 'texts' },
    ...(isClosedUndone
      ? []
      : [{ text: link === null ? 'Add Salesforce link' : 'Change Salesforce link', does: 'link' }]),
    ...(canCheckLogin ? [{ text: 'Check login', does: 'check-now' }] : []),
    ...(end ? [] : [{ text: 'Withdraw', does: 'withdraw' }]),
  ].map(({ text, does }) => ({ text, value: JSON.stringify({ handoffId, do: does }) }));
  return overflowMenu({ actionId: ACTIONS.handoffMenu, options });
}
