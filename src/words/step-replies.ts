import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase } from '../domain/text-fragments.ts';

/** `numbers`: numbers of the steps that have to be done first. */
export function earlierStepsFirstText(numbers: readonly string[]): TextFragment[] {
  return phrase`Complete ${numbers.length === 1 ? 'step' : 'steps'} ${joinWithAnd(numbers)} first.`;
}

/** `what`: the missing input, such as "the link to the Chatter post". */
export function stepValueRequiredText(what: string): TextFragment[] {
  return phrase`That step needs ${what}. Press the button again and paste it.`;
}

export function stepNotFoundText(): TextFragment[] {
  return phrase`The steps of this card have changed, because the case was checked again or its topic changed. Use the current card.`;
}

export function overrideNotAvailableText(): TextFragment[] {
  return phrase`There is nothing to override: the step has changed. Check the card.`;
}

export function secondPersonRequiredText(): TextFragment[] {
  return phrase`You requested this override, so someone else has to approve it.`;
}

export function invalidLinkText(): TextFragment[] {
  return phrase`That isn't a valid link. Paste the full address of the post or page, starting with https://.`;
}

export function reasonTooShortText(): TextFragment[] {
  return phrase`Give a short reason; other people will read it.`;
}

/** Shown in a form whose content could not be loaded. */
export function formNotFilledText(): TextFragment[] {
  return phrase`Slack could not load the form. Close it and press the button on the card again; your text is kept.`;
}

/** Shown when the trigger expired before the form could open. */
export function formNotOpenedText(): TextFragment[] {
  return phrase`The form did not open in time. Press the button on the card again.`;
}
