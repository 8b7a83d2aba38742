import type { Outcome, Standing } from '../domain/handoff.ts';
import { moment, type Piece, person, say } from '../domain/text.ts';
import { own, sayAbout } from './handoff.ts';

/** What a person is told who pressed something on a handoff that cannot be done as it stands. */

export function handoffGone(): Piece[] {
  return say`I no longer have this handoff; handoffs are deleted after a while. Check the subscription again for a new card.`;
}

export function draftGone(): Piece[] {
  return say`I no longer have this draft. Press "Draft handoff" on the card for a new one; nothing was sent.`;
}

export function draftChanged(): Piece[] {
  return say`Your draft was changed since this preview, so nothing was sent. Press "Draft handoff" on the card, and look at the newest preview.`;
}

export function caseMovedOn(): Piece[] {
  return say`The case was looked at again since this preview, so nothing was sent. Press "Draft handoff" on the card: what you wrote is kept, and the preview shows the newest facts.`;
}

/** Slack may have taken it in the first channel. */
export function settleFirst(): Piece[] {
  return say`Nobody knows yet whether the first try arrived, so I do not post it in another channel. Look there first: press "It is not there" on the card, or invite me and try again.`;
}

export function noHandoffStep(): Piece[] {
  return say`The card has moved on, and nothing is to be handed to Sales as it stands now. Look at it as it is.`;
}

export function noSalesChannel(): Piece[] {
  return say`No Slack channel of Sales is set up here, so nothing can be sent. Ask the bot's owner to set SALES_CHANNEL; until then, use the texts under "Copy texts".`;
}

/** Only one handoff of a case is with Sales at a time. */
export function withSalesAlready(standing: Standing): Piece[] {
  const { submitted } = standing;
  return [
    ...say`${person(submitted.by)} has handed `,
    ...sayAbout(standing),
    ...say` to Sales (${moment(submitted.at)}). Withdraw that handoff on the card before you draft another.`,
  ];
}

/** Somebody was quicker with a handoff of the same case. */
export function handedOffAlready({ submitted }: Standing): Piece[] {
  return say`Yours was not sent: ${person(submitted.by)} has handed this case to Sales (${moment(submitted.at)}). What you wrote is kept; withdraw the other one first if yours should go instead.`;
}

export function claimedBy(standing: Standing): Piece[] {
  const { claim } = standing;
  return claim
    ? [
        ...say`${person(claim.by)} claimed `,
        ...sayAbout(standing),
        ...say` (${moment(claim.at)}). Talk to them, or wait until they release it.`,
      ]
    : [own('Nobody has claimed '), ...sayAbout(standing), own('. Press "Claim" first.')];
}

export function notSentYet(): Piece[] {
  return say`This handoff is not with Sales, so there is nothing to do here yet.`;
}

export function questionWaits(standing: Standing): Piece[] {
  const { question } = standing;
  return question
    ? [
        ...say`${person(question.by)} has asked something about `,
        ...sayAbout(standing),
        ...say` (${moment(question.at)}) and waits for an answer. Ask again when it has come.`,
      ]
    : [];
}

export function noQuestion(standing: Standing): Piece[] {
  return [
    own('There is no open question any more about '),
    ...sayAbout(standing),
    own('. Look at the post as it is now.'),
  ];
}

const ENDS: Record<'done' | 'declined' | 'withdrawn', string> = {
  done: ' was done by ',
  declined: ' was declined by ',
  withdrawn: ' was withdrawn by ',
};

export function endedAlready(standing: Standing): Piece[] {
  const { state, end } = standing;
  if (state === 'open' || state === 'claimed' || !end) return notSentYet();
  return [
    own('The handoff about '),
    ...sayAbout(standing),
    own(ENDS[state]),
    ...say`${person(end.by)} (${moment(end.at)}). Support can draft a new one from the card.`,
  ];
}

export function putOff(standing: Standing, until: string): Piece[] {
  return [
    own('Put off: I say nothing more about '),
    ...sayAbout(standing),
    ...say` before ${moment(until)}.`,
  ];
}

export function nothingToSnooze(): Piece[] {
  return say`There is nothing to remind you of any more: the handoff has moved on.`;
}

/** A look on demand that did not find the account direct; `goesOn`: there is a daily look too. */
export function notDirectYet(goesOn: boolean): Piece[] {
  return [
    ...say`I looked, and the login may not be restored yet: not every subscription is direct with the channel "Non-Reseller". `,
    ...sayLooksAgain(goesOn),
  ];
}

export function couldNotLook(goesOn: boolean): Piece[] {
  return [
    ...say`I looked, but Zuora did not tell enough, so the login stays closed. `,
    ...sayLooksAgain(goesOn),
  ];
}

function sayLooksAgain(goesOn: boolean): Piece[] {
  return goesOn
    ? say`I look again every working day.`
    : say`I do not look again for this handoff unless you ask me to.`;
}

export const OUTCOME_LABELS: Record<Outcome, string> = {
  'quoted-direct': 'quoted directly',
  'stays-with-partner': 'stays with the partner',
  'contract-reset': 'contract is reset',
  duplicate: 'duplicate of another request',
  other: 'something else',
};
