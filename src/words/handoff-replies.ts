import type { HandoffOutcome, HandoffState } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../domain/text-fragments.ts';
import { handoffSubjectText } from './handoff-text.ts';

/** Replies to actions on a handoff that its current state does not allow. */

export function handoffNotFoundText(): TextFragment[] {
  return phrase`I no longer have this handoff; handoffs are deleted after a while. Check the subscription again for a new card.`;
}

export function draftNotFoundText(): TextFragment[] {
  return phrase`I no longer have this draft. Press "Draft handoff" on the card for a new one; nothing was sent.`;
}

export function draftChangedText(): TextFragment[] {
  return phrase`Your draft was changed since this preview, so nothing was sent. Press "Draft handoff" on the card, and check the newest preview.`;
}

export function caseChangedText(): TextFragment[] {
  return phrase`The case was checked again after this preview was made, so nothing was sent. Press "Draft handoff" on the card: your text is kept, and the new preview shows the latest facts.`;
}

/** Shown when the first attempt may have been posted, so that another one could create a duplicate. */
export function confirmFirstPostText(): TextFragment[] {
  return phrase`I do not know yet whether the first attempt was posted, so I will not post it in another channel. Check there first: press "Post is missing" on the card, or invite me and try again.`;
}

export function noHandoffStepText(): TextFragment[] {
  return phrase`The case has changed, and it no longer needs a handoff. Check the card.`;
}

export function salesChannelNotConfiguredText(): TextFragment[] {
  return phrase`No Sales channel is configured, so nothing can be sent. Ask the bot's owner to set SALES_CHANNEL; until then, use the texts under "Copy reply" on the card.`;
}

/** A case can have only one open handoff. */
export function otherHandoffOpenText(handoffState: HandoffState): TextFragment[] {
  const { submitted } = handoffState;
  return [
    ...phrase`${userFragment(submitted.by)} has handed `,
    ...handoffSubjectText(handoffState),
    ...phrase` to Sales (${timeFragment(submitted.at)}). Withdraw that handoff on the card before you draft another.`,
  ];
}

/** Shown when somebody else submitted a handoff of the same case first. */
export function alreadyHandedOffText({ submitted }: HandoffState): TextFragment[] {
  return phrase`Your handoff was not sent, because ${userFragment(submitted.by)} has already handed this case to Sales (${timeFragment(submitted.at)}). Your text is kept; to send it, withdraw the other handoff first.`;
}

export function claimConflictText(handoffState: HandoffState): TextFragment[] {
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
  return phrase`This handoff has not been posted to Sales, so there is nothing to do yet.`;
}

export function questionPendingText(handoffState: HandoffState): TextFragment[] {
  const { question } = handoffState;
  return question
    ? [
        ...phrase`${userFragment(question.by)} has asked a question about `,
        ...handoffSubjectText(handoffState),
        ...phrase` (${timeFragment(question.at)}) that is still open. You can ask another one once it is answered.`,
      ]
    : [];
}

export function noOpenQuestionText(handoffState: HandoffState): TextFragment[] {
  return [
    literalFragment('There is no longer an open question about '),
    ...handoffSubjectText(handoffState),
    literalFragment('. Check the post.'),
  ];
}

const ENDED_PHRASES: Record<'done' | 'declined' | 'withdrawn', string> = {
  done: ' was done by ',
  declined: ' was declined by ',
  withdrawn: ' was withdrawn by ',
};

export function handoffEndedText(handoffState: HandoffState): TextFragment[] {
  const { status, resolution } = handoffState;
  if (status === 'open' || status === 'claimed' || !resolution) return handoffNotSentText();
  return [
    literalFragment('The handoff about '),
    ...handoffSubjectText(handoffState),
    literalFragment(ENDED_PHRASES[status]),
    ...phrase`${userFragment(resolution.by)} (${timeFragment(resolution.at)}). Support can draft a new one from the card.`,
  ];
}

export function snoozedText(handoffState: HandoffState, until: string): TextFragment[] {
  return [
    literalFragment('Snoozed: no reminders about '),
    ...handoffSubjectText(handoffState),
    ...phrase` before ${timeFragment(until)}.`,
  ];
}

export function nothingToSnoozeText(): TextFragment[] {
  return phrase`There is nothing left to snooze: the handoff has changed.`;
}

/**
 * Result of a check on demand that did not find the account direct. `isCheckedDaily`: the bot also checks every working
 * day.
 */
export function loginNotAllowedYetText(isCheckedDaily: boolean): TextFragment[] {
  return [
    ...phrase`Checked: the login cannot be restored yet. Not every subscription is direct with the channel "Non-Reseller". `,
    ...nextLoginCheckText(isCheckedDaily),
  ];
}

export function loginCheckInconclusiveText(isCheckedDaily: boolean): TextFragment[] {
  return [
    ...phrase`Checked, but Zuora's data is incomplete, so the login stays disabled. `,
    ...nextLoginCheckText(isCheckedDaily),
  ];
}

function nextLoginCheckText(isCheckedDaily: boolean): TextFragment[] {
  return isCheckedDaily
    ? phrase`I check again every working day.`
    : phrase`I will not check again for this handoff unless you ask me to.`;
}

export const HANDOFF_OUTCOME_LABELS: Record<HandoffOutcome, string> = {
  'quoted-direct': 'quoted directly',
  'stays-with-partner': 'stays with the partner',
  'contract-reset': 'contract reset',
  duplicate: 'duplicate of another request',
  other: 'something else',
};
