import type { Wanted } from '../domain/wanted.ts';
import { plainText } from '../domain/text.ts';
import { help, nothingToCheck, refusedHost } from '../words/answers.ts';
import type { CannotCheck } from './door.ts';
import { cannotCheckLine, checkingLine } from './lines.ts';
import { fromPieces, toMrkdwn } from './mrkdwn.ts';
import type { Line } from './say.ts';

/** What is said with an acknowledgement, seen by the asking person alone. */
export interface DoorAnswers {
  help(): Line;
  cannot(wanted: CannotCheck): Line;
  checking(wanted: Extract<Wanted, { kind: 'one' }>, channel: string): Line;
  /** The same as `cannot`, for a field of a form: plain text. */
  inField(wanted: CannotCheck): string;
}

const FIELD_LIMIT = 500;

export function createDoorAnswers(supportChannels: readonly string[]): DoorAnswers {
  const alone = (said: Line) => ({ response_type: 'ephemeral', ...said });
  return {
    help: () => alone({ text: help().map((each) => toMrkdwn(fromPieces(each), 500)).join('\n') }),
    cannot: (wanted) => alone(cannotCheckLine(wanted)),
    checking: ({ subject }, channel) => alone(checkingLine(subject, supportChannels.includes(channel))),
    inField: (wanted) => inField(wanted).slice(0, FIELD_LIMIT),
  };
}

function inField(wanted: CannotCheck): string {
  switch (wanted.kind) {
    case 'refused':
      return plainText(refusedHost(wanted.host));
    case 'nothing':
      return plainText(nothingToCheck(wanted.typos, wanted.unknownHosts));
    case 'several':
      return 'I check one thing at a time: leave only one of them here.';
  }
}
