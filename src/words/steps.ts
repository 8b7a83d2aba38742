import type { Piece } from '../domain/text.ts';
import { listed, say } from '../domain/text.ts';

/** `numbers`: of the steps on the card that come first. */
export function waitsFor(numbers: readonly string[]): Piece[] {
  return say`That step waits for step ${listed(numbers)}. Do and tick what comes first.`;
}

/** `what`: what the step asks for, such as "the link to the Chatter post". */
export function needsValue(what: string): Piece[] {
  return say`That step needs ${what}. Press it again and paste it.`;
}

export function stepGone(): Piece[] {
  return say`The card has other steps by now, because the case was looked at again or its topic changed. Look at the card as it is and press there.`;
}

export function noOverride(): Piece[] {
  return say`There is nothing to override: the card has moved on. Look at it as it is now.`;
}

export function secondPerson(): Piece[] {
  return say`You asked for this override, so somebody else has to agree to it.`;
}

export function notALink(): Piece[] {
  return say`That is no link I can keep. Paste the whole address of the post or page, starting with https://.`;
}

export function reasonTooShort(): Piece[] {
  return say`Say in a few words why; others will read it.`;
}

/** A form is open, and Slack does not show what belongs in it. */
export function formStuck(): Piece[] {
  return say`Slack did not take what belongs in the form. Close it and press the button on the card once more; what you wrote is kept.`;
}

/** A form came too late to open. */
export function pressAgain(): Piece[] {
  return say`The form did not open in time, and Slack let it go. Press the button on the card once more.`;
}
