import type { LookupTarget } from '../../domain/lookup-target.ts';
import { plainText } from '../../domain/text-fragments.ts';
import { ignoredWordsText, oneReferenceOnlyText } from '../../words/invalid-reference-text.ts';
import { nothingToCheckText } from '../../words/not-understood-text.ts';
import { checkStartedText, dryRunText, refusedTicketHostText } from '../../words/replies.ts';
import type { Reply } from '../replies/reply.ts';
import { ephemeralReply } from '../replies/reply.ts';
import type { OtherCommandWords, UncheckableTarget } from '../replies/text-replies.ts';
import { cannotCheckReply, helpReply, textReply } from '../replies/text-replies.ts';

/** Replies sent in the acknowledgement, which only the requesting user sees. */
export interface AcknowledgementReplies {
  help(): Reply;
  /** When there are several references, passes topic and requester on with the choice and names the words that were ignored. */
  cannotCheck(target: UncheckableTarget, words: OtherCommandWords): Reply;
  /** `unrecognizedWords` holds the words that were ignored. */
  checking(
    target: Extract<LookupTarget, { kind: 'one' }> & { readonly unrecognizedWords: readonly string[] },
    channel: string,
  ): Reply;
  /** Returns the text of `cannotCheck` as a plain-text error below a form field. */
  fieldError(target: UncheckableTarget): string;
  /** Returns the error that names the ignored words of a form field, or null when there are none. */
  unrecognizedWordsError(unrecognizedWords: readonly string[]): string | null;
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
    help: () => ephemeralReply(helpReply()),
    cannotCheck: (target, words) => ephemeralReply(cannotCheckReply(target, ticketHosts, words)),
    checking: ({ subject, unrecognizedWords }, channel) => {
      const sentence =
        messages === 'log' ? dryRunText() : checkStartedText(subject, supportChannels.includes(channel));
      return ephemeralReply(
        textReply(
          unrecognizedWords.length === 0 ? sentence : [...sentence, ...ignoredWordsText(unrecognizedWords)],
        ),
      );
    },
    fieldError: (target) => fieldErrorText(target, ticketHosts).slice(0, MAX_FIELD_ERROR_LENGTH),
    unrecognizedWordsError: (unrecognizedWords) =>
      unrecognizedWords.length === 0
        ? null
        : plainText(ignoredWordsText(unrecognizedWords)).trim().slice(0, MAX_FIELD_ERROR_LENGTH),
  };
}

function fieldErrorText(target: UncheckableTarget, ticketHosts: readonly string[]): string {
  switch (target.kind) {
    case 'refused':
      return plainText(refusedTicketHostText(target.host));
    case 'nothing':
      return plainText(nothingToCheckText(target.invalidReferences, target.unknownHosts, ticketHosts));
    case 'several':
      return plainText(oneReferenceOnlyText());
  }
}
