import type { LookupTarget } from '../../domain/lookup-target.ts';
import type { Reference } from '../../domain/reference.ts';
import type { TextFragment } from '../../domain/text-fragments.ts';
import type { Topic } from '../../domain/topics.ts';
import {
  cardGoesToDirectMessagesText,
  checkStartedText,
  nothingToCheckText,
  refusedTicketHostText,
} from '../../words/replies.ts';
import { formatPieces, toMrkdwn } from '../block-kit/mrkdwn.ts';
import { renderReferenceChoice } from '../rendering/reference-choice.ts';
import type { Reply } from './reply.ts';

/** A target that names nothing to check, several things, or a refused host. */
export type UncheckableTarget = Exclude<LookupTarget, { kind: 'one' }>;

/** Far under what Slack takes, and more than any sentence of ours needs. */
const MAX_REPLY_LENGTH = 2_900;

/** A sentence as Slack takes it. */
export function textReply(sentence: readonly TextFragment[]): Reply {
  return { text: toMrkdwn(formatPieces(sentence), MAX_REPLY_LENGTH) };
}

/** What a command holds beside the things to check. */
export interface TopicAndUnreadWords {
  readonly topic?: Topic | null;
  /** Words that were not understood. */
  readonly unread?: readonly string[];
}

/** What to say of a request that asks for nothing that can be checked as it stands; the hosts are those we open. */
export function cannotCheckReply(
  wanted: UncheckableTarget,
  ticketHosts: readonly string[],
  { topic = null, unread = [] }: TopicAndUnreadWords = {},
): Reply {
  switch (wanted.kind) {
    case 'refused':
      return textReply(refusedTicketHostText(wanted.host));
    case 'nothing':
      return textReply(nothingToCheckText(wanted.invalidReferences, wanted.unknownHosts, ticketHosts));
    case 'several':
      return renderReferenceChoice(wanted.choices, topic ? { topic } : {}, unread);
  }
}

export function checkingReply(subject: Reference, here: boolean): Reply {
  return textReply(checkStartedText(subject, here));
}

export function directMessagesReply(): Reply {
  return textReply(cardGoesToDirectMessagesText());
}
