import type { Reference, Topic } from '../domain/reference.ts';
import type { Piece } from '../domain/text.ts';
import { checking, goesToDirectMessages, nothingToCheck, refusedHost } from '../words/answers.ts';
import { choiceMessage } from './cards/choice.ts';
import type { CannotCheck } from './door.ts';
import { fromPieces, toMrkdwn } from './mrkdwn.ts';
import type { Line } from './say.ts';

/** Far under what Slack takes, and more than any sentence of ours needs. */
const LINE_LIMIT = 2_900;

/** A sentence as Slack takes it. */
export function line(sentence: readonly Piece[]): Line {
  return { text: toMrkdwn(fromPieces(sentence), LINE_LIMIT) };
}

/** What a command holds beside the things to check. */
export interface WordsBeside {
  readonly topic?: Topic | null;
  /** Words that were not understood. */
  readonly unread?: readonly string[];
}

/** What to say of a request that asks for nothing that can be checked as it stands; the hosts are those we open. */
export function cannotCheckLine(
  wanted: CannotCheck,
  ticketHosts: readonly string[],
  { topic = null, unread = [] }: WordsBeside = {},
): Line {
  switch (wanted.kind) {
    case 'refused':
      return line(refusedHost(wanted.host));
    case 'nothing':
      return line(nothingToCheck(wanted.typos, wanted.unknownHosts, ticketHosts));
    case 'several':
      return choiceMessage(wanted.choices, topic ? { topic } : {}, unread);
  }
}

export function checkingLine(subject: Reference, here: boolean): Line {
  return line(checking(subject, here));
}

export function directMessagesLine(): Line {
  return line(goesToDirectMessages());
}
