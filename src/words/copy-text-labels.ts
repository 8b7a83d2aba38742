import type { RequesterSide } from '../domain/case-facts.ts';
import type { CopyTextKind } from '../domain/scenario.ts';
import type { TextFragment } from '../domain/text-fragments.ts';
import { literalFragment, phrase } from '../domain/text-fragments.ts';

/** The action that shows the texts to copy, named after the first of them. */
export const COPY_REPLY_LABEL = 'Copy reply';
export const COPY_NOTE_LABEL = 'Copy note';
/** Ticks the step whose work is to send the reply. */
export const MARK_AS_SENT_LABEL = 'Mark as sent';

const READERS: Record<Exclude<RequesterSide, 'internal'>, string> = {
  customer: 'to the customer',
  reseller: 'to the reseller',
  unknown: '(requester not known)',
};

/** Returns the label of a text to copy. `toSales`: the scenario passes the case to Sales. */
export function copyTextLabel(kind: CopyTextKind, requester: RequesterSide, toSales: boolean): string {
  switch (kind) {
    case 'reply':
      return `Public reply ${requester === 'internal' ? '' : READERS[requester]}${toSales ? ', before Sales is asked' : ''}`;
    case 'colleagueReply':
      return 'Reply to the colleague, in the internal request';
    case 'afterMacro':
      return 'Public reply with the “Pass to Sales” macro';
    case 'salesAnswered':
      return 'Public reply when Sales has answered';
    case 'followUp':
      return 'Public reply two working days later';
    case 'note':
      return 'Internal note with the steps ticked so far';
  }
}

/** Opens the list of ticked steps in an internal note. */
export const DONE_STEPS_TITLE = 'Done:';

/** Opens the list of what the systems answered, in an internal note. `at`: when they were read, ISO 8601, UTC. */
export function answersTitle(at: string): string {
  return `Shown by the systems on ${utcText(at)}:`;
}

/** Returns the line of one answer in an internal note. */
export function answerLine(answer: readonly TextFragment[]): TextFragment[] {
  return phrase`- ${answer}`;
}

/** Returns the line of a ticked step in an internal note. `at`: ISO 8601, UTC. */
export function doneStepLine(
  at: string,
  text: readonly TextFragment[],
  given: string | null,
): TextFragment[] {
  const time = literalFragment(utcText(at));
  return given === null ? phrase`- ${time}: ${text}` : phrase`- ${time}: ${text} ${given}`;
}

function utcText(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** Returns the reason why a step has no link. */
export function noLinkText(reason: string): string {
  return `Not applicable: ${reason}`;
}
