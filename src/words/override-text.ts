import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment, userFragment } from '../domain/text-fragments.ts';

/** Tells who requested an override that Slack rejected the request. `colleague`: who was to be asked; null: everybody. */
export function overrideUndeliveredText(colleague: string | null): TextFragment[] {
  return colleague === null
    ? phrase`Slack rejected your request to approve an override in the channel of the card, so nobody was asked. To ask a colleague instead, check the case again, which ends this request, and request the override again.`
    : phrase`Slack didn't let me ask ${userFragment(colleague)} to approve your override. To ask somebody else, check the case again, which ends this request, and request the override again.`;
}

/** Explains an override before it is requested. */
export function overrideRuleText(): TextFragment[] {
  return phrase`Zuora has not confirmed that this step is allowed. A second person must approve the override within 24 hours. Both names and the reason are recorded, and the card says that Zuora did not confirm it. The next check ends it.`;
}

export const OVERRIDE_REASON_HINT =
  'No codes, licences or addresses. Example: Zuora is down; Sales confirmed the move in Chatter';

/** The field for the colleague who should approve. */
export const COLLEAGUE_LABEL = 'Who should approve it?';
/** Hint of that field when the card is in a channel, and when only the requester can see it. */
export const COLLEAGUE_HINTS = {
  channel: 'Gets a direct message. Leave it empty to ask everybody in the channel of the card.',
  directMessages: 'Gets a direct message. Nobody else can see this card.',
} as const;

/** Headline of the request. `by`: who asks. */
export function overrideRequestText(by: string): TextFragment[] {
  return phrase`${userFragment(by)} asks somebody else to approve an override`;
}

/** Headline of the request once the data of the case was erased. */
export function erasedOverrideRequestText(): TextFragment[] {
  return [literalFragment('An override was requested here. The data of its case was erased.')];
}

/** `until`: ISO 8601, UTC. */
export function overrideDeadlineText(until: string): TextFragment[] {
  return phrase`Zuora has not confirmed this step. Approve it only if you know that it is right, by ${timeFragment(until)}. The next check also ends the request.`;
}

/** `by`: who approved. */
export function overrideApprovedText(by: string): TextFragment[] {
  return phrase`Approved by ${userFragment(by)}.`;
}

export function overrideRequestEndedText(): TextFragment[] {
  return phrase`This request has ended. Check the card.`;
}
