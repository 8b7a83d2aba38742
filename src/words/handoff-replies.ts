import type { HandoffOutcome, HandoffState } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../domain/text-fragments.ts';
import { handoffSubjectText } from './handoff-text.ts';

/** What a person is told who pressed something on a handoff that cannot be done as it stands. */

export function handoffNotFoundText(): TextFragment[] {
  return phrase`I no longer have this handoff; handoffs are deleted after a while. Check the subscription again for a new card.`;
}

export function draftNotFoundText(): TextFragment[] {
  return phrase`I no longer have this draft. Press "Draft handoff" on the card for a new one; nothing was sent.`;
}

export function draftChangedText(): TextFragment[] {
  return phrase`Your draft was changed since this preview, so nothing was sent. Press "Draft handoff" on the card, and look at the newest preview.`;
}

export function caseChangedText(): TextFragment[] {
  return phrase`The case was looked at again since this preview, so nothing was sent. Press "Draft handoff" on the card: what you wrote is kept, and the preview shows the newest facts.`;
}

/** Slack may have taken it in the first channel. */
export function confirmFirstPostText(): TextFragment[] {
  return phrase`Nobody knows yet whether the first try arrived, so I do not post it in another channel. Look there first: press "It is not there" on the card, or invite me and try again.`;
}

export function noHandoffStepText(): TextFragment[] {
  return phrase`The card has moved on, and nothing is to be handed to Sales as it stands now. Look at it as it is.`;
}

export function salesChannelNotConfiguredText(): TextFragment[] {
  return phrase`No Slack channel of Sales is set up here, so nothing can be sent. Ask the bot's owner to set SALES_CHANNEL; until then, use the texts under "Copy texts".`;
}

/** Only one handoff of a case is with Sales at a time. */
export function otherHandoffOpenText(handoffState: HandoffState): TextFragment[] {
  const { submitted } = handoffState;
  return [
    ...phrase`${userFragment(submitted.by)} has handed `,
    ...handoffSubjectText(handoffState),
    ...phrase` to Sales (${timeFragment(submitted.at)}). Withdraw that handoff on the card before you draft another.`,
  ];
}

/** Somebody was quicker with a handoff of the same case. */
export function alreadyHandedOffText({ submitted }: HandoffState): TextFragment[] {
  return phrase`Yours was not sent: ${userFragment(submitted.by)} has handed this case to Sales (${timeFragment(submitted.at)}). What you wrote is kept; withdraw the other one first if yours should go instead.`;
}

export function claimRequiredText(handoffState: HandoffState): TextFragment[] {
  const { claim } = handoffState;
  return claim
    ? [
        ...phrase`${userFragment(claim.by)} claimed `,
        ...handoffSubjectText(handoffState),
        ...phrase` (${timeFragment(claim.at)}). Talk to them, or wait until they release it.`,
      ]
    : [
        literalFragment('Nobody has claimed '),
        ...handoffSubjectText(handoffState),
        literalFragment('. Press "Claim" first.'),
      ];
}

export function handoffNotSentText(): TextFragment[] {
  return phrase`This handoff is not with Sales, so there is nothing to do here yet.`;
}

export function questionPendingText(handoffState: HandoffState): TextFragment[] {
  const { question } = handoffState;
  return question
    ? [
        ...phrase`${userFragment(question.by)} has asked something about `,
        ...handoffSubjectText(handoffState),
        ...phrase` (${timeFragment(question.at)}) and waits for an answer. Ask again when it has come.`,
      ]
    : [];
}

export function noOpenQuestionText(handoffState: HandoffState): TextFragment[] {
  return [
    literalFragment('There is no open question any more about '),
    ...handoffSubjectText(handoffState),
    literalFragment('. Look at the post as it is now.'),
  ];
}

const ENDED_PHRASES: Record<'done' | 'declined' | 'withdrawn', string> = {
  done: ' was done by ',
  declined: ' was declined by ',
  withdrawn: ' was withdrawn by ',
};

export function handoffEndedText(handoffState: HandoffState): TextFragment[] {
  const { status: state, resolution: end } = handoffState;
  if (state === 'open' || state === 'claimed' || !end) return handoffNotSentText();
  return [
    literalFragment('The handoff about '),
    ...handoffSubjectText(handoffState),
    literalFragment(ENDED_PHRASES[state]),
    ...phrase`${userFragment(end.by)} (${timeFragment(end.at)}). Support can draft a new one from the card.`,
  ];
}

export function snoozedText(handoffState: HandoffState, until: string): TextFragment[] {
  return [
    literalFragment('Put off: I say nothing more about '),
    ...handoffSubjectText(handoffState),
    ...phrase` before ${timeFragment(until)}.`,
  ];
}

export function nothingToSnoozeText(): TextFragment[] {
  return phrase`There is nothing to remind you of any more: the handoff has moved on.`;
}

/** A look on demand that did not find the account direct; `isCheckedDaily`: there is a daily look too. */
export function loginNotAllowedYetText(isCheckedDaily: boolean): TextFragment[] {
  return [
    ...phrase`I looked, and the login may not be restored yet: not every subscription is direct with the channel "Non-Reseller". `,
    ...nextLoginCheckText(isCheckedDaily),
  ];
}

export function loginCheckInconclusiveText(isCheckedDaily: boolean): TextFragment[] {
  return [
    ...phrase`I looked, but Zuora did not tell enough, so the login stays closed. `,
    ...nextLoginCheckText(isCheckedDaily),
  ];
}

function nextLoginCheckText(isCheckedDaily: boolean): TextFragment[] {
  return isCheckedDaily
    ? phrase`I look again every working day.`
    : phrase`I do not look again for this handoff unless you ask me to.`;
}

export const HANDOFF_OUTCOME_LABELS: Record<HandoffOutcome, string> = {
  'quoted-direct': 'quoted directly',
  'stays-with-partner': 'stays with the partner',
  'contract-reset': 'contract is reset',
  duplicate: 'duplicate of another request',
  other: 'something else',
};
