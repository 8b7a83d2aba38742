import type { RichText, TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';
import { MARK_AS_SENT_LABEL } from './copy-text-labels.ts';

/** Hint of the link field. */
export const STEP_LINK_HINT =
  'Paste the full link, without ?parameters. Example: https://example.my.salesforce.com/0D5000000000001';

/** The field for the reason why a step has no link. */
export const NO_LINK_LABEL = 'No link? Say why';
export const NO_LINK_HINT =
  'Shown on the card as “not applicable”. Example: bought on the web, so there is no opportunity';

/** Hint of the reason field. */
export const UNDO_REASON_HINT = 'Kept in the history of the case. Example: ticked the wrong step';

/** Introduces the texts to copy. */
export function copyInstructionsText(): TextFragment[] {
  return phrase`The bot does not send these texts. Copy what you need, review it, and send it yourself.`;
}

/** Says what the button beside the texts does. */
export function markAsSentText(step: RichText): RichText {
  return phrase`“${literalFragment(MARK_AS_SENT_LABEL)}” ticks the step: ${step}`;
}

export function textsUnavailableText(): TextFragment[] {
  return phrase`This card no longer has texts to copy. Check the card.`;
}

export function loadingText(): TextFragment[] {
  return phrase`One moment…`;
}
