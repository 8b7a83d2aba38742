import type { TextFragment } from '../domain/text-fragments.ts';
import { joinWithAnd, phrase, userFragment } from '../domain/text-fragments.ts';

/** `numbers`: numbers of the steps that have to be done first. */
export function earlierStepsFirstText(numbers: readonly string[]): TextFragment[] {
  return phrase`Complete ${numbers.length === 1 ? 'step' : 'steps'} ${joinWithAnd(numbers)} first.`;
}

/** `what`: the missing input, such as "the link to the Chatter post". */
export function stepValueRequiredText(what: string): TextFragment[] {
  return phrase`That step needs ${what}, or the reason why there is none. Press the button again.`;
}

export function stepNotFoundText(): TextFragment[] {
  return phrase`The steps of this card have changed, because the case was checked again or its topic changed. Use the current card.`;
}

export function overrideNotAvailableText(): TextFragment[] {
  return phrase`There is nothing to override: the step has changed. Check the card.`;
}

/** Shown when an override is approved too late. */
export function overrideEndedText(): TextFragment[] {
  return phrase`This override can no longer be approved: it ended with a newer check or after 24 hours. Check the card.`;
}

export function secondPersonRequiredText(): TextFragment[] {
  return phrase`You requested this override, so someone else has to approve it.`;
}

/** Shown when the card is in direct messages and no colleague was chosen to approve an override. */
export function colleagueRequiredText(): TextFragment[] {
  return phrase`Only you can see this card, so choose a colleague who should approve the override.`;
}

/** Shown when the chosen colleague may not approve overrides. */
export function colleagueNotAllowedText(colleague: string): TextFragment[] {
  return phrase`${userFragment(colleague)} can't approve overrides, so I have requested nothing. Request it again and choose somebody in Support.`;
}

export function invalidLinkText(): TextFragment[] {
  return phrase`That isn't a valid link. Paste the full address of the post or page, starting with https://.`;
}

/** Shown when the form of a step holds neither a link nor a reason. */
export function linkOrReasonMissingText(): TextFragment[] {
  return phrase`Paste the link, or say below why there is none.`;
}

/** Shown when the form of a step holds both a link and a reason why there is none. */
export function linkAndReasonText(): TextFragment[] {
  return phrase`Leave this empty when there is a link.`;
}

export function reasonTooShortText(): TextFragment[] {
  return phrase`Give a short reason; other people will read it.`;
}

/** Shown in a form whose content could not be loaded. `isTextSaved`: the user has submitted a text before. */
export function formNotFilledText(isTextSaved: boolean): TextFragment[] {
  const instruction = phrase`Slack could not load the form. Close it and press the button on the card again`;
  return [...instruction, ...(isTextSaved ? phrase`; your text is kept.` : phrase`.`)];
}

/** Shown when the trigger expired before the form could open. */
export function formNotOpenedText(): TextFragment[] {
  return phrase`The form did not open in time. Press the button on the card again.`;
}
