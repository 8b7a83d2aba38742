import type { RequesterSide } from '../../domain/case-facts.ts';
import type { ChoiceContext, LookupTarget } from '../../domain/lookup-target.ts';
import type { Reference } from '../../domain/reference.ts';
import type { TextFragment } from '../../domain/text-fragments.ts';
import type { Topic } from '../../domain/topics.ts';
import { nothingToCheckText } from '../../words/not-understood-text.ts';
import {
  cardGoesToDirectMessagesText,
  checkStartedText,
  refusedTicketHostText,
} from '../../words/replies.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { renderNotUnderstood } from '../rendering/check-form.ts';
import { renderHelp } from '../rendering/help-message.ts';
import { renderReferenceChoice } from '../rendering/reference-choice.ts';
import type { Reply } from './reply.ts';

/** A target that names nothing to check, several things, or a refused host. */
export type UncheckableTarget = Exclude<LookupTarget, { kind: 'one' }>;

/** Below Slack's limit, and longer than any reply. */
const MAX_REPLY_LENGTH = 2_900;

/** Returns a sentence as a mrkdwn reply. `lastingSentence`: names no customer. */
export function textReply(sentence: readonly TextFragment[], lastingSentence = sentence): Reply {
  const text = toMrkdwn(sentence, MAX_REPLY_LENGTH);
  return lastingSentence === sentence
    ? { text }
    : { text, lasting: { text: toMrkdwn(lastingSentence, MAX_REPLY_LENGTH) } };
}

/** Returns the help. */
export function helpReply(): Reply {
  return renderHelp();
}

/** What a request says other than references, and where it was made. */
export interface OtherCommandWords {
  readonly topic?: Topic | null;
  readonly requester?: RequesterSide | null;
  /** Where the card of a check that the user chooses goes. */
  readonly channel?: string | null | undefined;
  readonly thread?: string | null | undefined;
  /** Words that were ignored. */
  readonly unrecognizedWords?: readonly string[];
}

/** Returns the reply to a request that names nothing to check, several things, or a refused host. */
export function cannotCheckReply(
  target: UncheckableTarget,
  ticketHosts: readonly string[],
  { unrecognizedWords = [], ...others }: OtherCommandWords = {},
  nothingText = nothingToCheckText,
): Reply {
  const known = choiceContextOf(others);
  switch (target.kind) {
    case 'refused':
      return textReply(refusedTicketHostText(target.host));
    case 'nothing':
      return renderNotUnderstood({
        sentence: nothingText(target.invalidReferences, target.unknownHosts, ticketHosts),
        suggestions: target.suggestions,
        context: known,
      });
    case 'several':
      return renderReferenceChoice(target.choices, known, unrecognizedWords);
  }
}

/** Leaves out what is not known, because buttons carry the rest. */
function choiceContextOf({ topic, requester, channel, thread }: OtherCommandWords): ChoiceContext {
  return {
    ...(topic ? { topic } : {}),
    ...(requester ? { requester } : {}),
    ...(channel ? { channel } : {}),
    ...(channel && thread ? { thread } : {}),
  };
}

/** `isSupportChannel` tells whether the card goes to this channel or to direct messages. */
export function checkingReply(subject: Reference, isSupportChannel: boolean): Reply {
  return textReply(checkStartedText(subject, isSupportChannel));
}

export function directMessagesReply(): Reply {
  return textReply(cardGoesToDirectMessagesText());
}
