import type { TextFragment } from '../domain/text-fragments.ts';
import { phrase } from '../domain/text-fragments.ts';

/** Hint of the link field. */
export const STEP_LINK_HINT =
  'Paste the full link, without ?parameters. Example: https://example.my.salesforce.com/0D5000000000001';

/** The field for the reason why a step has no link. */
export const NO_LINK_LABEL = 'No link? Say why';
export const NO_LINK_HINT =
  'Shown on the card as “not applicable”. Example: bought on the web, so there is no opportunity';

/** Hints of the reason fields. */
export const UNDO_REASON_HINT = 'Kept in the history of the case. Example: ticked the wrong step';
export const OVERRIDE_REASON_HINT =
  'No codes, licences or addresses. Example: Zuora is down; Sales confirmed the move in Chatter';

/** Explains an override before it is requested. */
export function overrideRuleText(): TextFragment[] {
  return phrase`Zuora has not confirmed that this step is allowed. A second person must approve the override. Both names and the reason are recorded, and the card says that Zuora did not confirm it.`;
}

/** Introduces the texts to copy. */
export function copyInstructionsText(): TextFragment[] {
  return phrase`The bot does not send these texts. Copy what you need, review it, and send it yourself.`;
}

export function textsUnavailableText(): TextFragment[] {
  return phrase`This card no longer has texts to copy. Check the card.`;
}

export function loadingText(): TextFragment[] {
  return phrase`One moment…`;
}
