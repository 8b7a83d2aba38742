import type { LookupTarget } from '../../domain/lookup-target.ts';
import { plainText } from '../../domain/text-fragments.ts';
import { ignoredWordsText } from '../../words/invalid-reference-text.ts';
import {
  checkStartedText,
  dryRunText,
  helpLines,
  nothingToCheckText,
  refusedTicketHostText,
} from '../../words/replies.ts';
import { formatPieces, toMrkdwn } from '../block-kit/mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import { ephemeralReply } from '../replies/reply.ts';
import type { TopicAndUnreadWords, UncheckableTarget } from '../replies/text-replies.ts';
import { cannotCheckReply, textReply } from '../replies/text-replies.ts';

/** Replies sent in the acknowledgement, which only the requesting user sees. */
export interface AcknowledgementReplies {
  help(): Reply;
  /** When there are several references, passes the topic on with the choice and names the words that were ignored. */
  cannotCheck(wanted: UncheckableTarget, beside: TopicAndUnreadWords): Reply;
  /** `unread` holds the words that were ignored. */
  checking(
    wanted: Extract<LookupTarget, { kind: 'one' }> & { readonly unread: readonly string[] },
    channel: string,
  ): Reply;
  /** Returns the text of `cannotCheck` as a plain-text error below a form field. */
  fieldError(wanted: UncheckableTarget): string;
  /** Returns the error that names the ignored words of a form field, or null when there are none. */
  unrecognizedWordsError(unread: readonly string[]): string | null;
}

export interface AcknowledgementReplyOptions {
  /** Channels where a card may be posted. */
  readonly supportChannels: readonly string[];
  /** Hosts whose ticket links may be opened. */
  readonly ticketHosts: readonly string[];
  /** `log` is the dry run, in which no card is posted. */
  readonly messages: 'post' | 'log';
}

const MAX_FIELD_ERROR_LENGTH = 500;

export function createAcknowledgementReplies({
  supportChannels,
  ticketHosts,
  messages,
}: AcknowledgementReplyOptions): AcknowledgementReplies {
  return {
    help: () =>
      ephemeralReply({
        text: helpLines()
          .map((each) => toMrkdwn(formatPieces(each), 500))
          .join('\n'),
      }),
    cannotCheck: (wanted, beside) => ephemeralReply(cannotCheckReply(wanted, ticketHosts, beside)),
    checking: ({ subject, unread }, channel) => {
      const sentence =
        messages === 'log' ? dryRunText() : checkStartedText(subject, supportChannels.includes(channel));
      return ephemeralReply(
        textReply(unread.length === 0 ? sentence : [...sentence, ...ignoredWordsText(unread)]),
      );
    },
    fieldError: (wanted) => fieldErrorText(wanted, ticketHosts).slice(0, MAX_FIELD_ERROR_LENGTH),
    unrecognizedWordsError: (unread) =>
      unread.length === 0
        ? null
        : plainText(ignoredWordsText(unread)).trim().slice(0, MAX_FIELD_ERROR_LENGTH),
  };
}

function fieldErrorText(wanted: UncheckableTarget, ticketHosts: readonly string[]): string {
  switch (wanted.kind) {
    case 'refused':
      return plainText(refusedTicketHostText(wanted.host));
    case 'nothing':
      return plainText(nothingToCheckText(wanted.invalidReferences, wanted.unknownHosts, ticketHosts));
    case 'several':
      return 'Only one reference can be checked at a time. Keep one of them.';
  }
}
