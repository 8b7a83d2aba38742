import { plainText } from '../domain/text.ts';
import type { Wanted } from '../domain/wanted.ts';
import { checking, dryRun, help, nothingToCheck, refusedHost } from '../words/answers.ts';
import { sayUnread } from '../words/typos.ts';
import type { CannotCheck } from './door.ts';
import type { WordsBeside } from './lines.ts';
import { cannotCheckLine, line } from './lines.ts';
import { fromPieces, toMrkdwn } from './mrkdwn.ts';
import type { Line } from './say.ts';
import { ephemeral } from './say.ts';

/** What is said with an acknowledgement, seen by the asking person alone. */
export interface DoorAnswers {
  help(): Line;
  /** When several things were found, the topic is passed on with the choice, and words not understood are named. */
  cannot(wanted: CannotCheck, beside: WordsBeside): Line;
  /** `unread` are the words that were not understood. */
  checking(
    wanted: Extract<Wanted, { kind: 'one' }> & { readonly unread: readonly string[] },
    channel: string,
  ): Line;
  /** The same as `cannot`, for a field of a form: plain text. */
  inField(wanted: CannotCheck): string;
  /** Names the words in a form field that were not understood; null when there are none. */
  unreadInField(unread: readonly string[]): string | null;
}

export interface Places {
  /** Channels where a card may be posted. */
  readonly supportChannels: readonly string[];
  /** Hosts whose ticket links may be opened. */
  readonly ticketHosts: readonly string[];
  /** `log`: a dry run, in which no card comes. */
  readonly messages: 'post' | 'log';
}

const FIELD_LIMIT = 500;

export function createDoorAnswers({ supportChannels, ticketHosts, messages }: Places): DoorAnswers {
  return {
    help: () =>
      ephemeral({
        text: help()
          .map((each) => toMrkdwn(fromPieces(each), 500))
          .join('\n'),
      }),
    cannot: (wanted, beside) => ephemeral(cannotCheckLine(wanted, ticketHosts, beside)),
    checking: ({ subject, unread }, channel) => {
      const said = messages === 'log' ? dryRun() : checking(subject, supportChannels.includes(channel));
      return ephemeral(line(unread.length === 0 ? said : [...said, ...sayUnread(unread)]));
    },
    inField: (wanted) => inField(wanted, ticketHosts).slice(0, FIELD_LIMIT),
    unreadInField: (unread) =>
      unread.length === 0 ? null : plainText(sayUnread(unread)).trim().slice(0, FIELD_LIMIT),
  };
}

function inField(wanted: CannotCheck, ticketHosts: readonly string[]): string {
  switch (wanted.kind) {
    case 'refused':
      return plainText(refusedHost(wanted.host));
    case 'nothing':
      return plainText(nothingToCheck(wanted.typos, wanted.unknownHosts, ticketHosts));
    case 'several':
      return 'I check one thing at a time: leave only one of them here.';
  }
}
