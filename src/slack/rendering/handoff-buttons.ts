import type { Button } from '@slack/types';
import type { Handoff } from '../../domain/handoff.ts';
import type { HandoffFacts, HandoffState } from '../../domain/handoff-state.ts';
import { literalFragment } from '../../domain/text-fragments.ts';
import { CONFIRM_POST_MISSING } from '../../words/handoff-state-text.ts';
import { button } from '../block-kit/blocks.ts';
import { ACTIONS } from '../ids.ts';

/** Buttons of a handoff. Their value contains only its id. */
const HANDOFF_BUTTONS = {
  claim: { text: 'Claim', actionId: ACTIONS.handoffClaim },
  ask: { text: 'Ask Support', actionId: ACTIONS.handoffQuestion },
  answer: { text: 'Answer', actionId: ACTIONS.handoffAnswer },
  decline: { text: 'Decline', actionId: ACTIONS.handoffDecline },
  done: { text: 'Close', actionId: ACTIONS.handoffDone },
  release: { text: 'Release', actionId: ACTIONS.handoffRelease },
  reconfirm: { text: 'Still on it', actionId: ACTIONS.handoffReconfirm },
  still: { text: 'Still on it', actionId: ACTIONS.handoffReconfirm },
} as const;

export type HandoffButtonName = keyof typeof HANDOFF_BUTTONS;

/** Returns the buttons that Sales can use in the current state, the most likely first. */
export function availableHandoffButtons({
  status: state,
  question,
  erased,
}: HandoffState): HandoffButtonName[] {
  const ask: HandoffButtonName[] = question ? [] : ['ask'];
  if (erased) return [];
  switch (state) {
    case 'open':
      return ['claim', ...ask, 'decline'];
    case 'claimed':
      return ['done', ...ask, 'release', 'reconfirm'];
    case 'done':
    case 'declined':
    case 'withdrawn':
      return [];
  }
}

/** `primary`: highlights the button. */
export function handoffButton(
  buttonName: HandoffButtonName,
  { id, facts, primary = false }: { id: string; facts: HandoffFacts; primary?: boolean },
): Button {
  const { text, actionId } = HANDOFF_BUTTONS[buttonName];
  return button({
    text,
    actionId,
    accessibilityLabel: `${text}: ${accessibleHandoffName(facts)}`,
    value: { handoffId: id },
    primary,
  });
}

/** Returns a name for accessibility labels. The number comes first, so that a long customer name cannot cut it off. */
export function accessibleHandoffName({ customer, subscriptions }: HandoffFacts): string {
  const number = subscriptions[0]?.number;
  const named = customer ?? 'the customer';
  return number === undefined ? named : `${number}, ${named}`;
}

interface DraftButtonParts {
  readonly caseId: string;
  readonly facts: HandoffFacts;
  readonly text: string;
  readonly primary?: boolean;
}

/** Returns a button that opens the draft form with the saved input. */
export function reopenDraftButton({ caseId, facts, text, primary = false }: DraftButtonParts): Button {
  const label = `${text}: ${accessibleHandoffName(facts)}`;
  return button({
    text,
    actionId: ACTIONS.draftHandoff,
    accessibilityLabel: label,
    value: { caseId },
    primary,
  });
}

/** Returns a button that opens the form for the link to the Chatter post or Case. */
export function addLinkButton(id: string, facts: HandoffFacts): Button {
  const text = 'Add Salesforce link';
  return button({
    text,
    actionId: ACTIONS.handoffMenu,
    accessibilityLabel: `${text}: ${accessibleHandoffName(facts)}`,
    value: { handoffId: id, do: 'link' },
    primary: true,
  });
}

/** Returns a button to report the post as missing. Needs confirmation, because the handoff can then be sent again. */
export function postMissingButton({ id, facts }: { id: string; facts: HandoffFacts }): Button {
  const { text, title, ask, yes, no } = CONFIRM_POST_MISSING;
  return button({
    text,
    actionId: ACTIONS.handoffPostMissing,
    accessibilityLabel: `${text}: ${accessibleHandoffName(facts)}`,
    value: { handoffId: id },
    confirm: { title, text: [literalFragment(ask)], yes, no },
  });
}

/** Returns the buttons for a post that Slack rejected; the first is primary. */
export function rejectedPostButtons(
  { id, caseId }: Handoff,
  { deliveryFailure: refusal, content: { facts } }: HandoffState,
): Button[] {
  if (!refusal) return [];
  if (refusal.outcomeUnknown)
    return [
      postMissingButton({ id, facts }),
      reopenDraftButton({ caseId, facts, text: 'Edit and send again' }),
    ];
  return [reopenDraftButton({ caseId, facts, text: 'Edit and send again', primary: true })];
}
