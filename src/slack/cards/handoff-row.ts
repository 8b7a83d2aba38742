import type { Button, Overflow } from '@slack/types';
import type { Case } from '../../domain/case.ts';
import { latest } from '../../domain/case.ts';
import type { Handoff, Standing } from '../../domain/handoff.ts';
import { standingOf } from '../../domain/handoff.ts';
import { canBeWatched } from '../../domain/handoff-draft.ts';
import { handoffStep } from '../../domain/handoff-facts.ts';
import type { StepProgress } from '../../domain/progress.ts';
import { sayRow } from '../../words/handoff-states.ts';
import { ACTIONS } from '../ids.ts';
import type { Drawn } from '../limits.ts';
import { actions, button, overflow, section } from '../limits.ts';
import type { Rich } from '../mrkdwn.ts';
import { bold, fromPieces, rich, user, words } from '../mrkdwn.ts';
import { subjectName } from './case-words.ts';
import { handoffButton, notThere } from './handoff-buttons.ts';
import { stacked } from './handoff-words.ts';
import { typed } from './typed.ts';

/** What the case card says of the handoff, or the button that drafts one; nothing where nothing is handed over. */
export function handoffBlocks(
  handoff: Handoff | null,
  kase: Case,
  progress: readonly StepProgress[],
): Drawn[] {
  if (!handoff) {
    return isOpen(progress) ? [row([draftButton(kase, 'Draft handoff', comesNext(progress))])] : [];
  }
  const standing = standingOf(handoff);
  const buttons = buttonsFor(kase, handoff.id, standing);
  const text = stacked([
    [bold([words('Handoff:')]), words(' '), ...fromPieces(sayRow(handoff))],
    asked(standing),
  ]);
  return [
    { block: section(text, standing.erased ? undefined : handoffMenu(handoff.id, standing)), importance: 79 },
    ...(buttons.length === 0 ? [] : [row(buttons)]),
  ];
}

/**
 * True when the next sensible press on the card is one of these: the engineer has to answer Sales, to send the handoff
 * again, or to draft it. No other button should stand out then.
 */
export function handoffComesFirst(handoff: Handoff | null, progress: readonly StepProgress[]): boolean {
  if (!handoff) return isOpen(progress) && comesNext(progress);
  const { end, question, delivery, erased } = standingOf(handoff);
  return !erased && end === null && (question !== null || delivery === 'refused');
}

/** The step that hands the case over can be worked on. */
function isOpen(progress: readonly StepProgress[]): boolean {
  return progress.some(({ step, state }) => step.handsOff === true && state.kind === 'open');
}

/** It is the first that can be worked on. */
function comesNext(progress: readonly StepProgress[]): boolean {
  const next = progress.find(({ state }) => state.kind !== 'done' && !isWaiting(state));
  return next?.step.handsOff === true;
}

function isWaiting(state: StepProgress['state']): boolean {
  return state.kind === 'locked' && state.waitsFor.length > 0;
}

function row(buttons: readonly Button[]): Drawn {
  return { block: actions(buttons), importance: 78 };
}

function asked({ question, erased }: Standing): Rich {
  return question && !erased ? rich`${user(question.by)} asks: “${typed(question.text)}”` : [];
}

/** What the engineer can do next, that first. */
function buttonsFor(kase: Case, id: string, standing: Standing): Button[] {
  const { end, question, refusal, erased, content } = standing;
  if (erased || end) return handoffStep(kase) ? [draftButton(kase, 'Draft another handoff', false)] : [];
  if (refusal?.unsure) return [notThere({ id, facts: content.facts }), draftButton(kase, 'Try again', false)];
  if (refusal) return [draftButton(kase, 'Edit and send again', true)];
  return question ? [handoffButton('answer', { id, facts: content.facts, primary: true })] : [];
}

function draftButton(kase: Case, text: string, primary: boolean): Button {
  const label = `${text}: ${subjectName(latest(kase))}`;
  return button({ text, actionId: ACTIONS.draftHandoff, label, value: { caseId: kase.id }, primary });
}

/** What is needed less often, as it makes sense now. */
function handoffMenu(handoffId: string, standing: Standing): Overflow {
  const { end, delivery, loginAllowed, content } = standing;
  const gone = standing.state === 'withdrawn' || standing.state === 'declined';
  const looks = canBeWatched(content.facts) && !loginAllowed && !gone && delivery === 'posted';
  const options = [
    { text: 'Texts for Salesforce', does: 'texts' },
    ...(gone ? [] : [{ text: 'Link from Salesforce', does: 'link' }]),
    ...(looks ? [{ text: 'Look whether the login may be restored', does: 'look' }] : []),
    ...(end ? [] : [{ text: 'Withdraw', does: 'withdraw' }]),
  ].map(({ text, does }) => ({ text, value: JSON.stringify({ handoffId, do: does }) }));
  return overflow({ actionId: ACTIONS.handoffMenu, options });
}
