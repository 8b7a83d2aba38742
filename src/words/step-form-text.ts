import type { TextFragment } from '../domain/text-fragments.ts';
import { phrase } from '../domain/text-fragments.ts';

/** Under the field for a link. */
export const STEP_LINK_HINT =
  'The whole address, without a query. Example: https://example.my.salesforce.com/0D5000000000001';

/** Under the field for a reason. */
export const UNDO_REASON_HINT = 'Kept in the history of the case. Example: ticked the wrong step';
export const OVERRIDE_REASON_HINT =
  'No codes, licences or addresses. Example: Zuora is down; Sales confirmed the move in Chatter';

/** What an override means, before anybody asks for one. */
export function overrideRuleText(): TextFragment[] {
  return phrase`No look at Zuora opened this step. A second person must agree first; both names and the reason are written down, and the card says that Zuora did not confirm it.`;
}

/** Above the texts to copy. */
export function copyInstructionsText(): TextFragment[] {
  return phrase`The bot sends nothing: copy what you need, read it once more, and send it yourself.`;
}

export function textsUnavailableText(): TextFragment[] {
  return phrase`There are no texts for this card any more. Look at the card as it is now.`;
}

export function loadingText(): TextFragment[] {
  return phrase`One moment…`;
}
