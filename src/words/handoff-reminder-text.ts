import type { HandoffState } from '../domain/handoff-state.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase, timeFragment } from '../domain/text-fragments.ts';
import { handoffSubjectText, requestText, subscriptionNumbersText } from './handoff-text.ts';

/**
 * Heading of the reminder in a Sales channel. `count` is 0 once every handoff in a posted reminder has been claimed or
 * closed.
 */
export function unclaimedReminderText(count: number): TextFragment[] {
  if (count === 0) return [literalFragment('All handoffs in this reminder have been dealt with.')];
  return count === 1
    ? [literalFragment('A handoff from Support is waiting to be claimed.')]
    : [literalFragment(`${count} handoffs from Support are waiting to be claimed.`)];
}

/** Replaces a posted reminder whose channel has become shared with another company. */
export function sharedReminderText(): TextFragment[] {
  return [
    literalFragment(
      'This channel is shared with another company, so this reminder no longer lists any handoffs.',
    ),
  ];
}

export function moreUnclaimedText(count: number): TextFragment[] {
  return [literalFragment(`…and ${count} more`)];
}

/** One line of the reminder: what the handoff is about, and how long it has been waiting. */
export function unclaimedHandoffText(handoffState: HandoffState): TextFragment[] {
  const { content, erased, submitted, answerDueAt } = handoffState;
  if (erased) return handoffSubjectText(handoffState);
  const numbers = subscriptionNumbersText(content.facts);
  return [
    ...requestText(content.facts, 'channel'),
    ...(numbers.length === 0 ? [] : [literalFragment(' · '), ...numbers]),
    ...phrase` · since ${timeFragment(submitted.at)}`,
    ...(answerDueAt === null ? [] : phrase` · an answer was expected by ${timeFragment(answerDueAt)}`),
  ];
}
