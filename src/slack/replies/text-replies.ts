import type { RequesterSide } from '../../domain/case-facts.ts';
import type { LookupTarget } from '../../domain/lookup-target.ts';
import type { Reference } from '../../domain/reference.ts';
import type { TextFragment } from '../../domain/text-fragments.ts';
import type { Topic } from '../../domain/topics.ts';
import { helpLines } from '../../words/help.ts';
import {
  cardGoesToDirectMessagesText,
  checkStartedText,
  nothingToCheckText,
  refusedTicketHostText,
} from '../../words/replies.ts';
import { toMrkdwn } from '../block-kit/mrkdwn.ts';
import { renderReferenceChoice } from '../rendering/reference-choice.ts';
import type { Reply } from './reply.ts';

/** A target that names nothing to check, several things, or a refused host. */
export type UncheckableTarget = Exclude<LookupTarget, { kind: 'one' }>;

/** Below Slack's limit, and longer than any reply. */
const MAX_REPLY_LENGTH = 2_900;

const MAX_HELP_LINE_LENGTH = 500;

/** Returns a sentence as a mrkdwn reply. */
export function textReply(sentence: readonly TextFragment[]): Reply {
  return { text: toMrkdwn(sentence, MAX_REPLY_LENGTH) };
}

/** Returns the help. */
export function helpReply(): Reply {
  return {
    text: helpLines()
      .map((line) => toMrkdwn(line, MAX_HELP_LINE_LENGTH))
      .join('\n'),
  };
}

/** The words of a command other than references. */
export interface OtherCommandWords {
  readonly topic?: Topic | null;
  readonly requester?: RequesterSide | null;
  /** Words that were ignored. */
  readonly unrecognizedWords?: readonly string[];
}

/** Returns the reply to a request that names nothing to check, several things, or a refused host. */
export function cannotCheckReply(
  target: UncheckableTarget,
  ticketHosts: readonly string[],
  { topic, requester, unrecognizedWords = [] }: OtherCommandWords = {},
): Reply {
  switch (target.kind) {
    case 'refused':
      return textReply(refusedTicketHostText(target.host));
    case 'nothing':
      return textReply(nothingToCheckText(target.invalidReferences, target.unknownHosts, ticketHosts));
    case 'several':
      return renderReferenceChoice(
        target.choices,
        { ...(topic ? { topic } : {}), ...(requester ? { requester } : {}) },
        unrecognizedWords,
      );
  }
}

/** `isSupportChannel` tells whether the card goes to this channel or to direct messages. */
export function checkingReply(subject: Reference, isSupportChannel: boolean): Reply {
  return textReply(checkStartedText(subject, isSupportChannel));
}

export function directMessagesReply(): Reply {
  return textReply(cardGoesToDirectMessagesText());
}
