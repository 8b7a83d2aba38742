import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';

/** `numbers`: of the steps on the card that come first. */
export function earlierStepsFirstText(numbers: readonly string[]): TextFragment[] {
  return phrase`That step waits for step ${joinWithAnd(numbers)}. Do and tick what comes first.`;
}

/** `what`: what the step asks for, such as "the link to the Chatter post". */
export function stepValueRequiredText(what: string): TextFragment[] {
  return phrase`That step needs ${what}. Press it again and paste it.`;
}

export function stepNotFoundText(): TextFragment[] {
  return phrase`The card has other steps by now, because the case was looked at again or its topic changed. Look at the card as it is and press there.`;
}

export function overrideNotAvailableText(): TextFragment[] {
  return phrase`There is nothing to override: the card has moved on. Look at it as it is now.`;
}

export function secondPersonRequiredText(): TextFragment[] {
  return phrase`You asked for this override, so somebody else has to agree to it.`;
}

export function invalidLinkText(): TextFragment[] {
  return phrase`That is no link I can keep. Paste the whole address of the post or page, starting with https://.`;
}

export function reasonTooShortText(): TextFragment[] {
  return phrase`Say in a few words why; others will read it.`;
}

/** A form is open, and Slack does not show what belongs in it. */
export function formNotFilledText(): TextFragment[] {
  return phrase`Slack did not take what belongs in the form. Close it and press the button on the card once more; what you wrote is kept.`;
}

/** A form came too late to open. */
export function formNotOpenedText(): TextFragment[] {
  return phrase`The form did not open in time, and Slack let it go. Press the button on the card once more.`;
}
